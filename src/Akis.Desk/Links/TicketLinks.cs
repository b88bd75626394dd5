using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Links;

/// <summary>How two tickets belong together.</summary>
public enum LinkKind
{
    /// <summary>The first is a part of the second, which cannot be solved before it.</summary>
    ChildOf,

    /// <summary>They have to do with each other.</summary>
    RelatedTo,

    /// <summary>The second cannot be solved while the first is open.</summary>
    Blocks,

    /// <summary>The second (a change) has caused the first.</summary>
    CausedBy,

    /// <summary>The first shows the problem that the second looks into.</summary>
    ShowsProblem,
}

/// <summary>A link as a ticket's page shows it.</summary>
/// <param name="Kind">How.</param>
/// <param name="IsForward">Whether the page's ticket is the first of the two.</param>
/// <param name="Number">The other ticket.</param>
/// <param name="Subject">Its subject; null where the reader may not see that ticket.</param>
/// <param name="State">Its state.</param>
public sealed record TicketLink(LinkKind Kind, bool IsForward, string Number, string? Subject, string State);

/// <summary>Links between tickets.</summary>
public sealed class TicketLinks(AkisDatabase database, TicketWork work)
{
    private const int Most = 100;
    private const int Deepest = 20;

    /// <summary>The links of a ticket. Another ticket that the reader may not see is a number without a subject; a confidential one is left out.</summary>
    public Task<List<TicketLink>> OfAsync(long ticketKey, Actor actor, CancellationToken cancel = default) => database.ReadAsync(async (connection, token) =>
    {
        var links = await connection.QueryAsync("""
            SELECT l.kind, 1, t.number, t.subject, t.state, t.requester, t.queue, t.assignee, t.confidential FROM ticket_link l JOIN ticket t ON t.key = l.to_key WHERE l.from_key = @key
            UNION ALL SELECT l.kind, 0, t.number, t.subject, t.state, t.requester, t.queue, t.assignee, t.confidential FROM ticket_link l JOIN ticket t ON t.key = l.from_key WHERE l.to_key = @key
            ORDER BY 1, 2, 3 LIMIT @most
            """, row => (Link: new TicketLink((LinkKind)row.GetInt32(0), row.GetInt32(1) == 1, row.GetString(2), row.GetString(3), row.GetString(4)), IsSecret: row.GetBoolean(8),
                View: TicketAccess.ViewOf(actor, row.GetString(5), row.GetString(6), row.Text(7), row.GetBoolean(8))), token, ("key", ticketKey), ("most", Most));
        return links.Where(one => !one.IsSecret || one.View != TicketView.None).Select(one => one.View == TicketView.None ? one.Link with { Subject = null } : one.Link).ToList();
    }, cancel);

    /// <summary>Links a ticket with another one that the actor works on too.</summary>
    public Task<Outcome> AddAsync(string number, LinkKind kind, string other, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
    {
        if (!Enum.IsDefined(kind)) return new Problem("link.kind", 422, "Listeden bir bağ türü seçin.", "Choose a kind of link from the list.");
        if (await TicketRow.TakeAsync(session, other, actor, token) is not { } second) return new Problem("link.unknown", 404, $"“{other}” numaralı bir bilet bulunamadı.", $"There is no ticket “{other}”.");
        if (second.View != TicketView.Agent) return TicketProblems.NotYours;
        if (second.Key == row.Key) return new Problem("link.self", 422, "Bir bilet kendisine bağlanamaz.", "A ticket cannot be linked with itself.");
        if (kind is LinkKind.ChildOf or LinkKind.Blocks && await ReachesAsync(session, kind, second.Key, row.Key, token))
        {
            return new Problem("link.circle", 409, "Bu bağ bir döngü kurar: biletler birbirini bekler ve hiçbiri kapanamaz.", "This would make a circle: the tickets would wait for each other and none could be closed.");
        }

        if (!await LinkAsync(session, row.Key, second.Key, kind, actor.UserName, token)) return TicketProblems.Same;
        await TicketEvents.AddAsync(session, row.Key, "linked", actor.UserName, second.Number, token);
        await TicketEvents.AddAsync(session, second.Key, "linked", actor.UserName, row.Number, token);
        return Outcome.Done;
    }, cancel);

    /// <summary>Takes a link away, in whichever direction it goes.</summary>
    public Task<Outcome> RemoveAsync(string number, LinkKind kind, string other, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
    {
        var removed = await session.ExecuteAsync("""
            DELETE FROM ticket_link WHERE kind = @kind AND ((from_key = @key AND to_key = (SELECT key FROM ticket WHERE number = @other)) OR (to_key = @key AND from_key = (SELECT key FROM ticket WHERE number = @other)))
            """, token, ("kind", kind), ("key", row.Key), ("other", other));
        if (removed == 0) return TicketProblems.Same;
        await TicketEvents.AddAsync(session, row.Key, "unlinked", actor.UserName, other, token);
        return Outcome.Done;
    }, cancel);

    internal static async Task<bool> LinkAsync(WriteSession session, long from, long to, LinkKind kind, string by, CancellationToken cancel) =>
        await session.ExecuteAsync("INSERT INTO ticket_link (from_key, to_key, kind, made_by, at) VALUES (@from, @to, @kind, @by, @now) ON CONFLICT DO NOTHING", cancel,
            ("from", from), ("to", to), ("kind", kind), ("by", by), ("now", session.Now)) == 1;

    // Follows the links of a kind from one ticket on; true where the other one is met, or where the chain is deeper than anybody can follow.
    private static async Task<bool> ReachesAsync(WriteSession session, LinkKind kind, long from, long wanted, CancellationToken cancel)
    {
        var reached = await session.QueryAsync($"""
            WITH RECURSIVE road (key, depth) AS (
              SELECT to_key, 1 FROM ticket_link WHERE from_key = @from AND kind = @kind
              UNION SELECT l.to_key, road.depth + 1 FROM ticket_link l JOIN road ON l.from_key = road.key WHERE l.kind = @kind AND road.depth < {Deepest})
            SELECT 1 FROM road WHERE key = @wanted OR depth = {Deepest} LIMIT 1
            """, row => row.GetInt32(0), cancel, ("from", from), ("kind", kind), ("wanted", wanted));
        return reached.Count > 0;
    }
}
