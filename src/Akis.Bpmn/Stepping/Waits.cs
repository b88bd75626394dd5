using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>Timers and messages that elements wait for, and what happens when they come.</summary>
internal static class Waits
{
    /// <summary>Boundary events wait from the activity's entry on.</summary>
    /// <returns>False where one could not be opened.</returns>
    public static bool OpenBoundaries(Step step, ElementState element)
    {
        foreach (var index in step.Node(element).BoundaryEvents)
        {
            Open(step, element, step.Graph.Nodes[index]);
            if (element.IncidentKey != 0) return false;
        }

        return true;
    }

    /// <summary>Event sub-processes of a scope wait while the scope lives.</summary>
    public static void OpenEventSubProcesses(Step step, ElementState scope)
    {
        foreach (var index in step.Node(scope).EventSubProcesses)
        {
            Open(step, scope, step.Graph.Nodes[step.Graph.Nodes[index].StartEvents[0]]);
        }
    }

    /// <summary>Opens what <paramref name="node"/> waits for, on behalf of an element. Errors, escalations and the like come without being waited for.</summary>
    public static void Open(Step step, ElementState element, FlowNode node)
    {
        for (var part = 0; part < node.Triggers.Count; part++) Open(step, element, node, part);
    }

    /// <summary>The same for one of its triggers.</summary>
    public static void Open(Step step, ElementState element, FlowNode node, int part)
    {
        var (scope, feel) = (step.Variables(element), step.Context.Feel);
        switch (node.Part(part))
        {
            case SignalTrigger signal:
                step.Emit(new SignalAwaited(step.Context.Keys.Next(), element.Key, node.Id, signal.Name.EvaluateText(scope, feel) ?? "", part));
                break;
            case ConditionTrigger:
                step.Emit(new ConditionAwaited(step.Context.Keys.Next(), element.Key, node.Id, part));
                break;
            case TimerTrigger timer when Timers.Due(timer, scope, feel, step.Context.Now) is { } due:
                step.Emit(new TimerSet(step.Context.Keys.Next(), element.Key, node.Id, due.Due, due.Repeats, part, due.Basis));
                break;
            case TimerTrigger:
                step.Incident(element, IncidentCodes.Timer, $"'{node.Title}' zamanlayıcısının zamanı hesaplanamadı.", $"The time of the timer '{node.Title}' could not be computed.");
                break;
            case MessageTrigger message when message.CorrelationKey?.EvaluateText(scope, feel) is { Length: > 0 } key:
                step.Emit(new SubscriptionOpened(step.Context.Keys.Next(), element.Key, node.Id, message.Name.EvaluateText(scope, feel) ?? "", key, part));
                break;
            case MessageTrigger:
                step.Incident(element, IncidentCodes.CorrelationKey, $"'{node.Title}' iletisinin bağıntı anahtarı boş.", $"The correlation key of '{node.Title}' is empty.");
                break;
        }
    }

    /// <summary>False where no such timer runs.</summary>
    public static bool FireTimer(Step step, long timerKey)
    {
        if (Owner(step, timerKey) is not { } owner) return false;
        var wait = owner.Waits.Single(candidate => candidate.Key == timerKey);
        var node = step.Graph.Nodes[wait.Node];
        step.Emit(new TimerFired(timerKey, owner.Key, node.Id));

        // The next firing counts from the due time, not from now, so that a cycle does not drift.
        var timer = (TimerTrigger)node.Part(wait.Part)!; // a wait with a due time belongs to a timer
        var repeats = StaysOpen(node) && wait.Repeats != 0;
        if (repeats && Timers.Due(timer, step.Variables(owner), step.Context.Feel, wait.Due!.Value, isNext: true) is { } next) // timers have a due time
        {
            step.Emit(new TimerSet(step.Context.Keys.Next(), owner.Key, node.Id, next.Due, wait.Repeats < 0 ? -1 : wait.Repeats - 1, wait.Part, next.Basis));
        }

        Trigger(step, owner, node, FeelContext.Empty);
        return true;
    }

    /// <summary>Computes a timer in working time again from what it was computed from; false where no such timer runs. A calendar that no longer reaches so far leaves it as it is.</summary>
    public static bool Recompute(Step step, long timerKey)
    {
        if (Owner(step, timerKey) is not { } owner) return false;
        var wait = owner.Waits.Single(candidate => candidate.Key == timerKey);
        if (wait is { Basis: { } basis, Due: { } old } && Timers.Again(basis, step.Context.Feel) is { } due && due != old) step.Emit(new TimerMoved(timerKey, owner.Key, step.Graph.Nodes[wait.Node].Id, old, due));
        return true;
    }

