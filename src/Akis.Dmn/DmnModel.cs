using Akis.Feel;

namespace Akis.Dmn;

/// <summary>What a decision decides by.</summary>
public abstract record DecisionLogic;

/// <summary>A FEEL expression (DMN 1.5 §7.3.1).</summary>
public sealed record LiteralLogic(FeelExpression Expression) : DecisionLogic;

/// <summary>A boxed context (DMN 1.5 §10.2.1.4); the last entry without a name is the result.</summary>
public sealed record ContextLogic(IReadOnlyList<(string? Name, FeelExpression Expression)> Entries) : DecisionLogic;

/// <summary>Logic of a kind that is not executed; evaluating it is null with the diagnostic <c>dmn.unsupported</c>.</summary>
public sealed record UnsupportedLogic : DecisionLogic;

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
public sealed record TableInput(string Label, FeelExpression Expression, FeelExpression? Values);

/// <summary>An output column: its name, its values by priority, what holds where no rule matches.</summary>
public sealed record TableOutput(string Name, IReadOnlyList<FeelValue> Values, FeelExpression? Default);

/// <summary>A row: unary tests for the inputs, expressions for the outputs.</summary>
public sealed record TableRule(string Id, IReadOnlyList<FeelExpression> Tests, IReadOnlyList<FeelExpression> Outputs);

/// <summary>A decision table (DMN 1.5 chapter 8).</summary>
public sealed record TableLogic(HitPolicy Policy, Aggregation Aggregation, IReadOnlyList<TableInput> Inputs, IReadOnlyList<TableOutput> Outputs, IReadOnlyList<TableRule> Rules) : DecisionLogic;

/// <summary>A decision: its logic and the decisions whose results it reads.</summary>
/// <param name="Id">Id in the file; what <c>zeebe:calledDecision</c> names.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Variable">Under which name other decisions read its result.</param>
/// <param name="Requires">Ids of required decisions of the same model.</param>
/// <param name="Logic">What it decides by.</param>
public sealed record Decision(string Id, string Name, string Variable, IReadOnlyList<string> Requires, DecisionLogic Logic);

/// <summary>Why a file is no usable DMN model.</summary>
public sealed record DmnFinding(int Line, string Code, string Tr, string En);

/// <summary>A decision model (DMN 1.1 to 1.5) ready to be evaluated; immutable.</summary>
/// <param name="Id">Id of the definitions.</param>
/// <param name="Name">Name of the definitions.</param>
/// <param name="Decisions">Its decisions in the order of the file.</param>
public sealed record DmnModel(string Id, string Name, IReadOnlyList<Decision> Decisions)
{
    /// <summary>The decision with this id or name, or null.</summary>
    public Decision? Find(string idOrName) => Decisions.FirstOrDefault(decision => decision.Id == idOrName) ?? Decisions.FirstOrDefault(decision => decision.Name == idOrName);

    /// <summary>Evaluates a decision and everything that it requires.</summary>
    /// <param name="idOrName">Which decision.</param>
    /// <param name="inputs">Input data by name.</param>
    /// <param name="environment">Clock and limits.</param>
    public DecisionResult Evaluate(string idOrName, IFeelScope inputs, FeelEnvironment environment) => Evaluation.Run(this, idOrName, inputs, environment);
}
