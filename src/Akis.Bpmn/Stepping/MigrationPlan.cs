using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Stepping;

/// <summary>What a migration would meet at an element, or with a null id in the plan as a whole.</summary>
/// <param name="ElementId">The element of the version that runs; for what is new, of the other one.</param>
/// <param name="Refuses">Whether the migration is refused for it; otherwise it only says what happens.</param>
/// <param name="Code">Stable, dotted: <c>migration.no-counterpart</c>.</param>
/// <param name="Tr">What it means and what to do, in Turkish.</param>
/// <param name="En">The same in English.</param>
public sealed record MigrationFinding(string? ElementId, bool Refuses, string Code, string Tr, string En);

/// <summary>What becomes of something that is waited for: kept as it is, ended, or ended and waited for anew as the other version says.</summary>
internal enum WaitFate
{
    Kept,
    Closed,
    Renewed,
}

/// <summary>Which element and flow of another version each one of this version is, -1 where none, and what follows for one instance.</summary>
internal sealed class MigrationPlan
{
    private readonly int[] _nodes;
    private readonly int[] _flows;

    public MigrationPlan(ProcessGraph source, ProcessGraph target, IReadOnlyDictionary<string, string> elements)
    {
        (Source, Target) = (source, target);
        _nodes = [.. source.Nodes.Select(node => node.Index == 0 ? 0 : target.Find(elements.GetValueOrDefault(node.Id, node.Id))?.Index ?? -1)];
        _flows = [.. source.Flows.Select(Counterpart)];
    }

    public ProcessGraph Source { get; }

    public ProcessGraph Target { get; }

    public int Node(int source) => _nodes[source];

    public int Flow(int source) => _flows[source];

    public FlowNode? Counterpart(FlowNode node) => _nodes[node.Index] < 0 ? null : Target.Nodes[_nodes[node.Index]];

    /// <summary>Names that differ, for the history.</summary>
    public IReadOnlyDictionary<string, string> RenamedNodes =>
        Source.Nodes.Where(node => _nodes[node.Index] >= 0 && Target.NodeIds[_nodes[node.Index]] != node.Id).ToDictionary(node => node.Id, node => Target.NodeIds[_nodes[node.Index]]);

    public IReadOnlyDictionary<string, string> RenamedFlows =>
        Source.Flows.Where(flow => _flows[flow.Index] >= 0 && Target.FlowIds[_flows[flow.Index]] != flow.Id).ToDictionary(flow => flow.Id, flow => Target.FlowIds[_flows[flow.Index]]);

    /// <summary>Events that belong to an element for as long as it lives: its boundary events, or the starts of event sub-processes in it, or what follows an event-based gateway.</summary>
    public static IEnumerable<FlowNode> EventsOf(ProcessGraph graph, FlowNode node, bool isRound) =>
        node.Kind == NodeKind.EventGateway ? node.Outgoing.Select(flow => graph.Nodes[graph.Flows[flow].To])
        : (isRound ? [] : node.BoundaryEvents.Select(index => graph.Nodes[index]))
            .Concat(node.Loop is not null && !isRound ? [] : node.EventSubProcesses.Select(index => graph.Nodes[graph.Nodes[index].StartEvents[0]]));

    public WaitFate Fate(ElementState element, Wait wait)
    {
        var (owner, node) = (Source.Nodes[element.Node], Source.Nodes[wait.Node]);
        if (Counterpart(node) is not { } other || Counterpart(owner) is not { } otherOwner || other.Kind != node.Kind) return WaitFate.Closed;
        var isItself = node.Index == owner.Index;
        if (isItself ? other.Index != otherOwner.Index : !EventsOf(Target, otherOwner, element.LoopIndex > 0).Contains(other)) return WaitFate.Closed;
        if (wait.Part >= other.Triggers.Count) return WaitFate.Closed;
        return (node.Part(wait.Part), other.Part(wait.Part)) switch
        {
            (TimerTrigger, TimerTrigger) or (ConditionTrigger, ConditionTrigger) => WaitFate.Kept,
            (MessageTrigger before, MessageTrigger after) when before.Name.Text == after.Name.Text && before.CorrelationKey?.Text == after.CorrelationKey?.Text => WaitFate.Kept,
            (SignalTrigger before, SignalTrigger after) when before.Name.Text == after.Name.Text => WaitFate.Kept,
            _ => WaitFate.Renewed,
        };
    }

    /// <summary>Events of the other version that begin to be waited for with the migration: those that no event of this version has become.</summary>
    public IEnumerable<FlowNode> Opened(InstanceState state, ElementState element)
    {
        var owner = Source.Nodes[element.Node];
        if (Counterpart(owner) is not { } other) yield break;
        var isRound = element.LoopIndex > 0;
        var known = EventsOf(Source, owner, isRound).Select(node => _nodes[node.Index]).ToHashSet();
        foreach (var node in EventsOf(Target, other, isRound))
        {
            if (known.Contains(node.Index) || node.Triggers.Count == 0) continue;
            // An event sub-process that has interrupted its scope, or alone still runs in it, lets no other begin (BPMN 2.0.2 §10.5.6).
            if (node.Kind == NodeKind.StartEvent && HandlersOnly(state, element)) continue;
            yield return node;
        }
    }

    private bool HandlersOnly(InstanceState state, ElementState scope) =>
        scope.Children > 0 && state.Elements.Values.Where(element => element.ScopeKey == scope.Key && element.Key != scope.Key).All(child => Source.Nodes[child.Node].Kind == NodeKind.EventSubProcess);

    // The flow of the same id, if it leads to the same join; else the only one between the same elements.
    private int Counterpart(SequenceFlow flow)
    {
        var to = _nodes[flow.To];
        if (Target.FindFlow(flow.Id) is { } same && same.To == to) return same.Index;
        var between = Target.Flows.Where(other => other.From == _nodes[flow.From] && other.To == to).ToList();
        return between.Count == 1 ? between[0].Index : -1;
    }
}
