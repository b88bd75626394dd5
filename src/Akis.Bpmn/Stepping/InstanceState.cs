using System.Collections.Immutable;
using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>Whether an instance still lives.</summary>
public enum InstanceStatus : byte
{
    /// <summary>It lives.</summary>
    Active,

    /// <summary>It has reached its end.</summary>
    Completed,

    /// <summary>It was ended from outside, or by an error that it did not catch.</summary>
    Cancelled,
}

/// <summary>Something that an element waits for, by one trigger of an event: a timer, or something else where <see cref="Due"/> is null.</summary>
internal sealed record Wait(long Key, int Node, DateTimeOffset? Due, int Repeats, int Part, TimerBasis? Basis = null);

/// <summary>A listener's job that is waited for, and what waits.</summary>
internal sealed record Listening(ListenerMoment Moment, int Place, ListenerPending Pending);

/// <summary>How far a loop is; a total of -1 means that a condition decides.</summary>
internal sealed record LoopProgress(int Total, FeelList? Items, int Started, int Completed, ImmutableSortedDictionary<int, FeelValue> Outputs);

/// <summary>Something that completed and can be undone, with its variables at that time and what had completed in it.</summary>
internal sealed record CompletedActivity(long Key, int Node, FeelContext Variables, bool IsBody, List<CompletedActivity> Inner)
{
    public CompletedActivity Copy(int[]? nodes) => this with { Node = nodes?[Node] ?? Node, Inner = [.. Inner.Select(inner => inner.Copy(nodes))] };
}

/// <summary>A live element: a token, or a scope that holds some.</summary>
internal sealed class ElementState
{
    public required long Key { get; init; }

    public required int Node { get; init; }

    public required long ScopeKey { get; init; }

    public FeelContext Variables { get; set; } = FeelContext.Empty;

    public long TaskKey { get; set; }

    public long JobKey { get; set; }

    public long CalledKey { get; set; }

    /// <summary>Which listener's job it waits for.</summary>
    public Listening? Listening { get; set; }

    public long IncidentKey { get; set; }

    /// <summary>The incident came after the element's own work was done: a new try only leaves it.</summary>
    public bool Leaving { get; set; }

    /// <summary>Inside a loop: which round, counted from 1.</summary>
    public int LoopIndex { get; init; }

    /// <summary>How many live elements have this one as their scope.</summary>
    public int Children { get; set; }

    /// <summary>For the body of a loop.</summary>
    public LoopProgress? Loop { get; set; }

    /// <summary>For scopes: what can be undone, in the order of completion.</summary>
    public List<CompletedActivity> Completed { get; } = [];

    public List<Wait> Waits { get; } = [];

    /// <summary>For scopes: how many tokens wait on each flow into a joining gateway.</summary>
    public Dictionary<int, int> Arrived { get; } = [];

    /// <summary>For scopes: complex gateways that have gone on and collect the rest, with the flows whose tokens they have had.</summary>
    public SortedDictionary<int, int[]> Resetting { get; } = [];

    /// <summary>The same, or with positions of another table.</summary>
    public ElementState Copy(int[]? nodes = null, int[]? flows = null)
    {
        var copy = new ElementState { Key = Key, Node = nodes?[Node] ?? Node, ScopeKey = ScopeKey, Variables = Variables, TaskKey = TaskKey, JobKey = JobKey, CalledKey = CalledKey, IncidentKey = IncidentKey, Listening = Listening, Leaving = Leaving, LoopIndex = LoopIndex, Children = Children, Loop = Loop };
        foreach (var wait in Waits) copy.Waits.Add(nodes is null ? wait : wait with { Node = nodes[wait.Node] });
        foreach (var (flow, count) in Arrived) copy.Arrived[flows?[flow] ?? flow] = count;
        foreach (var (gateway, had) in Resetting) copy.Resetting[nodes?[gateway] ?? gateway] = flows is null ? had : Array.ConvertAll(had, flow => flows[flow]);
        foreach (var activity in Completed) copy.Completed.Add(activity.Copy(nodes));
        return copy;
    }
}

/// <summary>The state of one instance: its live elements and their variables. The element with the instance's key is the process itself.</summary>
public sealed class InstanceState
{
    internal SortedDictionary<long, ElementState> Elements { get; } = [];

    /// <summary>Key of the instance.</summary>
    public long Key { get; internal set; }

    /// <summary>Whether it still lives.</summary>
    public InstanceStatus Status { get; internal set; }

    /// <summary>Whether another instance called this one and waits for its end.</summary>
    public bool IsCalled { get; internal set; }

    /// <summary>Whether somebody holds it.</summary>
    public bool IsSuspended { get; internal set; }

    /// <summary>The instance's variables.</summary>
    public FeelContext Variables => Elements.TryGetValue(Key, out var root) ? root.Variables : FinalVariables;

    internal FeelContext FinalVariables { get; set; } = FeelContext.Empty;

