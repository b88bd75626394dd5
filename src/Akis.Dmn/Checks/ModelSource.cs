using System.Xml;
using System.Xml.Linq;

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
        Results = root.Elements().Where(element => element.Name.LocalName == "decision")
            .GroupBy(element => (string?)element.Attribute("id") ?? "").ToDictionary(group => group.Key, group => Types.Find((string?)Child(group.First(), "variable")?.Attribute("typeRef")));
        Variables = root.Descendants().Where(element => element.Name.LocalName == "variable" && element.Parent?.Name.LocalName is "inputData" or "decision")
            .Concat(root.Descendants().Where(element => element.Name.LocalName == "inputData"))
            .GroupBy(element => (string?)element.Attribute("name") ?? "").ToDictionary(group => group.Key, group => Types.Find(group.Select(element => (string?)element.Attribute("typeRef")).FirstOrDefault(type => type is not null)));
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

    public static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static SourceText TextOf(XElement element) => new(Child(element, "text")?.Value.Trim() ?? "", Line(element));

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    private static int Line(XElement element) => ((IXmlLineInfo)element).LineNumber;

    private SourceTable Read(XElement table)
    {
        var owner = table.Ancestors().FirstOrDefault(element => element.Name.LocalName is "decision" or "businessKnowledgeModel");
        var id = (string?)owner?.Attribute("id") ?? (string?)table.Attribute("id") ?? "";
        return new(
            id, (string?)owner?.Attribute("name") ?? id, Line(table),
            Word<HitPolicy>(table, "hitPolicy"), Word<Aggregation>(table, "aggregation"),
            [.. Children(table, "input").Select(Input)], Outputs(table, owner),
            [.. Children(table, "rule").Select((rule, i) => new SourceRule(i + 1, Line(rule), [.. Children(rule, "inputEntry").Select(TextOf)], [.. Children(rule, "outputEntry").Select(TextOf)]))]);
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
        var expression = Child(input, "inputExpression");
        var text = expression is null ? "" : TextOf(expression).Text;
        var type = Types.Find((string?)expression?.Attribute("typeRef"));
        return new((string?)input.Attribute("label") ?? text, text, type, Optional(input, "inputValues") ?? type.Allowed, Line(input));
    }

    // A single output may leave its name and type to the decision's variable.
    private IReadOnlyList<SourceOutput> Outputs(XElement table, XElement? owner)
    {
        var columns = Children(table, "output").ToList();
        var variable = owner is not null && columns.Count == 1 ? Child(owner, "variable") : null;
        return [.. columns.Select(output =>
        {
            var name = (string?)output.Attribute("name") ?? (string?)variable?.Attribute("name") ?? "";
            var type = Types.Find((string?)output.Attribute("typeRef") ?? (string?)variable?.Attribute("typeRef"));
            return new SourceOutput(name, (string?)output.Attribute("label") ?? name, type, Optional(output, "outputValues") ?? type.Allowed, Optional(output, "defaultOutputEntry"), Line(output));
        })];
    }

    // "RULE ORDER" is RuleOrder; what is not written is the first of its kind: Unique, None.
    private static T Word<T>(XElement table, string attribute)
        where T : struct, Enum => Enum.TryParse<T>(((string?)table.Attribute(attribute))?.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var word) ? word : default;

    private static SourceText? Optional(XElement element, string name) => Child(element, name) is { } child && TextOf(child) is { Text.Length: > 0 } text ? text : null;
}
