using System.Globalization;
using System.Text;
using Akis.Desk.Mail.Intake;
using MimeKit;

namespace Akis.Desk.Mail.Reading;

/// <summary>Turns the bytes of a message into what the desk needs, or says why it cannot. Bytes in, record out: no clock, no disk, no exception for whatever stands in them.</summary>
public static class MailReader
{
    private const int LongestSubject = 500;
    private const int MostReferences = 50;
    private const int MostRecipients = 200;

    private static readonly string[] DeliveryHeaders = ["Delivered-To", "X-Original-To", "Envelope-To"];

    /// <summary>Reads a message.</summary>
    /// <param name="raw">The message as the mailbox holds it.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="trustedServer">The authserv-id under which our own mail server writes what it found out; null when there is none.</param>
    public static MailReading Read(byte[] raw, MailLimits limits, string? trustedServer)
    {
        if (raw.Length > limits.MostBytes) return new(null, QuarantineReason.TooLarge);
        if (HeaderLength(raw) > limits.MostHeaderBytes) return new(null, QuarantineReason.HeadersTooLarge);
        using var message = Parse(raw, limits);
        if (message is null || message.Headers.Count == 0) return new(null, QuarantineReason.Unreadable);
        if (MimeShape.Refuse(message, limits) is { } shape) return new(null, shape);
        var senders = message.From.Mailboxes.Where(mailbox => mailbox.Address.Contains('@', StringComparison.Ordinal)).Take(2).ToList();
        if (senders.Count != 1 || message.Headers.Count(header => header.Id == HeaderId.From) != 1) return new(null, senders.Count == 0 ? QuarantineReason.NoSender : QuarantineReason.SeveralSenders);
        var from = new MailSender(Address(senders[0]), Name(senders[0], message));
        var body = MailBody.Read(message, limits);
        if (body is null) return new(null, QuarantineReason.TooManyFiles);
        var (text, folded) = QuotedText.Split(body.Text);
        var bounce = BounceReport.Read(message);
        return new(new(
            Id(message.MessageId), References(message), from, Recipients(message), Subject(message), text, folded, body.Html, body.Files,
            MailNatures.Of(message, bounce), bounce, SenderCheck.Read(message, from.Address, trustedServer)), null);
    }

    // RFC 5322 §2.2: the header block ends at the first empty line.
    private static int HeaderLength(byte[] raw)
    {
        for (var i = 0; i + 1 < raw.Length; i++)
        {
            if (raw[i] == '\n' && (raw[i + 1] == '\n' || (raw[i + 1] == '\r' && i + 2 < raw.Length && raw[i + 2] == '\n'))) return i;
        }

        return raw.Length;
    }

    private static MimeMessage? Parse(byte[] raw, MailLimits limits)
    {
        // One level more than is allowed, so that what is too deep is seen to be; raw 8-bit headers of Turkish programs are windows-1254.
        var options = new ParserOptions { MaxMimeDepth = limits.MostDepth + 2, CharsetEncoding = MailCharsets.Turkish };
        try
        {
            return new MimeParser(options, new MemoryStream(raw, writable: false), MimeFormat.Entity).ParseMessage();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Address(MailboxAddress mailbox) => mailbox.Address.Trim().ToLowerInvariant();

    private static string Name(MailboxAddress mailbox, MimeMessage message)
    {
        var name = OneLine(MailCharsets.Repair(mailbox.Name ?? "", RawOf(message, HeaderId.From)), 120);
        return name.Length == 0 ? Address(mailbox) : name;
    }

    private static string Subject(MimeMessage message) => OneLine(MailCharsets.Repair(message.Subject ?? "", RawOf(message, HeaderId.Subject)), LongestSubject);

    private static string RawOf(MimeMessage message, HeaderId id) => message.Headers.FirstOrDefault(header => header.Id == id) is { } header ? Encoding.Latin1.GetString(header.RawValue) : "";

    private static string OneLine(string text, int longest)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= longest) break;
            var isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (!isSpace && Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format) continue; // marks that turn or hide text
            if (!isSpace) line.Append(rune);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    private static string? Id(string? id) => string.IsNullOrWhiteSpace(id) || id.Length > 500 ? null : id.Trim();

    private static List<string> References(MimeMessage message) =>
        [.. message.References.Append(message.InReplyTo).Select(Id).OfType<string>().Distinct().TakeLast(MostReferences)];

    private static List<string> Recipients(MimeMessage message)
    {
        var delivered = message.Headers.Where(header => DeliveryHeaders.Contains(header.Field, StringComparer.OrdinalIgnoreCase)).Select(header => header.Value.Trim().Trim('<', '>'));
        return [.. message.To.Mailboxes.Concat(message.Cc.Mailboxes).Select(mailbox => mailbox.Address).Concat(delivered).Select(address => address.ToLowerInvariant()).Distinct().Take(MostRecipients)];
    }
}
