using Akis.Desk.Categories;
using Akis.Desk.Checklists;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel.Calendars;
using Akis.People.Accounts;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Later;

/// <summary>A ticket that comes again and again.</summary>
/// <param name="Key">0 for one that is not kept yet.</param>
/// <param name="Category">Its category, which says the queue.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Body">What is to be done.</param>
/// <param name="Checklist">A line each that must be ticked off.</param>
/// <param name="Requester">In whose name it is opened.</param>
/// <param name="Schedule">When, see <see cref="Later.Schedule"/>.</param>
/// <param name="NextAt">When the next one is opened; null where it rests.</param>
/// <param name="LastNumber">The one opened last.</param>
public sealed record RecurringTicket(long Key, string Category, string Subject, string Body, string Checklist, string Requester, string Schedule, DateTimeOffset? NextAt, string? LastNumber);

/// <summary>Opens tickets by the calendar. After a downtime each is opened once, not once for every time that was missed.</summary>
public sealed class RecurringTickets(AkisDatabase database, OpenTicket open, PersonQueries persons, EngineSettings settings, DeskClock clock, ILogger<RecurringTickets> log)
{
    private const string Columns = "key, category, subject, body, checklist, requester, schedule, next_at, last_number";

    /// <summary>The university's ordinary working days.</summary>
    private WorkCalendar Calendar => settings.Calendars["T1"];

    /// <summary>Those of the queues that somebody works on, the next first.</summary>
    public async Task<List<RecurringTicket>> ForAsync(Actor actor, CancellationToken cancel = default)
    {
        var all = await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {Columns} FROM recurring_ticket ORDER BY next_at, key LIMIT 500", Read, token), cancel);
        return [.. all.Where(one => MayWrite(actor, one.Category))];
    }

    /// <summary>Keeps one; a key of 0 makes a new one. It is opened as the desk's own work, under the name of who keeps it.</summary>
    public async Task<Outcome<long>> SaveAsync(RecurringTicket ticket, bool isActive, Actor actor, CancellationToken cancel = default)
    {
        if (TicketRules.Check(new(ticket.Category, ticket.Subject, ticket.Body, null, null)) is [var wrong, ..]) return new Problem("recurring." + wrong.Field, 422, wrong.Tr, wrong.En);
        if (!MayWrite(actor, ticket.Category)) return TicketProblems.NotYours;
        if (Schedule.Next(ticket.Schedule, settings.Clock.GetUtcNow(), Calendar) is not { } next) return new Problem("recurring.schedule", 422, "Zamanlama anlaşılamadı. Örnek: 0 9 * * 1 (her pazartesi 09.00).", "The schedule was not understood. Example: 0 9 * * 1 (every Monday 09:00).");
        return await database.WriteAsync<Outcome<long>>(async (session, token) =>
        {
            var before = await session.QueryAsync("SELECT category FROM recurring_ticket WHERE key = @key", row => row.GetString(0), token, ("key", ticket.Key));
            if (before.Any(category => !MayWrite(actor, category))) return TicketProblems.NotYours;
            var key = ticket.Key == 0 ? session.NextKey() : ticket.Key;
            await session.ExecuteAsync("""
                INSERT INTO recurring_ticket (key, category, subject, body, checklist, requester, schedule, next_at, changed_by, changed_at) VALUES (@key, @category, @subject, @body, @checklist, @requester, @schedule, @next, @requester, @now)
                ON CONFLICT (key) DO UPDATE SET category = @category, subject = @subject, body = @body, checklist = @checklist, schedule = @schedule, next_at = @next, changed_by = @requester, changed_at = @now
                """, token, ("key", key), ("category", ticket.Category), ("subject", ticket.Subject.Trim()), ("body", ticket.Body.Trim()), ("checklist", ticket.Checklist.Trim()), ("requester", actor.UserName),
                ("schedule", ticket.Schedule.Trim()), ("next", isActive ? next : null), ("now", session.Now));
            session.OnCommitted(clock.Wake);
            return key;
        }, cancel);
    }

    /// <summary>Removes one; what it has opened stays.</summary>
    public Task<Outcome> RemoveAsync(long key, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        var found = await session.QueryAsync("SELECT category FROM recurring_ticket WHERE key = @key", row => row.GetString(0), token, ("key", key));
        if (found is not [var category] || !MayWrite(actor, category)) return new Problem("recurring.unknown", 404, "Böyle bir yinelenen bilet yok.", "There is no such recurring ticket.");
        await session.ExecuteAsync("DELETE FROM recurring_ticket WHERE key = @key", token, ("key", key));
        return Outcome.Done;
    }, cancel);

    /// <summary>Opens what is due; gives when the next one is.</summary>
    internal async Task<DateTimeOffset?> OpenDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var due in await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {Columns} FROM recurring_ticket WHERE next_at <= @now ORDER BY next_at LIMIT 100", Read, token, ("now", now)), cancel))
        {
            var person = await persons.FindAsync(due.Requester, cancel);
            var opened = await database.WriteAsync<Outcome>(async (session, token) =>
            {
                // Another node may have been here first.
                var taken = await session.ExecuteAsync("UPDATE recurring_ticket SET next_at = @next WHERE key = @key AND next_at = @due", token, ("next", Schedule.Next(due.Schedule, now, Calendar)), ("key", due.Key), ("due", due.NextAt));
                if (taken == 0 || person is null) return Outcome.Done;
                var ticket = await open.OpenAsync(session, new(due.Category, due.Subject, due.Body, null, null), [], TicketRequester.OfDesk(person.Name), person.Actor, "Takvim", token);
                if (ticket.Problem is { } problem) return problem;
                await Checklist.AddAsync(session, ticket.Value.Key, due.Checklist, token);
                await session.ExecuteAsync("UPDATE recurring_ticket SET last_number = @number WHERE key = @key", token, ("number", ticket.Value.Number), ("key", due.Key));
                return Outcome.Done;
            }, cancel);
            if (opened.Problem is not { } wrong) continue;
            log.LogWarning("The recurring ticket {Key} could not be opened: {Problem}", due.Key, wrong.Code);
            await database.WriteAsync((session, token) => session.ExecuteAsync("UPDATE recurring_ticket SET next_at = @next WHERE key = @key", token, ("next", Schedule.Next(due.Schedule, now, Calendar)), ("key", due.Key)), cancel);
        }

        return (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT min(next_at) FROM recurring_ticket", row => row.Instant(0), token), cancel))[0];
    }

    private static bool MayWrite(Actor actor, string category) => CategoryTree.Default.Find(category) is { } found && Queues.WorkedBy(actor.Groups).Any(queue => queue.Code == found.Queue);

    private static RecurringTicket Read(System.Data.Common.DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.Instant(7), row.Text(8));
}
