using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>What can be asked of an instance. Every command runs to the next wait state or changes nothing.</summary>
public abstract record EngineCommand;

/// <summary>Starts a new instance at the none start event, at the given one (an id of <see cref="Graph.ProcessGraph.Starts"/>), or at elements somewhere in it.</summary>
public sealed record StartInstance(long InstanceKey, FeelContext Variables, string? StartEventId = null, bool IsCalled = false) : EngineCommand
{
    /// <summary>The ended instance whose work it takes up again; null for none.</summary>
    public long? RestartOf { get; init; }

    /// <summary>Who starts it; null where nobody does.</summary>
    public string? Initiator { get; init; }

    /// <summary>Ids of elements at which it begins instead of a start event; empty for a start event.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];
}

/// <summary>A person has done a user task.</summary>
public sealed record CompleteUserTask(long TaskKey, FeelContext Variables) : EngineCommand;

/// <summary>A user task is given to somebody, or with null back to its candidates.</summary>
public sealed record AssignUserTask(long TaskKey, string? Assignee) : EngineCommand;

/// <summary>Dates, priority or candidates of a user task are changed; who has it changes by <see cref="AssignUserTask"/> only.</summary>
public sealed record UpdateUserTask(long TaskKey, TaskChange Change) : EngineCommand;

/// <summary>Somebody says something about a user task, to those who see it.</summary>
public sealed record CommentUserTask(long TaskKey, string Text) : EngineCommand;

/// <summary>A worker has done a job.</summary>
public sealed record CompleteJob(long JobKey, FeelContext Variables) : EngineCommand
{
    /// <summary>Of a task listener's job: why the listener denies what was asked; null where it does not.</summary>
    public string? Denied { get; init; }

    /// <summary>Of a task listener's job: what it puts right.</summary>
    public TaskChange? Corrections { get; init; }
}

/// <summary>A worker could not do a job; without retries left it becomes an incident. Variables are set in the job's own element, for the next try to see.</summary>
public sealed record FailJob(long JobKey, int Retries, string Message, FeelContext? Variables = null) : EngineCommand;

/// <summary>A job's tries that are left or its priority are changed; null means as before.</summary>
public sealed record UpdateJob(long JobKey, int? Retries, int? Priority) : EngineCommand;

/// <summary>A worker reports a BPMN error.</summary>
public sealed record ThrowJobError(long JobKey, string Code, string? Message, FeelContext Variables) : EngineCommand;

/// <summary>A timer is due.</summary>
public sealed record FireTimer(long TimerKey) : EngineCommand;

/// <summary>The work calendar that a timer counts by has changed: its due time is computed again.</summary>
public sealed record RecomputeTimer(long TimerKey) : EngineCommand;

/// <summary>A message has met a waiting subscription.</summary>
public sealed record CorrelateMessage(long SubscriptionKey, FeelContext Variables) : EngineCommand;

/// <summary>A called instance has completed with these variables.</summary>
public sealed record CompleteCalledInstance(long InstanceKey, FeelContext Variables) : EngineCommand;

/// <summary>A called instance ended with an error that it did not catch.</summary>
public sealed record ThrowCalledInstanceError(long InstanceKey, string Code, FeelContext Variables) : EngineCommand;

/// <summary>A called instance could not be started.</summary>
public sealed record FailCall(long InstanceKey, string Tr, string En) : EngineCommand;

/// <summary>Ends the instance and everything in it.</summary>
public sealed record CancelInstance(string Reason) : EngineCommand;

/// <summary>Tries again where an incident stopped the instance; a job gets as many tries as its model says, or as given.</summary>
public sealed record ResolveIncident(long IncidentKey, int? Retries = null) : EngineCommand;

/// <summary>Sets variables in a scope (the instance's or an element's own).</summary>
public sealed record SetVariables(long ScopeKey, FeelContext Variables, bool Outwards = false) : EngineCommand;

/// <summary>Holds the instance: nothing in it moves until it is resumed; timers that come due meanwhile fire then.</summary>
public sealed record SuspendInstance(string Reason) : EngineCommand;

/// <summary>Lets a suspended instance go on.</summary>
public sealed record ResumeInstance : EngineCommand;

/// <summary>
/// Puts a running instance right: elements are begun and ended by hand, all or nothing. What is begun comes first, so that a scope
/// does not end between; a scope that is left empty is ended with what it lay in, and with the last one the instance.
/// </summary>
public sealed record ModifyInstance(IReadOnlyList<ElementStart> Start, IReadOnlyList<long> Terminate) : EngineCommand
{
    /// <summary>Ids of elements of which everything that is active is ended.</summary>
    public IReadOnlyList<string> TerminateAt { get; init; } = [];

    /// <summary>What is ended at one element is begun at another, once for each.</summary>
    public IReadOnlyList<ElementMove> Move { get; init; } = [];
}

/// <summary>Begins an element once for each that is ended: everything that is active at an element, or one by its key.</summary>
/// <param name="SourceId">The element; null where the key is given.</param>
/// <param name="SourceKey">One that is active.</param>
/// <param name="Target">What is begun; without an ancestor it is begun around what is ended, where that can be.</param>
public sealed record ElementMove(string? SourceId, long? SourceKey, ElementStart Target);

/// <summary>Ends whatever is active at some elements and begins another element instead of each; ids by ids.</summary>
public sealed record MoveTokens(IReadOnlyDictionary<string, string> Elements) : EngineCommand;

/// <summary>Moves a running instance to another version, or another process; <see cref="Migration"/> checks and does it.</summary>
/// <param name="FromDefinitionKey">The version that it runs on, for the history.</param>
/// <param name="ToDefinitionKey">The version that it goes on with.</param>
/// <param name="Elements">Ids of elements and what they become; what is not named stays itself where the other version has it.</param>
public sealed record MigrateInstance(long FromDefinitionKey, long ToDefinitionKey, IReadOnlyDictionary<string, string> Elements) : EngineCommand;

/// <summary>An element that is to be begun; scopes around it that are not active are opened without their own beginnings.</summary>
/// <param name="ElementId">Which.</param>
/// <param name="AncestorKey">In which of several active scopes; needed only where there are several.</param>
/// <param name="Variables">Set in scopes around it or in itself, by the id of the scope; the id of the process is the instance's.</param>
public sealed record ElementStart(string ElementId, long? AncestorKey, IReadOnlyList<(string? ScopeId, FeelContext Variables)> Variables);

/// <summary>A signal that an element awaits was broadcast.</summary>
public sealed record CatchSignal(long SubscriptionKey, FeelContext Variables) : EngineCommand;

/// <summary>A called instance escalated, and nothing in it caught that; it goes on unless the caller's event interrupts it.</summary>
public sealed record EscalateCalledInstance(long InstanceKey, string Code, FeelContext Variables) : EngineCommand;

/// <summary>Begins activities of an ad-hoc sub-process.</summary>
public sealed record ActivateInAdHoc(long ElementKey, IReadOnlyList<string> ElementIds) : EngineCommand;
