using System.Globalization;
using System.Text.RegularExpressions;
using static Akis.Feel.Evaluation.Builtins;

namespace Akis.Feel.Evaluation;

/// <summary>Functions over text; positions count characters from 1.</summary>
internal static class TextFunctions
{
    private static readonly TimeSpan RegexTime = TimeSpan.FromMilliseconds(200);
    private static readonly FeelKind[] Texts = [FeelKind.String];

    public static IEnumerable<KeyValuePair<string, FeelFunction>> All { get; } =
    [
        Define("string", "from", (v, _) => v[0].IsNull ? default : FeelValue.Of(FeelText.Plain(v[0]))),
        Typed("string length", "string", Texts, v => FeelValue.Of(new StringInfo(Text(v, 0)).LengthInTextElements)),
        Typed("upper case", "string", Texts, v => FeelValue.Of(Text(v, 0).ToUpperInvariant())),
        Typed("lower case", "string", Texts, v => FeelValue.Of(Text(v, 0).ToLowerInvariant())),
        Typed("contains", "string, match", Texts, v => FeelValue.Of(Text(v, 0).Contains(Text(v, 1), StringComparison.Ordinal))),
        Typed("starts with", "string, match", Texts, v => FeelValue.Of(Text(v, 0).StartsWith(Text(v, 1), StringComparison.Ordinal))),
        Typed("ends with", "string, match", Texts, v => FeelValue.Of(Text(v, 0).EndsWith(Text(v, 1), StringComparison.Ordinal))),
        Typed("substring before", "string, match", Texts, v => FeelValue.Of(Text(v, 0).IndexOf(Text(v, 1), StringComparison.Ordinal) is >= 0 and var at ? Text(v, 0)[..at] : "")),
        Typed("substring after", "string, match", Texts, v => FeelValue.Of(Text(v, 0).IndexOf(Text(v, 1), StringComparison.Ordinal) is >= 0 and var at ? Text(v, 0)[(at + Text(v, 1).Length)..] : "")),
        Typed("trim", "string", Texts, v => FeelValue.Of(Text(v, 0).Trim())),
        Typed("is blank", "string", Texts, v => FeelValue.Of(string.IsNullOrWhiteSpace(Text(v, 0)))),
        Typed("substring", "string, start position, length", [FeelKind.String, FeelKind.Number, FeelKind.Number], Substring, 2),
        Define("matches", "input, pattern, flags", (v, e) => WithRegex(v, e, 2, regex => FeelValue.Of(regex.IsMatch(Text(v, 0)))), 2),
        Define("replace", "input, pattern, replacement, flags", (v, e) => v[2].AsString() is not { } with ? Wrong("replace", e) : WithRegex(v, e, 3, regex => FeelValue.Of(regex.Replace(Text(v, 0), with))), 3),
        Define("split", "string, delimiter", (v, e) => WithRegex(v, e, 2, regex => FeelValue.Of(FeelList.Of(regex.Split(Text(v, 0)).Select(FeelValue.Of))))),
        Define("string join", "list, delimiter", Join, 1),
    ];

    private static string Text(FeelValue[] values, int position) => values[position].AsString() ?? "";

    private static FeelValue Substring(FeelValue[] v)
    {
        var text = new StringInfo(Text(v, 0));
        var start = (int)v[1].AsDecimal()!.Value; // the kinds were checked
        var from = start > 0 ? start - 1 : text.LengthInTextElements + start;
        if (start == 0 || from < 0 || from >= text.LengthInTextElements) return start == 0 ? default : FeelValue.Of("");
        var length = v.Length > 2 ? (int)v[2].AsDecimal()!.Value : text.LengthInTextElements - from;
        return length <= 0 ? default : FeelValue.Of(text.SubstringByTextElements(from, Math.Min(length, text.LengthInTextElements - from)));
    }

    private static FeelValue WithRegex(FeelValue[] v, Evaluator e, int flagsAt, Func<Regex, FeelValue> use)
    {
        if (v[0].AsString() is null || v[1].AsString() is not { } pattern) return Wrong("matches", e);
        var options = RegexOptions.CultureInvariant;
        foreach (var flag in v.Length > flagsAt ? Text(v, flagsAt) : "")
        {
            options |= flag switch { 'i' => RegexOptions.IgnoreCase, 's' => RegexOptions.Singleline, 'm' => RegexOptions.Multiline, 'x' => RegexOptions.IgnorePatternWhitespace, _ => 0 };
        }

        try
        {
            return use(new Regex(pattern, options, RegexTime));
        }
        catch (Exception broken) when (broken is ArgumentException or RegexMatchTimeoutException)
        {
            return e.Fail("feel.regex", "Düzenli ifade geçersiz ya da çok uzun sürdü.", "The regular expression is invalid or took too long.");
        }
    }

    private static FeelValue Join(FeelValue[] v, Evaluator e)
    {
        if (v[0].AsList() is not { } list || list.Any(item => item.Kind is not (FeelKind.String or FeelKind.Null))) return Wrong("string join", e);
        return FeelValue.Of(string.Join(v.Length > 1 ? v[1].AsString() ?? "" : "", list.Where(item => !item.IsNull).Select(item => item.AsString())));
    }
}
