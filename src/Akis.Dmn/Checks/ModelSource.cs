using System.Xml;
using System.Xml.Linq;
using Akis.Dmn.Reading;

namespace Akis.Dmn.Checks;

/// <summary>The tables and names of a DMN file as written: what checks and examples need beyond the model that is evaluated.</summary>
internal sealed class ModelSource
{
    private readonly IReadOnlyList<string> _texts;

    private ModelSource(XElement root)
    {
        Types = new SourceTypes(root);
        Tables = [.. root.Descendants().Where(element => element.Name.LocalName == "decisionTable").Select(Read)];
        _texts = [.. root.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Results = root.Children("decision")
            .GroupBy(element => element.Text("id") ?? "").ToDictionary(group => group.Key, group => Types.Find(group.First().Child("variable")?.Text("typeRef")));
        Variables = root.Descendants().Where(element => element.Name.LocalName == "variable" && element.Parent?.Name.LocalName is "inputData" or "decision")
            .Concat(root.Descendants().Where(element => element.Name.LocalName == "inputData"))
            .GroupBy(element => element.Text("name") ?? "").ToDictionary(group => group.Key, group => Types.Find(group.Select(element => element.Text("typeRef")).FirstOrDefault(type => type is not null)));
    }

    /// <summary>All decision tables in the order of the file.</summary>
    public IReadOnlyList<SourceTable> Tables { get; }

    /// <summary>Types of input data and of decisions' results by name.</summary>
    public IReadOnlyDictionary<string, SourceType> Variables { get; }

    /// <summary>Types of decisions' results by the decision's id.</summary>
    public IReadOnlyDictionary<string, SourceType> Results { get; }

    private SourceTypes Types { get; }

    /// <summary>Reads a file; null where it is no XML.</summary>
    public static ModelSource? Read(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root is { } root ? new ModelSource(root) : null;
        }
        catch (XmlException)
        {
            return null; // DmnReader names the place
        }
    }

    /// <summary>Whether a variable, or the context before its first dot, is declared as input data or occurs in any expression.</summary>
    public bool Mentions(string variable) => Variables.ContainsKey(variable) || _texts.Any(text => Occurs(text, variable.Split('.')[0].Trim()));

    public static SourceText TextOf(XElement element) => new(element.Source(), element.Line());

    private SourceTable Read(XElement table)
    {
        var owner = table.Ancestors().FirstOrDefault(element => element.Name.LocalName is "decision" or "businessKnowledgeModel");
        var id = owner?.Text("id") ?? table.Text("id") ?? "";
        return new(
            id, owner?.Text("name") ?? id, table.Line(),
            Word<HitPolicy>(table, "hitPolicy"), Word<Aggregation>(table, "aggregation"),
            [.. table.Children("input").Select(Input)], Outputs(table, owner),
            [.. table.Children("rule").Select((rule, i) => new SourceRule(i + 1, rule.Line(), [.. rule.Children("inputEntry").Select(TextOf)], [.. rule.Children("outputEntry").Select(TextOf)]))]);
    }

    private static bool Occurs(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + name.Length == text.Length || !char.IsLetterOrDigit(text[at + name.Length]))) return true;
        }

        return false;
    }

    private SourceInput Input(XElement input)
    {
        var expression = input.Child("inputExpression");
        var text = expression is null ? "" : TextOf(expression).Text;
        var type = Types.Find(expression?.Text("typeRef"));
        return new(input.Text("label") ?? text, text, type, Optional(input, "inputValues"), input.Line());
    }

    // A single output may leave its name and type to the decision's variable.
    private IReadOnlyList<SourceOutput> Outputs(XElement table, XElement? owner)
    {
        var columns = table.Children("output").ToList();
        var variable = owner is not null && columns.Count == 1 ? owner.Child("variable") : null;
        return [.. columns.Select(output =>
        {
            var name = output.Text("name") ?? variable?.Text("name") ?? "";
            var type = Types.Find(output.Text("typeRef") ?? variable?.Text("typeRef"));
            return new SourceOutput(name, output.Text("label") ?? name, type, Optional(output, "outputValues") ?? type.Allowed, Optional(output, "defaultOutputEntry"), output.Line());
        })];
    }

    // "RULE ORDER" is RuleOrder; what is not written is the first of its kind: Unique, None.
    private static T Word<T>(XElement table, string attribute)
        where T : struct, Enum => Enum.TryParse<T>(((string?)table.Attribute(attribute))?.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var word) ? word : default;

    private static SourceText? Optional(XElement element, string name) => element.Child(name) is { } child && TextOf(child) is { Text.Length: > 0 } text ? text : null;
}
