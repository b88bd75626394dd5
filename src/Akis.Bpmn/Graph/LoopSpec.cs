using Akis.Bpmn.Expressions;

namespace Akis.Bpmn.Graph;

/// <summary>
/// How often an activity is done. Multi-instance: once for each item of <paramref name="Collection"/>, or <paramref name="Cardinality"/> times; with
/// neither it is a standard loop: while <paramref name="LoopCondition"/> holds, at most <paramref name="Maximum"/> times.
/// </summary>
public sealed record LoopSpec(
    bool IsSequential, Expression? Collection, Expression? Cardinality, string? ElementVariable, string? OutputCollection, Expression? OutputElement,
    Expression? CompletionCondition, bool TestBefore, Expression? LoopCondition, int? Maximum)
{
    /// <summary>Whether the number of rounds is not known before.</summary>
    public bool IsStandard => Collection is null && Cardinality is null;

    /// <summary>What is thrown when a round completes (the behaviours None, One and Complex, BPMN 2.0.2 §10.3.8).</summary>
    public IReadOnlyList<LoopThrow> Throws { get; init; } = [];
}

/// <summary>Events that a multi-instance activity throws when a round completes: each time, the first time only, or where a condition holds.</summary>
public sealed record LoopThrow(bool FirstOnly, Expression? Condition, IReadOnlyList<Trigger> Triggers);
