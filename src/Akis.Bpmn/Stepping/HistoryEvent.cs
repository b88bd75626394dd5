using System.Text.Json.Serialization;
using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>
/// What happened, in order. Folding an instance's events rebuilds its state; the runtime derives its rows (tasks, jobs, timers,
/// subscriptions, incidents) from the same events.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(InstanceStarted), "instance-started")]
[JsonDerivedType(typeof(InstanceCompleted), "instance-completed")]
[JsonDerivedType(typeof(InstanceCancelled), "instance-cancelled")]
[JsonDerivedType(typeof(InstanceFailed), "instance-failed")]
[JsonDerivedType(typeof(InstanceSuspended), "instance-suspended")]
[JsonDerivedType(typeof(InstanceResumed), "instance-resumed")]
[JsonDerivedType(typeof(InstanceMigrated), "instance-migrated")]
[JsonDerivedType(typeof(ElementActivated), "element-activated")]
[JsonDerivedType(typeof(ElementCompleted), "element-completed")]
[JsonDerivedType(typeof(ElementCancelled), "element-cancelled")]
[JsonDerivedType(typeof(FlowTaken), "flow-taken")]
[JsonDerivedType(typeof(TokensDiscarded), "tokens-discarded")]
[JsonDerivedType(typeof(VariablesSet), "variables-set")]
[JsonDerivedType(typeof(TaskCreated), "task-created")]
[JsonDerivedType(typeof(TaskAssigned), "task-assigned")]
[JsonDerivedType(typeof(TaskUpdated), "task-updated")]
[JsonDerivedType(typeof(TaskCommented), "task-commented")]
[JsonDerivedType(typeof(TaskCompleted), "task-completed")]
[JsonDerivedType(typeof(TaskCancelled), "task-cancelled")]
[JsonDerivedType(typeof(JobCreated), "job-created")]
[JsonDerivedType(typeof(JobCompleted), "job-completed")]
[JsonDerivedType(typeof(JobFailed), "job-failed")]
[JsonDerivedType(typeof(JobUpdated), "job-updated")]
[JsonDerivedType(typeof(JobCancelled), "job-cancelled")]
[JsonDerivedType(typeof(TimerSet), "timer-set")]
[JsonDerivedType(typeof(TimerMoved), "timer-moved")]
[JsonDerivedType(typeof(TimerFired), "timer-fired")]
[JsonDerivedType(typeof(TimerCancelled), "timer-cancelled")]
[JsonDerivedType(typeof(SubscriptionOpened), "subscription-opened")]
[JsonDerivedType(typeof(MessageCorrelated), "message-correlated")]
[JsonDerivedType(typeof(SubscriptionClosed), "subscription-closed")]
[JsonDerivedType(typeof(DecisionEvaluated), "decision-evaluated")]
[JsonDerivedType(typeof(CallStarted), "call-started")]
[JsonDerivedType(typeof(CallEnded), "call-ended")]
[JsonDerivedType(typeof(CallCancelled), "call-cancelled")]
[JsonDerivedType(typeof(IncidentRaised), "incident-raised")]
[JsonDerivedType(typeof(IncidentResolved), "incident-resolved")]
[JsonDerivedType(typeof(SignalAwaited), "signal-awaited")]
[JsonDerivedType(typeof(SignalCaught), "signal-caught")]
[JsonDerivedType(typeof(SignalSent), "signal-sent")]
[JsonDerivedType(typeof(MessageSent), "message-sent")]
[JsonDerivedType(typeof(ConditionAwaited), "condition-awaited")]
[JsonDerivedType(typeof(ConditionMet), "condition-met")]
[JsonDerivedType(typeof(Escalated), "escalated")]
[JsonDerivedType(typeof(InstanceEscalated), "instance-escalated")]
[JsonDerivedType(typeof(LoopStarted), "loop-started")]
[JsonDerivedType(typeof(LoopOutputCollected), "loop-output-collected")]
[JsonDerivedType(typeof(ListenerStarted), "listener-started")]
[JsonDerivedType(typeof(ListenersDone), "listeners-done")]
[JsonDerivedType(typeof(TaskTransitionDenied), "task-transition-denied")]
[JsonDerivedType(typeof(CompensationInherited), "compensation-inherited")]
[JsonDerivedType(typeof(CompensationStarted), "compensation-started")]
public abstract record HistoryEvent;

/// <summary>The instance exists; <paramref name="RestartOf"/> is the ended one whose work it takes up again, or null.</summary>
public sealed record InstanceStarted(long InstanceKey, FeelContext Variables, bool IsCalled, long? RestartOf = null) : HistoryEvent;

/// <summary>Nothing is left to do.</summary>
public sealed record InstanceCompleted(FeelContext Variables) : HistoryEvent;

/// <summary>Somebody ended it.</summary>
public sealed record InstanceCancelled(string Reason) : HistoryEvent;

/// <summary>A called instance ended with an error for its caller to catch.</summary>
public sealed record InstanceFailed(string Code, FeelContext Variables) : HistoryEvent;

