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

    /// <summary>Start events of the process that a message starts, with the message's name.</summary>
    public IEnumerable<(FlowNode Node, MessageTrigger Message)> MessageStarts =>
        Nodes.Where(node => node.Kind == NodeKind.StartEvent && node.Scope == 0).Where(node => node.Trigger is MessageTrigger).Select(node => (node, (MessageTrigger)node.Trigger!)); // filtered just before
}
