using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>
/// Jobs around an element's own work (Camunda 8's execution and task listeners, Camunda 7's asynchronous continuations): one after the other in
/// the order of the file; the element, or what is asked of its user task, waits for them.
/// </summary>
internal static class Listeners
{
    /// <summary>Begins the first job of a moment; false where there is none and things go on at once.</summary>
    public static bool Begin(Step step, ElementState element, ListenerMoment moment, ListenerPending? pending = null) => Begin(step, element, moment, 0, pending ?? ListenerPending.Nothing);

    /// <summary>A job that failed is created again.</summary>
    public static void Again(Step step, ElementState element)
    {
        var listening = element.Listening!; // whoever calls has asked
        Begin(step, element, listening.Moment, listening.Place, listening.Pending);
    }

    /// <summary>A listener's job is done: the next one, or what waited for it.</summary>
    public static StepRejection? Completed(Step step, ElementState element, CompleteJob done)
    {
        var listening = element.Listening!; // as above
        var moment = listening.Moment;
        if (done.Denied is not null && moment is not (ListenerMoment.Assigning or ListenerMoment.Updating or ListenerMoment.Completing))
            return new("job.cannot-deny", "Bu dinleyici işi reddedemez; yalnız görevin verilmesi, değiştirilmesi ve tamamlanması reddedilebilir.", "This listener cannot deny anything: only that a task is assigned, updated or completed.");
        step.Emit(new JobCompleted(done.JobKey, element.Key));
        if (done.Denied is { } reason)
        {
            step.Emit(new TaskTransitionDenied(element.TaskKey, element.Key, moment, reason));
            return null;
        }

        var pending = listening.Pending.With(done.Corrections);
        if (done.Variables.Count > 0)
        {
            if (moment is ListenerMoment.End or ListenerMoment.After && element.Key != step.State.Key) step.Propagate(element.ScopeKey, done.Variables);
            else step.Emit(new VariablesSet(element.Key, done.Variables));
        }

        if (Begin(step, element, moment, listening.Place + 1, pending)) return null;
        step.Emit(new ListenersDone(element.Key));
        GoOn(step, element, moment, pending);
        return null;
    }

    private static bool Begin(Step step, ElementState element, ListenerMoment moment, int from, ListenerPending pending)
    {
        var node = step.Node(element);
        var specs = node.Loop is not null && element.LoopIndex == 0 ? node.BodyListeners : node.Listeners;
        for (var place = from; place < specs.Count; place++)
        {
            if (specs[place].Moment != moment) continue;
            var (spec, scope, feel) = (specs[place], step.Variables(element), step.Context.Feel);
            step.Emit(new ListenerStarted(element.Key, moment, place, pending));
            var retries = int.TryParse(spec.Retries.EvaluateText(scope, feel), out var count) ? count : 3;
            step.Emit(new JobCreated(step.Context.Keys.Next(), element.Key, node.Id, spec.Type.EvaluateText(scope, feel) ?? "", step.JobRetries ?? retries, spec.Headers, 0, moment));
            step.JobRetries = null;
            return true;
        }

        return false;
    }

    private static void GoOn(Step step, ElementState element, ListenerMoment moment, ListenerPending pending)
    {
        switch (moment)
        {
            case ListenerMoment.Before: step.BeginWork(element, pending, boundariesWait: true); break;
            case ListenerMoment.Start: step.Work(element, pending); break;
            case ListenerMoment.End: step.AfterEnd(element); break;
            case ListenerMoment.After: step.TakeFlows(element); break;
            case ListenerMoment.Creating: UserTasks.Offer(step, element, pending); break;
            case ListenerMoment.Assigning:
                step.Emit(new TaskAssigned(element.TaskKey, element.Key, UserTasks.Named(pending.Assignee)));
                UserTasks.Change(step, element, pending with { Assignee = null });
                break;
            case ListenerMoment.Updating: UserTasks.Change(step, element, pending); break;
            case ListenerMoment.Completing:
                UserTasks.Change(step, element, pending);
                UserTasks.Done(step, element, pending.Variables ?? FeelContext.Empty);
                break;
        }
    }
}

/// <summary>What waits for listeners: what an event brought or a person gave, or what is to be changed at a task.</summary>
/// <param name="Variables">What came with an event that has already happened, or with a task's completion.</param>
/// <param name="Seen">What the event's output mappings see; the same where null.</param>
/// <param name="StartId">How the instance begins, where its process has listeners.</param>
/// <param name="Assignee">Whom a task is given to.</param>
/// <param name="Due">A task's new due date.</param>
/// <param name="FollowUp">A task's new follow-up date.</param>
/// <param name="Priority">A task's new priority.</param>
/// <param name="CandidateGroups">The groups that a task is offered to from now on.</param>
/// <param name="CandidateUsers">The persons that a task is offered to from now on.</param>
/// <param name="Cleared">Dates that are taken away.</param>
public sealed record ListenerPending(
    FeelContext? Variables = null, FeelContext? Seen = null, string? StartId = null, string? Assignee = null, DateTimeOffset? Due = null, DateTimeOffset? FollowUp = null, int? Priority = null,
    IReadOnlyList<string>? CandidateGroups = null, IReadOnlyList<string>? CandidateUsers = null, TaskDates Cleared = TaskDates.None)
{
    internal static ListenerPending Nothing { get; } = new();

    // A date that is given takes back that it was to be cleared, and the other way round.
    internal ListenerPending With(TaskChange? change)
    {
        if (change is null) return this;
        var given = (change.Due is null ? TaskDates.None : TaskDates.Due) | (change.FollowUp is null ? TaskDates.None : TaskDates.FollowUp);
        return this with
        {
            Assignee = change.Assignee ?? Assignee, Priority = change.Priority ?? Priority, CandidateGroups = change.CandidateGroups ?? CandidateGroups, CandidateUsers = change.CandidateUsers ?? CandidateUsers,
            Due = change.Cleared.HasFlag(TaskDates.Due) ? null : change.Due ?? Due, FollowUp = change.Cleared.HasFlag(TaskDates.FollowUp) ? null : change.FollowUp ?? FollowUp, Cleared = (Cleared & ~given) | change.Cleared,
        };
    }
}
