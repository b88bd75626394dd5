using System.Text;
using System.Text.RegularExpressions;
using Akis.Feel.Evaluation;

namespace Akis.Feel.Functions;

/// <summary>Functions over text (DMN 1.5 table 68); positions count Unicode characters from 1.</summary>
internal static class TextFunctions
{
    // Cases are those of Unicode's simple mapping; .NET's invariant one leaves out the Turkish ı and İ.
    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("string length", "string: string -> number", (v, _) => FeelValue.Of(Length(Text(v, 0)))),
        BuiltIn.Of("upper case", "string: string -> string", (v, e) => e.Text(Text(v, 0).ToUpperInvariant().Replace('ı', 'I'))),
        BuiltIn.Of("lower case", "string: string -> string", (v, e) => e.Text(Text(v, 0).ToLowerInvariant().Replace('İ', 'i'))),
        BuiltIn.Of("contains", "string: string, match: string -> boolean", (v, _) => FeelValue.Of(Text(v, 0).Contains(Text(v, 1), StringComparison.Ordinal))),
        BuiltIn.Of("starts with", "string: string, match: string -> boolean", (v, _) => FeelValue.Of(Text(v, 0).StartsWith(Text(v, 1), StringComparison.Ordinal))),
        BuiltIn.Of("ends with", "string: string, match: string -> boolean", (v, _) => FeelValue.Of(Text(v, 0).EndsWith(Text(v, 1), StringComparison.Ordinal))),
        BuiltIn.Of("substring", "string: string, start position: number, length: number? -> string", Substring),
        BuiltIn.Of("substring before", "string: string, match: string -> string", (v, _) => FeelValue.Of(Text(v, 0).IndexOf(Text(v, 1), StringComparison.Ordinal) is >= 0 and var at ? Text(v, 0)[..at] : "")),
        BuiltIn.Of("substring after", "string: string, match: string -> string", (v, _) => FeelValue.Of(Text(v, 0).IndexOf(Text(v, 1), StringComparison.Ordinal) is >= 0 and var at ? Text(v, 0)[(at + Text(v, 1).Length)..] : "")),
        BuiltIn.Of("trim", "string: string -> string", (v, _) => FeelValue.Of(Text(v, 0).Trim())),
        BuiltIn.Of("is blank", "string: string -> boolean", (v, _) => FeelValue.Of(string.IsNullOrWhiteSpace(Text(v, 0)))),
        BuiltIn.Of("string join", "list: list, delimiter: string?? -> string", (v, e) => Join(v, "", "", e)),
        BuiltIn.Of("string join", "list: list, delimiter: string??, prefix: string, suffix: string -> string", (v, e) => Join(v, Text(v, 2), Text(v, 3), e)),
        BuiltIn.Of("matches", "input: string, pattern: string, flags: string?? -> boolean", (v, e) => WithPattern(Text(v, 0), v[1], v[2], e, (pattern, input) => FeelValue.Of(pattern.Regex.IsMatch(input)))),
        BuiltIn.Of("replace", "input: string, pattern: string, replacement: string, flags: string?? -> string", Replace),
        BuiltIn.Of("split", "string: string, delimiter: string -> list<string>", (v, e) => WithParting(Text(v, 0), v[1], default, e, (pattern, input) => e.List([.. Parts(pattern.Regex, input).Select(FeelValue.Of)]))),
        BuiltIn.Of("extract", "string: string, pattern: string -> list<string>", (v, e) => WithPattern(Text(v, 0), v[1], default, e, (pattern, input) => e.List([.. pattern.Regex.Matches(input).Select(match => FeelValue.Of(match.Value))]))),
    ];

    private static string Text(ReadOnlySpan<FeelValue> v, int at) => v[at].AsString() ?? "";

    // Nearly every text is all of units that are characters of their own.
    private static bool IsPlain(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    private static int Length(string text)
    {
        if (IsPlain(text)) return text.Length;
        var length = 0;
        foreach (var _ in text.EnumerateRunes()) length++;
        return length;
    }

    // A position outside the text, or a length below 1, has no substring.
    private static FeelValue Substring(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var input = Text(v, 0);
        var count = Length(input);
        if (!v[1].Number.TryRound(0, MidpointRounding.ToZero, out var whole) || whole.AsInteger() is not { } start || start == 0 || Math.Abs(start) > count) return e.Fail("feel.position", e.Site, v[1], count);
        var from = (int)(start > 0 ? start - 1 : count + start);
        long length = count - from;
        if (!v[2].IsNull)
        {
            if (!v[2].Number.TryRound(0, MidpointRounding.ToZero, out var wanted) || wanted.Sign <= 0) return e.Fail("feel.position", e.Site, v[2], count);
            length = Math.Min(length, wanted.AsInteger() ?? long.MaxValue);
        }

        if (count == input.Length) return FeelValue.Of(input.Substring(from, (int)length));
        var text = new StringBuilder();
        foreach (var rune in input.EnumerateRunes().Skip(from).Take((int)length)) text.Append(rune.ToString());
        return FeelValue.Of(text.ToString());
    }

    private static FeelValue Join(ReadOnlySpan<FeelValue> v, string prefix, string suffix, Evaluator e)
    {
        var text = new StringBuilder(prefix);
        var first = true;
        foreach (var item in v[0].AsList()!) // the type was checked
        {
            if (item.IsNull) continue;
            if (item.AsString() is not { } part) return e.Fail("feel.argument", e.Site, "string join", "list", "list<string>", item);
            if (!first) text.Append(v[1].AsString());
            first = false;
            text.Append(part);
            e.CheckTextLength(text.Length);
        }

        return e.Text(text.Append(suffix).ToString());
    }

    private static FeelValue Replace(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var replacement = v[2];
        return WithParting(Text(v, 0), v[1], v[3], e, (pattern, input) =>
            pattern.Replacement(replacement.AsString() ?? "") is { } own ? e.Text(pattern.Regex.Replace(input, own)) : e.Fail("feel.regex-replacement", e.Site, replacement));
    }

    // What lies between the matches; .NET's own Split would put captured groups between them too.
    private static List<string> Parts(Regex regex, string text)
    {
        var (parts, from) = (new List<string>(), 0);
        foreach (Match match in regex.Matches(text))
        {
            parts.Add(text[from..match.Index]);
            from = match.Index + match.Length;
        }

        parts.Add(text[from..]);
        return parts;
    }

    // XPath and XQuery Functions 3.1 §5.6.4 and §5.6.5: nothing is replaced or split at what matches the empty text.
    private static FeelValue WithParting(string input, FeelValue pattern, in FeelValue flags, Evaluator e, Func<XPathRegex, string, FeelValue> use) =>
        WithPattern(input, pattern, flags, e, (regex, text) => regex.MatchesEmpty ? e.Fail("feel.regex-empty", e.Site, pattern) : use(regex, text));

    private static FeelValue WithPattern(string input, in FeelValue pattern, in FeelValue flags, Evaluator e, Func<XPathRegex, string, FeelValue> use)
    {
        if (XPathRegex.Of(pattern.AsString() ?? "", flags.AsString() ?? "", e.Environment.RegexLimit) is not { } regex) return e.Fail("feel.regex", e.Site, pattern, flags);
        try
        {
            return use(regex, input);
        }
        catch (RegexMatchTimeoutException)
        {
            return e.Fail("feel.limit.regex", e.Site, (int)e.Environment.RegexLimit.TotalMilliseconds);
        }
    }
}
