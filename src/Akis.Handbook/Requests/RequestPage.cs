using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;

namespace Akis.Handbook.Requests;

/// <summary>A request as its live page shows it.</summary>
/// <param name="Key">The root instance.</param>
/// <param name="DefinitionKey">The version of the model it runs on.</param>
/// <param name="Number">Its number for people.</param>
/// <param name="ProcessId">The BPMN process.</param>
/// <param name="ProcessName">The model's name.</param>
/// <param name="Status">Whether it lives.</param>
/// <param name="Requester">Account name of who asked.</param>
/// <param name="RequesterName">Display name of who asked, as it was then.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it lives.</param>
/// <param name="Outcome">Names of the end events it reached.</param>
/// <param name="Steps">The way it has gone, in order, over the instance and what it called.</param>
/// <param name="Stages">The road in the words of the requester; empty when the model names no stages.</param>
/// <param name="Cancellation">How its requester may call it off; null when that is not possible (any more).</param>
/// <param name="Incidents">What stands in its way.</param>
public sealed record RequestPage(
    long Key, long DefinitionKey, string Number, string ProcessId, string ProcessName, InstanceStatus Status, string Requester, string RequesterName, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    IReadOnlyList<string> Outcome, IReadOnlyList<RequestStep> Steps, IReadOnlyList<RequestStage> Stages, RequestCancellation? Cancellation, IReadOnlyList<RequestIncident> Incidents)
{
    /// <summary>Where it is now.</summary>
    public IEnumerable<RequestStep> Now => Steps.Where(step => step.State == StepState.Active);
}

/// <summary>What has become of a step.</summary>
public enum StepState
{
    /// <summary>It is here now.</summary>
    Active,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Ended from outside, for example by a time limit.</summary>
    Cancelled,
}

/// <summary>A step of a request: something done, waited for or reached.</summary>
/// <param name="Key">The visit's key.</param>
/// <param name="InstanceKey">The instance it belongs to: the request itself or one it called.</param>
/// <param name="ElementId">The model element.</param>
/// <param name="Name">Its name in the model.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Lane">Whose lane it is in; null when the model has no lanes.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Since">When it began.</param>
/// <param name="Until">When it ended.</param>
/// <param name="Task">The user task; null for other steps.</param>
public sealed record RequestStep(long Key, long InstanceKey, string ElementId, string Name, NodeKind Kind, string? Lane, StepState State, DateTimeOffset Since, DateTimeOffset? Until, RequestTask? Task);

/// <summary>A person's step: whose turn it is, or who did it.</summary>
public sealed record RequestTask(long Key, string? Assignee, IReadOnlyList<string> Groups, IReadOnlyList<string> Users, DateTimeOffset? Due, string? EndedBy);

/// <summary>A stage of the simplified road (`akis:stage` in the model).</summary>
public sealed record RequestStage(string Name, bool IsReached, bool IsCurrent);

/// <summary>The message by which a request is called off.</summary>
public sealed record RequestCancellation(string MessageName, string CorrelationKey);

/// <summary>Something that stands in the way, for people.</summary>
public sealed record RequestIncident(string ElementId, string Tr, string En, DateTimeOffset RaisedAt);

/// <summary>A request in its requester's list.</summary>
public sealed record RequestListItem(long Key, string Number, string ProcessName, InstanceStatus Status, DateTimeOffset StartedAt, bool HasProblem, IReadOnlyList<WaitingStep> Waiting);

/// <summary>A step that waits for a person.</summary>
public sealed record WaitingStep(string Name, RequestTask Task);
