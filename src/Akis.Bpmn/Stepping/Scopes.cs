using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>Ends, cancellations and errors: everything that concerns a scope as a whole.</summary>
internal static class Scopes
{
    /// <summary>A scope without tokens is done; one whose only tokens wait at a join can never go on and says so.</summary>
    public static void EndIfEmpty(Step step, long scopeKey)
    {
        if (!step.State.Elements.TryGetValue(scopeKey, out var scope) || scope.Listening is not null) return; // listeners hold it
        var node = step.Node(scope);
        if (node.Kind == NodeKind.AdHocSubProcess)
        {
            AdHoc.Check(step, scope, node);
            return;
        }

        CloseIfOnlyHandlersRun(step, scope, node);
        if (scope.Children > 0 || scope.Arrived.Count > 0 || step.IsComing(scopeKey)) return; // whether its tokens can go on is asked when everything waits
        if (scope.Key == step.State.Key)
        {
            step.CloseWaits(scope);
            step.Leave(scope);
            return;
        }

        if (!node.IsScope)
        {
            Compensation.Continue(step, scope); // a handler inside a throwing event has completed
            return;
        }

        if (node.Kind == NodeKind.EventSubProcess)
        {
            step.CloseWaits(scope);
            step.Leave(scope);
            return;
        }

        step.Finish(scope, FeelContext.Empty);
    }

    /// <summary>Ends an element and, depth first, everything in it.</summary>
    public static void Cancel(Step step, ElementState element)
    {
        CancelChildren(step, element);
        step.CloseWaits(element);
        if (element.TaskKey != 0) step.Emit(new TaskCancelled(element.TaskKey, element.Key));
        if (element.JobKey != 0) step.Emit(new JobCancelled(element.JobKey, element.Key));
        if (element.CalledKey != 0) step.Emit(new CallCancelled(element.Key, element.CalledKey));
        if (element.IncidentKey != 0) step.Emit(new IncidentResolved(element.IncidentKey, element.Key));
        step.Emit(new ElementCancelled(element.Key, step.Node(element).Id));
    }

    /// <summary>Ends everything in a scope.</summary>
    public static void CancelChildren(Step step, ElementState scope)
    {
        step.TurnAway(scope.Key);
        foreach (var child in step.Children(scope).ToList()) Cancel(step, child);
        if (scope.Arrived.Count > 0) step.Emit(new TokensDiscarded(scope.Key));
    }

    /// <summary>Ends everything in the instance, and what waits on its behalf.</summary>
    public static void CancelAll(Step step)
    {
        CancelChildren(step, step.Root);
        step.CloseWaits(step.Root);
        if (step.Root.JobKey != 0) step.Emit(new JobCancelled(step.Root.JobKey, step.State.Key));
    }

    /// <summary>A terminate end event ends the innermost process or sub-process; a sub-process is then left as usual.</summary>
    public static void Terminate(Step step, ElementState end)
    {
        var scope = step.State.Elements[end.ScopeKey];
        step.Emit(new ElementCompleted(end.Key, step.Node(end).Id));
        CancelChildren(step, scope);
        EndIfEmpty(step, scope.Key);
    }

    /// <summary>Starts an event sub-process of a scope; an interrupting one ends everything else in the scope first, and only once.</summary>
    public static void StartEventSubProcess(Step step, ElementState scope, FlowNode start, FeelContext variables)
    {
        if (start.Interrupting)
        {
            CancelChildren(step, scope);
            CloseStarts(step, scope);
        }

        step.Activate(step.Graph.Nodes[start.Scope], scope.Key, variables);
    }

    /// <summary>
    /// An error looks for who catches it, from the inside out: at each level first an event sub-process of the scope, then the
    /// boundary of the activity; a matching code before a catch-all. Nobody: the caller's turn, or an incident.
    /// </summary>
    public static void Throw(Step step, ElementState source, string code, string? message, FeelContext variables)
    {
        var carried = variables.With("errorCode", FeelValue.Of(code)).With("errorMessage", FeelValue.Of(message));
        if (Catch(step, source, trigger => trigger is ErrorTrigger error && error.Code == code, trigger => trigger is ErrorTrigger { Code: null }) is { } found)
        {
            Deliver(step, found, variables, carried);
            return;
        }

        if (step.State.IsCalled)
        {
            CancelAll(step);
            step.Emit(new InstanceFailed(code, carried));
            return;
        }

        step.Incident(source, IncidentCodes.UncaughtError, $"'{code}' hatasını yakalayan bir olay yok. {message}".Trim(), $"Nothing catches the error '{code}'. {message}".Trim());
    }

