using Akis.Desk.Tickets;
using Akis.Desk.Watching;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Later;

/// <summary>Puts a ticket out of sight until an instant, or until its requester writes. Its process and its clocks know nothing of it: only the desk's lists do.</summary>
public sealed class SnoozeTicket(AkisDatabase database, TicketWork work, DeskClock clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Puts it off.</summary>
    public Task<Outcome> RunAsync(string number, DateTimeOffset until, bool endsOnReply, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
    {
        if (row.IsOver) return TicketProblems.NotNow;
        if (until <= session.Now || until - session.Now > Longest) return new Problem("snooze.until", 422, "Bir yıl içinde, ileride bir zaman seçin.", "Choose a time ahead, within a year.");
        await SetAsync(session, row.Key, until, endsOnReply, actor.UserName, token);
        session.OnCommitted(clock.Wake);
        return Outcome.Done;
    }, cancel);

    /// <summary>Wakes it before its time.</summary>
    public Task<Outcome> WakeAsync(string number, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
        await ClearAsync(session, row.Key, token) ? Outcome.Done : TicketProblems.Same, cancel);

    internal static async Task SetAsync(WriteSession session, long ticketKey, DateTimeOffset until, bool endsOnReply, string by, CancellationToken cancel)
    {
        await session.ExecuteAsync("UPDATE ticket SET snoozed_until = @until, snooze_ends_on_reply = @reply WHERE key = @key", cancel, ("until", until), ("reply", endsOnReply), ("key", ticketKey));
        await TicketEvents.AddAsync(session, ticketKey, "snoozed", by, until.ToString("O", System.Globalization.CultureInfo.InvariantCulture), cancel);
    }

    /// <summary>A message of the requester wakes a ticket that was put off until one comes.</summary>
    internal static async Task OnReplyAsync(WriteSession session, long ticketKey, CancellationToken cancel)
    {
        if (await session.ExecuteAsync("UPDATE ticket SET snoozed_until = NULL WHERE key = @key AND snoozed_until IS NOT NULL AND snooze_ends_on_reply", cancel, ("key", ticketKey)) == 1) await AwakeAsync(session, ticketKey, cancel);
    }

    /// <summary>Wakes what is due; gives when the next one is.</summary>
    internal async Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var due = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key FROM ticket WHERE snoozed_until <= @now ORDER BY snoozed_until LIMIT 100", row => row.GetInt64(0), token, ("now", now)), cancel);
        foreach (var key in due)
        {
            await database.WriteAsync<Outcome>(async (session, token) =>
            {
                if (await ClearAsync(session, key, token)) await AwakeAsync(session, key, token);
                return Outcome.Done;
            }, cancel);
        }

        return (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT min(snoozed_until) FROM ticket WHERE snoozed_until IS NOT NULL", row => row.Instant(0), token), cancel))[0];
    }

    private static async Task<bool> ClearAsync(WriteSession session, long ticketKey, CancellationToken cancel) =>
        await session.ExecuteAsync("UPDATE ticket SET snoozed_until = NULL WHERE key = @key AND snoozed_until IS NOT NULL", cancel, ("key", ticketKey)) == 1;

    // Who has it hears of it.
    private static async Task AwakeAsync(WriteSession session, long ticketKey, CancellationToken cancel)
    {
        var happened = await TicketEvents.AddAsync(session, ticketKey, "awake", Actor.System.UserName, "", cancel);
        var assignee = await session.QueryAsync("SELECT assignee FROM ticket WHERE key = @key", row => row.Text(0), cancel, ("key", ticketKey));
        if (assignee is [{ } user]) Notifications.Add(session, user, "awake", ticketKey, happened, Actor.System.UserName);
    }
}
