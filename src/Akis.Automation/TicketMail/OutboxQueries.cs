using Akis.Engine.Database;

namespace Akis.Automation.TicketMail;

/// <summary>A message that did not arrive.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Recipient">Who did not get it.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="CameBack">True where a delivery report came back, false where our server refused it.</param>
/// <param name="Error">Why, in the server's words.</param>
/// <param name="CreatedAt">When it was laid down.</param>
/// <param name="TicketNumber">Its ticket; null where it is about none.</param>
public sealed record FailedMail(long Key, string Recipient, string Subject, bool CameBack, string Error, DateTimeOffset CreatedAt, string? TicketNumber);

/// <summary>What left, what waits and what did not arrive.</summary>
public sealed class OutboxQueries(AkisDatabase database)
{
    private const string Failed = """
        SELECT m.key, m.recipient, m.subject, m.state = 3, coalesce(m.error, ''), m.created_at, t.number FROM outbox_mail m LEFT JOIN ticket t ON t.key = m.ticket_key WHERE m.state IN (2, 3)
        """;

    /// <summary>Messages of a ticket that did not arrive, oldest first. Whether the reader may see the ticket was asked before.</summary>
    public Task<List<FailedMail>> FailedOfTicketAsync(long ticketKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"{Failed} AND m.ticket_key = @ticket ORDER BY m.key LIMIT 20", Read, token, ("ticket", ticketKey)), cancel);

    /// <summary>Messages that did not arrive, newest first, before the given key.</summary>
    public Task<List<FailedMail>> FailedAsync(long before, int most, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"{Failed} AND m.key < @before ORDER BY m.key DESC LIMIT @most", Read, token, ("before", before), ("most", most)), cancel);

    /// <summary>How many wait, and since when the oldest does.</summary>
    public async Task<(long Count, DateTimeOffset? Since)> WaitingAsync(CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT count(*), min(created_at) FROM outbox_mail WHERE state = 0", row => (row.GetInt64(0), row.Instant(1)), token), cancel))[0];

    /// <summary>Tries a refused message again.</summary>
    public Task<Outcome> RetryAsync(long key, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
        await session.ExecuteAsync("UPDATE outbox_mail SET state = 0, tries = 0, due_at = @now WHERE key = @key AND state IN (2, 3)", token, ("now", session.Now), ("key", key)) == 1
            ? Outcome.Done : new Problem("mail.not-failed", 404, "Böyle bir başarısız ileti yok.", "There is no such failed message."), cancel);

    private static FailedMail Read(System.Data.Common.DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetString(4), row.Instant(5)!.Value, row.Text(6)); // created_at is never null
}
