using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>Timers and messages that elements wait for, and what happens when they come.</summary>
internal static class Waits
{
    /// <summary>Boundary events wait from the activity's entry on.</summary>
    public static void OpenBoundaries(Step step, ElementState element)
    {
        foreach (var index in step.Node(element).BoundaryEvents)
        {
            if (step.Graph.Nodes[index].Trigger is TimerTrigger or MessageTrigger) Open(step, element, step.Graph.Nodes[index]);
        }
    }

    /// <summary>Event sub-processes of a scope wait while the scope lives.</summary>
    public static void OpenEventSubProcesses(Step step, ElementState scope)
    {
        foreach (var index in step.Node(scope).EventSubProcesses)
        {
            var start = step.Graph.Nodes[step.Graph.Nodes[index].StartEvents[0]];
            if (start.Trigger is TimerTrigger or MessageTrigger) Open(step, scope, start);
        }
    }

    /// <summary>Opens what <paramref name="node"/> waits for, on behalf of an element.</summary>
    public static void Open(Step step, ElementState element, FlowNode node)
    {
        var (scope, feel) = (step.Variables(element), step.Context.Feel);
        switch (node.Trigger)
        {
            case TimerTrigger timer when Timers.Due(timer, scope, feel, step.Context.Now) is { } due:
                step.Emit(new TimerSet(step.Context.Keys.Next(), element.Key, node.Id, due.Due, due.Repeats));
                break;
            case TimerTrigger:
                step.Incident(element, IncidentCodes.Timer, $"'{node.Title}' zamanlayıcısının zamanı hesaplanamadı.", $"The time of the timer '{node.Title}' could not be computed.");
                break;
            case MessageTrigger message when message.CorrelationKey?.EvaluateText(scope, feel) is { Length: > 0 } key:
                step.Emit(new SubscriptionOpened(step.Context.Keys.Next(), element.Key, node.Id, message.Name.EvaluateText(scope, feel) ?? "", key));
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
        var timer = (TimerTrigger)node.Trigger!; // a wait with a due time belongs to a timer
        var repeats = !node.Interrupting && wait.Repeats != 0;
        if (repeats && Timers.Due(timer, step.Variables(owner), step.Context.Feel, wait.Due!.Value) is { } next) // timers have a due time
        {
            step.Emit(new TimerSet(step.Context.Keys.Next(), owner.Key, node.Id, next.Due, wait.Repeats < 0 ? -1 : wait.Repeats - 1));
        }

        Trigger(step, owner, node, FeelContext.Empty);
        return true;
    }

    /// <summary>False where no such message is awaited.</summary>
    public static bool Correlate(Step step, long subscriptionKey, FeelContext variables)
    {
        if (Owner(step, subscriptionKey) is not { } owner) return false;
        var node = step.Graph.Nodes[owner.Waits.Single(candidate => candidate.Key == subscriptionKey).Node];
        var staysOpen = !node.Interrupting && node.Kind is NodeKind.BoundaryEvent or NodeKind.StartEvent && !node.Interrupting;
        step.Emit(new MessageCorrelated(subscriptionKey, owner.Key, node.Id, staysOpen));
        Trigger(step, owner, node, variables);
        return true;
    }

    private static void Trigger(Step step, ElementState owner, FlowNode node, FeelContext variables)
    {
        switch (node.Kind)
        {
            case NodeKind.BoundaryEvent:
                if (node.Interrupting) Scopes.Cancel(step, owner);
                Pass(step, node, owner.ScopeKey, variables);
                break;
            case NodeKind.StartEvent:
                Scopes.StartEventSubProcess(step, owner, node, variables);
                break;
            case NodeKind.CatchEvent when step.Node(owner).Kind == NodeKind.EventGateway:
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

    // An event that has already happened: its element exists only to carry the event's mappings and flows.
    private static void Pass(Step step, FlowNode node, long scopeKey, FeelContext variables)
    {
        var key = step.Context.Keys.Next();
        step.Emit(new ElementActivated(key, node.Id, scopeKey));
        step.Finish(step.State.Elements[key], variables);
    }

    private static ElementState? Owner(Step step, long waitKey) => step.Find(element => element.Waits.Exists(wait => wait.Key == waitKey));
}
