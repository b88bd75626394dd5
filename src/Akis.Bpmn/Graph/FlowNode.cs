using Akis.Bpmn.Expressions;

namespace Akis.Bpmn.Graph;

/// <summary>What a flow node is (BPMN 2.0.2 chapter 10).</summary>
public enum NodeKind : byte
{
    /// <summary>The process itself.</summary>
    Process,

    /// <summary>Start event, of the process, a sub-process or an event sub-process.</summary>
    StartEvent,

    /// <summary>Intermediate event that waits.</summary>
    CatchEvent,

    /// <summary>Intermediate event that passes at once.</summary>
    ThrowEvent,

    /// <summary>Event at the border of an activity.</summary>
    BoundaryEvent,

    /// <summary>End event.</summary>
    EndEvent,

    /// <summary>A person's work.</summary>
    UserTask,

    /// <summary>A job: service and send tasks, and business rule tasks with a task definition.</summary>
    JobTask,

    /// <summary>A deployed decision is evaluated.</summary>
    DecisionTask,

    /// <summary>A FEEL expression is evaluated.</summary>
    ScriptTask,

    /// <summary>Manual and undefined tasks: nothing for the engine to do.</summary>
    PassTask,

    /// <summary>Waits for a message.</summary>
    ReceiveTask,

    /// <summary>Calls another process.</summary>
    CallActivity,

    /// <summary>Embedded sub-process.</summary>
    SubProcess,

    /// <summary>Sub-process that an event starts.</summary>
    EventSubProcess,

    /// <summary>Exclusive gateway.</summary>
    ExclusiveGateway,

    /// <summary>Parallel gateway.</summary>
    ParallelGateway,

    /// <summary>Event-based gateway.</summary>
    EventGateway,
}

/// <summary>A sequence flow; a condition of null holds always.</summary>
public sealed record SequenceFlow(int Index, string Id, string? Name, int From, int To, Expression? Condition);

/// <summary>What fires an event.</summary>
public abstract record Trigger;

/// <summary>A timer: exactly one of date, duration and cycle; a duration or cycle may pass in a work calendar's time.</summary>
public sealed record TimerTrigger(Expression? Date, Expression? Duration, Expression? Cycle, string? Calendar) : Trigger;

/// <summary>A message by name, found by the value of the correlation key.</summary>
public sealed record MessageTrigger(Expression Name, Expression? CorrelationKey) : Trigger;

/// <summary>An error; a code of null catches any.</summary>
public sealed record ErrorTrigger(string? Code) : Trigger;

/// <summary>Ends everything in the scope.</summary>
public sealed record TerminateTrigger : Trigger;

/// <summary>A value computed from <paramref name="Source"/> and stored under <paramref name="Target"/>.</summary>
public sealed record Mapping(Expression Source, string Target);

/// <summary>What a user task asks for.</summary>
public sealed record UserTaskSpec(Expression? Assignee, Expression? CandidateGroups, Expression? CandidateUsers, Expression? DueDate, Expression? FollowUpDate, Expression? Priority, string? FormId);

/// <summary>What a job asks for.</summary>
public sealed record JobSpec(Expression Type, Expression Retries, IReadOnlyDictionary<string, string> Headers);

/// <summary>Which decision is evaluated, and where its result goes.</summary>
public sealed record DecisionSpec(Expression DecisionId, string ResultVariable);

/// <summary>Which process is called, and whether variables pass over as a whole.</summary>
public sealed record CallSpec(Expression ProcessId, bool PropagateAllParentVariables, bool PropagateAllChildVariables);

/// <summary>What a script computes, and where its result goes.</summary>
public sealed record ScriptSpec(Expression Expression, string ResultVariable);

/// <summary>A node of the graph; <paramref name="Scope"/> is the position of the process or sub-process that holds it.</summary>
public sealed record FlowNode(int Index, string Id, string? Name, NodeKind Kind, int Scope)
{
    /// <summary>Positions of the flows that lead here.</summary>
    public IReadOnlyList<int> Incoming { get; init; } = [];

    /// <summary>Positions of the flows that leave, in the order of the file.</summary>
    public IReadOnlyList<int> Outgoing { get; init; } = [];

    /// <summary>The flow that is taken where no condition holds, or -1.</summary>
    public int DefaultFlow { get; init; } = -1;

    /// <summary>What fires this event; null for none events and for what is no event.</summary>
    public Trigger? Trigger { get; init; }

    /// <summary>Whether this boundary or event sub-process start event cancels what it interrupts.</summary>
    public bool Interrupting { get; init; } = true;

    /// <summary>The activity that this boundary event belongs to, or -1.</summary>
    public int AttachedTo { get; init; } = -1;

    /// <summary>Boundary events of this activity.</summary>
    public IReadOnlyList<int> BoundaryEvents { get; init; } = [];

    /// <summary>Event sub-processes directly in this scope.</summary>
    public IReadOnlyList<int> EventSubProcesses { get; init; } = [];

    /// <summary>Start events directly in this scope.</summary>
    public IReadOnlyList<int> StartEvents { get; init; } = [];

    /// <summary>Names of the lanes that hold this node, outermost first.</summary>
    public IReadOnlyList<string> Lanes { get; init; } = [];

    /// <summary>Extension properties (<c>zeebe:properties</c>).</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Mappings into the node's own variables.</summary>
    public IReadOnlyList<Mapping> Inputs { get; init; } = [];

    /// <summary>Mappings out of the node's own variables.</summary>
    public IReadOnlyList<Mapping> Outputs { get; init; } = [];

    /// <summary>Set for user tasks.</summary>
    public UserTaskSpec? UserTask { get; init; }

    /// <summary>Set for job tasks.</summary>
    public JobSpec? Job { get; init; }

    /// <summary>Set for decision tasks.</summary>
    public DecisionSpec? Decision { get; init; }

    /// <summary>Set for call activities.</summary>
    public CallSpec? Call { get; init; }

    /// <summary>Set for script tasks.</summary>
    public ScriptSpec? Script { get; init; }

    /// <summary>The form that a start event shows to who starts the process; null for none.</summary>
    public string? StartFormId { get; init; }

    /// <summary>Name for people: the node's, or its id.</summary>
    public string Title => string.IsNullOrWhiteSpace(Name) ? Id : Name;

    /// <summary>Whether this node holds others.</summary>
    public bool IsScope => Kind is NodeKind.Process or NodeKind.SubProcess or NodeKind.EventSubProcess;
}
