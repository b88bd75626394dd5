using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>A person's work: how it is offered, changed and done; listeners may have a word in each.</summary>
internal static class UserTasks
{
    private static readonly StepRejection InTransition = new(
        "task.in-transition", "Bu görevde bir değişiklik sonuçlanmayı bekliyor; birazdan yeniden deneyin.", "A change of this task is still being looked at; try again in a moment.");

    /// <summary>A token has come to the task.</summary>
    public static void Begin(Step step, ElementState element)
    {
        if (!Listeners.Begin(step, element, ListenerMoment.Creating)) Offer(step, element, ListenerPending.Nothing);
    }

    /// <summary>The task is there for people to see, with what its listeners put right.</summary>
    public static void Offer(Step step, ElementState element, ListenerPending corrected)
    {
        var node = step.Node(element);
        var (spec, scope, feel) = (node.UserTask!, step.Variables(element), step.Context.Feel); // set for every user task
        var assignee = Named(corrected.Assignee ?? spec.Assignee?.EvaluateText(scope, feel));
        var (groups, users) = (corrected.CandidateGroups ?? spec.CandidateGroups?.EvaluateTexts(scope, feel) ?? [], corrected.CandidateUsers ?? spec.CandidateUsers?.EvaluateTexts(scope, feel) ?? []);

        // Whom segregation of duties keeps from the task does not get it by the model either: its candidates do.
        if (assignee is not null && groups.Count + users.Count > 0 && spec.Segregation?.EvaluateTexts(scope, feel).Contains(assignee) == true) assignee = null;
        var isAsked = assignee is not null && node.Listeners.Any(listener => listener.Moment == ListenerMoment.Assigning);
        step.Emit(new TaskCreated(
            step.Context.Keys.Next(), element.Key, node.Id, isAsked ? null : assignee,
            groups, users,
            corrected.Cleared.HasFlag(TaskDates.Due) ? null : corrected.Due ?? Instant(spec.DueDate), corrected.Cleared.HasFlag(TaskDates.FollowUp) ? null : corrected.FollowUp ?? Instant(spec.FollowUpDate),
            corrected.Priority ?? (int.TryParse(spec.Priority?.EvaluateText(scope, feel), out var priority) ? Math.Clamp(priority, 0, 100) : 50),
            spec.FormId, spec.ExternalReference?.EvaluateText(scope, feel)));
        if (isAsked) Listeners.Begin(step, element, ListenerMoment.Assigning, new(Assignee: assignee));

        DateTimeOffset? Instant(Expression? expression) => expression is null ? null : Timers.Instant(expression.Evaluate(scope, feel).Value, feel);
    }

    public static StepRejection? Complete(Step step, ElementState element, FeelContext variables)
    {
        if (element.Listening is not null) return InTransition;
        if (!Listeners.Begin(step, element, ListenerMoment.Completing, new(variables))) Done(step, element, variables);
        return null;
    }

    public static StepRejection? Assign(Step step, ElementState element, string? assignee)
    {
        if (element.Listening is not null) return InTransition;
        if (!Listeners.Begin(step, element, ListenerMoment.Assigning, new(Assignee: assignee))) step.Emit(new TaskAssigned(element.TaskKey, element.Key, assignee));
        return null;
    }

    public static StepRejection? Update(Step step, ElementState element, UpdateUserTask change)
    {
        if (element.Listening is not null) return InTransition;
        var pending = ListenerPending.Nothing.With(change.Change with { Assignee = null });
        if (!Listeners.Begin(step, element, ListenerMoment.Updating, pending)) Change(step, element, pending);
        return null;
    }

    /// <summary>What was asked for, or what a listener has put right, counts from now on.</summary>
    public static void Change(Step step, ElementState element, ListenerPending change)
    {
        if (change.Assignee is { } assignee) step.Emit(new TaskAssigned(element.TaskKey, element.Key, Named(assignee)));
        if ((change.Due, change.FollowUp, change.Priority, change.CandidateGroups, change.CandidateUsers, change.Cleared) != (null, null, null, null, null, TaskDates.None))
            step.Emit(new TaskUpdated(element.TaskKey, element.Key, change.Due, change.FollowUp, change.Priority, change.CandidateGroups, change.CandidateUsers, change.Cleared));
    }

    /// <summary>Nobody has a word against it any more: the task is done.</summary>
    public static void Done(Step step, ElementState element, FeelContext variables)
    {
        step.Emit(new TaskCompleted(element.TaskKey, element.Key));
        step.Finish(element, variables);
    }

    /// <summary>Nobody where the text is empty.</summary>
    public static string? Named(string? assignee) => assignee is { Length: > 0 } ? assignee : null;
}
