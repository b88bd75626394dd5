using System.IO.Compression;
using Akis.Desk.Mail.Mailboxes;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Desk.Mail.Intake;

/// <summary>A held message as its list shows it.</summary>
public sealed record HeldMail(long Key, string Mailbox, string FromAddress, string FromName, string Subject, string Reason, string? Detail, DateTimeOffset ReceivedAt, long Size);

/// <summary>What was refused, and what people decide about it.</summary>
public sealed class MailQuarantine(AkisDatabase database, MailIntake intake, Mailboxes.Mailboxes mailboxes, FileStore files)
{
    private static readonly Problem Unknown = new("mail.unknown", 404, "Bu ileti artık karantinada değil.", "This message is no longer in quarantine.");

    /// <summary>Held messages, newest first, before the given key; of one reason or of all.</summary>
    public Task<List<HeldMail>> ListAsync(string? reason, long before, int most, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"SELECT key, mailbox, from_address, from_name, subject, reason, detail, received_at, size FROM incoming_mail WHERE state = 0 AND key < @before{(reason is null ? "" : " AND reason = @reason")} ORDER BY key DESC LIMIT @most",
        row => new HeldMail(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Text(6), row.Instant(7)!.Value, row.GetInt64(8)), token, // received_at is never null
        [("before", before), ("most", most), .. reason is null ? Array.Empty<(string, object?)>() : [("reason", reason)]]), cancel);

    /// <summary>How many are held, by reason.</summary>
    public Task<List<(string Reason, long Count)>> CountsAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT reason, count(*) FROM incoming_mail WHERE state = 0 GROUP BY reason ORDER BY reason", row => (row.GetString(0), row.GetInt64(1)), token), cancel);

    /// <summary>Lets a message in as what it would have been; gives its ticket.</summary>
    public async Task<Outcome<string>> ReleaseAsync(long key, string by, CancellationToken cancel = default)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT mailbox, fingerprint, raw_sha256, size, reason FROM incoming_mail WHERE key = @key AND state = 0",
            row => (Fetched: new FetchedMail(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), Reason: row.GetString(4)), token, ("key", key)), cancel);
        if (rows.Count == 0) return Unknown;
        var (fetched, reason) = rows[0];
        if (QuarantineReason.CannotBeReleased(reason)) return new Problem("mail.unreadable", 422, "Bu ileti okunamadığı için bilete dönüştürülemez; ham iletiyi indirip inceleyin.", "This message cannot be read and so cannot become a ticket; download the raw message.");
        if (mailboxes.Find(fetched.Mailbox) is not { } box) return new Problem("mail.mailbox", 422, $"“{fetched.Mailbox}” posta kutusu artık tanımlı değil.", $"The mailbox “{fetched.Mailbox}” is no longer set up.");
        var taken = await intake.ReleaseAsync(key, fetched, box, await RawAsync(fetched.RawSha256, cancel), by, cancel);
        return taken.Number is { } number ? number : taken.State == MailState.Quarantine
            ? new Problem("mail.refused", 409, "Bilet bu iletiyi şu an kabul etmiyor.", "The ticket does not take this message now.")
            : Unknown;
    }

    /// <summary>Takes a message out of the list. Its record and raw form stay until their time is over.</summary>
    public Task<Outcome> RemoveAsync(long key, string by, CancellationToken cancel = default) => database.WriteAsync(async (session, token) => await session.ExecuteAsync(
        "UPDATE incoming_mail SET state = @removed, decided_by = @by, decided_at = @now WHERE key = @key AND state = 0", token, ("removed", MailState.Removed), ("by", by), ("now", session.Now), ("key", key)) == 1 ? Outcome.Done : Unknown, cancel);

    /// <summary>Blocks the sender of a held message and removes everything of theirs that is held.</summary>
    public Task<Outcome> BlockAsync(long key, string by, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        var senders = await session.QueryAsync("SELECT from_address FROM incoming_mail WHERE key = @key AND state = 0 AND from_address <> ''", row => row.GetString(0), token, ("key", key));
        if (senders.Count == 0) return Unknown;
        await session.ExecuteAsync("INSERT INTO blocked_sender (address, blocked_by, blocked_at) VALUES (@address, @by, @now) ON CONFLICT (address) DO NOTHING", token, ("address", senders[0]), ("by", by), ("now", session.Now));
        await session.ExecuteAsync("UPDATE incoming_mail SET state = @removed, decided_by = @by, decided_at = @now WHERE from_address = @address AND state = 0", token,
            ("removed", MailState.Removed), ("by", by), ("now", session.Now), ("address", senders[0]));
        return Outcome.Done;
    }, cancel);

    /// <summary>Blocked senders, latest first.</summary>
    public Task<List<(string Address, string By, DateTimeOffset At)>> BlockedAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT address, blocked_by, blocked_at FROM blocked_sender ORDER BY blocked_at DESC LIMIT 200", row => (row.GetString(0), row.GetString(1), row.Instant(2)!.Value), token), cancel); // never null

    /// <summary>Lets a sender write again.</summary>
    public Task UnblockAsync(string address, CancellationToken cancel = default) => database.WriteAsync((session, token) => session.ExecuteAsync("DELETE FROM blocked_sender WHERE address = @address", token, ("address", address)), cancel);

    /// <summary>The raw message behind a hash.</summary>
    internal async Task<byte[]> RawAsync(string sha256, CancellationToken cancel)
    {
        await using var packed = File.OpenRead(files.PathOf(sha256));
        await using var zip = new GZipStream(packed, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        await zip.CopyToAsync(raw, cancel);
        return raw.ToArray();
    }

    /// <summary>The raw form of a held or removed message; null where there is none such.</summary>
    public async Task<byte[]?> RawOfHeldAsync(long key, CancellationToken cancel = default)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT raw_sha256 FROM incoming_mail WHERE key = @key AND state IN (0, 4)", row => row.GetString(0), token, ("key", key)), cancel);
        return rows is [{ Length: > 0 } kept] ? await RawAsync(kept, cancel) : null;
    }
}
