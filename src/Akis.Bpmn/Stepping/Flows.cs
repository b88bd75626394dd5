using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Stepping;

/// <summary>Which flows a token takes.</summary>
internal static class Flows
{
    /// <summary>The flows to take; null where the node needs one and none is open.</summary>
    public static IReadOnlyList<SequenceFlow>? Choose(Step step, ElementState element, FlowNode node)
    {
        var outgoing = node.Outgoing.Select(index => step.Graph.Flows[index]).ToList();
        if (outgoing.Count == 0 || node.Kind is NodeKind.EventGateway) return [];
        if (node.Kind == NodeKind.ParallelGateway) return outgoing; // conditions on these flows do not count
        var standard = node.DefaultFlow < 0 ? null : step.Graph.Flows[node.DefaultFlow];
        if (node.Kind == NodeKind.ExclusiveGateway)
        {
            var first = outgoing.FirstOrDefault(flow => flow != standard && Holds(flow)) ?? standard;
            return first is null ? null : [first];
        }

        // What leaves a complex gateway may ask which of its two turns this is; in the second one it need not go on at all.
        var isReset = node is { Kind: NodeKind.ComplexGateway, Joins: true } && element.Variables.Get("waitingForStart").IsFalse;

        // BPMN 2.0.2 §10.3.1: unconditional flows always; the default only if no conditional one is open.
        var conditional = outgoing.Where(flow => flow.Condition is not null && flow != standard).ToList();
        var open = outgoing.Where(flow => flow != standard && Holds(flow)).ToList();
        if (isReset) return [.. conditional.Where(open.Contains)];
        if (standard is not null && !conditional.Exists(open.Contains)) open.Add(standard);
        return open.Count == 0 ? null : open;

        bool Holds(SequenceFlow flow) => flow.Condition is null || flow.Condition.Evaluate(step.Variables(element), step.Context.Feel).Value.IsTrue;
    }
}
