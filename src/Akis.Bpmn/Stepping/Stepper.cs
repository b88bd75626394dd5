using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>
/// The heart: a pure function from a state and a command to the next state and what happened on the way. No clock, no database, no
/// randomness. A command runs until every token waits.
/// </summary>
public static class Stepper
{
    /// <summary>Applies a command.</summary>
    /// <param name="graph">The instance's process.</param>
    /// <param name="state">The instance's state; null for <see cref="StartInstance"/>. It is not changed.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="context">Time, keys, FEEL's environment, decisions.</param>
    public static Transition Apply(ProcessGraph graph, InstanceState? state, EngineCommand command, StepContext context)
    {
        var step = new Step(graph, state?.For(graph) ?? new InstanceState { NodeIds = graph.NodeIds, FlowIds = graph.FlowIds }, context);
        var rejection = state is { Status: not InstanceStatus.Active }
            ? new StepRejection("instance.ended", "Bu işlem tamamlanmış ya da iptal edilmiş; artık değiştirilemez.", "This instance has ended and can no longer be changed.")
            : state is { IsSuspended: true } && !MayWhileSuspended(command)
            ? new StepRejection("instance.suspended", "Bu işlem askıya alınmış; sürdürülene kadar ilerlemez.", "This instance is suspended; it does not move until it is resumed.")
            : Handle(step, command);
        if (rejection is not null) return new(state ?? new InstanceState(), [], rejection);
        if (!step.State.IsSuspended) step.Run();
        return new(step.State, step.Events);
    }

    private static StepRejection? Handle(Step step, EngineCommand command)
    {
        switch (command)
        {
            case StartInstance start:
                return Beginnings.Begin(step, start);
            case CompleteUserTask done:
                if (Task(step, done.TaskKey) is not { } task) return NotFound();
                return UserTasks.Complete(step, task, done.Variables);
            case AssignUserTask given:
                return Task(step, given.TaskKey) is { } assigned ? UserTasks.Assign(step, assigned, given.Assignee) : NotFound();
            case UpdateUserTask change:
                return Task(step, change.TaskKey) is { } updated ? UserTasks.Update(step, updated, change) : NotFound();
            case CommentUserTask said:
                if (Task(step, said.TaskKey) is not { } discussed) return NotFound();
                step.Emit(new TaskCommented(said.TaskKey, discussed.Key, said.Text));
                return null;
            case CompleteJob done:
                if (Job(step, done.JobKey) is not { } job) return NotFound();
                return WorkDone(step, job, done);
            case FailJob failed:
                if (Job(step, failed.JobKey) is not { } failing) return NotFound();
                step.Emit(new JobFailed(failed.JobKey, failing.Key, failed.Retries, failed.Message));
                if (failed.Variables is { Count: > 0 } found) step.Emit(new VariablesSet(failing.Key, found));
                if (JobErrors.Throw(step, failing, failed.Message, failed.Retries)) return null;
                if (failed.Retries <= 0 && failing.IncidentKey == 0) step.Incident(failing, IncidentCodes.Job, failed.Message, failed.Message);
                return null;
            case UpdateJob change:
                if (Job(step, change.JobKey) is not { } changed) return NotFound();
                step.Emit(new JobUpdated(change.JobKey, changed.Key, change.Retries, change.Priority));
                return null;
            case ThrowJobError thrown:
                if (Job(step, thrown.JobKey) is not { } throwing) return NotFound();
                Scopes.Throw(step, throwing, thrown.Code, thrown.Message, thrown.Variables);
                return null;
            case FireTimer fire:
                return Waits.FireTimer(step, fire.TimerKey) ? null : NotFound();
            case RecomputeTimer timer:
                return Waits.Recompute(step, timer.TimerKey) ? null : NotFound();
            case CorrelateMessage message:
                return Waits.Correlate(step, message.SubscriptionKey, message.Variables) ? null : NotFound();
            case CatchSignal signal:
                return Waits.CatchSignal(step, signal.SubscriptionKey, signal.Variables) ? null : NotFound();
            case EscalateCalledInstance escalated:
                if (Call(step, escalated.InstanceKey) is not { } escalating) return NotFound();
                Throws.Escalation(step, escalating, escalated.Code, escalated.Variables);
                return null;
            case ActivateInAdHoc begin:
                return step.State.Elements.TryGetValue(begin.ElementKey, out var adHoc) ? AdHoc.Activate(step, adHoc, begin.ElementIds) : NotFound();
            case CompleteCalledInstance ended:
                if (Call(step, ended.InstanceKey) is not { } call) return NotFound();
                step.Emit(new CallEnded(call.Key, ended.InstanceKey));
                step.Finish(call, step.Node(call).Call!.PropagateAllChildVariables ? ended.Variables : FeelContext.Empty, ended.Variables); // a calling element is a call activity
                return null;
            case ThrowCalledInstanceError thrown:
                if (Call(step, thrown.InstanceKey) is not { } caller) return NotFound();
                step.Emit(new CallEnded(caller.Key, thrown.InstanceKey));
                Scopes.Throw(step, caller, thrown.Code, null, thrown.Variables);
                return null;
            case FailCall failed:
                if (Call(step, failed.InstanceKey) is not { } failedCall) return NotFound();
                step.Emit(new CallEnded(failedCall.Key, failed.InstanceKey));
                step.Incident(failedCall, IncidentCodes.Call, failed.Tr, failed.En);
                return null;
            case CancelInstance cancel:
                Scopes.CancelAll(step);
                step.Emit(new InstanceCancelled(cancel.Reason));
                return null;
            case ResolveIncident resolve:
                if (step.Find(element => element.IncidentKey == resolve.IncidentKey && resolve.IncidentKey != 0) is not { } stopped) return NotFound();
                step.Emit(new IncidentResolved(resolve.IncidentKey, stopped.Key));
                step.JobRetries = resolve.Retries;
                if (stopped.Leaving) step.TakeFlows(stopped);
                else step.TryAgain(stopped);
                return null;
            case SuspendInstance suspend:
                step.Emit(new InstanceSuspended(suspend.Reason));
                return null;
            case ResumeInstance when !step.State.IsSuspended:
                return new("instance.not-suspended", "Bu işlem askıda değil.", "This instance is not suspended.");
            case ResumeInstance:
                step.Emit(new InstanceResumed());
                Conditions.AskAll(step);
                return null;
            case MoveTokens move:
                return Modification.Move(step, move);
            case ModifyInstance modify:
                return Modification.Apply(step, modify);
            case SetVariables set:
                if (!step.State.Elements.ContainsKey(set.ScopeKey)) return NotFound();
                if (set.Outwards) step.Propagate(set.ScopeKey, set.Variables);
                else step.Emit(new VariablesSet(set.ScopeKey, set.Variables));
                return null;
            default:
                throw new InvalidOperationException($"Unknown command {command.GetType().Name}.");
        }
    }

