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
    /// <summary>The ticket came into a state. What is told already is not written again.</summary>
    public static async Task EnterAsync(WriteSession session, long ticket, string state, string? reason, CancellationToken cancel)
    {
        var current = await session.QueryAsync("SELECT key, state FROM ticket_span WHERE ticket_key = @ticket AND to_at IS NULL ORDER BY key DESC LIMIT 1", row => (Key: row.GetInt64(0), State: row.GetString(1)), cancel, ("ticket", ticket));
        if (current.Count > 0 && current[0].State == state) return;
        if (current.Count > 0) await session.ExecuteAsync("UPDATE ticket_span SET to_at = @now WHERE key = @key", cancel, ("now", session.Now), ("key", current[0].Key));
        await session.ExecuteAsync("INSERT INTO ticket_span (key, ticket_key, state, from_at, reason) VALUES (@key, @ticket, @state, @now, @reason)", cancel,
            ("key", session.NextKey()), ("ticket", ticket), ("state", state), ("now", session.Now), ("reason", reason));
    }

    /// <summary>The requester was told something: by a person, or by a milestone of a process.</summary>
    public static Task TellAsync(WriteSession session, long ticket, bool isHuman, CancellationToken cancel) => session.ExecuteAsync(
        "INSERT INTO ticket_told (key, ticket_key, at, human) VALUES (@key, @ticket, @now, @human)", cancel, ("key", session.NextKey()), ("ticket", ticket), ("now", session.Now), ("human", isHuman));

    /// <summary>Takes the targets that the decision table D-02 gave, where they are other ones than before.</summary>
    public static async Task TargetAsync(WriteSession session, long ticket, string priority, FeelContext given, CancellationToken cancel)
    {
        long Seconds(string name) => (long)XmlConvert.ToTimeSpan(given.Get(name).AsString() ?? throw new InvalidOperationException($"D-02 gave no '{name}'.")).TotalSeconds;
        var (calendar, first, solution, silence, origin) = (given.Get("calendar").AsString() ?? "T1", Seconds("firstAnswer"), Seconds("solution"), Seconds("silence"), given.Get("origin").AsString() ?? "");
        await session.ExecuteAsync("""
            INSERT INTO ticket_target (key, ticket_key, at, priority, calendar, first_answer, solution, silence, origin)
            SELECT @key, @ticket, @now, @priority, @calendar, @first, @solution, @silence, @origin
            WHERE NOT EXISTS (SELECT 1 FROM ticket_target t WHERE t.ticket_key = @ticket AND t.priority = @priority AND t.calendar = @calendar AND t.first_answer = @first AND t.solution = @solution AND t.silence = @silence
              AND NOT EXISTS (SELECT 1 FROM ticket_target later WHERE later.ticket_key = @ticket AND later.key > t.key))
            """, cancel, ("key", session.NextKey()), ("ticket", ticket), ("now", session.Now), ("priority", priority), ("calendar", calendar), ("first", first), ("solution", solution), ("silence", silence), ("origin", origin));
    }

    /// <summary>Computes the clocks again after a change of the ticket, whose state is taken over first.</summary>
    public async Task FollowAsync(WriteSession session, long ticket, CancellationToken cancel)
    {
        foreach (var state in await session.QueryAsync("SELECT state FROM ticket WHERE key = @ticket", row => row.GetString(0), cancel, ("ticket", ticket))) await EnterAsync(session, ticket, state, null, cancel);
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
            await session.ExecuteAsync("UPDATE ticket_clock SET state = @state, due_at = NULL, next_at = NULL, calendar_version = @version WHERE ticket_key = @ticket AND ended_at IS NULL", cancel,
                ("state", SlaState.NoCalendar), ("version", settings.Calendars[targets.Targets.Calendar].Version), ("ticket", ticket));
            return null;
        }

        var calendar = settings.Calendars[targets.Targets.Calendar];
        foreach (var clock in Enum.GetValues<SlaClock>())
        {
            if (report.Last(clock) is { } round) await WriteAsync(session, ticket, round, targets.Targets.Calendar, calendar, cancel);
        }

        foreach (var breach in report.Breaches)
        {
            await session.ExecuteAsync("INSERT INTO ticket_breach (ticket_key, clock, round, at, priority) VALUES (@ticket, @clock, @round, @at, @priority) ON CONFLICT DO NOTHING", cancel,
                ("ticket", ticket), ("clock", breach.Clock), ("round", breach.Round), ("at", breach.At), ("priority", breach.Priority));
        }

        session.OnCommitted(wake.Wake);
        return report;
    }

    private static async Task WriteAsync(WriteSession session, long ticket, SlaRound round, string code, WorkCalendar calendar, CancellationToken cancel)
    {
        var next = SlaWarnings.NextLevel(round) is { } level ? SlaTimeline.Mark(round, level, calendar) : null;
        await session.ExecuteAsync("""
            INSERT INTO ticket_clock (ticket_key, clock, round, state, allowance, spent, due_at, ended_at, breached_at, next_at, calendar, calendar_version)
            VALUES (@ticket, @clock, @round, @state, @allowance, @spent, @due, @ended, @breached, @next, @calendar, @version)
            ON CONFLICT (ticket_key, clock) DO UPDATE SET round = excluded.round, state = excluded.state, allowance = excluded.allowance, spent = excluded.spent, due_at = excluded.due_at, ended_at = excluded.ended_at,
              breached_at = coalesce(CASE WHEN ticket_clock.round = excluded.round THEN ticket_clock.breached_at END, excluded.breached_at), next_at = excluded.next_at, calendar = excluded.calendar, calendar_version = excluded.calendar_version
            """, cancel, ("ticket", ticket), ("clock", round.Clock), ("round", round.No), ("state", round.State), ("allowance", (long)round.Allowance.TotalSeconds), ("spent", (long)round.Spent.TotalSeconds),
            ("due", round.Due), ("ended", round.EndedAt), ("breached", round.BreachedAt), ("next", next), ("calendar", code), ("version", calendar.Version));
    }

    internal static async Task<List<SlaFact>> SlaFacts(WriteSession session, long ticket, CancellationToken cancel)
    {
        var spans = await session.QueryAsync(SlaRows.Spans, SlaRows.Span, cancel, ("ticket", ticket));
        var targets = await session.QueryAsync(SlaRows.Targets, SlaRows.Target, cancel, ("ticket", ticket));
        return SlaRows.InOrder(spans, targets, await session.QueryAsync(SlaRows.Told, SlaRows.Tell, cancel, ("ticket", ticket)));
    }
}