    /// <summary>From the inside out: who catches what <paramref name="source"/> throws.</summary>
    public static Catcher? Catch(Step step, ElementState source, Func<Trigger, bool> exact, Func<Trigger, bool> any)
    {
        for (var element = source; element is not null; element = step.State.Elements.GetValueOrDefault(element.ScopeKey))
        {
            var node = step.Node(element);
            var isBody = node.Loop is not null && element.LoopIndex == 0;
            if (element != source && !isBody)
            {
                // What a handler throws goes outwards: the same event sub-process does not catch it again.
                var starts = node.EventSubProcesses.Where(index => !Within(step, source, index)).Select(index => step.Graph.Nodes[step.Graph.Nodes[index].StartEvents[0]]).ToList();
                if ((starts.Find(start => start.Triggers.Any(exact)) ?? starts.Find(start => start.Triggers.Any(any))) is { } start) return new(element, start);
            }

            if (element.LoopIndex > 0) continue; // boundary events belong to the body
            var boundaries = node.BoundaryEvents.Select(index => step.Graph.Nodes[index]).ToList();
            if ((boundaries.Find(boundary => boundary.Triggers.Any(exact)) ?? boundaries.Find(boundary => boundary.Triggers.Any(any))) is { } caught) return new(element, caught);
        }

        return null;
    }

    /// <summary>The catching event takes place.</summary>
    public static void Deliver(Step step, Catcher found, FeelContext variables, FeelContext seen) => Waits.Trigger(step, found.Owner, found.Event, variables, seen);

    /// <summary>A cancel end event: what runs in the transaction ends, what has completed is undone, then the transaction is left (BPMN 2.0.2 §10.3.5.3).</summary>
    public static void CancelTransaction(Step step, ElementState end)
    {
        var transaction = step.State.Elements[end.ScopeKey];
        step.TurnAway(transaction.Key);
        foreach (var other in step.Children(transaction).Where(child => child != end).ToList()) Cancel(step, other);
        if (transaction.Arrived.Count > 0) step.Emit(new TokensDiscarded(transaction.Key));
        Compensation.Continue(step, end);
    }

    /// <summary>Leaves a cancelled transaction through its cancel event.</summary>
    public static void LeaveCancelled(Step step, ElementState transaction)
    {
        var host = transaction.LoopIndex > 0 ? step.State.Elements[transaction.ScopeKey] : transaction;
        var boundary = step.Node(host).BoundaryEvents.Select(index => step.Graph.Nodes[index]).First(node => node.Trigger is CancelTrigger); // checked at deployment
        Waits.Trigger(step, host, boundary, FeelContext.Empty);
    }

    // Non-interrupting handlers are started only while something else still runs in their scope (BPMN 2.0.2 §10.5.6).
    private static void CloseIfOnlyHandlersRun(Step step, ElementState scope, FlowNode node)
    {
        if (node.EventSubProcesses.Count == 0 || scope.Arrived.Count > 0 || scope.Waits.Count == 0 || step.IsComing(scope.Key)) return;
        if (step.Children(scope).Any(child => step.Node(child).Kind != NodeKind.EventSubProcess)) return;
        CloseStarts(step, scope);
    }

    private static void CloseStarts(Step step, ElementState scope)
    {
        foreach (var wait in scope.Waits.Where(wait => step.Graph.Nodes[wait.Node].Kind == NodeKind.StartEvent).ToList())
        {
            step.Emit(wait.Due is null ? new SubscriptionClosed(wait.Key, scope.Key, step.Graph.Nodes[wait.Node].Id) : new TimerCancelled(wait.Key, scope.Key));
        }
    }

    private static bool Within(Step step, ElementState element, int scopeNode)
    {
        for (var at = element; at is not null; at = step.State.Elements.GetValueOrDefault(at.ScopeKey)) if (at.Node == scopeNode) return true;
        return false;
    }
}

/// <summary>An event that catches what was thrown, on behalf of an element: the activity it is attached to, or the scope that its event sub-process guards.</summary>
internal sealed record Catcher(ElementState Owner, FlowNode Event);