    /// <summary>False where no such message is awaited.</summary>
    public static bool Correlate(Step step, long subscriptionKey, FeelContext variables)
    {
        if (Owner(step, subscriptionKey) is not { } owner) return false;
        var node = step.Graph.Nodes[owner.Waits.Single(candidate => candidate.Key == subscriptionKey).Node];
        step.Emit(new MessageCorrelated(subscriptionKey, owner.Key, node.Id, StaysOpen(node)));
        Trigger(step, owner, node, variables);
        return true;
    }

    /// <summary>False where no such signal is awaited.</summary>
    public static bool CatchSignal(Step step, long subscriptionKey, FeelContext variables)
    {
        if (Owner(step, subscriptionKey) is not { } owner) return false;
        var node = step.Graph.Nodes[owner.Waits.Single(candidate => candidate.Key == subscriptionKey).Node];
        step.Emit(new SignalCaught(subscriptionKey, owner.Key, node.Id, StaysOpen(node)));
        Trigger(step, owner, node, variables);
        return true;
    }

    /// <summary>Keys of those in this instance who wait for a signal now.</summary>
    public static IReadOnlyList<long> AwaitingSignal(Step step, string name) =>
        [.. step.State.Elements.Values.SelectMany(element => element.Waits
            .Where(wait => step.Graph.Nodes[wait.Node].Part(wait.Part) is SignalTrigger signal && signal.Name.EvaluateText(step.Variables(element), step.Context.Feel) == name)
            .Select(wait => wait.Key))];

    /// <summary>Whether a trigger can come again after it has come. One that others have to join begins anew with them.</summary>
    public static bool StaysOpen(FlowNode node) => !node.Interrupting && node.Trigger is not MultipleTrigger { All: true } && node.Kind is NodeKind.BoundaryEvent or NodeKind.StartEvent;

    /// <summary>An event takes place, on behalf of the element that waited for it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="owner">The element that waited.</param>
    /// <param name="node">The event.</param>
    /// <param name="variables">What comes with it.</param>
    /// <param name="seen">What its output mappings and its event sub-process see; the same where null.</param>
    public static void Trigger(Step step, ElementState owner, FlowNode node, FeelContext variables, FeelContext? seen = null)
    {
        if (node.Trigger is MultipleTrigger { All: true })
        {
            // BPMN 2.0.2 §10.5.4: a parallel multiple event takes place when everything it waits for has come.
            if (owner.Waits.Exists(wait => wait.Node == node.Index))
            {
                if (variables.Count > 0) step.Propagate(owner.Key, variables);
                return;
            }

            if (!node.Interrupting) Open(step, owner, node);
        }

        switch (node.Kind)
        {
            case NodeKind.BoundaryEvent:
                if (node.Interrupting) Scopes.Cancel(step, owner);
                Pass(step, node, owner.ScopeKey, variables, seen);
                break;
            case NodeKind.StartEvent when owner.Node != node.Index:
                Scopes.StartEventSubProcess(step, owner, node, seen ?? variables);
                break;
            case NodeKind.CatchEvent or NodeKind.ReceiveTask when step.Node(owner).Kind == NodeKind.EventGateway:
                // The first event wins; the gateway's other waits end with it.
                step.CloseWaits(owner);
                step.Emit(new ElementCompleted(owner.Key, step.Node(owner).Id));
                var flow = step.Graph.Flows[node.Incoming.First(index => step.Graph.Flows[index].From == owner.Node)];
                step.Emit(new FlowTaken(flow.Id, owner.ScopeKey));
                Pass(step, node, owner.ScopeKey, variables);
                break;
            default:
                step.Finish(owner, variables);
                break;
        }
    }

    /// <summary>An event that has already happened: its element exists only to carry the event's mappings and flows.</summary>
    public static void Pass(Step step, FlowNode node, long scopeKey, FeelContext variables, FeelContext? seen = null)
    {
        var element = step.Entered(node, scopeKey, FeelContext.Empty);
        var pending = new ListenerPending(variables, seen);
        if (!Listeners.Begin(step, element, ListenerMoment.Before, pending)) step.BeginWork(element, pending, boundariesWait: true);
    }

    private static ElementState? Owner(Step step, long waitKey) => step.Find(element => element.Waits.Exists(wait => wait.Key == waitKey));
}
