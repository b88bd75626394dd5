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

    /// <summary>Inclusive gateway.</summary>
    InclusiveGateway,

    /// <summary>Publishes a message: a send task without a job type.</summary>
    SendTask,

    /// <summary>Sub-process that can be cancelled and undone as a whole.</summary>
    Transaction,

    /// <summary>Sub-process whose activities are chosen while it runs.</summary>
    AdHocSubProcess,

    /// <summary>Complex gateway: goes on when its condition holds, and collects the rest before it begins anew.</summary>
    ComplexGateway,
}

/// <summary>A sequence flow; a condition of null holds always.</summary>
public sealed record SequenceFlow(int Index, string Id, string? Name, int From, int To, Expression? Condition);

/// <summary>What fires an event.</summary>
public abstract record Trigger;

/// <summary>A timer: exactly one of date, duration and cycle; a duration or cycle may pass in a work calendar's time.</summary>
public sealed record TimerTrigger(Expression? Date, Expression? Duration, Expression? Cycle, string? Calendar) : Trigger;

/// <summary>A message by name, found by the value of the correlation key; the last two are for messages that are sent.</summary>
public sealed record MessageTrigger(Expression Name, Expression? CorrelationKey, Expression? TimeToLive = null, Expression? MessageId = null) : Trigger;

/// <summary>An error; a code of null catches any.</summary>
public sealed record ErrorTrigger(string? Code) : Trigger
{
    /// <summary>What a thrown error says; null for nothing.</summary>
    public Expression? Message { get; init; }

    /// <summary>Of a thrown error whose code is computed.</summary>
    public Expression? Computed { get; init; }
}

/// <summary>Ends everything in the scope.</summary>
public sealed record TerminateTrigger : Trigger;

/// <summary>A signal for everybody who listens to its name.</summary>
public sealed record SignalTrigger(Expression Name) : Trigger;

/// <summary>An escalation; a code of null catches any.</summary>
public sealed record EscalationTrigger(string? Code) : Trigger
{
    /// <summary>Of a thrown escalation whose code is computed.</summary>
    public Expression? Computed { get; init; }
}

/// <summary>A condition over the variables that can be seen from where it waits.</summary>
public sealed record ConditionTrigger(Expression Condition) : Trigger
{
    /// <summary>The variables whose changes it is asked about; null for all that the condition reads.</summary>
    public IReadOnlySet<string>? Only { get; init; }

    /// <summary>Whether it is asked when such a variable first gets a value.</summary>
    public bool OnCreate { get; init; } = true;

    /// <summary>Whether it is asked when such a variable gets another value.</summary>
    public bool OnUpdate { get; init; } = true;
}

/// <summary>A jump to the catching link event of the same name in the same scope.</summary>
public sealed record LinkTrigger(string Name) : Trigger;

/// <summary>Undoing what has completed: one activity, or everything in the scope.</summary>
public sealed record CompensationTrigger(string? ActivityId, bool WaitForCompletion) : Trigger;

/// <summary>Cancels the transaction it lies in, or the event that follows from it at the border.</summary>
public sealed record CancelTrigger : Trigger;

/// <summary>Several triggers on one event: any of them is enough, or <paramref name="All"/> have to come; a throwing event does them all.</summary>
public sealed record MultipleTrigger(IReadOnlyList<Trigger> Parts, bool All) : Trigger;

/// <summary>A value computed from <paramref name="Source"/> and stored under <paramref name="Target"/>.</summary>
public sealed record Mapping(Expression Source, string Target);

/// <summary>What a user task asks for.</summary>
public sealed record UserTaskSpec(Expression? Assignee, Expression? CandidateGroups, Expression? CandidateUsers, Expression? DueDate, Expression? FollowUpDate, Expression? Priority, string? FormId)
{
    /// <summary>Names of those who may not do it (<c>akis:segregation</c>): segregation of duties; null where everybody may.</summary>
    public Expression? Segregation { get; init; }

    /// <summary>A form that lies elsewhere: an external reference, or a form key of whatever kind.</summary>
    public Expression? ExternalReference { get; init; }
}

/// <summary>What a job asks for.</summary>
public sealed record JobSpec(Expression Type, Expression Retries, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The higher, the sooner it is taken; a whole number. Null stands for 0.</summary>
    public Expression? Priority { get; init; }

    /// <summary>How long to wait before each further try, the last one for all that follow; empty where the worker or the engine decides.</summary>
    public IReadOnlyList<TimeSpan> RetryIntervals { get; init; } = [];

    /// <summary>BPMN errors that are thrown where their condition holds when the job is answered; it sees <c>externalTask</c> with <c>errorMessage</c> and <c>retries</c>.</summary>
    public IReadOnlyList<JobErrorSpec> Errors { get; init; } = [];
}

/// <summary>A BPMN error that a job's answer can mean.</summary>
public sealed record JobErrorSpec(string Code, Expression Condition);

/// <summary>Which decision is evaluated, and where its result goes.</summary>
public sealed record DecisionSpec(Expression DecisionId, string ResultVariable)
{
    /// <summary>Which version of the decision is meant.</summary>
    public VersionBinding Binding { get; init; }

    /// <summary>The version tag or version number, where the binding asks for one.</summary>
    public string? Version { get; init; }

    /// <summary>In which shape its result is stored.</summary>
    public DecisionShape Shape { get; init; }
}

