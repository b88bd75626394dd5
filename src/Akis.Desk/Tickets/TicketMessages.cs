using Akis.Desk.Events;
using Akis.Engine.Database;

namespace Akis.Desk.Tickets;

/// <summary>Writes entries of conversations.</summary>
internal static class TicketMessages
{
    /// <summary>Adds an entry; whom a message concerns hears of it. <paramref name="isToldAsState"/>: its requester is told it with the ticket's new state, as a question or a solution.</summary>
    public static Task<long> AddAsync(WriteSession session, long ticketKey, MessageKind kind, string author, string body, CancellationToken cancel, bool isToldAsState = false)
    {
        var key = session.NextKey();
        session.Write("INSERT INTO ticket_message (key, ticket_key, kind, author, body, at) VALUES (@key, @ticket, @kind, @author, @body, @at)",
            ("key", key), ("ticket", ticketKey), ("kind", kind), ("author", author), ("body", body), ("at", session.Now));
        Search.SearchIndex.Touch(session, ticketKey);
        if (kind == MessageKind.Message) DeskEvents.AddMessage(session, ticketKey, key, author, isToldAsState);
        return Task.FromResult(key);
    }
}
