using System.Text.RegularExpressions;
using Akis.Handbook.Catalogue;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Akis.Handbook.Checks;

/// <summary>A text of <c>notifications.yaml</c>, as its checks see it: its languages, and each hole with its line.</summary>
internal sealed partial record Notification(string Name, int Line, IReadOnlySet<string> Texts, IReadOnlyList<(string Expression, int Line)> Holes)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="HandbookError">It is no YAML mapping.</exception>
    public static IEnumerable<Notification> Read(string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(File.ReadAllText(file)));
        }
        catch (YamlException broken)
        {
            throw new HandbookError(file, broken.Start.Line, broken.Message);
        }

        if (stream.Documents.Count == 0) return [];
        return stream.Documents[0].RootNode is YamlMappingNode root ? [.. root.Children.Select(entry => Of(entry.Key, entry.Value))] : throw new HandbookError(file, 1, "a mapping is expected here");
    }

    private static Notification Of(YamlNode name, YamlNode entry)
    {
        var texts = from part in Entries(entry) from text in Entries(part.Value) select (Name: $"{part.Key}.{text.Key}", Node: text.Value as YamlScalarNode);
        var given = texts.Where(text => text.Node?.Value is { Length: > 0 }).ToList();
        return new(name.ToString(), (int)name.Start.Line, given.Select(text => text.Name).ToHashSet(), [.. given.SelectMany(text => HolesOf(text.Node!))]); // those without were left out
    }

    // In a block of lines (| or >) the text begins on the line after the mark.
    private static IEnumerable<(string, int)> HolesOf(YamlScalarNode text)
    {
        var first = (int)text.Start.Line + (text.Style is ScalarStyle.Literal or ScalarStyle.Folded ? 1 : 0);
        return Hole().Matches(text.Value!).Select(hole => (hole.Groups[1].Value.Trim(), first + text.Value![..hole.Index].Count(letter => letter == '\n'))); // it has a value, or it would not be here
    }

    private static IEnumerable<(string Key, YamlNode Value)> Entries(YamlNode node) => node is YamlMappingNode map ? map.Children.Select(entry => (entry.Key.ToString(), entry.Value)) : [];

    [GeneratedRegex(@"\{\{(.*?)\}\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
