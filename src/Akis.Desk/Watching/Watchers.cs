using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Watching;

/// <summary>Those who follow a ticket: they read what its requester reads, and hear of every message (domain §8.6). A confidential ticket has none.</summary>
public sealed class Watchers(AkisDatabase database, TicketWork work)
{
    private const int Most = 50;

    /// <summary>Account names in the order of their following.</summary>
    public Task<List<string>> OfAsync(long ticketKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT user_name FROM ticket_watcher WHERE ticket_key = @key ORDER BY at, user_name LIMIT @most", row => row.GetString(0), token, ("key", ticketKey), ("most", Most)), cancel);

    /// <summary>Lets a person follow; an agent does that, also for himself.</summary>
    public Task<Outcome> AddAsync(string number, string userName, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
    {
        if (row.IsConfidential) return new Problem("watcher.confidential", 409, "Gizli biletin takipçisi olamaz.", "A confidential ticket has no watchers.");
        var known = await session.QueryAsync("SELECT 1 FROM person WHERE user_name = @user AND active", one => one.GetInt32(0), token, ("user", userName));
        if (known.Count == 0) return new Problem("person.unknown", 404, $"“{userName}” adında etkin bir kullanıcı yok.", $"There is no active user “{userName}”.");
        var added = await session.ExecuteAsync("""
            INSERT INTO ticket_watcher (ticket_key, user_name, added_by, at) SELECT @ticket, @user, @by, @now WHERE (SELECT count(*) FROM ticket_watcher WHERE ticket_key = @ticket) < @most ON CONFLICT DO NOTHING
            """, token, ("ticket", row.Key), ("user", userName), ("by", actor.UserName), ("now", session.Now), ("most", Most));
        return added == 1 ? Outcome.Done : TicketProblems.Same;
    }, cancel);

    /// <summary>Ends a person's own following; gives whether he did.</summary>
    public Task<bool> LeaveAsync(string number, string userName, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
        await session.ExecuteAsync("DELETE FROM ticket_watcher WHERE ticket_key = (SELECT key FROM ticket WHERE number = @number) AND user_name = @user", token, ("number", number), ("user", userName)) == 1, cancel);

    /// <summary>Ends it.</summary>
    public Task<Outcome> RemoveAsync(string number, string userName, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
        await session.ExecuteAsync("DELETE FROM ticket_watcher WHERE ticket_key = @ticket AND user_name = @user", token, ("ticket", row.Key), ("user", userName)) == 1 ? Outcome.Done : TicketProblems.Same, cancel);
}
