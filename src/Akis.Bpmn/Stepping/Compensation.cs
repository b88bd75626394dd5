using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>
/// Undoing what has completed (BPMN 2.0.2 §10.6): one handler after the other, in reverse order of completion, each with the variables
/// that its activity had. The handlers run inside the throwing event, which waits for them and so ends with them when it is cancelled.
/// </summary>
internal static class Compensation
{
    /// <summary>Begins the next handler; where there is none left the throwing event is done.</summary>
    public static void Continue(Step step, ElementState thrower)
    {
        var only = (step.Node(thrower).Trigger as CompensationTrigger)?.ActivityId;
        foreach (var scope in Reached(step, thrower))
        {
            if (Last(step, scope.Completed, only, FeelContext.Empty) is not { } next) continue;
            var undone = step.Graph.Nodes[next.Activity.Node];
            var handler = step.Graph.Nodes[undone.CompensationHandler];
            if (handler.Kind == NodeKind.EventSubProcess) BeginInside(step, thrower, scope, handler, next);
            else step.Activate(handler, thrower.Key, next.Variables);
            step.Emit(new CompensationStarted(thrower.Key, scope.Key, next.Activity.Key, undone.Id));
            return;
        }

        if (GoesOnAtOnce(step.Node(thrower)))
        {
            step.CompleteWithoutFlows(thrower);
            return;
        }

        if (step.Node(thrower).Trigger is CancelTrigger) Scopes.LeaveCancelled(step, step.State.Elements[thrower.ScopeKey]);
        else step.Finish(thrower, FeelContext.Empty);
    }

    // An event sub-process undoes its scope in the place of what would be undone there, and may still ask for that by throwing compensation itself.
    private static void BeginInside(Step step, ElementState thrower, ElementState scope, FlowNode handler, (CompletedActivity Activity, FeelContext Variables) undone)
    {
        var element = step.Entered(handler, thrower.Key, undone.Variables);
        step.Emit(new CompensationInherited(element.Key, scope.Key, undone.Activity.Key));
        step.BeginLater(element);
    }

    /// <summary>Begins to undo. An event that does not wait is left at once; its handlers still run in it.</summary>
    public static void Begin(Step step, ElementState thrower)
    {
        var node = step.Node(thrower);
        if (GoesOnAtOnce(node)) foreach (var flow in Flows.Choose(step, thrower, node) ?? []) step.Take(flow, thrower.ScopeKey);
        Continue(step, thrower);
    }

    private static bool GoesOnAtOnce(FlowNode node) => node is { Kind: NodeKind.ThrowEvent, Trigger: CompensationTrigger { WaitForCompletion: false } };

    // A handler in an event sub-process undoes what completed in the scope that it guards, after its own.
    private static IEnumerable<ElementState> Reached(Step step, ElementState thrower)
    {
        var scope = step.State.Elements[thrower.ScopeKey];
        yield return scope;
        if (step.Node(scope).Kind == NodeKind.EventSubProcess && step.Graph.Nodes[step.Node(scope).StartEvents[0]].Trigger is not CompensationTrigger) yield return step.State.Elements[scope.ScopeKey];
    }

    private static (CompletedActivity Activity, FeelContext Variables)? Last(Step step, List<CompletedActivity> completed, string? only, FeelContext outer)
    {
        for (var i = completed.Count - 1; i >= 0; i--)
        {
            var activity = completed[i];
            var node = step.Graph.Nodes[activity.Node];
            if (only is not null && node.Id != only) continue;
            var variables = outer.With(activity.Variables);

            // A handler at a sub-process's border replaces those inside; a loop is undone round by round.
            if (node.CompensationHandler >= 0 && !activity.IsBody) return (activity, variables);
            if (Last(step, activity.Inner, null, variables) is { } inner) return inner;
        }

        return null;
    }
}
