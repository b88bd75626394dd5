using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Akis.Automation.Notify;

namespace Akis.Automation.TicketMail;

/// <summary>Puts the two languages of a message together as its reader wants them, and makes simple HTML of plain text.</summary>
internal static partial class MailWording
{
    /// <summary>Subject and text in the wanted language; both means Turkish first.</summary>
    public static (string Subject, string Text) In(NotificationText text, string language) => language switch
    {
        "tr" => (text.SubjectTr, text.BodyTr),
        "en" => (text.SubjectEn, text.BodyEn),
        _ => (text.SubjectTr, $"{text.BodyTr}\n\n———\n\n{text.BodyEn}"),
    };

    /// <summary>Paragraphs and links, nothing else: readable everywhere.</summary>
    public static string Html(string text)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body style=\"font-family:sans-serif;line-height:1.5\">");
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var encoded = WebUtility.HtmlEncode(paragraph.Trim('\n'));
            html.Append("<p>").Append(Link().Replace(encoded, "<a href=\"$0\">$0</a>").Replace("\n", "<br>", StringComparison.Ordinal)).Append("</p>");
        }

        return html.Append("</body></html>").ToString();
    }

    [GeneratedRegex(@"https?://[^\s<>&""']+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
