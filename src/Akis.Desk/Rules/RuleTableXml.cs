using System.Xml.Linq;

namespace Akis.Desk.Rules;

/// <summary>The desk's rules as a DMN model, which any DMN tool can read, and back.</summary>
public static class RuleTableXml
{
    /// <summary>The id of the decision.</summary>
    public const string DecisionId = "masa-kurallari";

    private static readonly XNamespace Dmn = "https://www.omg.org/spec/DMN/20191111/MODEL/";

    /// <summary>The model. The first output is the action, the second its value; the rule's name is its annotation's and its description.</summary>
    public static string Write(RuleTable table)
    {
        var decisionTable = new XElement(Dmn + "decisionTable", new XAttribute("id", "tablo"), new XAttribute("hitPolicy", "RULE ORDER"),
            RuleColumns.All.Select(column => new XElement(Dmn + "input", new XAttribute("id", $"i-{column.Name}"), new XAttribute("label", column.Tr),
                new XElement(Dmn + "inputExpression", new XAttribute("id", $"ie-{column.Name}"), new XAttribute("typeRef", column.Type), new XElement(Dmn + "text", column.Name)))),
            new XElement(Dmn + "output", new XAttribute("id", "o-action"), new XAttribute("label", "İşlem"), new XAttribute("name", "action"), new XAttribute("typeRef", "string")),
            new XElement(Dmn + "output", new XAttribute("id", "o-value"), new XAttribute("label", "Değer"), new XAttribute("name", "value"), new XAttribute("typeRef", "string")),
            table.Rules.Select((rule, i) => Rule(rule, i + 1)));
        var decision = new XElement(Dmn + "decision", new XAttribute("id", DecisionId), new XAttribute("name", "Destek masasının kuralları"), new XElement(Dmn + "variable", new XAttribute("id", "v"), new XAttribute("name", "actions")), decisionTable);
        return new XDocument(new XElement(Dmn + "definitions", new XAttribute("xmlns", Dmn.NamespaceName), new XAttribute("id", "masa-kurallari-modeli"), new XAttribute("name", "Destek masasının kuralları"), new XAttribute("namespace", "http://akis.demouni.example/decisions"), decision)).ToString();
    }

    /// <summary>The rules of a model that <see cref="Write"/> has written.</summary>
    public static RuleTable Read(string xml)
    {
        var table = XDocument.Parse(xml).Descendants(Dmn + "decisionTable").Single();
        var columns = table.Elements(Dmn + "input").Select(input => input.Element(Dmn + "inputExpression")?.Element(Dmn + "text")?.Value ?? "").ToList();
        return new([.. table.Elements(Dmn + "rule").Select(rule =>
        {
            var tests = rule.Elements(Dmn + "inputEntry").Select(Text).ToList();
            var outputs = rule.Elements(Dmn + "outputEntry").Select(Text).Select(Unquote).ToList();
            return new DeskRule(rule.Element(Dmn + "description")?.Value ?? "", columns.Zip(tests).Where(test => test.Second is not ("" or "-")).ToDictionary(test => test.First, test => test.Second), outputs[0], outputs[1]);
        })]);
    }

    private static XElement Rule(DeskRule rule, int number) => new(Dmn + "rule", new XAttribute("id", $"kural-{number}"), new XElement(Dmn + "description", rule.Name),
        RuleColumns.All.Select((column, i) => new XElement(Dmn + "inputEntry", new XAttribute("id", $"k{number}-i{i + 1}"), new XElement(Dmn + "text", rule.Conditions.GetValueOrDefault(column.Name) is { Length: > 0 } test ? test : "-"))),
        new[] { rule.Action, rule.Value }.Select((output, i) => new XElement(Dmn + "outputEntry", new XAttribute("id", $"k{number}-o{i + 1}"), new XElement(Dmn + "text", Quote(output)))));

    private static string Text(XElement entry) => entry.Element(Dmn + "text")?.Value.Trim() ?? "";

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static string Unquote(string text) => text is ['"', .., '"'] ? text[1..^1].Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : text;
}
