namespace Akis.Bpmn.Stepping;

/// <summary>Dates of a task that are taken away.</summary>
[Flags]
public enum TaskDates
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The due date.</summary>
    Due = 1,

    /// <summary>The follow-up date.</summary>
    FollowUp = 2,
}

/// <summary>What somebody or a task listener changes at a task; null means as it is, or as asked.</summary>
/// <param name="Assignee">Who has it; an empty text for nobody.</param>
/// <param name="Due">Its due date.</param>
/// <param name="FollowUp">Its follow-up date.</param>
/// <param name="Priority">From 0 to 100.</param>
/// <param name="CandidateGroups">The groups that it is offered to, instead of those before.</param>
/// <param name="CandidateUsers">The persons that it is offered to, instead of those before.</param>
/// <param name="Cleared">Dates that are taken away.</param>
public sealed record TaskChange(
    string? Assignee = null, DateTimeOffset? Due = null, DateTimeOffset? FollowUp = null, int? Priority = null,
    IReadOnlyList<string>? CandidateGroups = null, IReadOnlyList<string>? CandidateUsers = null, TaskDates Cleared = TaskDates.None);
