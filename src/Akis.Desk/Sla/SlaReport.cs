namespace Akis.Desk.Sla;

/// <summary>How a clock stands.</summary>
public enum SlaState
{
    /// <summary>It does not matter now.</summary>
    Off,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It stands still; what is left stays left.</summary>
    Paused,

    /// <summary>It was stopped by what it waited for.</summary>
    Done,

    /// <summary>A year of its calendar has no holidays yet, so nothing can be promised.</summary>
    NoCalendar,
}

/// <summary>A stretch of time in one state of the ticket, and what it counts for a clock.</summary>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end, not part of it.</param>
/// <param name="State">The ticket's state.</param>
/// <param name="Reason">Why it was in that state; null where nobody said.</param>
/// <param name="Counts">Whether the clock ran.</param>
/// <param name="Spent">Working time that it counts.</param>
public sealed record SlaSegment(DateTimeOffset From, DateTimeOffset To, string State, string? Reason, bool Counts, TimeSpan Spent);

/// <summary>One run of a clock: from the opening or a reopening, for silences from one word to the next.</summary>
/// <param name="Clock">Which clock.</param>
/// <param name="No">1, 2 …</param>
/// <param name="Start">Its begin.</param>
/// <param name="Allowance">Working time that it has.</param>
/// <param name="Spent">Working time that has passed.</param>
/// <param name="State">How it stands.</param>
/// <param name="Due">The first instant at which all of the allowance has passed, as things are now; null while it stands still or is over.</param>
/// <param name="EndedAt">When it was stopped; null while it is not.</param>
/// <param name="BreachedAt">When its allowance was overrun; null where it was not.</param>
/// <param name="Segments">What it consists of, without gaps.</param>
public sealed record SlaRound(
    SlaClock Clock, int No, DateTimeOffset Start, TimeSpan Allowance, TimeSpan Spent, SlaState State, DateTimeOffset? Due, DateTimeOffset? EndedAt, DateTimeOffset? BreachedAt, IReadOnlyList<SlaSegment> Segments)
{
    /// <summary>What is left; negative where it was overrun.</summary>
    public TimeSpan Left => Allowance - Spent;

    /// <summary>What counts of the allowance, in percent.</summary>
    public int Percent => Allowance == TimeSpan.Zero ? 100 : (int)(Spent.Ticks * 100 / Allowance.Ticks);
}

/// <summary>An overrun that has happened; no later change takes it back (domain §8.4).</summary>
/// <param name="Clock">Which clock.</param>
/// <param name="Round">Which run of it.</param>
/// <param name="At">When.</param>
/// <param name="Priority">The priority that counted then.</param>
public sealed record SlaBreach(SlaClock Clock, int Round, DateTimeOffset At, string Priority);

/// <summary>All clocks of a ticket.</summary>
/// <param name="Priority">The priority that counts.</param>
/// <param name="Targets">What is promised.</param>
/// <param name="Rounds">Every run of every clock, in order.</param>
/// <param name="Breaches">Every overrun, also under a priority that counts no more.</param>
public sealed record SlaReport(string Priority, SlaTargets Targets, IReadOnlyList<SlaRound> Rounds, IReadOnlyList<SlaBreach> Breaches)
{
    /// <summary>The last run of a clock; null where it has never run.</summary>
    public SlaRound? Last(SlaClock clock) => Rounds.LastOrDefault(round => round.Clock == clock);
}
