using Akis.Engine.Database;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Akis.Automation.Notify;

/// <summary>
/// Sends what lies in the outbox: by SMTP, or as .eml files in the data folder while no server is set. A mail is claimed with a lease and a
/// fence before it leaves; its Message-ID never changes, so that a mail sent twice by a crash between sending and writing it down is known as one.
/// </summary>
internal sealed class MailDelivery(AkisDatabase database, AutomationSettings settings, TimeProvider clock, ILogger<MailDelivery> log) : BackgroundService
{
    private const int MostTries = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(30);

    private sealed record Claimed(long Key, string MessageId, string Recipient, string Subject, string Body, int Tries, int Fence);

    /// <summary>Sends what is due; gives how many mails left.</summary>
    public async Task<int> DeliverDueAsync(CancellationToken cancel)
    {
        var sent = 0;
        while (await ClaimAsync(cancel) is { } mail)
        {
            if (await DeliverAsync(mail, cancel)) sent++;
        }

        return sent;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DeliverDueAsync(stoppingToken);
            }
#pragma warning disable CA1031 // delivery must go on; what failed is due again
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "Mail could not be delivered; trying again");
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Asking is a read: an idle program does not write every two seconds.
    private async Task<Claimed?> ClaimAsync(CancellationToken cancel)
    {
        var due = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key FROM outbox_mail WHERE state = 0 AND due_at <= @now ORDER BY due_at, key LIMIT 1", row => row.GetInt64(0), token, ("now", clock.GetUtcNow())), cancel);
        if (due.Count == 0) return null;
        return await database.WriteAsync(async (session, token) => (await session.QueryAsync(
            "UPDATE outbox_mail SET fence = fence + 1, tries = tries + 1, due_at = @until WHERE key = @key AND state = 0 AND due_at <= @now RETURNING key, message_id, recipient, subject, body, tries, fence",
            row => new Claimed(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.GetInt32(6)), token,
            ("until", session.Now + Lease), ("key", due[0]), ("now", session.Now))).FirstOrDefault(), cancel);
    }

    private async Task<bool> DeliverAsync(Claimed mail, CancellationToken cancel)
    {
        string? error = null;
        try
        {
            using var message = Message(mail);
            await SendAsync(message, mail.Key, cancel);
        }
#pragma warning disable CA1031 // whatever the server or the disk says is a failed try
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            error = failed.Message;
            log.LogWarning("Mail {Key} could not be sent: {Reason}", mail.Key, failed.Message);
        }

        await database.WriteAsync((session, token) => session.ExecuteAsync(
            "UPDATE outbox_mail SET state = @state, sent_at = @sent, error = @error, due_at = @due WHERE key = @key AND fence = @fence", token,
            ("state", error is null ? 1 : mail.Tries >= MostTries ? 2 : 0), ("sent", error is null ? session.Now : null), ("error", error),
            ("due", session.Now + (FirstBackOff * Math.Pow(3, mail.Tries - 1))), ("key", mail.Key), ("fence", mail.Fence)), cancel);
        return error is null;
    }

    private MimeMessage Message(Claimed mail)
    {
        var message = new MimeMessage { Subject = mail.Subject, MessageId = mail.MessageId, Body = new TextPart("plain") { Text = mail.Body } };
        message.From.Add(new MailboxAddress("Akış", settings.MailFrom));
        message.To.Add(MailboxAddress.Parse(mail.Recipient));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers to a machine
        return message;
    }

    private async Task SendAsync(MimeMessage message, long key, CancellationToken cancel)
    {
        if (settings.SmtpUrl is not { Length: > 0 } url)
        {
            var folder = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "mail")).FullName;
            await message.WriteToAsync(Path.Combine(folder, $"{key}.eml"), cancel);
            return;
        }

        var server = new Uri(url);
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync(server.Host, server.Port > 0 ? server.Port : 25, server.Scheme == "smtps" ? MailKit.Security.SecureSocketOptions.SslOnConnect : MailKit.Security.SecureSocketOptions.StartTlsWhenAvailable, cancel);
        if (server.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]) await smtp.AuthenticateAsync(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), cancel);
        await smtp.SendAsync(message, cancel);
        await smtp.DisconnectAsync(true, cancel);
    }
}
