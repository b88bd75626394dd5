using System.Text;
using MimeKit;

namespace Akis.Desk.Mail.Reading;

/// <summary>
/// Reads text in the character set that it is really in. Programs in Türkiye declare ISO-8859-1 or nothing and write windows-1254, or declare one
/// thing and write UTF-8; windows-1254 differs from ISO-8859-1 in six letters (ğ ı ş Ğ İ Ş) and contains all of ISO-8859-9.
/// </summary>
internal static class MailCharsets
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // MimeKit asks the runtime for character sets by name, and its decoder of winmail.dat by number.
    static MailCharsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static readonly HashSet<string> TakenForTurkish = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "latin1", "l1", "windows-1252", "cp1252", "iso-8859-9", "iso8859-9", "latin5", "l5", "windows-1254", "cp1254", "x-unknown", "unknown-8bit", "default", "8bit",
    };

    /// <summary>windows-1254.</summary>
    public static Encoding Turkish { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1254)!; // comes with .NET

    /// <summary>The text of a part.</summary>
    public static string Decode(TextPart part)
    {
        if (part.Content is null) return "";
        using var bytes = new MemoryStream();
        part.Content.DecodeTo(bytes);
        return Decode(bytes.ToArray(), part.ContentType.Charset);
    }

    /// <summary>The text of bytes for which a character set is declared, rightly or not.</summary>
    public static string Decode(byte[] bytes, string? declared)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return (bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes, 2, bytes.Length - 2);
        var name = declared?.Trim().Trim('"', '\'') ?? "";
        if (!TakenForTurkish.Contains(name) && !IsUtf8(name) && Known(name) is { } encoding) return encoding.GetString(bytes);

        // What is valid UTF-8 with letters outside ASCII is UTF-8, whatever it is called: no other text comes out so by chance.
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Turkish.GetString(bytes);
        }
    }

    /// <summary>Puts right a header whose encoded words said ISO-8859-1 and meant ISO-8859-9.</summary>
    public static string Repair(string text, string raw)
    {
        if (!raw.Contains("=?iso-8859-1?", StringComparison.OrdinalIgnoreCase) && !raw.Contains("=?windows-1252?", StringComparison.OrdinalIgnoreCase)) return text;
        return text.Replace('ð', 'ğ').Replace('ý', 'ı').Replace('þ', 'ş').Replace('Ð', 'Ğ').Replace('Ý', 'İ').Replace('Þ', 'Ş');
    }

    private static bool IsUtf8(string name) => name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase);

    private static Encoding? Known(string name)
    {
        try
        {
            return name.StartsWith("utf-7", StringComparison.OrdinalIgnoreCase) ? null : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
