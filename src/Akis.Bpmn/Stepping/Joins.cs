using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>When collected tokens are enough.</summary>
internal static class Joins
{
    /// <summary>A token has come to a node that collects; inclusive joins are asked when everything else waits.</summary>
    public static bool IsFull(Step step, ElementState scope, FlowNode node)
    {
        if (node.Kind == NodeKind.ComplexGateway) return !scope.Resetting.ContainsKey(node.Index) && IsActivated(step, scope, node);
        if (node.StartQuantity > 1) return node.Incoming.Sum(flow => scope.Arrived.GetValueOrDefault(flow)) >= node.StartQuantity;

        // BPMN 2.0.2 §13.4.1: one token on each incoming flow; counted by flow, not by token.
        return node.Kind == NodeKind.ParallelGateway && node.Incoming.All(flow => scope.Arrived.GetValueOrDefault(flow) > 0);
    }

    /// <summary>Opens the inclusive joins that no further token can reach; true where one was opened.</summary>
    public static bool OpenInclusive(Step step)
    {
        var opened = false;
        foreach (var scope in step.State.Elements.Values.Where(element => element.Arrived.Count > 0).ToList())
        {
            foreach (var join in scope.Arrived.Keys.Select(flow => step.Graph.Nodes[step.Graph.Flows[flow].To]).Where(node => node.Kind == NodeKind.InclusiveGateway || scope.Resetting.ContainsKey(node.Index)).Distinct().ToList())
            {
                if (!(join.Kind == NodeKind.ComplexGateway ? IsCollected(step, scope, join) : IsComplete(step, scope, join))) continue;
                step.Open(join, scope.Key);
                opened = true;
            }
        }

        return opened;
    }

    // BPMN 2.0.2 §13.4.3: every token that could still come to an empty flow could also come to one that has a token.
    private static bool IsComplete(Step step, ElementState scope, FlowNode join)
    {
        var reach = step.Graph.Reach!; // made for graphs with inclusive joins
        var full = join.Incoming.Where(scope.Arrived.ContainsKey).ToList();
        var empty = join.Incoming.Where(flow => !scope.Arrived.ContainsKey(flow)).ToList();
        var elsewhere = scope.Arrived.Keys.Select(flow => step.Graph.Flows[flow].To).Where(node => node != join.Index);
        return step.Children(scope).Select(element => element.Node).Concat(elsewhere)
            .All(node => !empty.Exists(flow => reach.CanReach(node, join.Index, flow)) || full.Exists(flow => reach.CanReach(node, join.Index, flow)));
    }

    // BPMN 2.0.2 §13.4.5: the rest has come when each flow that had no token has one, or can have none any more.
    private static bool IsCollected(Step step, ElementState scope, FlowNode gateway)
    {
        var missing = gateway.Incoming.Except(scope.Resetting[gateway.Index]).Where(flow => !scope.Arrived.ContainsKey(flow)).ToList();
        var elsewhere = scope.Arrived.Keys.Select(flow => step.Graph.Flows[flow].To).Where(node => node != gateway.Index);
        return gateway.Incoming.Except(scope.Resetting[gateway.Index]).Any(scope.Arrived.ContainsKey)
            && step.Children(scope).Select(element => element.Node).Concat(elsewhere).All(node => !missing.Exists(flow => step.Graph.Reach!.CanReach(node, gateway.Index, flow))); // made for graphs with such gateways
    }

    // Whoever drew no condition means: as soon as anything comes.
    private static bool IsActivated(Step step, ElementState scope, FlowNode gateway)
    {
        if (gateway.Activation is null) return true;
        var count = FeelValue.Of((long)gateway.Incoming.Count(scope.Arrived.ContainsKey));
        return gateway.Activation.Evaluate(new Counted(count, step.Variables(scope)), step.Context.Feel).Value.IsTrue;
    }

    private sealed class Counted(FeelValue count, IFeelScope variables) : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value)
        {
            if (name != "activationCount") return variables.TryGet(name, out value);
            value = count;
            return true;
        }
    }

    /// <summary>A scope whose only tokens wait at joins can never go on, and says so.</summary>
    public static void ReportStuck(Step step)
    {
        foreach (var scope in step.State.Elements.Values.Where(element => element is { Arrived.Count: > 0, Children: 0, IncidentKey: 0 }).ToList())
        {
            step.Incident(scope, IncidentCodes.Stuck, "Birleşme noktası hiç gelmeyecek bir kolu bekliyor; model düzeltilmeli.", "A join waits for a branch that can never come; the model must be corrected.");
        }
    }
}
