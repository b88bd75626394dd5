using System.Xml;
using System.Xml.Linq;
using Akis.Feel;

namespace Akis.Dmn;

/// <summary>A model, or what stands in its way.</summary>
public sealed record DmnReadResult(DmnModel? Model, IReadOnlyList<DmnFinding> Findings);

/// <summary>Reads DMN 1.1 to 1.5 XML. Elements are known by their local names: the versions differ in the namespace only.</summary>
public static class DmnReader
{
    private static readonly HashSet<string> Namespaces =
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/", "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ];

    /// <summary>Reads a model; there is none where anything is wrong with it.</summary>
    public static DmnReadResult Read(string xml)
    {
        var read = ReadLeniently(xml);
        return read.Findings.Count == 0 ? read : read with { Model = null };
    }

    /// <summary>Reads a model even where single decisions are wrong: those evaluate to null with a diagnostic.</summary>
    public static DmnReadResult ReadLeniently(string xml)
    {
        var findings = new List<DmnFinding>();
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root;
            if (root is null || root.Name.LocalName != "definitions" || !Namespaces.Contains(root.Name.NamespaceName))
            {
                return new(null, [new(1, "dmn.not-dmn", "Dosya bir DMN modeli değil.", "The file is no DMN model.")]);
            }

            var inputNames = Children(root, "inputData").Select(NameOf).ToList();
            var elements = Children(root, "decision").ToList();
            var names = inputNames.Concat(elements.Select(VariableOf)).ToList();
            var decisions = elements.Select(element => ReadDecision(element, names, findings)).ToList();
            var model = new DmnModel((string?)root.Attribute("id") ?? "", NameOf(root), decisions);
            CheckRequirements(model, elements, findings);
            return new(findings.Any(finding => finding.Code is "dmn.cycle" or "dmn.rule-columns") ? null : model, findings);
        }
        catch (XmlException broken)
        {
            return new(null, [new(broken.LineNumber, "dmn.xml", "XML okunamadı: " + broken.Message, "The XML cannot be read: " + broken.Message)]);
        }
    }

    private static Decision ReadDecision(XElement element, IReadOnlyList<string> names, List<DmnFinding> findings)
    {
        var requires = Children(element, "informationRequirement").SelectMany(requirement => Children(requirement, "requiredDecision"))
            .Select(required => ((string?)required.Attribute("href") ?? "").Split('#')[^1]).ToList();
        var logic = ReadLogic(element, names, findings);
        return new((string?)element.Attribute("id") ?? NameOf(element), NameOf(element), VariableOf(element), requires, logic);
    }

    private static DecisionLogic ReadLogic(XElement decision, IReadOnlyList<string> names, List<DmnFinding> findings)
    {
        if (Child(decision, "decisionTable") is { } table) return ReadTable(table, names, findings);
        if (Child(decision, "literalExpression") is { } literal) return new LiteralLogic(ReadExpression(literal, names, findings));
        if (Child(decision, "context") is { } context)
        {
            var known = names.ToList();
            var entries = new List<(string?, FeelExpression)>();
            foreach (var entry in Children(context, "contextEntry"))
            {
                var name = Child(entry, "variable") is { } variable ? NameOf(variable) : null;
                if (Child(entry, "literalExpression") is not { } expression)
                {
                    findings.Add(Unsupported(decision));
                    return new UnsupportedLogic();
                }

                entries.Add((name, ReadExpression(expression, known, findings)));
                if (name is not null) known.Add(name);
            }

            return new ContextLogic(entries);
        }

        findings.Add(Unsupported(decision));
        return new UnsupportedLogic();
    }

    private static TableLogic ReadTable(XElement table, IReadOnlyList<string> names, List<DmnFinding> findings)
    {
        var inputs = Children(table, "input").Select(input =>
        {
            var expression = Child(input, "inputExpression");
            var text = expression is null ? "" : TextOf(expression);
            return new TableInput((string?)input.Attribute("label") ?? text, Checked(FeelExpression.Parse(text, names), input, findings), Child(input, "inputValues") is { } values ? Tests(values, names, findings) : null);
        }).ToList();
        var outputs = Children(table, "output").Select(output => new TableOutput(
            (string?)output.Attribute("name") ?? "",
            Child(output, "outputValues") is { } values && FeelExpression.Parse($"[{TextOf(values)}]").Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value.AsList() is { } list ? list : [],
            Child(output, "defaultOutputEntry") is { } otherwise ? ReadExpression(otherwise, names, findings) : null)).ToList();
        var rules = Children(table, "rule").Select(rule => new TableRule(
            (string?)rule.Attribute("id") ?? "",
            [.. Children(rule, "inputEntry").Select(entry => Tests(entry, names, findings))],
            [.. Children(rule, "outputEntry").Select(entry => ReadExpression(entry, names, findings))])).ToList();
        foreach (var rule in rules.Where(rule => rule.Tests.Count != inputs.Count || rule.Outputs.Count != outputs.Count))
        {
            findings.Add(new(Line(table), "dmn.rule-columns", $"'{rule.Id}' kuralının hücre sayısı sütunlara uymuyor.", $"Rule '{rule.Id}' does not have a cell for every column."));
        }

        return new(Policy((string?)table.Attribute("hitPolicy")), AggregationOf((string?)table.Attribute("aggregation")), inputs, outputs, rules);
    }

    private static FeelExpression Tests(XElement cell, IReadOnlyList<string> names, List<DmnFinding> findings) => Checked(FeelExpression.ParseUnaryTests(TextOf(cell), names), cell, findings);

    private static FeelExpression ReadExpression(XElement element, IReadOnlyList<string> names, List<DmnFinding> findings)
    {
        var text = TextOf(element);
        return Checked(FeelExpression.Parse(text.Length == 0 ? "null" : text, names), element, findings);
    }

    private static FeelExpression Checked(FeelExpression expression, XElement element, List<DmnFinding> findings)
    {
        foreach (var error in expression.Errors) findings.Add(new(Line(element), "dmn.expression", $"'{expression.Text}': {error.Tr}", $"'{expression.Text}': {error.En}"));
        return expression;
    }

    private static void CheckRequirements(DmnModel model, IReadOnlyList<XElement> elements, List<DmnFinding> findings)
    {
        for (var i = 0; i < model.Decisions.Count; i++)
        {
            var decision = model.Decisions[i];
            foreach (var missing in decision.Requires.Where(id => model.Decisions.All(other => other.Id != id)))
            {
                findings.Add(new(Line(elements[i]), "dmn.unknown-requirement", $"'{decision.Name}' kararı olmayan '{missing}' kararını istiyor.", $"Decision '{decision.Name}' requires '{missing}', which does not exist."));
            }

            if (Reaches(model, decision.Id, decision.Requires, []))
            {
                findings.Add(new(Line(elements[i]), "dmn.cycle", $"'{decision.Name}' kararı dolaylı olarak kendisini istiyor.", $"Decision '{decision.Name}' requires itself."));
            }
        }
    }

    private static bool Reaches(DmnModel model, string target, IReadOnlyList<string> from, HashSet<string> seen) =>
        from.Any(id => id == target || (seen.Add(id) && model.Decisions.FirstOrDefault(decision => decision.Id == id) is { } next && Reaches(model, target, next.Requires, seen)));

    private static HitPolicy Policy(string? text) => text switch
    {
        "FIRST" => HitPolicy.First,
        "PRIORITY" => HitPolicy.Priority,
        "ANY" => HitPolicy.Any,
        "COLLECT" => HitPolicy.Collect,
        "RULE ORDER" => HitPolicy.RuleOrder,
        "OUTPUT ORDER" => HitPolicy.OutputOrder,
        _ => HitPolicy.Unique,
    };

    private static Aggregation AggregationOf(string? text) => text switch
    {
        "SUM" => Aggregation.Sum,
        "COUNT" => Aggregation.Count,
        "MIN" => Aggregation.Min,
        "MAX" => Aggregation.Max,
        _ => Aggregation.None,
    };

    private static DmnFinding Unsupported(XElement element) =>
        new(Line(element), "dmn.unsupported", $"'{NameOf(element)}' kararının mantığı henüz yürütülemeyen bir türde.", $"The logic of '{NameOf(element)}' is of a kind that cannot be executed yet.");

    private static string VariableOf(XElement element) => Child(element, "variable") is { } variable ? NameOf(variable) : NameOf(element);

    private static string NameOf(XElement element) => (string?)element.Attribute("name") ?? (string?)element.Attribute("id") ?? "";

    private static string TextOf(XElement element) => Child(element, "text")?.Value.Trim() ?? "";

    private static int Line(XElement element) => ((IXmlLineInfo)element).LineNumber;

    private static XElement? Child(XElement element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);
}
