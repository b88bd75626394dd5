using System.Xml;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Feel.Calendars;

namespace Akis.Desk.Sla;

/// <summary>Keeps what the clocks depend on and how they stand, in the transaction of what changed them.</summary>
public sealed class SlaRecord(EngineSettings settings, SlaWake wake)
{
    private const string NoOpenSpan = "NOT EXISTS (SELECT 1 FROM ticket_span o WHERE o.ticket_key = @ticket AND o.to_at IS NULL)";

    /// <summary>The ticket came into a state. What is told already is not written again.</summary>
    public static void Enter(WriteSession session, long ticket, string state, string? reason)
    {
        session.Write("UPDATE ticket_span SET to_at = @now WHERE ticket_key = @ticket AND to_at IS NULL AND state <> @state", ("now", session.Now), ("ticket", ticket), ("state", state));
        session.Write($"INSERT INTO ticket_span (key, ticket_key, state, from_at, reason) SELECT @key, @ticket, @state, @now, @reason WHERE {NoOpenSpan}",
            ("key", session.NextKey()), ("ticket", ticket), ("state", state), ("now", session.Now), ("reason", reason));
    }

    /// <summary>The requester was told something: by a person, or by a milestone of a process.</summary>
    public static void Tell(WriteSession session, long ticket, bool isHuman) => session.Write(
        "INSERT INTO ticket_told (key, ticket_key, at, human) VALUES (@key, @ticket, @now, @human)", ("key", session.NextKey()), ("ticket", ticket), ("now", session.Now), ("human", isHuman));

    /// <summary>Takes the targets that the decision table D-02 gave, where they are other ones than before.</summary>
    public static void Target(WriteSession session, long ticket, string priority, FeelContext given)
    {
        long Seconds(string name) => (long)XmlConvert.ToTimeSpan(given.Get(name).AsString() ?? throw new InvalidOperationException($"D-02 gave no '{name}'.")).TotalSeconds;
        var (calendar, first, solution, silence, origin) = (given.Get("calendar").AsString() ?? "T1", Seconds("firstAnswer"), Seconds("solution"), Seconds("silence"), given.Get("origin").AsString() ?? "");
        session.Write("""
            INSERT INTO ticket_target (key, ticket_key, at, priority, calendar, first_answer, solution, silence, origin)
            SELECT @key, @ticket, @now, @priority, @calendar, @first, @solution, @silence, @origin
            WHERE NOT EXISTS (SELECT 1 FROM ticket_target t WHERE t.ticket_key = @ticket AND t.priority = @priority AND t.calendar = @calendar AND t.first_answer = @first AND t.solution = @solution AND t.silence = @silence
              AND NOT EXISTS (SELECT 1 FROM ticket_target later WHERE later.ticket_key = @ticket AND later.key > t.key))
            """, ("key", session.NextKey()), ("ticket", ticket), ("now", session.Now), ("priority", priority), ("calendar", calendar), ("first", first), ("solution", solution), ("silence", silence), ("origin", origin));
    }

    /// <summary>Computes the clocks again after a change of the ticket, whose state is taken over first.</summary>
    public async Task FollowAsync(WriteSession session, long ticket, CancellationToken cancel)
    {
        session.Write("UPDATE ticket_span SET to_at = @now WHERE ticket_key = @ticket AND to_at IS NULL AND state <> (SELECT t.state FROM ticket t WHERE t.key = @ticket)", ("now", session.Now), ("ticket", ticket));
        session.Write($"INSERT INTO ticket_span (key, ticket_key, state, from_at) SELECT @key, t.key, t.state, @now FROM ticket t WHERE t.key = @ticket AND {NoOpenSpan}", ("key", session.NextKey()), ("ticket", ticket), ("now", session.Now));
        await ComputeAsync(session, ticket, cancel);
    }

    /// <summary>Computes the clocks as they stand now; gives them, or null for a ticket without targets.</summary>
    internal async Task<SlaReport?> ComputeAsync(WriteSession session, long ticket, CancellationToken cancel)
    {
        var facts = await SlaFacts(session, ticket, cancel);
        if (facts.OfType<TargetsSet>().LastOrDefault() is not { } targets) return null;
        SlaReport? report = null;
        try
        {
            report = SlaTimeline.Compute(facts, settings.Calendars, session.Now);
        }
        catch (CalendarYearMissing)
        {
            // §10.2 (12): nothing is counted silently without holidays; the page says that the calendar has to be completed.
            session.Write("UPDATE ticket_clock SET state = @state, due_at = NULL, next_at = NULL, calendar_version = @version WHERE ticket_key = @ticket AND ended_at IS NULL",
                ("state", SlaState.NoCalendar), ("version", settings.Calendars[targets.Targets.Calendar].Version), ("ticket", ticket));
            return null;
        }

        var calendar = settings.Calendars[targets.Targets.Calendar];
        foreach (var clock in Enum.GetValues<SlaClock>())
        {
            if (report.Last(clock) is { } round) Write(session, ticket, round, targets.Targets.Calendar, calendar);
        }

        foreach (var breach in report.Breaches)
        {
            session.Write("INSERT INTO ticket_breach (ticket_key, clock, round, at, priority) VALUES (@ticket, @clock, @round, @at, @priority) ON CONFLICT DO NOTHING",
                ("ticket", ticket), ("clock", breach.Clock), ("round", breach.Round), ("at", breach.At), ("priority", breach.Priority));
        }

        session.OnCommitted(wake.Wake);
        return report;
    }

    private static void Write(WriteSession session, long ticket, SlaRound round, string code, WorkCalendar calendar)
    {
        var next = SlaWarnings.NextLevel(round) is { } level ? SlaTimeline.Mark(round, level, calendar) : null;
        session.Write("""
            INSERT INTO ticket_clock (ticket_key, clock, round, state, allowance, spent, due_at, ended_at, breached_at, next_at, calendar, calendar_version)
            VALUES (@ticket, @clock, @round, @state, @allowance, @spent, @due, @ended, @breached, @next, @calendar, @version)
            ON CONFLICT (ticket_key, clock) DO UPDATE SET round = excluded.round, state = excluded.state, allowance = excluded.allowance, spent = excluded.spent, due_at = excluded.due_at, ended_at = excluded.ended_at,
              breached_at = coalesce(CASE WHEN ticket_clock.round = excluded.round THEN ticket_clock.breached_at END, excluded.breached_at), next_at = excluded.next_at, calendar = excluded.calendar, calendar_version = excluded.calendar_version
            """, ("ticket", ticket), ("clock", round.Clock), ("round", round.No), ("state", round.State), ("allowance", (long)round.Allowance.TotalSeconds), ("spent", (long)round.Spent.TotalSeconds),
            ("due", round.Due), ("ended", round.EndedAt), ("breached", round.BreachedAt), ("next", next), ("calendar", code), ("version", calendar.Version));
    }

    internal static async Task<List<SlaFact>> SlaFacts(WriteSession session, long ticket, CancellationToken cancel)
    {
        var batch = new ReadBatch(session);
        var spans = batch.Add(SlaRows.Spans, SlaRows.Span, ("ticket", ticket));
        var targets = batch.Add(SlaRows.Targets, SlaRows.Target, ("ticket", ticket));
        var told = batch.Add(SlaRows.Told, SlaRows.Tell, ("ticket", ticket));
        await batch.RunAsync(cancel);
        return SlaRows.InOrder(spans, targets, told);
    }
}
