using System.Text.RegularExpressions;

namespace Akis.Desk.Mail.Reading;

/// <summary>
/// Tells what somebody wrote now from what they quoted and from their signature, as Outlook, Gmail, Apple and Thunderbird write them in Turkish and English.
/// Nothing is lost: what is folded is shown on request. In doubt nothing is folded.
/// </summary>
internal static partial class QuotedText
{
    private const int MostJoined = 3;

    /// <summary>The new text, and the rest; null where there is no rest.</summary>
    public static (string Fresh, string? Folded) Split(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var (quote, written) = Quotation(lines);
        // Answers between the lines of a quotation belong to it: all of it is shown.
        if (quote >= 0 && HasAnswerInside(lines, written)) quote = -1;
        var end = quote < 0 ? lines.Length : quote;
        if (Signature(lines, end) is var signature and >= 0) end = signature;
        var fresh = string.Join('\n', lines[..end]).Trim();
        if (end == lines.Length) return (fresh, null);
        // Only a quotation: somebody forwards it, or wrote below it.
        if (fresh.Length == 0) return quote >= 0 ? Below(lines, written) : (text.Trim(), null);
        var folded = string.Join('\n', lines[end..]).Trim();
        return (fresh, folded.Length == 0 ? null : folded);
    }

    // Where a quotation begins, and where its quoted lines do.
    private static (int Start, int Lines) Quotation(string[] lines)
    {
        var lastPlain = Array.FindLastIndex(lines, line => !line.StartsWith('>') && !string.IsNullOrWhiteSpace(line));
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0) continue;
            if (lines[i].StartsWith('>') && i > lastPlain) return (i, i);
            if (OriginalMessage().IsMatch(line) || IsOutlookHeader(lines, i)) return (i, -1);
            if (IsRule(line) && i + 1 < lines.Length && IsOutlookHeader(lines, NextText(lines, i + 1))) return (i, -1);
            if (Attribution(lines, i) is { } attribution) return attribution;
        }

        return (-1, -1);
    }

    // "On … wrote:" may be broken over lines. It begins as late as it can, but with the date or address that makes it one.
    private static (int Start, int After)? Attribution(string[] lines, int at)
    {
        for (var end = at; end < Math.Min(lines.Length, at + MostJoined); end++)
        {
            if (lines[end].Trim().Length is 0 or > 300) return null;
            for (var start = end; start >= at; start--)
            {
                var joined = string.Join(' ', lines[start..(end + 1)].Select(line => line.Trim()));
                if (WroteAt().IsMatch(joined) && (start == at || joined.Any(letter => char.IsAsciiDigit(letter) || letter == '@'))) return (start, end + 1);
            }
        }

        return null;
    }

    private static bool IsOutlookHeader(string[] lines, int at)
    {
        if (at < 0 || at >= lines.Length || !FromLine().IsMatch(lines[at])) return false;
        var found = 0;
        for (var i = at + 1; i < Math.Min(lines.Length, at + 8); i++)
        {
            if (HeaderLine().IsMatch(lines[i])) found++;
        }

        return found >= 2;
    }

    private static int NextText(string[] lines, int from)
    {
        while (from < lines.Length && string.IsNullOrWhiteSpace(lines[from])) from++;
        return from;
    }

    private static bool IsRule(string line) => line.Length >= 10 && line.All(letter => letter is '_' or '-' or '*');

    private static bool HasAnswerInside(string[] lines, int from)
    {
        if (from < 0) return false;
        var (seenQuote, seenAnswer) = (false, false);
        foreach (var line in lines.Skip(from))
        {
            if (line.StartsWith('>'))
            {
                if (seenAnswer) return true;
                seenQuote = true;
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                if (!seenQuote) return false;
                seenAnswer = true;
            }
        }

        return false;
    }

    // Written below the quotation, as was once the custom.
    private static (string Fresh, string? Folded) Below(string[] lines, int quoted)
    {
        if (quoted < 0) return (string.Join('\n', lines).Trim(), null);
        var last = Array.FindLastIndex(lines, line => line.StartsWith('>'));
        if (last < quoted) return (string.Join('\n', lines).Trim(), null);
        var end = Signature(lines, lines.Length) is var signature && signature > last ? signature : lines.Length;
        var fresh = string.Join('\n', lines[(last + 1)..end]).Trim();
        if (fresh.Length == 0) return (string.Join('\n', lines).Trim(), null);
        var folded = string.Join('\n', lines[..(last + 1)].Concat(lines[end..])).Trim();
        return (fresh, folded);
    }

    // RFC 3676 §4.3: "-- "; telephones leave a line of advertisement instead.
    private static int Signature(string[] lines, int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (lines[i] is "-- " or "--" || Telephone().IsMatch(lines[i])) return i;
        }

        return -1;
    }

    [GeneratedRegex(@"^(On\b.+\bwrote:|.+\b(tarihinde|tarihli iletisinde|saatinde)\b.*\b(yazdı|şunu yazdı|şunları yazdı|demiş ki):?|.+<[^<>]+>,?\s.*\b(yazdı|şunu yazdı|şunları yazdı|wrote):|.+\b(şunu yazdı|şunları yazdı):|Am\b.+\bschrieb\b.*:|Le\b.+\ba écrit\s?:)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WroteAt();

    [GeneratedRegex(@"^[-_*]{2,}\s?(Original Message|Original Appointment|Forwarded message|Özgün İleti|Özgün Mesaj|Orijinal Mesaj|Orijinal İleti|Asıl İleti|İletilen İleti|Yönlendirilmiş ileti|Forwarded Message|Ursprüngliche Nachricht)\s?[-_*]{2,}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OriginalMessage();

    [GeneratedRegex(@"^\s*\*?(From|Kimden|Gönderen|Von|De)\s?:\*?\s", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FromLine();

    [GeneratedRegex(@"^\s*\*?(Sent|Date|To|Cc|Subject|Gönderildi|Gönderilme|Tarih|Kime|Bilgi|Alıcı|Konu|Gesendet|An|Betreff)\s?:\*?\s", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^\s*(Sent from (my|Outlook|Mail|Yahoo)\b.*|Get Outlook for .+|(iPhone|iPad)['’]?\p{L}* gönderildi\.?|.*cep telefonumdan gönderildi\.?|(Android|iOS) için Outlook.*|Windows için Posta['’]?\p{L}* gönderildi\.?|.*Outlook (Mobile|for Android|for iOS).*)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Telephone();
}
