using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Requests;

namespace Akis.Desk.Tickets.Processes;

/// <summary>What a machine reports: an alarm, or a finding of a process.</summary>
/// <param name="DedupeKey">The same for the same matter.</param>
/// <param name="Ticket">What is opened.</param>
/// <param name="Again">The note that a repetition leaves.</param>
/// <param name="RootKey">The process instance that reports; null for none.</param>
internal sealed record MachineReport(string DedupeKey, NewTicket Ticket, string Again, long? RootKey);

/// <summary>Opens one ticket a matter: a repetition while it is open, or within a day, is a note on it.</summary>
internal static class TicketReports
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    public static async Task<Outcome<(OpenedTicket Ticket, bool IsNew)>> TakeAsync(WriteSession session, OpenTicket open, MachineReport report, string source, Requester requester, Actor actor, CancellationToken cancel)
    {
        session.Lock($"ticket-report:{report.DedupeKey}"); // two alarms at once are one ticket
        if (await FindAsync(session, report.DedupeKey, cancel) is { } known && (!TicketState.IsOver(known.State) || session.Now - known.Last < Memory))
        {
            await session.ExecuteAsync("UPDATE ticket_report SET times = times + 1, last_at = @now WHERE dedupe_key = @key", cancel, ("now", session.Now), ("key", report.DedupeKey));
            await TicketMessages.AddAsync(session, known.Ticket.Key, MessageKind.Note, actor.UserName, $"{report.Again} ({(known.Times + 1).ToString(CultureInfo.InvariantCulture)}. kez)", cancel);
            return (known.Ticket, false);
        }

        var opened = await open.OpenAsync(session, report.Ticket, [], requester, actor, source, cancel);
        if (opened.Problem is { } problem) return problem;
        await session.ExecuteAsync("""
            INSERT INTO ticket_report (dedupe_key, ticket_key, root_key, times, first_at, last_at) VALUES (@key, @ticket, @root, 1, @now, @now)
            ON CONFLICT (dedupe_key) DO UPDATE SET ticket_key = excluded.ticket_key, root_key = excluded.root_key, times = 1, first_at = excluded.first_at, last_at = excluded.last_at
            """, cancel, ("key", report.DedupeKey), ("ticket", opened.Value.Key), ("root", report.RootKey), ("now", session.Now));
        return (opened.Value, true);
    }

    public static async Task<(OpenedTicket Ticket, string State, string? Assignee, int Times, DateTimeOffset Last)?> FindAsync(WriteSession session, string dedupeKey, CancellationToken cancel)
    {
        var rows = await session.QueryAsync("SELECT t.key, t.number, t.state, t.assignee, r.times, r.last_at FROM ticket_report r JOIN ticket t ON t.key = r.ticket_key WHERE r.dedupe_key = @key",
            row => (new OpenedTicket(row.GetInt64(0), row.GetString(1)), row.GetString(2), row.Text(3), row.GetInt32(4), row.Instant(5)!.Value), cancel, ("key", dedupeKey)); // last_at is never null
        return rows.Count == 0 ? null : rows[0];
    }
}
