using System.Collections.Immutable;
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
                var within = state.Elements[activated.ScopeKey];
                state.Elements[activated.Key] = new() { Key = activated.Key, Node = node, ScopeKey = activated.ScopeKey, LoopIndex = activated.LoopIndex };
                within.Children++;
                if (activated.LoopIndex > 0) within.Loop = within.Loop! with { Started = within.Loop.Started + 1 }; // only loop bodies number what they hold
                if (graph.Nodes[node] is { Joins: true, Kind: NodeKind.ComplexGateway } complex) ConsumeInTurn(within, complex);
                else if (graph.Nodes[node].Joins) Consume(within, graph.Nodes[node]);
                break;
            case ElementCompleted completed:
                Complete(graph, state, state.Elements[completed.Key]);
                break;
            case ElementCancelled cancelled:
                state.Elements[state.Elements[cancelled.Key].ScopeKey].Children--;
                state.Elements.Remove(cancelled.Key);
                break;
            case FlowTaken taken:
                var flow = graph.FindFlow(taken.FlowId) ?? throw new InvalidOperationException($"The graph has no flow '{taken.FlowId}'.");
                if (!graph.Nodes[flow.To].Joins) break;
                var arrived = state.Elements[taken.ScopeKey].Arrived;
                arrived[flow.Index] = arrived.GetValueOrDefault(flow.Index) + 1;
                break;
            case TokensDiscarded discarded:
                state.Elements[discarded.ScopeKey].Arrived.Clear();
                state.Elements[discarded.ScopeKey].Resetting.Clear();
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
                state.Elements[timer.ElementKey].Waits.Add(new(timer.TimerKey, Index(graph, timer.NodeId), timer.Due, timer.Repeats, timer.Part, timer.Basis));
                break;
            case TimerMoved moved:
                var waits = state.Elements[moved.ElementKey].Waits;
                var place = waits.FindIndex(wait => wait.Key == moved.TimerKey);
                waits[place] = waits[place] with { Due = moved.NewDue };
                break;
            case TimerFired fired:
                Remove(state, fired.ElementKey, fired.TimerKey);
                break;
            case InstanceSuspended:
                state.IsSuspended = true;
                break;
            case InstanceResumed:
                state.IsSuspended = false;
                break;
            case TimerCancelled gone:
                Remove(state, gone.ElementKey, gone.TimerKey);
                break;
            case SubscriptionOpened opened:
                state.Elements[opened.ElementKey].Waits.Add(new(opened.SubscriptionKey, Index(graph, opened.NodeId), null, 0, opened.Part));
                break;
            case SignalAwaited opened:
                state.Elements[opened.ElementKey].Waits.Add(new(opened.SubscriptionKey, Index(graph, opened.NodeId), null, 0, opened.Part));
                break;
            case ConditionAwaited opened:
                state.Elements[opened.ElementKey].Waits.Add(new(opened.SubscriptionKey, Index(graph, opened.NodeId), null, 0, opened.Part));
                break;
            case SignalCaught { StaysOpen: false } caught:
                Remove(state, caught.ElementKey, caught.SubscriptionKey);
                break;
            case ConditionMet { StaysOpen: false } met:
                Remove(state, met.ElementKey, met.SubscriptionKey);
                break;
            case LoopStarted started:
                state.Elements[started.ElementKey].Loop = new(started.Total, started.Items, 0, 0, ImmutableSortedDictionary<int, FeelValue>.Empty);
                break;
            case LoopOutputCollected collected:
                var body = state.Elements[collected.ElementKey];
                body.Loop = body.Loop! with { Outputs = body.Loop.Outputs.SetItem(collected.Index, collected.Value) }; // outputs come after the start
                break;
            case ListenerStarted listener:
                state.Elements[listener.ElementKey].Listening = new(listener.Moment, listener.Place, listener.Pending);
                break;
            case ListenersDone done:
                state.Elements[done.ElementKey].Listening = null;
                break;
            case TaskTransitionDenied denied:
                state.Elements[denied.ElementKey].Listening = null;
                break;
            case CompensationInherited inherited:
                state.Elements[inherited.ElementKey].Completed.AddRange(Find(state.Elements[inherited.ScopeKey].Completed, inherited.CompletedKey)?.Inner ?? []);
                break;
            case CompensationStarted undone:
                Forget(state.Elements[undone.ScopeKey].Completed, undone.CompletedKey);
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

    private static int Index(ProcessGraph graph, string id) => graph.Find(id)?.Index ?? throw new InvalidOperationException($"The graph has no node '{id}'.");

    private static void Complete(ProcessGraph graph, InstanceState state, ElementState element)
    {
        var scope = state.Elements[element.ScopeKey];
        var node = graph.Nodes[element.Node];
        state.Elements.Remove(element.Key);
        scope.Children--;
        if (element.LoopIndex > 0) scope.Loop = scope.Loop! with { Completed = scope.Loop.Completed + 1 }; // as at activation

        // BPMN 2.0.2 §10.6: what completed can be undone; a scope through what completed in it, a loop through its instances.
        var isBody = node.Loop is not null && element.LoopIndex == 0;
        if ((node.CompensationHandler >= 0 && !isBody) || element.Completed.Count > 0) scope.Completed.Add(new(element.Key, element.Node, element.Variables, isBody, element.Completed));
    }

    private static CompletedActivity? Find(List<CompletedActivity> completed, long key) =>
        completed.Find(activity => activity.Key == key) ?? completed.Select(activity => Find(activity.Inner, key)).FirstOrDefault(found => found is not null);

    private static bool Forget(List<CompletedActivity> completed, long key) =>
        completed.RemoveAll(activity => activity.Key == key) > 0 || completed.Exists(activity => Forget(activity.Inner, key));

    // BPMN 2.0.2 §13.4.5: the first time one token of each flow that has one; then what comes on the flows that had none, before it begins anew.
    private static void ConsumeInTurn(ElementState scope, FlowNode gateway)
    {
        if (scope.Resetting.Remove(gateway.Index, out var had))
        {
            foreach (var flow in gateway.Incoming.Except(had)) Take(scope, flow);
            return;
        }

        int[] taken = [.. gateway.Incoming.Where(flow => Take(scope, flow))];
        if (taken.Length < gateway.Incoming.Count) scope.Resetting[gateway.Index] = taken;
    }

    private static bool Take(ElementState scope, int flow)
    {
        if (scope.Arrived.GetValueOrDefault(flow) is not (> 0 and var waiting)) return false;
        if (waiting == 1) scope.Arrived.Remove(flow);
        else scope.Arrived[flow] = waiting - 1;
        return true;
    }

    // One token of each flow that has one (a parallel join has one on each), or as many as an activity wants: surplus tokens stay for the next activation.
    private static void Consume(ElementState scope, FlowNode join)
    {
        var left = join.StartQuantity > 1 ? join.StartQuantity : int.MaxValue;
        foreach (var flow in join.Incoming)
        {
            if (scope.Arrived.GetValueOrDefault(flow) is not (> 0 and var waiting)) continue;
            var taken = join.StartQuantity > 1 ? Math.Min(left, waiting) : 1;
            left -= taken;
            if (waiting == taken) scope.Arrived.Remove(flow);
            else scope.Arrived[flow] = waiting - taken;
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
    public const string JobPriority = "bpmn.job-priority";
    public const string Decision = "bpmn.decision";
    public const string Timer = "bpmn.timer";
    public const string CorrelationKey = "bpmn.correlation-key";
    public const string UncaughtError = "bpmn.uncaught-error";
    public const string Call = "bpmn.call";
    public const string Stuck = "bpmn.stuck";
    public const string AdHoc = "bpmn.ad-hoc";
    public const string Loop = "bpmn.loop";
    public const string Endless = "bpmn.step-limit";
}
