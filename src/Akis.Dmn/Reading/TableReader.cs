using System.Collections.Immutable;
using System.Xml.Linq;
using Akis.Feel;

namespace Akis.Dmn.Reading;

/// <summary>Decision tables (DMN 1.5 chapter 8).</summary>
internal sealed class TableReader(TypeReader types, List<DmnFinding> findings)
{
    /// <summary>An expression in FEEL; what is wrong with it is a finding.</summary>
    public static FeelExpression Expression(XElement element, ImmutableHashSet<string> names, TypeReader types, List<DmnFinding> findings)
    {
        var text = element.Source();
        return Checked(FeelExpression.Parse(text.Length == 0 ? "null" : text, new FeelNames(names, types.Find)), element, findings);
    }

    public TableLogic Read(XElement table, ImmutableHashSet<string> names)
    {
        var inputs = table.Children("input").Select(input => Input(input, names)).ToList();
        var outputs = table.Children("output").Select(output => Output(output, names)).ToList();
        var rules = table.Children("rule").Select(rule => new TableRule(
            rule.Text("id") ?? "",
            [.. rule.Children("inputEntry").Select(cell => Tests(cell, names))],
            [.. rule.Children("outputEntry").Select(cell => Expression(cell, names, types, findings))]) { Line = rule.Line() }).ToList();
        foreach (var rule in rules.Where(rule => rule.Tests.Count != inputs.Count || rule.Outputs.Count != outputs.Count)) findings.Add(DmnTexts.Finding(table.Line(), "dmn.rule-columns", rule.Id));
        return new(Policy(table), AggregationOf(table.Text("aggregation")), inputs, outputs, rules);
    }

    private TableInput Input(XElement input, ImmutableHashSet<string> names)
    {
        var expression = input.Child("inputExpression");
        var parsed = expression is null ? FeelExpression.Parse("null") : Expression(expression, names, types, findings);
        return new(input.Text("label") ?? parsed.Text, parsed, input.Child("inputValues") is { } values ? Tests(values, names) : null) { Type = types.Declared(expression) };
    }

    private TableOutput Output(XElement output, ImmutableHashSet<string> names)
    {
        var type = types.Declared(output);
        var values = output.Child("outputValues") is { } listed ? ValuesOf(listed.Source()) : FeelType.Resolved(type ?? FeelType.Any) is FeelType.ConstrainedType constrained ? ValuesOf(constrained.Tests.Text) : FeelList.Empty;
        return new(output.Text("name") ?? "", values, output.Child("defaultOutputEntry") is { } otherwise ? Expression(otherwise, names, types, findings) : null) { Type = type };
    }

    // The order of the values is their rank for the policies Priority and Output order.
    private static FeelList ValuesOf(string text) => FeelExpression.Parse($"[{text}]").Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value.AsList() ?? FeelList.Empty;

    private FeelExpression Tests(XElement cell, ImmutableHashSet<string> names) => Checked(FeelExpression.ParseUnaryTests(cell.Source(), new FeelNames(names, types.Find)), cell, findings);

    private static FeelExpression Checked(FeelExpression expression, XElement element, List<DmnFinding> findings)
    {
        if (!element.IsFeel()) findings.Add(DmnTexts.Finding(element.Line(), "dmn.unsupported", expression.Text));
        foreach (var error in expression.Errors) findings.Add(new(element.Line(), "dmn.expression", $"'{expression.Text}': {error.Tr}", $"'{expression.Text}': {error.En}"));
        return expression;
    }

    private HitPolicy Policy(XElement table)
    {
        var written = table.Text("hitPolicy");
        switch (written)
        {
            case null or "" or "UNIQUE": return HitPolicy.Unique;
            case "FIRST": return HitPolicy.First;
            case "PRIORITY": return HitPolicy.Priority;
            case "ANY": return HitPolicy.Any;
            case "COLLECT": return HitPolicy.Collect;
            case "RULE ORDER": return HitPolicy.RuleOrder;
            case "OUTPUT ORDER": return HitPolicy.OutputOrder;
            default:
                findings.Add(DmnTexts.Finding(table.Line(), "dmn.hit-policy", written));
                return HitPolicy.Unique;
        }
    }

    private static Aggregation AggregationOf(string? text) => text switch
    {
        "SUM" => Aggregation.Sum,
        "COUNT" => Aggregation.Count,
        "MIN" => Aggregation.Min,
        "MAX" => Aggregation.Max,
        _ => Aggregation.None,
    };
}
