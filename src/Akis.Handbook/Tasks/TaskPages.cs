using Akis.Engine;
using Akis.Feel;

namespace Akis.Handbook.Tasks;

/// <summary>A task in somebody's list.</summary>
/// <param name="Key">The task.</param>
/// <param name="Name">What is to be done.</param>
/// <param name="Subject">What it is about, where the model says so (<c>akis:subject</c>): one analysis among many of the same name.</param>
/// <param name="Number">The request's number.</param>
/// <param name="ProcessName">The request's process.</param>
/// <param name="ForWhom">Account name of who asked.</param>
/// <param name="IsMine">Taken by or given to the reader, or somebody whom they stand in for; otherwise offered.</param>
/// <param name="Since">When it came up.</param>
/// <param name="Due">When it should be done; null when there is no limit.</param>
/// <param name="Priority">0 to 100; 50 where nothing else was said.</param>
/// <param name="FollowUp">Put off until then; null when it is not.</param>
/// <param name="InPlaceOf">Account name of who has it, where the reader stands in for that one; else null.</param>
public sealed record TaskListItem(long Key, string Name, string? Subject, string Number, string ProcessName, string ForWhom, bool IsMine, DateTimeOffset Since, DateTimeOffset? Due, int Priority, DateTimeOffset? FollowUp, string? InPlaceOf);

/// <summary>A task as its page shows it.</summary>
public sealed record TaskPage
{
    /// <summary>The task.</summary>
    public required long Key { get; init; }

    /// <summary>The request it belongs to.</summary>
    public required long RequestKey { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about, where the model says so.</summary>
    public string? Subject { get; init; }

    /// <summary>Why: the model's documentation of the step; null when it has none.</summary>
    public string? Why { get; init; }

    /// <summary>The request's number.</summary>
    public required string Number { get; init; }

    /// <summary>The request's process.</summary>
    public required string ProcessName { get; init; }

    /// <summary>When it came up.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it should be done.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Put off until then; null when it is not.</summary>
    public DateTimeOffset? FollowUp { get; init; }

    /// <summary>0 to 100; 50 where nothing else was said.</summary>
    public int Priority { get; init; }

    /// <summary>Who has it; null while it is offered.</summary>
    public string? Assignee { get; init; }

    /// <summary>Groups it is offered to.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Persons it is offered to.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>What was said about it, oldest first.</summary>
    public IReadOnlyList<TaskComment> Comments { get; init; } = [];

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public string? EndedBy { get; init; }

    /// <summary>In whose place it was ended; null for themselves.</summary>
    public string? EndedFor { get; init; }

    /// <summary>The ticket on whose page this step is done (`akis:ticketState` in the model); null where the task has its own page.</summary>
    public string? TicketNumber { get; init; }

    /// <summary>The form as form-js JSON; null when the step asks nothing.</summary>
    public string? FormJson { get; init; }

    /// <summary>The variables that the task sees.</summary>
    public required FeelContext Variables { get; init; }

    /// <summary>What was typed and kept.</summary>
    public FeelContext Draft { get; init; } = FeelContext.Empty;

    /// <summary>The reader may complete it.</summary>
    public bool MayWork { get; init; }

    /// <summary>The reader may take it.</summary>
    public bool MayClaim { get; init; }

    /// <summary>The reader has it, or leads its group, and may give it back to the group.</summary>
    public bool MayRelease { get; init; }

    /// <summary>The reader has it, or leads its group, and may give it to another candidate.</summary>
    public bool MayHandOn { get; init; }

    /// <summary>The reader may say something about it.</summary>
    public bool MayComment { get; init; }

    /// <summary>In whose place the reader would do it; null for themselves.</summary>
    public string? InPlaceOf { get; init; }

    /// <summary>The reader would be allowed, were it not about their own request or work: duties are segregated.</summary>
    public bool IsSegregated { get; init; }
}