/// <summary>In which shape a decision's result is stored (Camunda 7's <c>mapDecisionResult</c>).</summary>
public enum DecisionShape : byte
{
    /// <summary>As FEEL gives it.</summary>
    AsItIs,

    /// <summary>The only output of the only rule.</summary>
    SingleEntry,

    /// <summary>The outputs of the only rule by name.</summary>
    SingleResult,

    /// <summary>A list of the only output of each rule.</summary>
    CollectEntries,

    /// <summary>A list of the outputs of each rule by name.</summary>
    ResultList,
}

/// <summary>Which version of a called process, a decision or a form is meant.</summary>
public enum VersionBinding : byte
{
    /// <summary>The newest when it is needed.</summary>
    Latest,

    /// <summary>The newest when the process that asks was deployed.</summary>
    Deployment,

    /// <summary>The newest that carries a version tag.</summary>
    VersionTag,

    /// <summary>The one of a number.</summary>
    Version,
}

/// <summary>Which process is called, and whether variables pass over as a whole.</summary>
public sealed record CallSpec(Expression ProcessId, bool PropagateAllParentVariables, bool PropagateAllChildVariables, VersionBinding Binding = VersionBinding.Latest, string? VersionTag = null);

/// <summary>Which activities of an ad-hoc sub-process begin at once, and when it is done.</summary>
public sealed record AdHocSpec(bool IsSequential, Expression? ActiveElements, Expression? CompletionCondition, bool CancelRemaining);

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

    /// <summary>Where a sub-process begins: its none start event, or without one every node that no flow leads to.</summary>
    public IReadOnlyList<int> Entrances { get; init; } = [];

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

    /// <summary>Of a user task or start event: which version of its form is meant.</summary>
    public VersionBinding FormBinding { get; init; }

    /// <summary>The form's version tag or number, where the binding asks for one.</summary>
    public string? FormVersionTag { get; init; }

    /// <summary>Jobs around the element's own work, in the order of the file.</summary>
    public IReadOnlyList<ListenerSpec> Listeners { get; init; } = [];

    /// <summary>Where the activity is done several times: jobs around all rounds together.</summary>
    public IReadOnlyList<ListenerSpec> BodyListeners { get; init; } = [];

    /// <summary>Names of variables that live in this scope or activity and are null at first: its data objects and properties.</summary>
    public IReadOnlyList<string> Locals { get; init; } = [];

    /// <summary>Of a start event: the variable that says who started the instance; null for none.</summary>
    public string? InitiatorVariable { get; init; }

    /// <summary>Whether it begins a new instance: a receive task, or an event-based gateway by one of the events after it (BPMN 2.0.2 §10.6.6).</summary>
    public bool Instantiates { get; init; }

    /// <summary>Of an instantiating gateway: whether the instance waits for the other events too, instead of forgetting them.</summary>
    public bool StartsTogether { get; init; }

    /// <summary>The form that a start event shows to who starts the process; null for none.</summary>
    public string? StartFormId { get; init; }

    /// <summary>Set where the activity is done several times.</summary>
    public LoopSpec? Loop { get; init; }

    /// <summary>Set for ad-hoc sub-processes.</summary>
    public AdHocSpec? AdHoc { get; init; }

    /// <summary>How many tokens have to arrive before the activity begins.</summary>
    public int StartQuantity { get; init; } = 1;

    /// <summary>How many tokens leave on each flow.</summary>
    public int CompletionQuantity { get; init; } = 1;

    /// <summary>The activity that undoes this one, or -1.</summary>
    public int CompensationHandler { get; init; } = -1;

    /// <summary>Whether this activity only undoes another one and lies outside the flow.</summary>
    public bool IsForCompensation { get; init; }

    /// <summary>Activities directly in this scope, for ad-hoc sub-processes.</summary>
    public IReadOnlyList<int> Activities { get; init; } = [];

    /// <summary>Name for people: the node's, or its id.</summary>
    public string Title => string.IsNullOrWhiteSpace(Name) ? Id : Name;

    /// <summary>Whether this node holds others.</summary>
    public bool IsScope => Kind is NodeKind.Process or NodeKind.SubProcess or NodeKind.EventSubProcess or NodeKind.Transaction or NodeKind.AdHocSubProcess;

    /// <summary>Whether this is work rather than an event or a gateway.</summary>
    public bool IsActivity => Kind is NodeKind.UserTask or NodeKind.JobTask or NodeKind.DecisionTask or NodeKind.ScriptTask or NodeKind.PassTask or NodeKind.ReceiveTask
        or NodeKind.SendTask or NodeKind.CallActivity or NodeKind.SubProcess or NodeKind.Transaction or NodeKind.AdHocSubProcess;

    /// <summary>What fires this event, one by one; empty for none events.</summary>
    internal IReadOnlyList<Trigger> Triggers => Trigger is null ? [] : Trigger is MultipleTrigger several ? several.Parts : [Trigger];

    /// <summary>One of its triggers.</summary>
    internal Trigger? Part(int part) => Trigger is MultipleTrigger several ? several.Parts[part] : Trigger;

    /// <summary>Of a complex gateway: when enough has come; asked with <c>activationCount</c>, the number of flows that have a token.</summary>
    public Expression? Activation { get; init; }

    /// <summary>Whether tokens are collected before it: joining gateways, and activities that want several.</summary>
    internal bool Joins => (Kind is NodeKind.ParallelGateway or NodeKind.InclusiveGateway or NodeKind.ComplexGateway && Incoming.Count > 1) || StartQuantity > 1;
}
