namespace Akis.Desk.Tickets;

/// <summary>States of a ticket (domain §8.4); the process says which one by where its token is.</summary>
public static class TicketState
{
    /// <summary>Not sorted yet.</summary>
    public const string New = "New";

    /// <summary>In a queue, nobody has it.</summary>
    public const string Assigned = "Assigned";

    /// <summary>Somebody works on it.</summary>
    public const string InProgress = "InProgress";

    /// <summary>The requester must answer a question.</summary>
    public const string WaitingForUser = "WaitingForUser";

    /// <summary>A supplier must act.</summary>
    public const string WaitingForSupplier = "WaitingForSupplier";

    /// <summary>A date is set.</summary>
    public const string Planned = "Planned";

    /// <summary>A process of the handbook does what was asked; its own targets count.</summary>
    public const string InProcess = "InProcess";

    /// <summary>Solved; the requester may confirm or object.</summary>
    public const string Resolved = "Resolved";

    /// <summary>It was not solved after all; the work begins again.</summary>
    public const string Reopened = "Reopened";

    /// <summary>Over.</summary>
    public const string Closed = "Closed";

    /// <summary>Called off.</summary>
    public const string Cancelled = "Cancelled";

    /// <summary>Part of another ticket.</summary>
    public const string Merged = "Merged";

    /// <summary>Another unit's business.</summary>
    public const string Redirected = "Redirected";

    /// <summary>Whether nothing more happens.</summary>
    public static bool IsOver(string state) => state is Closed or Cancelled or Merged or Redirected;
}

/// <summary>A ticket as lists show it.</summary>
public sealed record TicketListItem(long Key, string Number, string Subject, string Category, string Queue, string Priority, string State, string Requester, string RequesterName, string? Assignee, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt);

/// <summary>What kind of entry a conversation has.</summary>
public enum MessageKind
{
    /// <summary>Both sides see it.</summary>
    Message,

    /// <summary>Only the desk sees it.</summary>
    Note,

    /// <summary>Something happened.</summary>
    Event,
}

/// <summary>An entry of the conversation.</summary>
public sealed record TicketMessage(long Key, MessageKind Kind, string Author, string Body, DateTimeOffset At);

/// <summary>A file with a ticket.</summary>
public sealed record TicketAttachment(long Key, string Name, string MediaType, long Size, string Author, DateTimeOffset At);

/// <summary>What a reader may do with a ticket.</summary>
public enum TicketView
{
    /// <summary>It does not exist for them.</summary>
    None,

    /// <summary>Their own.</summary>
    Requester,

    /// <summary>They read everything and change nothing.</summary>
    Reader,

    /// <summary>They work on it.</summary>
    Agent,

    /// <summary>They follow it: they read what its requester reads and change nothing.</summary>
    Watcher,
}

/// <summary>A ticket as its page shows it, already without what the reader may not see.</summary>
public sealed record TicketPage(
    TicketListItem Ticket, string? RequesterUnit, string? Question, string? ResolutionCode, string? Resolution, long? InstanceKey, int Revision, TicketView View,
    IReadOnlyList<TicketMessage> Messages, IReadOnlyList<TicketAttachment> Attachments)
{
    /// <summary>Seen only by who has it and the security officer.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>Free words on it, a blank between.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Until when it is out of the desk's sight; null where it is not.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>Whose business it is; null where it is the desk's own.</summary>
    public string? RedirectUnit { get; init; }

    /// <summary>Where that unit is applied to: a link, an address, a number.</summary>
    public string? RedirectPlace { get; init; }
}
