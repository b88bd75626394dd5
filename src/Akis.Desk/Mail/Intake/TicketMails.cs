using System.Text;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Desk.Mail.Intake;

/// <summary>The message behind an entry of a conversation.</summary>
public sealed record TicketMail(long Key, long MessageKey, string FromAddress, string Spf, string Dkim, string Dmarc, bool IsProven, bool HasHtml, string? Folded, long Size, bool HasRaw);

/// <summary>Messages of tickets. Whether the reader may see the ticket was asked before.</summary>
public sealed class TicketMails(AkisDatabase database, FileStore files, MailQuarantine quarantine)
{
    private const int LargestImages = 8 * 1024 * 1024;

    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase) { "image/png", "image/jpeg", "image/gif", "image/webp" };

    /// <summary>The messages of a ticket by the entries that they became.</summary>
    public async Task<IReadOnlyDictionary<long, TicketMail>> OfTicketAsync(long ticketKey, CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, message_key, from_address, spf, dkim, dmarc, proven, html IS NOT NULL, folded, size, raw_sha256 <> '' FROM incoming_mail WHERE ticket_key = @ticket AND message_key IS NOT NULL ORDER BY key LIMIT 1000",
        row => new TicketMail(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetBoolean(6), row.GetBoolean(7), row.Text(8), row.GetInt64(9), row.GetBoolean(10)), token, ("ticket", ticketKey)), cancel))
        .DistinctBy(mail => mail.MessageKey).ToDictionary(mail => mail.MessageKey);

    /// <summary>The sanitised HTML of a message with its inline images in it, so that showing it loads nothing; null where it has none.</summary>
    public async Task<string?> HtmlAsync(long ticketKey, long mailKey, CancellationToken cancel = default)
    {
        var (html, images) = await database.ReadAsync(async (connection, token) =>
        {
            var rows = await connection.QueryAsync("SELECT html FROM incoming_mail WHERE key = @key AND ticket_key = @ticket AND html IS NOT NULL", row => row.GetString(0), token, ("key", mailKey), ("ticket", ticketKey));
            var found = await connection.QueryAsync("SELECT content_id, media_type, sha256 FROM incoming_mail_image WHERE mail_key = @key", row => (Id: row.GetString(0), Type: row.GetString(1), Hash: row.GetString(2)), token, ("key", mailKey));
            return (rows.FirstOrDefault(), found);
        }, cancel);
        if (html is null) return null;
        var (text, room) = (new StringBuilder(html), LargestImages);
        foreach (var (id, type, hash) in images.Where(image => Shown.Contains(image.Type) && html.Contains($"cid:{image.Id}", StringComparison.OrdinalIgnoreCase)))
        {
            if (!File.Exists(files.PathOf(hash))) continue;
            var content = await File.ReadAllBytesAsync(files.PathOf(hash), cancel);
            if ((room -= content.Length) < 0) break;
            text.Replace($"\"cid:{id}\"", $"\"data:{type.ToLowerInvariant()};base64,{Convert.ToBase64String(content)}\"");
        }

        return text.ToString();
    }

    /// <summary>The raw message; null where the ticket has none such, or its time is over.</summary>
    public async Task<byte[]?> RawAsync(long ticketKey, long mailKey, CancellationToken cancel = default)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT raw_sha256 FROM incoming_mail WHERE key = @key AND ticket_key = @ticket", row => row.GetString(0), token, ("key", mailKey), ("ticket", ticketKey)), cancel);
        return rows is [{ Length: > 0 } kept] ? await quarantine.RawAsync(kept, cancel) : null;
    }
}
