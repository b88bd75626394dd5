namespace Akis.Desk.Mail.Reading;

/// <summary>How much of a message is read. What exceeds a limit is refused whole, before anything is unpacked from it.</summary>
/// <param name="MostBytes">Size of the raw message.</param>
/// <param name="MostHeaderBytes">Size of its header block.</param>
/// <param name="MostDepth">Parts inside parts.</param>
/// <param name="MostParts">Parts altogether.</param>
/// <param name="MostFiles">Attachments that are kept; more refuse the message.</param>
/// <param name="MostText">Characters of the text that is shown; what is longer is cut, the raw message keeps it.</param>
/// <param name="MostHtml">Characters of HTML that are looked at; longer HTML is shown as text only.</param>
public sealed record MailLimits(
    int MostBytes = 30 * 1024 * 1024, int MostHeaderBytes = 256 * 1024, int MostDepth = 20, int MostParts = 200, int MostFiles = 50, int MostText = 200_000, int MostHtml = 1_000_000)
{
    /// <summary>The limits that are used.</summary>
    public static MailLimits Default { get; } = new();
}
