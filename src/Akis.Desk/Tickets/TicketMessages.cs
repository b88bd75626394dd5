using Akis.Desk.Events;
using Akis.Engine.Database;

namespace Akis.Desk.Tickets;

/// <summary>Writes entries of conversations.</summary>
internal static class TicketMessages
{
    public static async Task<long> AddAsync(WriteSession session, long ticketKey, MessageKind kind, string author, string body, CancellationToken cancel)
    {
        var key = session.NextKey();
        session.Write("INSERT INTO ticket_message (key, ticket_key, kind, author, body, at) VALUES (@key, @ticket, @kind, @author, @body, @at)",
            ("key", key), ("ticket", ticketKey), ("kind", kind), ("author", author), ("body", body), ("at", session.Now));
        Search.SearchIndex.Touch(session, ticketKey);
        if (kind == MessageKind.Message) await Watching.Notifications.OnMessageAsync(session, ticketKey, key, author, cancel);
        if (kind == MessageKind.Message) DeskEvents.Add(session, DeskEventKind.Message, ticketKey, key, null, author);
        return key;
    }
}
