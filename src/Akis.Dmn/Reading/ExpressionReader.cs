using System.Collections.Immutable;
using System.Xml.Linq;
using Akis.Feel;

namespace Akis.Dmn.Reading;

/// <summary>Boxed expressions (DMN 1.5 §10.2.1): read with the names that are in scope around them.</summary>
internal sealed class ExpressionReader(TypeReader types, string owner, List<DmnFinding> findings)
{
    private static readonly HashSet<string> Kinds =
        ["literalExpression", "decisionTable", "context", "invocation", "list", "relation", "functionDefinition", "conditional", "filter", "for", "some", "every"];

    /// <summary>The expression directly inside an element; null where there is none.</summary>
    public DecisionLogic? Inside(XElement parent, ImmutableHashSet<string> names) =>
        parent.Elements().FirstOrDefault(child => child.IsDmn() && Kinds.Contains(child.Name.LocalName)) is { } element ? Read(element, names) : null;

    /// <summary>A function from <c>encapsulatedLogic</c> or <c>functionDefinition</c>.</summary>
    public DecisionLogic Function(XElement element, ImmutableHashSet<string> names)
    {
        var parameters = element.Children("formalParameter").Select(parameter => new FeelParameter(parameter.DisplayName(), types.Declared(parameter) ?? FeelType.Any)).ToList();
        var inner = names.Union(parameters.Select(parameter => parameter.Name));
        var body = Inside(element, inner) ?? Missing(element, "dmn.no-logic");
        return element.Text("kind") switch
        {
            "Java" => new JavaFunctionLogic(parameters, body),
            "PMML" => Missing(element, "dmn.unsupported"),
            _ => new FunctionLogic(parameters, body) { Gives = body.Type ?? (body as LiteralLogic)?.Expression.Gives(parameters, types.Find) },
        };
    }

    private DecisionLogic Read(XElement element, ImmutableHashSet<string> names)
    {
        DecisionLogic logic = element.Name.LocalName switch
        {
            "literalExpression" => Literal(element, names),
            "decisionTable" => new TableReader(types, findings).Read(element, names),
            "context" => Context(element, names),
            "invocation" => new InvocationLogic(Part(element, null, names), [.. element.Children("binding").Select(binding => (binding.Child("parameter")?.DisplayName() ?? "", Part(binding, null, names)))]),
            "list" => new ListLogic([.. element.Elements().Where(child => child.IsDmn() && Kinds.Contains(child.Name.LocalName)).Select(child => Read(child, names))]),
            "relation" => Relation(element, names),
            "functionDefinition" => Function(element, names),
            "conditional" => new ConditionalLogic(Part(element, "if", names), Part(element, "then", names), Part(element, "else", names)),
            "filter" => new FilterLogic(Part(element, "in", names), Part(element, "match", names.Add("item"))),
            "for" => new ForLogic(Variable(element), Part(element, "in", names), Part(element, "return", names.Add(Variable(element)).Add("partial"))),
            _ => new QuantifiedLogic(element.Name.LocalName == "some", Variable(element), Part(element, "in", names), Part(element, "satisfies", names.Add(Variable(element)))),
        };
        return logic is FunctionLogic function ? Typed(function, types.Declared(element)) : logic with { Type = types.Declared(element) };
    }

    // The type of a function is a function's; some editors write that of its result.
    private static FunctionLogic Typed(FunctionLogic function, FeelType? type) =>
        type is null || FeelType.Resolved(type) is FeelType.FunctionType or FeelType.AnyType or FeelType.KindType { Kind: FeelKind.Function }
            ? function with { Type = type }
            : function with { Body = function.Body with { Type = function.Body.Type ?? type }, Gives = function.Body.Type ?? type };

    private static string Variable(XElement element) => element.Text("iteratorVariable") ?? "";

    private DecisionLogic Part(XElement element, string? name, ImmutableHashSet<string> names) =>
        (name is null ? element : element.Child(name)) is { } part && Inside(part, names) is { } logic ? logic : Missing(element, "dmn.no-logic");

    private DecisionLogic Literal(XElement element, ImmutableHashSet<string> names)
    {
        var text = element.Source();
        if (!element.IsFeel()) return Missing(element, "dmn.unsupported");
        return text.Length == 0 ? Missing(element, "dmn.no-logic", isFinding: false) : new LiteralLogic(TableReader.Expression(element, names, types, findings));
    }

    private ContextLogic Context(XElement element, ImmutableHashSet<string> names)
    {
        var entries = new List<ContextLogicEntry>();
        foreach (var entry in element.Children("contextEntry"))
        {
            var variable = entry.Child("variable");
            var name = variable?.DisplayName();
            // A function may call itself by the name of its entry.
            var inner = name is not null && entry.Child("functionDefinition") is not null ? names.Add(name) : names;
            entries.Add(new(name, types.Declared(variable), Part(entry, null, inner)));
            if (name is not null) names = names.Add(name);
        }

        return new(entries);
    }

    private RelationLogic Relation(XElement element, ImmutableHashSet<string> names)
    {
        var columns = element.Children("column").Select(column => (column.DisplayName(), types.Declared(column))).ToList();
        var rows = element.Children("row").Select(row => (IReadOnlyList<DecisionLogic>)[.. row.Elements().Where(cell => cell.IsDmn() && Kinds.Contains(cell.Name.LocalName)).Select(cell => Read(cell, names))]).ToList();
        foreach (var row in element.Children("row").Zip(rows).Where(row => row.Second.Count != columns.Count)) findings.Add(DmnTexts.Finding(row.First.Line(), "dmn.rule-columns", owner));
        return new(columns, rows);
    }

    private UnsupportedLogic Missing(XElement element, string code, bool isFinding = true)
    {
        if (isFinding) findings.Add(DmnTexts.Finding(element.Line(), code, owner));
        return new(code);
    }
}
