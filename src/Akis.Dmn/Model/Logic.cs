using Akis.Feel;

namespace Akis.Dmn;

/// <summary>What a decision decides by: a boxed expression (DMN 1.5 §10.2.1).</summary>
public abstract record DecisionLogic
{
    /// <summary>The type that its result is coerced to; null where none is declared.</summary>
    public FeelType? Type { get; init; }
}

/// <summary>A FEEL expression (DMN 1.5 §7.3.1).</summary>
public sealed record LiteralLogic(FeelExpression Expression) : DecisionLogic;

/// <summary>An entry of a boxed context; the one without a name is the result.</summary>
public sealed record ContextLogicEntry(string? Name, FeelType? Type, DecisionLogic Logic);

/// <summary>A boxed context (DMN 1.5 §10.2.1.4): later entries see earlier ones.</summary>
public sealed record ContextLogic(IReadOnlyList<ContextLogicEntry> Entries) : DecisionLogic;

/// <summary>A boxed list.</summary>
public sealed record ListLogic(IReadOnlyList<DecisionLogic> Items) : DecisionLogic;

/// <summary>A relation: a list of contexts with the same entries.</summary>
public sealed record RelationLogic(IReadOnlyList<(string Name, FeelType? Type)> Columns, IReadOnlyList<IReadOnlyList<DecisionLogic>> Rows) : DecisionLogic;

/// <summary>A boxed function.</summary>
public sealed record FunctionLogic(IReadOnlyList<FeelParameter> Parameters, DecisionLogic Body) : DecisionLogic
{
    /// <summary>The type of what it gives: declared, or inferred from its expression; null where that is not known before it runs.</summary>
    internal FeelType? Gives { get; init; }
}

/// <summary>A function in another language: its mapping gives <c>class</c> and <c>method signature</c>.</summary>
public sealed record JavaFunctionLogic(IReadOnlyList<FeelParameter> Parameters, DecisionLogic Mapping) : DecisionLogic;

/// <summary>A call by names of parameters.</summary>
public sealed record InvocationLogic(DecisionLogic Function, IReadOnlyList<(string Name, DecisionLogic Value)> Bindings) : DecisionLogic;

/// <summary>A boxed conditional: a condition that is neither true nor false nor null has no result.</summary>
public sealed record ConditionalLogic(DecisionLogic If, DecisionLogic Then, DecisionLogic Else) : DecisionLogic;

/// <summary>A boxed filter: its condition must be true or false of every element.</summary>
public sealed record FilterLogic(DecisionLogic In, DecisionLogic Match) : DecisionLogic;

/// <summary>A boxed iteration; the body may read the results so far as <c>partial</c>.</summary>
public sealed record ForLogic(string Variable, DecisionLogic In, DecisionLogic Return) : DecisionLogic;

/// <summary>A boxed quantifier, <c>some</c> or <c>every</c>: its condition must be true or false of every element.</summary>
public sealed record QuantifiedLogic(bool Some, string Variable, DecisionLogic In, DecisionLogic Satisfies) : DecisionLogic;

/// <summary>Logic that is missing, or of a kind that is not executed; evaluating it is null with the diagnostic <c>dmn.unsupported</c> or <c>dmn.no-logic</c>.</summary>
/// <param name="Code">Which of the two.</param>
public sealed record UnsupportedLogic(string Code) : DecisionLogic;
