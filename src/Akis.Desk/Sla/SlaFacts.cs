namespace Akis.Desk.Sla;

/// <summary>What is timed (domain §8.4).</summary>
public enum SlaClock
{
    /// <summary>İY: until a person of the desk answers. Automatic messages do not count.</summary>
    FirstAnswer,

    /// <summary>ÇZ: until it is solved, as the requester sees it.</summary>
    Solution,

    /// <summary>ÇZ as the group answers for it: it also stands still while a supplier is waited for.</summary>
    GroupSolution,

    /// <summary>GN: silence since the requester last heard of it.</summary>
    Update,
}

/// <summary>What is promised: working time of a calendar for each clock.</summary>
/// <param name="Calendar">Code of the work calendar: T1, for P1 T2.</param>
/// <param name="FirstAnswer">Until the first answer.</param>
/// <param name="Solution">Until the solution.</param>
/// <param name="Silence">The longest silence.</param>
public sealed record SlaTargets(string Calendar, TimeSpan FirstAnswer, TimeSpan Solution, TimeSpan Silence)
{
    /// <summary>What is promised for a clock.</summary>
    public TimeSpan Of(SlaClock clock) => clock switch { SlaClock.FirstAnswer => FirstAnswer, SlaClock.Update => Silence, _ => Solution };
}

/// <summary>Something that the clocks depend on.</summary>
/// <param name="At">When it happened.</param>
public abstract record SlaFact(DateTimeOffset At);

/// <summary>The ticket came into a state.</summary>
/// <param name="At">When.</param>
/// <param name="State">One of <see cref="Tickets.TicketState"/>.</param>
/// <param name="Reason">Why, for people; null where nobody gave a reason.</param>
public sealed record StateEntered(DateTimeOffset At, string State, string? Reason = null) : SlaFact(At);

/// <summary>A person of the desk wrote to the requester, or the ticket's process reached a milestone that the requester is told.</summary>
/// <param name="At">When.</param>
/// <param name="IsHuman">Only people end the first answer's clock; milestones are updates.</param>
public sealed record RequesterTold(DateTimeOffset At, bool IsHuman = true) : SlaFact(At);

/// <summary>Targets were set: at the opening, and with every change of priority, type or category.</summary>
/// <param name="At">When.</param>
/// <param name="Priority">P1 … P4.</param>
/// <param name="Targets">They count from the opening.</param>
public sealed record TargetsSet(DateTimeOffset At, string Priority, SlaTargets Targets) : SlaFact(At);