    /// <summary>Which node and which flow a position means; of a graph, or of the row that was read. Null in rows that were written before ids were.</summary>
    internal string[]? NodeIds { get; set; }

    internal string[]? FlowIds { get; set; }

    /// <summary>Keys and ids of what is active, the process itself left out.</summary>
    public IEnumerable<(long Key, string ElementId)> Active => Elements.Values.Where(element => element.Key != Key).Select(element => (element.Key, NodeIds?[element.Node] ?? ""));

    /// <summary>Keys of timers, messages, signals and conditions that are waited for, with the ids of their events.</summary>
    public IEnumerable<(long Key, string ElementId)> Waiting => Elements.Values.SelectMany(element => element.Waits).Select(wait => (wait.Key, NodeIds?[wait.Node] ?? ""));

    /// <summary>Variables as an element sees them: its own, then its scopes' outwards.</summary>
    public IFeelScope Scope(long elementKey) => new VariableScope(this, elementKey);

    /// <summary>All variables that an element sees; inner ones hide outer ones of the same name.</summary>
    public FeelContext VisibleVariables(long elementKey)
    {
        if (!Elements.TryGetValue(elementKey, out var element)) return FinalVariables;
        return elementKey == Key ? element.Variables : VisibleVariables(element.ScopeKey).With(element.Variables);
    }

    /// <summary>The state that these events lead to, from the first one on.</summary>
    /// <param name="graph">The process that the instance began with.</param>
    /// <param name="events">Its history.</param>
    /// <param name="graphOf">The process of a definition's key, for instances that were migrated.</param>
    public static InstanceState Rebuild(ProcessGraph graph, IEnumerable<HistoryEvent> events, Func<long, ProcessGraph>? graphOf = null)
    {
        var state = new InstanceState { NodeIds = graph.NodeIds, FlowIds = graph.FlowIds };
        foreach (var happened in events)
        {
            if (happened is InstanceMigrated migrated)
            {
                graph = (graphOf ?? throw new InvalidOperationException("The instance was migrated; its other process is needed."))(migrated.ToDefinitionKey);
                state = state.MovedTo(graph, migrated);
            }
            else
            {
                Applier.Apply(graph, state, happened);
            }
        }

        return state;
    }

    /// <summary>The same state in another graph. What lives and waits must have its counterpart there: <see cref="Migration"/> has checked it.</summary>
    internal InstanceState MovedTo(ProcessGraph graph, InstanceMigrated migrated)
    {
        var moved = new InstanceState { Key = Key, Status = Status, IsCalled = IsCalled, IsSuspended = IsSuspended, FinalVariables = FinalVariables, NodeIds = graph.NodeIds, FlowIds = graph.FlowIds };
        var nodes = Array.ConvertAll(NodeIds ?? [], id => graph.Find(migrated.Elements.GetValueOrDefault(id, id))?.Index ?? -1);
        var flows = Array.ConvertAll(FlowIds ?? [], id => graph.FindFlow(migrated.Flows.GetValueOrDefault(id, id))?.Index ?? -1);
        foreach (var (key, element) in Elements) moved.Elements[key] = element.Copy(nodes, flows);
        return moved;
    }

    /// <summary>A copy whose elements stand in this graph: a compiler that orders nodes otherwise does not move tokens.</summary>
    /// <exception cref="InvalidOperationException">The graph has no element that is active.</exception>
    public InstanceState For(ProcessGraph graph)
    {
        var copy = new InstanceState { Key = Key, Status = Status, IsCalled = IsCalled, IsSuspended = IsSuspended, FinalVariables = FinalVariables, NodeIds = graph.NodeIds, FlowIds = graph.FlowIds };
        if (NodeIds is null || ReferenceEquals(NodeIds, graph.NodeIds))
        {
            foreach (var (key, element) in Elements) copy.Elements[key] = element.Copy();
            return copy;
        }

        var nodes = Array.ConvertAll(NodeIds, id => graph.Find(id)?.Index ?? throw new InvalidOperationException($"The process has no element '{id}' in which the instance {Key} is."));
        var flows = Array.ConvertAll(FlowIds ?? [], id => graph.FindFlow(id)?.Index ?? throw new InvalidOperationException($"The process has no flow '{id}' on which a token of the instance {Key} waits."));
        foreach (var (key, element) in Elements) copy.Elements[key] = element.Copy(nodes, flows);
        return copy;
    }

    private sealed class VariableScope(InstanceState state, long elementKey) : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value)
        {
            for (var key = elementKey; state.Elements.TryGetValue(key, out var element); key = element.ScopeKey)
            {
                if (element.Variables.TryGet(name, out value)) return true;
                if (element.Loop is { } loop && Loops.Count(name, loop, element.Children) is { } count)
                {
                    value = FeelValue.Of((long)count);
                    return true;
                }
            }

            value = default;
            return false;
        }
    }
}
