using Akis.Feel;

namespace Akis.Dmn;

/// <summary>Why one decision was decided so: its inputs' values and the rules that matched.</summary>
/// <param name="DecisionId">Which decision or knowledge model.</param>
/// <param name="Inputs">Labels of the inputs and their values.</param>
/// <param name="MatchedRules">Numbers of the matching rules, counted from 1.</param>
/// <param name="Output">What came out.</param>
public sealed record DecisionTrace(string DecisionId, IReadOnlyList<(string Label, FeelValue Value)> Inputs, IReadOnlyList<int> MatchedRules, FeelValue Output)
{
    /// <summary>What each matching rule gives, in the order of <see cref="MatchedRules"/>; null where the policy did not ask it. Null where there is no table.</summary>
    public IReadOnlyList<FeelValue>? RuleOutputs { get; init; }
}

/// <summary>A result, what went wrong, and the trace of every decision on the way, required ones first.</summary>
public sealed record DecisionResult(FeelValue Value, IReadOnlyList<FeelDiagnostic> Diagnostics, IReadOnlyList<DecisionTrace> Trace)
{
    /// <summary>Of a table with one output: its name; a rule's result is the bare value then.</summary>
    public string? OutputName { get; init; }
}
