using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>How much a finding weighs.</summary>
public enum FindingSeverity
{
    /// <summary>The table contradicts itself: some inputs give null and a diagnostic.</summary>
    Error,

    /// <summary>Somebody should look at it.</summary>
    Warning,

    /// <summary>Only said: what was not checked, what is usual with this hit policy.</summary>
    Note,
}

/// <summary>A value of an input that shows a finding.</summary>
/// <param name="Expression">The input expression.</param>
/// <param name="Label">The heading of its column.</param>
/// <param name="Value">The value.</param>
public sealed record ExampleInput(string Expression, string Label, FeelValue Value);

/// <summary>What a static check found in a decision table.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Line">Its line in the DMN file, counted from 1.</param>
/// <param name="Code">Stable code: <c>dmn.gap</c>, <c>dmn.overlap</c>, <c>dmn.any-differs</c>, <c>dmn.masked-rule</c>, <c>dmn.rule-never-matches</c>, <c>dmn.cell-type</c>,
/// <c>dmn.output-type</c>, <c>dmn.output-not-allowed</c>, <c>dmn.output-never-given</c>, <c>dmn.default-never-used</c>, <c>dmn.not-checked</c>, <c>dmn.check-budget</c>.</param>
/// <param name="Tr">The finding in Turkish, with its example.</param>
/// <param name="En">The finding in English, with its example.</param>
/// <param name="DecisionId">The decision, or knowledge model, that holds the table.</param>
/// <param name="Rules">Numbers of the rules that it is about, counted from 1.</param>
/// <param name="Example">Inputs that show it, where it is about inputs; inputs that are left out may have any value.</param>
/// <param name="MissingRule">For a gap the cells, as unary tests, of the rule that would close it; null for everything else.</param>
public sealed record TableFinding(
    FindingSeverity Severity, int Line, string Code, string Tr, string En, string DecisionId, IReadOnlyList<int> Rules, IReadOnlyList<ExampleInput> Example, IReadOnlyList<string>? MissingRule = null);
