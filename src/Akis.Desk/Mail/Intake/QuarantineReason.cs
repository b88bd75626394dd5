namespace Akis.Desk.Mail.Intake;

/// <summary>Why a message did not become a ticket or an answer. The words are kept in the database; pages translate them.</summary>
public static class QuarantineReason
{
    /// <summary>Larger than is read.</summary>
    public const string TooLarge = "too-large";

    /// <summary>Its header block is.</summary>
    public const string HeadersTooLarge = "headers-too-large";

    /// <summary>Parts inside parts inside parts.</summary>
    public const string TooDeep = "too-deep";

    /// <summary>Too many parts.</summary>
    public const string TooManyParts = "too-many-parts";

    /// <summary>Too many attachments.</summary>
    public const string TooManyFiles = "too-many-files";

    /// <summary>Not a mail message.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Nobody in From.</summary>
    public const string NoSender = "no-sender";

    /// <summary>Several in From: nobody can say who of them speaks.</summary>
    public const string SeveralSenders = "several-senders";

    /// <summary>An out-of-office note or another automatic answer.</summary>
    public const string AutoReply = "auto-reply";

    /// <summary>A machine's message.</summary>
    public const string Automatic = "automatic";

    /// <summary>A mailing list's or an advertiser's.</summary>
    public const string Bulk = "bulk";

    /// <summary>A delivery report that is about no message of ours.</summary>
    public const string Bounce = "bounce";

    /// <summary>Says that a message was opened.</summary>
    public const string ReadReceipt = "read-receipt";

    /// <summary>Our own message came back.</summary>
    public const string Loop = "loop";

    /// <summary>An administrator has blocked the sender.</summary>
    public const string Blocked = "blocked";

    /// <summary>More than a person sends in an hour.</summary>
    public const string SenderCap = "sender-cap";

    /// <summary>More than a ticket takes in an hour.</summary>
    public const string TicketCap = "ticket-cap";

    /// <summary>The sender's address is not proven: it was sent a link.</summary>
    public const string Unverified = "unverified";

    /// <summary>Our mail server says that the sender is forged.</summary>
    public const string Forged = "forged";

    /// <summary>The ticket could not take it.</summary>
    public const string Refused = "refused";

    /// <summary>Reasons for which nobody can let it in: there is nothing that could be read.</summary>
    public static bool CannotBeReleased(string reason) => reason is TooLarge or HeadersTooLarge or TooDeep or TooManyParts or TooManyFiles or Unreadable or NoSender or SeveralSenders;
}
