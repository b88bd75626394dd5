using Akis.Desk.Mail.Mailboxes;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Akis.Automation.Notify;

/// <summary>The way out of the house: an SMTP server, or files in the data folder while none is set. One connection serves many messages.</summary>
internal sealed class SmtpRoad(AutomationSettings settings) : IAsyncDisposable
{
    private SmtpClient? _smtp;

    public async Task SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        using var message = Message(mail);
        if (settings.SmtpUrl is not { Length: > 0 } url)
        {
            var folder = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "mail")).FullName;
            await message.WriteToAsync(Path.Combine(folder, $"{mail.Key}.eml"), cancel);
            return;
        }

        _smtp ??= await ConnectAsync(new Uri(url), cancel);
        await _smtp.SendAsync(message, cancel);
    }

    /// <summary>Whether trying again is useless: the server has refused this message, or its address is none.</summary>
    public static bool IsFinal(Exception failed) => failed is ParseException || (failed is SmtpCommandException { StatusCode: var status } && (int)status is >= 500 and < 600);

    /// <summary>After a failure the connection is not used again.</summary>
    public async ValueTask CloseAsync()
    {
        if (_smtp is { } smtp)
        {
            _smtp = null;
            using (smtp)
            {
                if (smtp.IsConnected) await smtp.DisconnectAsync(true).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async Task<SmtpClient> ConnectAsync(Uri server, CancellationToken cancel)
    {
        var smtp = new SmtpClient { ServerCertificateValidationCallback = MailConnections.Check(settings.MailAuthority), Timeout = 60_000 };
        try
        {
            var security = server.Scheme switch { "smtps" => SecureSocketOptions.SslOnConnect, "smtp+starttls" => SecureSocketOptions.StartTls, _ => SecureSocketOptions.StartTlsWhenAvailable };
            await smtp.ConnectAsync(server.Host, server.Port > 0 ? server.Port : 25, security, cancel);
            if (server.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]) await smtp.AuthenticateAsync(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), cancel);
            return smtp;
        }
        catch
        {
            smtp.Dispose();
            throw;
        }
    }

    private MimeMessage Message(OutgoingMail mail)
    {
        var text = new TextPart("plain") { Text = mail.Text };
        var message = new MimeMessage { Subject = mail.Subject, MessageId = mail.MessageId, Body = mail.Html is null ? text : new MultipartAlternative(text, new TextPart("html") { Text = mail.Html }) };
        message.From.Add(new MailboxAddress(mail.Sender is null ? "Akış" : "Yardım Sistemi", mail.Sender ?? settings.MailFrom));
        message.To.Add(MailboxAddress.Parse(mail.Recipient));
        if (mail.ReplyTo is { } replyTo) message.ReplyTo.Add(MailboxAddress.Parse(replyTo));
        foreach (var id in mail.References?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []) message.References.Add(id);
        if (message.References.Count > 0) message.InReplyTo = message.References[^1];
        // RFC 3834: no out-of-office answers to a machine. Exchange knows its own header only.
        message.Headers.Add("Auto-Submitted", mail.IsAutomatic ? "auto-generated" : "no");
        if (mail.IsAutomatic) message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (mail.Unsubscribe is not { } link) return message;
        message.Headers.Add(HeaderId.ListUnsubscribe, $"<{link}>");
        // RFC 8058 §3.1: one click needs an HTTPS address.
        if (link.StartsWith("https://", StringComparison.Ordinal)) message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return message;
    }
}
