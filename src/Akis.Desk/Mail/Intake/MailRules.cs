using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Reading;

namespace Akis.Desk.Mail.Intake;

/// <summary>Why a readable message is held back.</summary>
internal static class MailRules
{
    /// <summary>Messages that one sender may send in an hour (domain §8.1).</summary>
    public const int MostFromSender = 10;

    /// <summary>Messages that one ticket takes by mail in an hour.</summary>
    public const int MostForTicket = 30;

    /// <summary>The reason, or null. What a machine sent is never answered (RFC 3834 §2), so two machines cannot talk to each other here.</summary>
    public static string? Refuse(ReadMail mail, MailFacts facts, Mailbox box, bool isOurAddress, bool isOurMessage, bool isKnown) =>
        isOurAddress || isOurMessage ? QuarantineReason.Loop
        : facts.IsBlocked ? QuarantineReason.Blocked
        : OfNature(mail.Nature) is { } nature ? nature
        : facts.FromSender >= MostFromSender ? QuarantineReason.SenderCap
        : facts.IsSealed ? null
        : mail.Check.Dmarc == "fail" ? QuarantineReason.Forged
        : isKnown && (mail.Check.IsProven || box.AcceptUnproven) ? null
        : QuarantineReason.Unverified;

    private static string? OfNature(MailNature nature) => nature switch
    {
        MailNature.AutoReply => QuarantineReason.AutoReply,
        MailNature.Automatic => QuarantineReason.Automatic,
        MailNature.Bulk => QuarantineReason.Bulk,
        MailNature.Bounce => QuarantineReason.Bounce,
        MailNature.ReadReceipt => QuarantineReason.ReadReceipt,
        _ => null,
    };
}
