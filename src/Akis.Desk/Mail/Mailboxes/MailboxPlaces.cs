using Akis.Engine.Database;

namespace Akis.Desk.Mail.Mailboxes;

/// <summary>How a mailbox is doing.</summary>
/// <param name="Name">The mailbox.</param>
/// <param name="CheckedAt">When it was last read to its end.</param>
/// <param name="Error">Why it cannot be read; null while it can.</param>
public sealed record MailboxHealth(string Name, DateTimeOffset? CheckedAt, string? Error);

/// <summary>Remembers how far each mailbox was read.</summary>
public sealed class MailboxPlaces(AkisDatabase database)
{
    /// <summary>How the mailboxes are doing.</summary>
    public Task<List<MailboxHealth>> HealthAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT name, checked_at, error FROM mailbox_state ORDER BY name", row => new MailboxHealth(row.GetString(0), row.Instant(1), row.Text(2)), token), cancel);

    /// <summary>The last uid that was taken; 0 where the mailbox was never read or its uids are new ones.</summary>
    internal async Task<uint> LastAsync(string name, uint validity, CancellationToken cancel)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT last_uid FROM mailbox_state WHERE name = @name AND uid_validity = @validity", row => row.GetInt64(0), token, ("name", name), ("validity", (long)validity)), cancel);
        return rows.Count == 0 ? 0 : (uint)rows[0];
    }

    internal Task SetAsync(string name, uint validity, uint uid, CancellationToken cancel) => database.WriteAsync((session, token) => session.ExecuteAsync("""
        INSERT INTO mailbox_state (name, uid_validity, last_uid, checked_at) VALUES (@name, @validity, @uid, @now)
        ON CONFLICT (name) DO UPDATE SET uid_validity = @validity, last_uid = @uid, checked_at = @now, error = NULL
        """, token, ("name", name), ("validity", (long)validity), ("uid", (long)uid), ("now", session.Now)), cancel);

    internal Task FailedAsync(string name, string error, CancellationToken cancel) => database.WriteAsync((session, token) => session.ExecuteAsync("""
        INSERT INTO mailbox_state (name, uid_validity, last_uid, error) VALUES (@name, 0, 0, @error) ON CONFLICT (name) DO UPDATE SET error = @error
        """, token, ("name", name), ("error", error)), cancel);
}
