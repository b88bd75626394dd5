using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>Ends, cancellations and errors: everything that concerns a scope as a whole.</summary>
internal static class Scopes
{
    /// <summary>A scope without tokens is done; one whose only tokens wait at a join can never go on and says so.</summary>
    public static void EndIfEmpty(Step step, long scopeKey)
    {
        if (!step.State.Elements.TryGetValue(scopeKey, out var scope) || step.Children(scope).Any()) return;
        if (scope.Arrived.Count > 0)
        {
            if (scope.IncidentKey == 0) step.Incident(scope, IncidentCodes.Stuck, "Paralel birleşme hiç gelmeyecek bir kolu bekliyor; model düzeltilmeli.", "A parallel join waits for a branch that can never come; the model must be corrected.");
            return;
        }

        if (scope.Key == step.State.Key)
        {
            step.CloseWaits(scope);
            step.Emit(new InstanceCompleted(scope.Variables));
            return;
        }

        var node = step.Node(scope);
        if (node.Kind == NodeKind.EventSubProcess)
        {
            step.CloseWaits(scope);
            step.Emit(new ElementCompleted(scope.Key, node.Id));
            EndIfEmpty(step, scope.ScopeKey);
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
        foreach (var child in step.Children(scope).ToList()) Cancel(step, child);
        if (scope.Arrived.Count > 0) step.Emit(new TokensDiscarded(scope.Key));
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
            foreach (var wait in scope.Waits.Where(wait => step.Graph.Nodes[wait.Node].Kind == NodeKind.StartEvent).ToList())
            {
                step.Emit(wait.Due is null ? new SubscriptionClosed(wait.Key, scope.Key) : new TimerCancelled(wait.Key, scope.Key));
            }
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
        for (var element = source; element is not null; element = step.State.Elements.GetValueOrDefault(element.ScopeKey))
        {
            var node = step.Node(element);
            if (element != source && Catcher(step, node.EventSubProcesses.Select(index => step.Graph.Nodes[index].StartEvents[0]), code) is { } start && !Within(step, source, start.Scope))
            {
                StartEventSubProcess(step, element, start, carried);
                return;
            }

            if (Catcher(step, node.BoundaryEvents, code) is { } boundary)
            {
                var scopeKey = element.ScopeKey;
                Cancel(step, element);
                step.Activate(boundary, scopeKey, carried);
                return;
            }
        }

        if (step.State.IsCalled)
        {
            CancelChildren(step, step.Root);
            step.CloseWaits(step.Root);
            step.Emit(new InstanceFailed(code, carried));
            return;
        }

        step.Incident(source, IncidentCodes.UncaughtError, $"'{code}' hatasını yakalayan bir olay yok. {message}".Trim(), $"Nothing catches the error '{code}'. {message}".Trim());
    }

    private static FlowNode? Catcher(Step step, IEnumerable<int> nodes, string code)
    {
        var errors = nodes.Select(index => step.Graph.Nodes[index]).Where(node => node.Trigger is ErrorTrigger).ToList();
        return errors.Find(node => node.Trigger is ErrorTrigger error && error.Code == code) ?? errors.Find(node => node.Trigger is ErrorTrigger { Code: null });
    }

    // An error thrown inside an event sub-process is not caught by the same one again.
    private static bool Within(Step step, ElementState element, int scopeNode)
    {
        for (var at = element; at is not null; at = step.State.Elements.GetValueOrDefault(at.ScopeKey)) if (at.Node == scopeNode) return true;
        return false;
    }
}