    // Help and words are welcome; nothing else is.
    private static bool MayWhileSuspended(EngineCommand command) => command is ResumeInstance or CancelInstance or SetVariables or CommentUserTask or UpdateUserTask or UpdateJob;

    private static StepRejection? WorkDone(Step step, ElementState element, CompleteJob done)
    {
        ResolveIfAny(step, element);
        if (element.Listening is not null) return Listeners.Completed(step, element, done);
        step.Emit(new JobCompleted(done.JobKey, element.Key));
        if (step.Node(element).Job is { Errors.Count: > 0 })
        {
            if (done.Variables.Count > 0) step.Emit(new VariablesSet(element.Key, done.Variables));
            if (JobErrors.Throw(step, element, null, null)) return null;
        }

        step.Finish(element, done.Variables);
        return null;
    }

    private static ElementState? Task(Step step, long key) => step.Find(element => element.TaskKey == key && key != 0);

    private static ElementState? Job(Step step, long key) => step.Find(element => element.JobKey == key && key != 0);

    private static ElementState? Call(Step step, long key) => step.Find(element => element.CalledKey == key && key != 0);

    private static void ResolveIfAny(Step step, ElementState element)
    {
        if (element.IncidentKey != 0) step.Emit(new IncidentResolved(element.IncidentKey, element.Key));
    }

    private static StepRejection NotFound() => new("step.not-waiting", "Bu adım artık beklemiyor; başka biri tamamlamış ya da süreç ilerlemiş olabilir.", "This step is no longer waiting; somebody else may have completed it, or the process has moved on.");
}
