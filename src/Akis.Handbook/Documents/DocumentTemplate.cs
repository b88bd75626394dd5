using System.Text.RegularExpressions;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Akis.Handbook.Documents;

/// <summary>A piece of a template: words, a hole for a value, or what is repeated for each item of a list.</summary>
public abstract record TemplatePart
{
    /// <summary>Markdown as it stands.</summary>
    public sealed record Words(string Markdown) : TemplatePart;

    /// <summary>A value; <paramref name="Line"/> is its line in the file.</summary>
    public sealed record Hole(FeelExpression Value, int Line) : TemplatePart;

    /// <summary>Lines repeated for each item of a list.</summary>
    public sealed record Each(FeelExpression List, int Line, IReadOnlyList<TemplatePart> Parts) : TemplatePart;
}

/// <summary>A line to sign on: as what, and who (a text with holes; empty where whoever signs writes the name).</summary>
public sealed record Signature(string Role, IReadOnlyList<TemplatePart> Name);

/// <summary>
/// A document as a process folder gives it: <c>NAME.belge.md</c>, Markdown after front matter with <c>title</c> (in both languages), <c>series</c> (of its numbers) and, where people
/// sign it, <c>signatures</c>. <c>{{ FEEL }}</c> is a value, lines between <c>{{#each LIST}}</c> and <c>{{/each}}</c> are repeated.
/// </summary>
public sealed partial record DocumentTemplate(string Name, Text Title, string Series, IReadOnlyList<TemplatePart> Body, IReadOnlyList<Signature> Signatures)
{
    /// <summary>What follows the name in a template's file.</summary>
    public const string Ending = ".belge.md";

    /// <summary>Every hole and list with its line, signatures' too, and the lists that it stands in.</summary>
    public IEnumerable<(FeelExpression Value, int Line, bool InList)> Expressions => Body.Concat(Signatures.SelectMany(signature => signature.Name)).SelectMany(part => Of(part, inList: false));

    /// <summary>Reads a template.</summary>
    /// <exception cref="HandbookError">It is not as it should be; says where.</exception>
    public static DocumentTemplate Read(string file)
    {
        var lines = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
        var end = Array.IndexOf(lines, "---", 1);
        if (lines[0] != "---" || end < 0) throw new HandbookError(file, 1, "a document must begin with front matter between '---' lines");
        var head = Head(file, string.Join('\n', lines[1..end]));
        if (!head.Title.TryGetValue("tr", out var tr) || !head.Title.TryGetValue("en", out var en)) throw new HandbookError(file, 1, "'title' needs tr and en");
        if (!SeriesName().IsMatch(head.Series)) throw new HandbookError(file, 1, "'series' must be 2 to 8 capital letters or digits: KES");
        var at = end + 1;
        var body = Parts(file, lines, ref at, opened: 0);
        var signatures = head.Signatures.Select(one => new Signature(one.Role.Length > 0 ? one.Role : throw new HandbookError(file, 1, "a signature needs its role"), [.. Inline(file, one.Name, 1)]));
        return new(Path.GetFileName(file)[..^Ending.Length], new(tr, en), head.Series, body, [.. signatures]);
    }

    private static FrontMatter Head(string file, string yaml)
    {
        try
        {
            return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FrontMatter?>(yaml) ?? new();
        }
        catch (YamlException broken)
        {
            throw new HandbookError(file, broken.Start.Line + 1, broken.Message);
        }
    }

    private static List<TemplatePart> Parts(string file, string[] lines, ref int at, int opened)
    {
        var parts = new List<TemplatePart>();
        for (; at < lines.Length; at++)
        {
            var line = lines[at];
            if (EachLine().Match(line) is { Success: true } each)
            {
                var (list, start) = (Parse(file, each.Groups[1].Value, at + 1), ++at);
                parts.Add(new TemplatePart.Each(list, start, Parts(file, lines, ref at, start)));
            }
            else if (EndLine().IsMatch(line))
            {
                return opened > 0 ? parts : throw new HandbookError(file, at + 1, "'{{/each}}' closes nothing");
            }
            else
            {
                parts.AddRange(Inline(file, line, at + 1));
                parts.Add(new TemplatePart.Words("\n"));
            }
        }

        return opened == 0 ? parts : throw new HandbookError(file, opened, "'{{#each}}' is not closed by a line '{{/each}}'");
    }

    private static IEnumerable<TemplatePart> Inline(string file, string text, int line)
    {
        var end = 0;
        foreach (Match hole in Holes().Matches(text))
        {
            if (hole.Index > end) yield return new TemplatePart.Words(text[end..hole.Index]);
            yield return new TemplatePart.Hole(Parse(file, hole.Groups[1].Value, line), line);
            end = hole.Index + hole.Length;
        }

        if (end < text.Length) yield return new TemplatePart.Words(text[end..]);
    }

    private static FeelExpression Parse(string file, string text, int line) =>
        FeelExpression.Parse(text.Trim()) is { IsValid: true } parsed ? parsed : throw new HandbookError(file, line, $"'{text.Trim()}' is no FEEL: {FeelExpression.Parse(text.Trim()).Errors[0].En}");

    private static IEnumerable<(FeelExpression, int, bool)> Of(TemplatePart part, bool inList) => part switch
    {
        TemplatePart.Hole hole => [(hole.Value, hole.Line, inList)],
        TemplatePart.Each each => each.Parts.SelectMany(inner => Of(inner, inList: true)).Prepend((each.List, each.Line, inList)),
        _ => [],
    };

    [GeneratedRegex("^[A-Z0-9]{2,8}$", RegexOptions.CultureInvariant)]
    private static partial Regex SeriesName();

    // A hole ends at the first two braces that are not a context's own: }}} belongs to both.
    [GeneratedRegex(@"\{\{(.+?)\}\}(?!\})", RegexOptions.CultureInvariant)]
    private static partial Regex Holes();

    [GeneratedRegex(@"^\s*\{\{#each\s+(.+?)\s*\}\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex EachLine();

    [GeneratedRegex(@"^\s*\{\{/each\}\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex EndLine();

    private sealed class FrontMatter
    {
        public Dictionary<string, string> Title { get; set; } = [];

        public string Series { get; set; } = "";

        public List<Signer> Signatures { get; set; } = [];
    }

    private sealed class Signer
    {
        public string Role { get; set; } = "";

        public string Name { get; set; } = "";
    }
}
