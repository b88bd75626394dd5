using System.Security.Cryptography;

namespace Akis.Desk.Mail.Intake;

/// <summary>
/// The same message is the same whichever road it took and however often it is fetched: what servers write above it (Received, Delivered-To …) does not count,
/// its Message-ID, sender, date, subject and body do.
/// </summary>
internal static class MailFingerprint
{
    private static readonly byte[][] Counted = [.. new[] { "message-id:", "from:", "date:", "subject:", "in-reply-to:", "content-type:" }.Select(name => System.Text.Encoding.ASCII.GetBytes(name))];

    public static string Of(ReadOnlySpan<byte> raw)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rest = raw;
        var (counts, any) = (false, false);
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            line = line.TrimEnd((byte)'\r');
            if (line.Length == 0) break;
            if (line[0] is not ((byte)' ' or (byte)'\t')) counts = IsCounted(line); // else a header's next line
            any |= counts;
            if (counts) hash.AppendData(line);
        }

        hash.AppendData(any ? rest : raw); // what is no message is itself
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsCounted(ReadOnlySpan<byte> line)
    {
        foreach (var name in Counted)
        {
            if (line.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name)) return true;
        }

        return false;
    }
}