/// <summary>Somebody holds it.</summary>
public sealed record InstanceSuspended(string Reason) : HistoryEvent;

/// <summary>It goes on.</summary>
public sealed record InstanceResumed : HistoryEvent;

/// <summary>It goes on with another version. Ids of elements and flows that have other names there; what is not named keeps its name.</summary>
public sealed record InstanceMigrated(
    long FromDefinitionKey, long ToDefinitionKey, string ProcessId, IReadOnlyDictionary<string, string> Elements, IReadOnlyDictionary<string, string> Flows) : HistoryEvent;

/// <summary>A token has entered an element.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ElementId">Which element.</param>
/// <param name="ScopeKey">The element it lies in; the instance key for the process.</param>
/// <param name="LoopIndex">Inside a loop or multi-instance activity: its number, counted from 1; else 0.</param>
public sealed record ElementActivated(long Key, string ElementId, long ScopeKey, int LoopIndex = 0) : HistoryEvent;

/// <summary>An element is done.</summary>
public sealed record ElementCompleted(long Key, string ElementId) : HistoryEvent;

/// <summary>An element was ended from outside.</summary>
public sealed record ElementCancelled(long Key, string ElementId) : HistoryEvent;

/// <summary>A token has passed a sequence flow.</summary>
public sealed record FlowTaken(string FlowId, long ScopeKey) : HistoryEvent;

/// <summary>Tokens that waited at joins of a scope are gone.</summary>
public sealed record TokensDiscarded(long ScopeKey) : HistoryEvent;

/// <summary>Variables have new values in a scope.</summary>
public sealed record VariablesSet(long ScopeKey, FeelContext Variables) : HistoryEvent;

/// <summary>A person is asked to do something.</summary>
public sealed record TaskCreated(
    long TaskKey, long ElementKey, string ElementId, string? Assignee, IReadOnlyList<string> CandidateGroups, IReadOnlyList<string> CandidateUsers,
    DateTimeOffset? Due, DateTimeOffset? FollowUp, int Priority, string? FormId, string? ExternalReference = null) : HistoryEvent;

/// <summary>Somebody has it now, or with null its candidates again.</summary>
public sealed record TaskAssigned(long TaskKey, long ElementKey, string? Assignee) : HistoryEvent;

/// <summary>Its dates, priority or candidates were changed; null means as before.</summary>
public sealed record TaskUpdated(
    long TaskKey, long ElementKey, DateTimeOffset? Due, DateTimeOffset? FollowUp, int? Priority,
    IReadOnlyList<string>? CandidateGroups = null, IReadOnlyList<string>? CandidateUsers = null, TaskDates Cleared = TaskDates.None) : HistoryEvent;

/// <summary>Somebody has said something about it.</summary>
public sealed record TaskCommented(long TaskKey, long ElementKey, string Text) : HistoryEvent;

/// <summary>It was done.</summary>
public sealed record TaskCompleted(long TaskKey, long ElementKey) : HistoryEvent;

/// <summary>It is no longer needed.</summary>
public sealed record TaskCancelled(long TaskKey, long ElementKey) : HistoryEvent;

/// <summary>A worker is asked to do something: the element's own work, or what comes before or after it.</summary>
public sealed record JobCreated(long JobKey, long ElementKey, string ElementId, string JobType, int Retries, IReadOnlyDictionary<string, string> Headers, int Priority = 0, ListenerMoment? Listener = null) : HistoryEvent;

/// <summary>It was done.</summary>
public sealed record JobCompleted(long JobKey, long ElementKey) : HistoryEvent;

/// <summary>It failed.</summary>
public sealed record JobFailed(long JobKey, long ElementKey, int Retries, string Message) : HistoryEvent;

/// <summary>Its tries that are left or its priority were changed; null means as before.</summary>
public sealed record JobUpdated(long JobKey, long ElementKey, int? Retries, int? Priority) : HistoryEvent;

/// <summary>It is no longer needed.</summary>
public sealed record JobCancelled(long JobKey, long ElementKey) : HistoryEvent;

/// <summary>A timer runs for <paramref name="NodeId"/> on behalf of an element; <paramref name="Repeats"/> further firings, -1 without end. With a basis it can be computed again. Here and below, <c>Part</c> tells which trigger of a multiple event it is.</summary>
public sealed record TimerSet(long TimerKey, long ElementKey, string NodeId, DateTimeOffset Due, int Repeats, int Part = 0, TimerBasis? Basis = null) : HistoryEvent;

/// <summary>Its work calendar has changed, and with it the due time.</summary>
public sealed record TimerMoved(long TimerKey, long ElementKey, string NodeId, DateTimeOffset OldDue, DateTimeOffset NewDue) : HistoryEvent;

/// <summary>It has fired.</summary>
public sealed record TimerFired(long TimerKey, long ElementKey, string NodeId) : HistoryEvent;

/// <summary>It is no longer needed.</summary>
public sealed record TimerCancelled(long TimerKey, long ElementKey) : HistoryEvent;

