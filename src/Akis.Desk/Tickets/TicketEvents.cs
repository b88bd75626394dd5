using Akis.Engine.Database;

namespace Akis.Desk.Tickets;

/// <summary>Something that happened inside the desk: who gave it to whom, what was merged, who woke it.</summary>
/// <param name="Kind">What: the page has the words.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Detail">To whom, with what; may be empty.</param>
/// <param name="At">When.</param>
public sealed record TicketEvent(string Kind, string Actor, string Detail, DateTimeOffset At);

/// <summary>The desk's own history of a ticket.</summary>
public sealed class TicketEvents(AkisDatabase database)
{
    private const int Most = 200;

    /// <summary>The latest first. Whether the reader may see them is the caller's to ask.</summary>
    public Task<List<TicketEvent>> OfAsync(long ticketKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT kind, actor, detail, at FROM ticket_event WHERE ticket_key = @key ORDER BY key DESC LIMIT @most",
        row => new TicketEvent(row.GetString(0), row.GetString(1), row.GetString(2), row.Instant(3)!.Value), token, ("key", ticketKey), ("most", Most)), cancel); // the instant is never null

    internal static async Task<long> AddAsync(WriteSession session, long ticketKey, string kind, string actor, string detail, CancellationToken cancel)
    {
        var key = session.NextKey();
        await session.ExecuteAsync("INSERT INTO ticket_event (key, ticket_key, kind, actor, detail, at) VALUES (@key, @ticket, @kind, @actor, @detail, @now)", cancel,
            ("key", key), ("ticket", ticketKey), ("kind", kind), ("actor", actor), ("detail", detail), ("now", session.Now));
        return key;
    }
}
