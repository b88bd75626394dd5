namespace Akis.Handbook.Calendars;

/// <summary>How an announcement changes the calendars.</summary>
public enum LeaveKind
{
    /// <summary>Administrative leave (idari izin).</summary>
    Leave,

    /// <summary>Closed for snow or a disaster.</summary>
    Disaster,

    /// <summary>A day on which work is done, whatever the calendar says: made up for another one (telafi).</summary>
    WorkingDay,
}

/// <summary>What was announced for some days.</summary>
/// <param name="Kind">Closed, or worked.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, included.</param>
/// <param name="From">Minute since midnight from which it is closed each day; 0 for whole days.</param>
/// <param name="To">Minute until which it is closed; 1440 for whole days.</param>
/// <param name="Calendars">Codes of the calendars it changes; empty for all that keep holidays.</param>
public sealed record CalendarLeave(LeaveKind Kind, DateOnly First, DateOnly Last, int From, int To, IReadOnlySet<string> Calendars)
{
    /// <summary>Minutes of a day.</summary>
    public const int WholeDay = 24 * 60;

    /// <summary>Whether it changes a calendar of this code.</summary>
    public bool Changes(string calendar) => Calendars.Count == 0 || Calendars.Contains(calendar);

    /// <summary>Its days.</summary>
    public IEnumerable<DateOnly> Days => Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays);
}

/// <summary>An announcement as it was entered, approved and perhaps taken back.</summary>
/// <param name="Key">The entry.</param>
/// <param name="Leave">What it says.</param>
/// <param name="Basis">On what it rests: a law, a decision of the rectorate.</param>
/// <param name="Document">Number of the official letter.</param>
/// <param name="DocumentDay">Its date.</param>
/// <param name="EnteredBy">Account of who entered it.</param>
/// <param name="EnteredAt">When.</param>
/// <param name="ApprovedBy">Account of who approved it; null while it waits and does not count.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="RemovedBy">Account of who took it back; null while it stands.</param>
public sealed record LeaveEntry(long Key, CalendarLeave Leave, string Basis, string Document, DateOnly DocumentDay, string EnteredBy, DateTimeOffset EnteredAt, string? ApprovedBy, DateTimeOffset? ApprovedAt, string? RemovedBy)
{
    /// <summary>It counts.</summary>
    public bool Counts => ApprovedBy is not null && RemovedBy is null;

    /// <summary>It waits for the head.</summary>
    public bool Waits => ApprovedBy is null && RemovedBy is null;
}
