using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>The only place that changes state: what an event means for it. Decides nothing, so that history rebuilds exactly.</summary>
internal static class Applier
{
    public static void Apply(ProcessGraph graph, InstanceState state, HistoryEvent happened)
    {
        switch (happened)
        {
            case InstanceStarted started:
                state.Key = started.InstanceKey;
                state.IsCalled = started.IsCalled;
                state.Elements[state.Key] = new() { Key = state.Key, Node = 0, ScopeKey = 0, Variables = started.Variables };
                break;
            case InstanceCompleted ended:
                End(state, InstanceStatus.Completed, ended.Variables);
                break;
            case InstanceFailed failed:
                End(state, InstanceStatus.Cancelled, failed.Variables);
                break;
            case InstanceCancelled:
                End(state, InstanceStatus.Cancelled, state.Variables);
                break;
            case ElementActivated activated:
                var node = Index(graph, activated.ElementId);
                state.Elements[activated.Key] = new() { Key = activated.Key, Node = node, ScopeKey = activated.ScopeKey };
                if (Joins(graph.Nodes[node])) Consume(state.Elements[activated.ScopeKey], graph.Nodes[node]);
                break;
            case ElementCompleted completed:
                state.Elements.Remove(completed.Key);
                break;
            case ElementCancelled cancelled:
                state.Elements.Remove(cancelled.Key);
                break;
            case FlowTaken taken:
                var flow = graph.Flows.First(candidate => candidate.Id == taken.FlowId);
                var arrived = state.Elements[taken.ScopeKey].Arrived;
                if (Joins(graph.Nodes[flow.To])) arrived[flow.Index] = arrived.GetValueOrDefault(flow.Index) + 1;
                break;
            case TokensDiscarded discarded:
                state.Elements[discarded.ScopeKey].Arrived.Clear();
                break;
            case VariablesSet set:
                state.Elements[set.ScopeKey].Variables = state.Elements[set.ScopeKey].Variables.With(set.Variables);
                break;
            case TaskCreated task:
                state.Elements[task.ElementKey].TaskKey = task.TaskKey;
                break;
            case TaskCompleted done:
                state.Elements[done.ElementKey].TaskKey = 0;
                break;
            case TaskCancelled gone:
                state.Elements[gone.ElementKey].TaskKey = 0;
                break;
            case JobCreated job:
                state.Elements[job.ElementKey].JobKey = job.JobKey;
                break;
            case JobCompleted done:
                state.Elements[done.ElementKey].JobKey = 0;
                break;
            case JobCancelled gone:
                state.Elements[gone.ElementKey].JobKey = 0;
                break;
            case TimerSet timer:
                state.Elements[timer.ElementKey].Waits.Add(new(timer.TimerKey, Index(graph, timer.NodeId), timer.Due, timer.Repeats));
                break;
            case TimerFired fired:
                Remove(state, fired.ElementKey, fired.TimerKey);
                break;
            case TimerCancelled gone:
                Remove(state, gone.ElementKey, gone.TimerKey);
                break;
            case SubscriptionOpened opened:
                state.Elements[opened.ElementKey].Waits.Add(new(opened.SubscriptionKey, Index(graph, opened.NodeId), null, 0));
                break;
            case MessageCorrelated { StaysOpen: false } correlated:
                Remove(state, correlated.ElementKey, correlated.SubscriptionKey);
                break;
            case SubscriptionClosed closed:
                Remove(state, closed.ElementKey, closed.SubscriptionKey);
                break;
            case CallStarted call:
                state.Elements[call.ElementKey].CalledKey = call.CalledInstanceKey;
                break;
            case CallEnded ended:
                state.Elements[ended.ElementKey].CalledKey = 0;
                break;
            case CallCancelled cancelled:
                state.Elements[cancelled.ElementKey].CalledKey = 0;
                break;
            case IncidentRaised raised:
                state.Elements[raised.ElementKey].IncidentKey = raised.IncidentKey;
                state.Elements[raised.ElementKey].Leaving = raised.Code == IncidentCodes.NoFlow;
                break;
            case IncidentResolved resolved:
                state.Elements[resolved.ElementKey].IncidentKey = 0;
                break;
        }
    }

    /// <summary>Whether tokens are collected before this node.</summary>
    public static bool Joins(FlowNode node) => node.Kind == NodeKind.ParallelGateway && node.Incoming.Count > 1;

    private static int Index(ProcessGraph graph, string id) => graph.Find(id)?.Index ?? throw new InvalidOperationException($"The graph has no node '{id}'.");

    // One token of each flow: surplus tokens stay for the next activation.
    private static void Consume(ElementState scope, FlowNode join)
    {
        foreach (var flow in join.Incoming)
        {
            if (--scope.Arrived[flow] == 0) scope.Arrived.Remove(flow);
        }
    }

    private static void Remove(InstanceState state, long elementKey, long waitKey) => state.Elements[elementKey].Waits.RemoveAll(wait => wait.Key == waitKey);

    private static void End(InstanceState state, InstanceStatus status, FeelContext variables)
    {
        state.FinalVariables = variables;
        state.Status = status;
        state.Elements.Clear();
    }
}

/// <summary>Why an instance stands still.</summary>
internal static class IncidentCodes
{
    public const string NoFlow = "bpmn.no-flow";
    public const string Job = "bpmn.job-failed";
    public const string Decision = "bpmn.decision";
    public const string Timer = "bpmn.timer";
    public const string CorrelationKey = "bpmn.correlation-key";
    public const string UncaughtError = "bpmn.uncaught-error";
    public const string Call = "bpmn.call";
    public const string Stuck = "bpmn.stuck";
    public const string Endless = "bpmn.step-limit";
}
