using Akis.Desk.Mail.Reading;
using Akis.Engine.Database;

namespace Akis.Desk.Mail.Intake;

/// <summary>What became of a message.</summary>
public enum MailState
{
    /// <summary>Held back; an administrator decides.</summary>
    Quarantine,

    /// <summary>A new ticket.</summary>
    Ticket,

    /// <summary>An answer in a ticket.</summary>
    Reply,

    /// <summary>A delivery report about a message of ours.</summary>
    DeliveryReport,

    /// <summary>An administrator has removed it.</summary>
    Removed,
}

/// <summary>A message that was fetched, before it is known what becomes of it.</summary>
internal sealed record FetchedMail(string Mailbox, string Fingerprint, string RawSha256, long Size);

/// <summary>Writes down what came by mail.</summary>
internal static class IncomingMails
{
    /// <summary>Writes a message down; null where it was before.</summary>
    public static async Task<long?> AddAsync(WriteSession session, FetchedMail fetched, ReadMail? mail, MailState state, string? reason, string? detail, CancellationToken cancel)
    {
        var (key, check) = (session.NextKey(), mail?.Check ?? SenderCheck.Unknown);
        var isNew = await session.ExecuteAsync("""
            INSERT INTO incoming_mail (key, mailbox, fingerprint, message_id, from_address, from_name, subject, state, reason, detail, spf, dkim, dmarc, proven, html, folded, raw_sha256, size, received_at)
            VALUES (@key, @mailbox, @fingerprint, @id, @from, @name, @subject, @state, @reason, @detail, @spf, @dkim, @dmarc, @proven, @html, @folded, @raw, @size, @now) ON CONFLICT (fingerprint) DO NOTHING
            """, cancel, ("key", key), ("mailbox", fetched.Mailbox), ("fingerprint", fetched.Fingerprint), ("id", mail?.MessageId), ("from", mail?.From.Address ?? ""), ("name", mail?.From.Name ?? ""),
            ("subject", mail?.Subject ?? ""), ("state", state), ("reason", reason), ("detail", detail), ("spf", check.Spf), ("dkim", check.Dkim), ("dmarc", check.Dmarc), ("proven", check.IsProven),
            ("html", state == MailState.Quarantine ? null : mail?.Html), ("folded", state == MailState.Quarantine ? null : mail?.Folded), ("raw", fetched.RawSha256), ("size", fetched.Size), ("now", session.Now)) == 1;
        return isNew ? key : null;
    }

    /// <summary>A held message is let in after all.</summary>
    public static Task<int> ReleaseAsync(WriteSession session, long key, ReadMail mail, MailState state, string by, CancellationToken cancel) => session.ExecuteAsync(
        "UPDATE incoming_mail SET state = @state, html = @html, folded = @folded, decided_by = @by, decided_at = @now WHERE key = @key AND state = 0", cancel,
        ("state", state), ("html", mail.Html), ("folded", mail.Folded), ("by", by), ("now", session.Now), ("key", key));

    /// <summary>Says which entry of which ticket a message became.</summary>
    public static async Task LinkAsync(WriteSession session, long key, long ticketKey, long messageKey, IEnumerable<(string ContentId, string MediaType, string Sha256)> images, CancellationToken cancel)
    {
        await session.ExecuteAsync("UPDATE incoming_mail SET ticket_key = @ticket, message_key = @message WHERE key = @key", cancel, ("ticket", ticketKey), ("message", messageKey), ("key", key));
        foreach (var (contentId, mediaType, sha256) in images)
        {
            await session.ExecuteAsync("INSERT INTO incoming_mail_image (mail_key, content_id, media_type, sha256) VALUES (@key, @id, @type, @hash) ON CONFLICT DO NOTHING", cancel,
                ("key", key), ("id", contentId), ("type", mediaType), ("hash", sha256));
        }
    }
}
