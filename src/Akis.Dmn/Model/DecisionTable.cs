using Akis.Feel;

namespace Akis.Dmn;

/// <summary>How a decision table picks among the rules that match (DMN 1.5 §8.2.8).</summary>
public enum HitPolicy
{
    /// <summary>At most one rule matches.</summary>
    Unique,

    /// <summary>The first matching rule.</summary>
    First,

    /// <summary>The matching rule whose output comes first in the list of output values.</summary>
    Priority,

    /// <summary>All matching rules have the same output.</summary>
    Any,

    /// <summary>All matching rules, in any order; may be aggregated.</summary>
    Collect,

    /// <summary>All matching rules in the order of the table.</summary>
    RuleOrder,

    /// <summary>All matching rules in the order of the output values.</summary>
    OutputOrder,
}

/// <summary>How collected outputs become one number.</summary>
public enum Aggregation
{
    /// <summary>They stay a list.</summary>
    None,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>How many they are.</summary>
    Count,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The largest.</summary>
    Max,
}

/// <summary>An input column: what is tested, and which values it may have.</summary>
public sealed record TableInput(string Label, FeelExpression Expression, FeelExpression? Values)
{
    /// <summary>The type that the input's value is coerced to; null where none is declared.</summary>
    public FeelType? Type { get; init; }
}

/// <summary>An output column: its name, its values by priority, what holds where no rule matches.</summary>
public sealed record TableOutput(string Name, IReadOnlyList<FeelValue> Values, FeelExpression? Default)
{
    /// <summary>The type that entries are coerced to; null where none is declared.</summary>
    public FeelType? Type { get; init; }
}

/// <summary>A row: unary tests for the inputs, expressions for the outputs.</summary>
public sealed record TableRule(string Id, IReadOnlyList<FeelExpression> Tests, IReadOnlyList<FeelExpression> Outputs)
{
    /// <summary>Where the rule begins in its file, counted from 1.</summary>
    public int Line { get; init; }
}

/// <summary>A decision table (DMN 1.5 chapter 8).</summary>
public sealed record TableLogic(HitPolicy Policy, Aggregation Aggregation, IReadOnlyList<TableInput> Inputs, IReadOnlyList<TableOutput> Outputs, IReadOnlyList<TableRule> Rules) : DecisionLogic
{
    /// <summary>How its rules are tested; made once.</summary>
    internal Evaluation.TablePlan Plan => field ??= new(this);
}
