namespace Akis.Bpmn.Graph;

/// <summary>From where a token can still come to an inclusive join, worked out once a graph.</summary>
internal sealed class Reachability
{
    private readonly Dictionary<(int Join, int Flow), bool[]> _sources = [];

    public Reachability(ProcessGraph graph)
    {
        var links = graph.Nodes.Where(node => node is { Kind: NodeKind.CatchEvent, Trigger: LinkTrigger }).ToList();
        foreach (var join in graph.Nodes.Where(node => node.Kind is NodeKind.InclusiveGateway or NodeKind.ComplexGateway && node.Joins))
        {
            foreach (var flow in join.Incoming) _sources[(join.Index, flow)] = Backwards(graph, join.Index, flow, links);
        }
    }

    /// <summary>Whether a token in <paramref name="node"/> can reach <paramref name="flow"/> without passing the join itself.</summary>
    public bool CanReach(int node, int join, int flow) => _sources[(join, flow)][node];

    private static bool[] Backwards(ProcessGraph graph, int join, int flow, List<FlowNode> links)
    {
        var seen = new bool[graph.Nodes.Count];
        var open = new Stack<int>();
        Visit(graph.Flows[flow].From);
        while (open.TryPop(out var index))
        {
            var node = graph.Nodes[index];
            foreach (var incoming in node.Incoming) Visit(graph.Flows[incoming].From);

            // A boundary event's token comes from its activity, a catching link's from the throwing ones.
            if (node.AttachedTo >= 0) Visit(node.AttachedTo);
            if (links.Contains(node))
            {
                foreach (var thrower in graph.Nodes.Where(other => other.Scope == node.Scope && other.Kind is NodeKind.ThrowEvent && other.Trigger == node.Trigger)) Visit(thrower.Index);
            }
        }

        return seen;

        void Visit(int node)
        {
            if (node == join || seen[node]) return;
            seen[node] = true;
            open.Push(node);
        }
    }
}