/// <summary>A message is awaited.</summary>
public sealed record SubscriptionOpened(long SubscriptionKey, long ElementKey, string NodeId, string MessageName, string CorrelationKey, int Part = 0) : HistoryEvent;

/// <summary>It has come.</summary>
public sealed record MessageCorrelated(long SubscriptionKey, long ElementKey, string NodeId, bool StaysOpen) : HistoryEvent;

/// <summary>A message, signal or condition is no longer awaited; which of them, the trigger of <paramref name="NodeId"/> says.</summary>
public sealed record SubscriptionClosed(long SubscriptionKey, long ElementKey, string? NodeId = null) : HistoryEvent;

/// <summary>A decision was made; the trace says why. <paramref name="Result"/> has what it said (<c>result</c>) and, of a table, what each matching rule gave (<c>rules</c>). <paramref name="AskedKey"/> is the version of the decision that the model asked, in whose file this one lies too.</summary>
public sealed record DecisionEvaluated(long ElementKey, string DecisionId, FeelContext Inputs, IReadOnlyList<int> MatchedRules, FeelContext Result, long? AskedKey = null) : HistoryEvent;

/// <summary>Another process is to be started.</summary>
public sealed record CallStarted(
    long ElementKey, long CalledInstanceKey, string ProcessId, FeelContext Variables, VersionBinding Binding = VersionBinding.Latest, string? VersionTag = null) : HistoryEvent;

/// <summary>The called instance has ended by itself.</summary>
public sealed record CallEnded(long ElementKey, long CalledInstanceKey) : HistoryEvent;

/// <summary>The called instance is to be cancelled.</summary>
public sealed record CallCancelled(long ElementKey, long CalledInstanceKey) : HistoryEvent;

/// <summary>The instance cannot go on at this element until somebody helps.</summary>
public sealed record IncidentRaised(long IncidentKey, long ElementKey, string ElementId, string Code, string Tr, string En) : HistoryEvent;

/// <summary>Somebody has helped.</summary>
public sealed record IncidentResolved(long IncidentKey, long ElementKey) : HistoryEvent;

/// <summary>A signal is awaited; <see cref="SubscriptionClosed"/> ends it.</summary>
public sealed record SignalAwaited(long SubscriptionKey, long ElementKey, string NodeId, string SignalName, int Part = 0) : HistoryEvent;

/// <summary>It has come.</summary>
public sealed record SignalCaught(long SubscriptionKey, long ElementKey, string NodeId, bool StaysOpen) : HistoryEvent;

/// <summary>A signal is to be broadcast to all other instances; those who wait in this one have had it.</summary>
public sealed record SignalSent(long ElementKey, string NodeId, string SignalName, FeelContext Variables) : HistoryEvent;

/// <summary>A message is to be published.</summary>
public sealed record MessageSent(long ElementKey, string NodeId, string MessageName, string? CorrelationKey, FeelContext Variables, TimeSpan? TimeToLive, string? MessageId) : HistoryEvent;

/// <summary>A condition is watched; the stepper does that itself. <see cref="SubscriptionClosed"/> ends it.</summary>
public sealed record ConditionAwaited(long SubscriptionKey, long ElementKey, string NodeId, int Part = 0) : HistoryEvent;

/// <summary>It holds.</summary>
public sealed record ConditionMet(long SubscriptionKey, long ElementKey, string NodeId, bool StaysOpen) : HistoryEvent;

/// <summary>An escalation was thrown; <paramref name="CaughtBy"/> is null where nothing in this instance caught it, which is no error.</summary>
public sealed record Escalated(long ElementKey, string NodeId, string Code, string? CaughtBy) : HistoryEvent;

/// <summary>A called instance escalates to its caller.</summary>
public sealed record InstanceEscalated(string Code, FeelContext Variables) : HistoryEvent;

/// <summary>A loop knows what it goes over; a total of -1 means that a condition decides.</summary>
public sealed record LoopStarted(long ElementKey, int Total, FeelList? Items) : HistoryEvent;

/// <summary>A round of a loop has given its output, at a place counted from 0.</summary>
public sealed record LoopOutputCollected(long ElementKey, int Index, FeelValue Value) : HistoryEvent;

/// <summary>An element, or what is asked of its task, waits for a listener's job; its place is counted from 0.</summary>
public sealed record ListenerStarted(long ElementKey, ListenerMoment Moment, int Place, ListenerPending Pending) : HistoryEvent;

/// <summary>All listeners of that moment are done.</summary>
public sealed record ListenersDone(long ElementKey) : HistoryEvent;

/// <summary>A listener has denied what was asked of a task: it is as before.</summary>
public sealed record TaskTransitionDenied(long TaskKey, long ElementKey, ListenerMoment Moment, string Reason) : HistoryEvent;

/// <summary>What had completed in a scope can be undone by the handler that undoes the scope.</summary>
public sealed record CompensationInherited(long ElementKey, long ScopeKey, long CompletedKey) : HistoryEvent;

/// <summary>What had completed is being undone, and will not be again.</summary>
public sealed record CompensationStarted(long ElementKey, long ScopeKey, long CompletedKey, string ElementId) : HistoryEvent;
