namespace Akis.Bpmn.Graph;

/// <summary>
/// An executable process, compiled once: nodes and flows are known by their position in the arrays. Node 0 is the process itself,
/// so that the process and an embedded sub-process are the same thing: a scope.
/// </summary>
public sealed class ProcessGraph
{
    private readonly Dictionary<string, FlowNode> _nodeById;
    private readonly Dictionary<string, SequenceFlow> _flowById;

    internal ProcessGraph(string processId, string? name, string? versionTag, FlowNode[] nodes, SequenceFlow[] flows)
    {
        (ProcessId, Name, VersionTag, Nodes, Flows) = (processId, name, versionTag, nodes, flows);

        // Ids are unique in a graph that is deployed; in one that is refused the first one counts.
        _nodeById = nodes.GroupBy(node => node.Id).ToDictionary(group => group.Key, group => group.First());
        _flowById = flows.GroupBy(flow => flow.Id).ToDictionary(group => group.Key, group => group.First());
        NodeIds = [.. nodes.Select(node => node.Id)];
        FlowIds = [.. flows.Select(flow => flow.Id)];
        Reach = nodes.Any(node => node.Kind is NodeKind.InclusiveGateway or NodeKind.ComplexGateway && node.Joins) ? new Reachability(this) : null;
        Starts = [.. StartsOf(nodes, flows)];
        HasConditions = nodes.Any(node => node.Triggers.Any(trigger => trigger is ConditionTrigger));
    }

    /// <summary>Id of the BPMN process.</summary>
    public string ProcessId { get; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; }

    /// <summary>Version tag given in the model.</summary>
    public string? VersionTag { get; }

    /// <summary>All flow nodes; node 0 is the process.</summary>
    public IReadOnlyList<FlowNode> Nodes { get; }

    /// <summary>All sequence flows.</summary>
    public IReadOnlyList<SequenceFlow> Flows { get; }

    /// <summary>The node with this id, or null.</summary>
    public FlowNode? Find(string id) => _nodeById.GetValueOrDefault(id);

    /// <summary>The flow with this id, or null.</summary>
    public SequenceFlow? FindFlow(string id) => _flowById.GetValueOrDefault(id);

    /// <summary>Ids by position.</summary>
    internal string[] NodeIds { get; }

    internal string[] FlowIds { get; }

    /// <summary>Set where the process has inclusive joins.</summary>
    internal Reachability? Reach { get; }

    internal bool HasConditions { get; }

    /// <summary>Everything that begins an instance, in the order of the file.</summary>
    public IReadOnlyList<ProcessStart> Starts { get; }

    /// <summary>The start with this id, or null.</summary>
    public ProcessStart? FindStart(string id) => Starts.FirstOrDefault(start => start.Id == id);

    // Start events, receive tasks that instantiate, and the events after a gateway that does.
    private static IEnumerable<ProcessStart> StartsOf(FlowNode[] nodes, SequenceFlow[] flows)
    {
        foreach (var node in nodes.Where(node => node is { Scope: 0, Kind: NodeKind.StartEvent } or { Scope: 0, Instantiates: true }))
        {
            var events = node.Kind == NodeKind.EventGateway ? node.Outgoing.Select(flow => nodes[flows[flow].To]) : [node];
            foreach (var one in events)
            {
                if (one.Triggers.Count == 0) yield return new(one.Id, one, 0, null);
                for (var part = 0; part < one.Triggers.Count; part++) yield return new(part == 0 ? one.Id : $"{one.Id}#{part}", one, part, one.Triggers[part]);
            }
        }
    }
}

/// <summary>One way in which an instance begins: an event, by one of its triggers.</summary>
/// <param name="Id">The event's id; with <c>#</c> and a number for each trigger after its first, which no id in a file can hold.</param>
/// <param name="Node">The start event, or what stands for one: a receive task, or an event after an instantiating gateway.</param>
/// <param name="Part">Which of its triggers, counted from 0.</param>
/// <param name="Trigger">What fires it; null where somebody starts it.</param>
public sealed record ProcessStart(string Id, FlowNode Node, int Part, Trigger? Trigger);
