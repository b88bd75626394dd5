using System.Globalization;
using Akis.Feel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Akis.Handbook.Catalogue;

/// <summary>A card or the index is not as it should be.</summary>
#pragma warning disable CA1032 // it always says where
public sealed class HandbookError(string file, long line, string message) : Exception($"{file}:{line}: {message}");
#pragma warning restore CA1032

/// <summary>Reads <c>processes/index.yaml</c> and every <c>handbook.md</c>. What is wrong stops the start, with file and line.</summary>
public static class CatalogueReader
{
    private static readonly string[] Units = ["%", "gün", "iş saati", "saat", "dk", "adet", "TL"];

    /// <summary>Reads the handbook of a folder.</summary>
    /// <exception cref="HandbookError">A file is missing or wrong.</exception>
    public static ProcessCatalogue Read(string folder)
    {
        var cards = Directory.GetDirectories(folder, "sek-*").Order(StringComparer.Ordinal).Select(ReadCard).ToDictionary(card => card.Code);
        var file = Path.Combine(folder, "index.yaml");
        var index = Yaml(file, File.ReadAllText(file), 0);
        var groups = Items(index, "groups").Select(node =>
        {
            var group = Map(file, node);
            var codes = Items(group, "processes").Select(code => code.ToString());
            return new CatalogueGroup(Scalar(file, group, "id"), Text(file, group, "name"), [.. codes.Select(code => cards.GetValueOrDefault(code) ?? throw new HandbookError(file, node.Start.Line, $"no folder has the code '{code}'"))]);
        }).ToList();
        return new(Text(file, index, "department"), Text(file, index, "address"), Scalar(file, index, "phone"), Text(file, index, "help"), groups) { University = index.Children.TryGetValue("university", out var university) ? ToText(file, university) : null };
    }

    private static HandbookCard ReadCard(string folder)
    {
        var file = Path.Combine(folder, "handbook.md");
        if (!File.Exists(file)) throw new HandbookError(file, 0, "the handbook card is missing");
        var parts = File.ReadAllText(file).Split("---\n", 3);
        if (parts.Length < 3 || parts[0].Length > 0) throw new HandbookError(file, 1, "the card must begin with front matter between '---' lines");
        var card = Yaml(file, parts[1], 1);
        var bodies = parts[2].Split("<!-- en -->", 2);
        if (bodies.Length < 2) throw new HandbookError(file, 1, "the English body (after '<!-- en -->') is missing");
        var revision = Map(file, Required(file, card, "revision"));
        return new(
            Path.GetFileName(folder), Scalar(file, card, "code"), Text(file, card, "title"), Scalar(file, card, "group"), Text(file, card, "owner"),
            new(int.Parse(Scalar(file, revision, "no"), CultureInfo.InvariantCulture), DateOnly.ParseExact(Scalar(file, revision, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture), Text(file, revision, "note")),
            Optional(card, "process"), [.. Items(card, "starters").Select(node => node.ToString())], Text(file, card, "purpose"),
            Texts(file, card, "triggers"),
            [.. Items(card, "roles").Select(node => Map(file, node)).Select(role => new CardRole(Scalar(file, role, "lane"), Scalar(file, role, "en"), Text(file, role, "does")))],
            Texts(file, card, "inputs"), Texts(file, card, "outputs"), Texts(file, card, "records"), Texts(file, card, "documents"), Texts(file, card, "automation"),
            Titled(file, card, "forms"), Titled(file, card, "decisions"), Texts(file, card, "targets"), [.. Items(card, "kpis").Select(node => Kpi(file, node))], Texts(file, card, "legal"), Texts(file, card, "risks"),
            [.. Items(card, "related").Select(node => node.ToString())], Optional(card, "retention"), new(bodies[0].Trim(), bodies[1].Trim()));
    }

    private static IReadOnlyList<CardItem> Titled(string file, YamlMappingNode card, string name) =>
        [.. Items(card, name).Select(node => Map(file, node)).Select(item => new CardItem(Optional(item, "id"), Text(file, item, "title")))];

    private static IReadOnlyList<Text> Texts(string file, YamlMappingNode card, string name) => [.. Items(card, name).Select(node => ToText(file, node))];

    private static CardKpi Kpi(string file, YamlNode node)
    {
        var map = Map(file, node);
        var line = (int)node.Start.Line + 1; // the front matter begins on the second line
        if (Optional(map, "of") is null && Optional(map, "as") is null) return new(Scalar(file, map, "tr"), Scalar(file, map, "en"), null);
        if (!Enum.TryParse<KpiKind>(Scalar(file, map, "as"), ignoreCase: true, out var kind)) throw new HandbookError(file, line, "'as' is one of share, mean, median, sum, count");
        var unit = Scalar(file, map, "unit");
        if (!Units.Contains(unit)) throw new HandbookError(file, line, $"'unit' is one of {string.Join(", ", Units)}");
        var of = FeelExpression.Parse(Scalar(file, map, "of").TrimStart('='));
        return of.IsValid ? new(Scalar(file, map, "tr"), Scalar(file, map, "en"), new(unit, kind, of.Text)) : throw new HandbookError(file, line, $"the formula '{of.Text}' is no FEEL: {of.Errors[0].En}");
    }

    private static Text Text(string file, YamlMappingNode map, string name) => ToText(file, Required(file, map, name));

    private static Text ToText(string file, YamlNode node)
    {
        var map = Map(file, node);
        return new(Scalar(file, map, "tr"), Scalar(file, map, "en"));
    }

    private static YamlMappingNode Yaml(string file, string text, int lineOffset)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return Map(file, stream.Documents[0].RootNode);
        }
        catch (YamlException broken)
        {
            throw new HandbookError(file, broken.Start.Line + lineOffset, broken.Message);
        }
    }

    private static YamlMappingNode Map(string file, YamlNode node) => node as YamlMappingNode ?? throw new HandbookError(file, node.Start.Line, "a mapping is expected here");

    private static YamlNode Required(string file, YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var node) ? node : throw new HandbookError(file, map.Start.Line, $"'{name}' is missing");

    private static string Scalar(string file, YamlMappingNode map, string name) => Required(file, map, name) is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw new HandbookError(file, map.Start.Line, $"'{name}' is empty");

    private static string? Optional(YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var node) && node is YamlScalarNode { Value: { Length: > 0 } value } ? value : null;

    private static IEnumerable<YamlNode> Items(YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var node) && node is YamlSequenceNode sequence ? sequence : [];
}
