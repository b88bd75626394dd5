namespace Akis.Desk.Mail.Reading;

/// <summary>A message as the desk needs it; every text is already clean and limited.</summary>
/// <param name="MessageId">Its own id without angle brackets; null when it has none.</param>
/// <param name="References">Ids of the messages that it answers, nearest last.</param>
/// <param name="From">Its one sender.</param>
/// <param name="Recipients">Every address that it was sent or delivered to, in lower case.</param>
/// <param name="Subject">Decoded, on one line.</param>
/// <param name="Text">What was newly written, as plain text.</param>
/// <param name="Folded">Quoted text and signature; null when there was none.</param>
/// <param name="Html">Sanitised HTML, its inline images named <c>cid:</c>; null when the message had none that can be shown.</param>
/// <param name="Files">Attachments and inline images.</param>
/// <param name="Nature">What kind of message it is.</param>
/// <param name="Bounce">What a delivery report says; null for anything else.</param>
/// <param name="Check">What our own mail server found out about the sender.</param>
public sealed record ReadMail(
    string? MessageId, IReadOnlyList<string> References, MailSender From, IReadOnlyList<string> Recipients, string Subject, string Text, string? Folded, string? Html,
    IReadOnlyList<MailFile> Files, MailNature Nature, BounceReport? Bounce, SenderCheck Check);

/// <summary>Who a message says that it is from.</summary>
/// <param name="Address">In lower case.</param>
/// <param name="Name">The display name; the address where there is none.</param>
public sealed record MailSender(string Address, string Name);

/// <summary>A file of a message.</summary>
/// <param name="Name">A name without a path.</param>
/// <param name="MediaType">As declared; never trusted for showing it.</param>
/// <param name="ContentId">What HTML calls it; null where nothing does.</param>
/// <param name="Content">Its decoded bytes.</param>
public sealed record MailFile(string Name, string MediaType, string? ContentId, byte[] Content);

/// <summary>What kind of message it is. Only an ordinary one is answered or becomes a ticket.</summary>
public enum MailNature
{
    /// <summary>Written by a person.</summary>
    Ordinary,

    /// <summary>Out-of-office notes and other automatic answers.</summary>
    AutoReply,

    /// <summary>Made by a machine, of its own accord.</summary>
    Automatic,

    /// <summary>From a mailing list or in bulk.</summary>
    Bulk,

    /// <summary>A mail server reports that a message was not (or not yet) delivered.</summary>
    Bounce,

    /// <summary>Says that a message was opened.</summary>
    ReadReceipt,
}

/// <summary>The message, or the reason for which it cannot be read: a word of <see cref="Intake.QuarantineReason"/>.</summary>
public readonly record struct MailReading(ReadMail? Mail, string? Refusal);
