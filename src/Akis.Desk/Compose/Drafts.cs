using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Compose;

/// <summary>What somebody has begun to write, kept on the server: it is there on every machine, and after a crash. Nobody else sees it.</summary>
public sealed class Drafts(AkisDatabase database, TicketQueries tickets)
{
    /// <summary>The author's drafts of a ticket by kind; the latest texts.</summary>
    public async Task<IReadOnlyDictionary<MessageKind, string>> OfAsync(long ticketKey, string userName, CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT kind, body FROM ticket_draft WHERE user_name = @user AND ticket_key = @ticket", row => (Kind: (MessageKind)row.GetInt32(0), Body: row.GetString(1)), token, ("user", userName), ("ticket", ticketKey)), cancel))
        .ToDictionary(draft => draft.Kind, draft => draft.Body);

    /// <summary>Keeps a text; an empty one forgets the draft.</summary>
    public async Task<Outcome> SaveAsync(string number, MessageKind kind, string body, Actor actor, CancellationToken cancel = default)
    {
        if (body.Length > TicketRules.LongestBody) return new Problem("message.long", 422, "Metin çok uzun (en çok 20.000 karakter).", "The text is too long (20,000 characters at most).");
        if (kind is not (MessageKind.Message or MessageKind.Note)) return new Problem("draft.kind", 422, "Taslak bir yanıt ya da iç not olabilir.", "A draft is a reply or a note.");
        if (await tickets.PageAsync(number, actor, cancel) is not { } page) return TicketProblems.Unknown;
        if (page.View is not (TicketView.Agent or TicketView.Requester) || (kind == MessageKind.Note && page.View != TicketView.Agent)) return TicketProblems.NotYours;
        return await database.WriteAsync<Outcome>(async (session, token) =>
        {
            await KeepAsync(session, page.Ticket.Key, kind, body, actor.UserName, token);
            return Outcome.Done;
        }, cancel);
    }

    internal static Task KeepAsync(WriteSession session, long ticketKey, MessageKind kind, string body, string author, CancellationToken cancel) => string.IsNullOrWhiteSpace(body)
        ? session.ExecuteAsync("DELETE FROM ticket_draft WHERE user_name = @user AND ticket_key = @ticket AND kind = @kind", cancel, ("user", author), ("ticket", ticketKey), ("kind", kind))
        : session.ExecuteAsync("""
            INSERT INTO ticket_draft (user_name, ticket_key, kind, body, changed_at) VALUES (@user, @ticket, @kind, @body, @now)
            ON CONFLICT (user_name, ticket_key, kind) DO UPDATE SET body = @body, changed_at = @now
            """, cancel, ("user", author), ("ticket", ticketKey), ("kind", kind), ("body", body), ("now", session.Now));
}
