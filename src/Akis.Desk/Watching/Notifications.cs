using Akis.Engine.Database;

namespace Akis.Desk.Watching;

/// <summary>What somebody should hear of.</summary>
/// <param name="Kind">given, mention, message, awake, unsent: the page has the words.</param>
/// <param name="Number">The ticket.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="From">Who did it.</param>
/// <param name="At">When.</param>
/// <param name="IsRead">Whether it was seen.</param>
public sealed record Notification(string Kind, string Number, string Subject, string From, DateTimeOffset At, bool IsRead);

/// <summary>A person's notifications.</summary>
public sealed class Notifications(AkisDatabase database)
{
    private const int Most = 100;

    /// <summary>The newest first.</summary>
    public Task<List<Notification>> OfAsync(string userName, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT n.kind, t.number, t.subject, n.from_user, n.at, n.read_at FROM desk_notification n JOIN ticket t ON t.key = n.ticket_key WHERE n.user_name = @user ORDER BY n.about_key DESC LIMIT @most",
        row => new Notification(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Instant(4)!.Value, !row.IsDBNull(5)), token, ("user", userName), ("most", Most)), cancel); // the instant is never null

    /// <summary>How many were not read yet.</summary>
    public async Task<int> UnreadAsync(string userName, CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT count(*) FROM desk_notification WHERE user_name = @user AND read_at IS NULL", row => (int)row.GetInt64(0), token, ("user", userName)), cancel))[0];

    /// <summary>All of them were seen, or those about one ticket.</summary>
    public Task ReadAsync(string userName, long? ticketKey = null, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        await session.ExecuteAsync($"UPDATE desk_notification SET read_at = @now WHERE user_name = @user AND read_at IS NULL{(ticketKey is null ? "" : " AND ticket_key = @ticket")}", token,
            ticketKey is null ? [("now", session.Now), ("user", userName)] : [("now", session.Now), ("user", userName), ("ticket", ticketKey)]);
        return Outcome.Done;
    }, cancel);

    /// <summary>Who was notified of a message and has not read it yet: those who are still to hear of it by mail.</summary>
    public static Task<List<string>> UnreadOfAsync(WriteSession session, long messageKey, CancellationToken cancel) => session.QueryAsync(
        "SELECT user_name FROM desk_notification WHERE about_key = @about AND kind = 'message' AND read_at IS NULL ORDER BY user_name", row => row.GetString(0), cancel, ("about", messageKey));

    internal static void Add(WriteSession session, string userName, string kind, long ticketKey, long aboutKey, string from) => session.Write(
        "INSERT INTO desk_notification (user_name, about_key, kind, ticket_key, from_user, at) VALUES (@user, @about, @kind, @ticket, @from, @now) ON CONFLICT DO NOTHING",
        ("user", userName), ("about", aboutKey), ("kind", kind), ("ticket", ticketKey), ("from", from), ("now", session.Now));

    /// <summary>Notifies those who follow a ticket, and who has it, of what somebody else has written to it; its requester hears of it in his own way.</summary>
    internal static void AddMessage(WriteSession session, long ticketKey, long messageKey, string author) => session.Write("""
        INSERT INTO desk_notification (user_name, about_key, kind, ticket_key, from_user, at)
        SELECT w.user_name, @message, 'message', @ticket, @author, @now FROM (SELECT user_name FROM ticket_watcher WHERE ticket_key = @ticket UNION SELECT assignee FROM ticket WHERE key = @ticket AND assignee IS NOT NULL) AS w
        WHERE w.user_name <> @author AND w.user_name <> (SELECT requester FROM ticket WHERE key = @ticket)
        """, ("message", messageKey), ("ticket", ticketKey), ("author", author), ("now", session.Now));
}
