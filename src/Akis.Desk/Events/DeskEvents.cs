using Akis.Desk.Watching;
using Akis.Engine.Database;

namespace Akis.Desk.Events;

/// <summary>Something that happened at the desk and that others are to be told of.</summary>
/// <param name="Key">Grows with time.</param>
/// <param name="Kind">A word of <see cref="DeskEventKind"/>.</param>
/// <param name="TicketKey">The ticket; 0 where it is about none.</param>
/// <param name="MessageKey">The entry of the conversation; null where it is about none.</param>
/// <param name="Detail">The new state, an address …; depends on the kind.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="At">When.</param>
public sealed record DeskEvent(long Key, string Kind, long TicketKey, long? MessageKey, string? Detail, string Actor, DateTimeOffset At);

/// <summary>Kinds of events.</summary>
public static class DeskEventKind
{
    /// <summary>A ticket was opened.</summary>
    public const string Opened = "ticket.opened";

    /// <summary>A ticket came into another state; the detail is the state, for a planned one followed by its day.</summary>
    public const string State = "ticket.state";

    /// <summary>Somebody of the desk took the ticket.</summary>
    public const string Taken = "ticket.taken";

    /// <summary>Somebody wrote to the other side; the detail is <see cref="ToldAsState"/> where the ticket's new state tells its requester of it.</summary>
    public const string Message = "ticket.message";

    /// <summary>The detail of a message that its requester hears of by the ticket's new state: a question, a solution.</summary>
    public const string ToldAsState = "state";

    /// <summary>A message of ours did not arrive; the detail is its Message-ID and, after a space, why.</summary>
    public const string Bounced = "mail.bounced";

    /// <summary>Somebody whose address is not proven has written; the detail is the address and, after a space, the name.</summary>
    public const string Unproven = "mail.unproven";
}

/// <summary>Writes events in the transaction of what happened, and hands them on: each once, in order.</summary>
public static class DeskEvents
{
    /// <summary>Writes one down.</summary>
    public static void Add(WriteSession session, string kind, long ticketKey, long? messageKey, string? detail, string actor) => session.Write(
        "INSERT INTO desk_event (key, kind, ticket_key, message_key, detail, actor, at) VALUES (@key, @kind, @ticket, @message, @detail, @actor, @at)",
        ("key", session.NextKey()), ("kind", kind), ("ticket", ticketKey), ("message", messageKey), ("detail", detail), ("actor", actor), ("at", session.Now));

    /// <summary>A message: who has the ticket or follows it is notified now, by mail later where he has not read it until then; its requester by mail only.</summary>
    internal static void AddMessage(WriteSession session, long ticketKey, long messageKey, string author, bool isToldAsState)
    {
        Notifications.AddMessage(session, ticketKey, messageKey, author);
        Add(session, DeskEventKind.Message, ticketKey, messageKey, isToldAsState ? DeskEventKind.ToldAsState : null, author);
    }

    /// <summary>Whether any waits.</summary>
    public static async Task<bool> AnyAsync(AkisDatabase database, CancellationToken cancel) =>
        (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT 1 FROM desk_event LIMIT 1", row => row.GetInt32(0), token), cancel)).Count > 0;

    /// <summary>Takes the oldest; they are gone when the caller's transaction commits. Only one node at a time takes any.</summary>
    public static async Task<List<DeskEvent>> TakeAsync(WriteSession session, int most, CancellationToken cancel)
    {
        session.Lock("desk-events");
        var events = await session.QueryAsync("SELECT key, kind, ticket_key, message_key, detail, actor, at FROM desk_event ORDER BY key LIMIT @most",
            row => new DeskEvent(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3), row.Text(4), row.GetString(5), row.Instant(6)!.Value), cancel, ("most", most)); // at is never null
        foreach (var taken in events) session.Write("DELETE FROM desk_event WHERE key = @key", ("key", taken.Key));
        return events;
    }
}
