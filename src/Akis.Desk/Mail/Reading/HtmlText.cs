using System.Text;
using MimeKit.Text;

namespace Akis.Desk.Mail.Reading;

/// <summary>The text of an HTML message, by its tokens: one pass, no tree, whatever the HTML is.</summary>
internal static class HtmlText
{
    private static readonly HashSet<HtmlTagId> Breaks =
    [
        HtmlTagId.P, HtmlTagId.Div, HtmlTagId.TR, HtmlTagId.LI, HtmlTagId.UL, HtmlTagId.OL, HtmlTagId.Table, HtmlTagId.BlockQuote, HtmlTagId.H1, HtmlTagId.H2, HtmlTagId.H3, HtmlTagId.H4, HtmlTagId.H5, HtmlTagId.H6,
        HtmlTagId.Pre, HtmlTagId.HR, HtmlTagId.DL, HtmlTagId.DT, HtmlTagId.DD,
    ];

    private static readonly HashSet<HtmlTagId> Hidden = [HtmlTagId.Head, HtmlTagId.Title, HtmlTagId.Style, HtmlTagId.Script, HtmlTagId.NoScript, HtmlTagId.Object, HtmlTagId.IFrame];

    /// <summary>The text, quotations marked with &gt; as in plain messages.</summary>
    public static string Of(string html, int most)
    {
        var text = new StringBuilder();
        var (hidden, quotes) = (0, 0);
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (text.Length < most && tokens.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                if (Hidden.Contains(tag.Id) && !tag.IsEmptyElement) hidden = Math.Max(0, hidden + (tag.IsEndTag ? -1 : 1));
                if (tag.Id == HtmlTagId.Body) hidden = 0;
                if (tag.Id == HtmlTagId.BlockQuote) quotes = Math.Max(0, quotes + (tag.IsEndTag ? -1 : 1));
                if (tag.Id == HtmlTagId.Br || Breaks.Contains(tag.Id)) EndLine(text, tag.Id == HtmlTagId.Br);
                if (tag.Id is HtmlTagId.TD or HtmlTagId.TH && tag.IsEndTag) text.Append(' ');
                if (tag is { Id: HtmlTagId.HR, IsEndTag: false }) text.Append("----\n");
            }
            else if (token is HtmlDataToken { Kind: HtmlTokenKind.Data } data && hidden == 0)
            {
                Append(text, data.Data, Math.Min(quotes, 20));
            }
        }

        return text.ToString().Trim();
    }

    private static void EndLine(StringBuilder text, bool always)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
        var endsParagraph = text.Length > 1 && text[^1] == '\n' && text[^2] == '\n';
        if (text.Length > 0 && !endsParagraph && (always || text[^1] != '\n')) text.Append('\n');
    }

    private static void Append(StringBuilder text, string data, int quotes)
    {
        foreach (var letter in data)
        {
            var isSpace = char.IsWhiteSpace(letter) || letter == '\u00A0';
            var startsLine = text.Length == 0 || text[^1] == '\n';
            if (isSpace && (startsLine || text[^1] == ' ')) continue;
            if (startsLine && quotes > 0) text.Append('>', quotes).Append(' ');
            text.Append(isSpace ? ' ' : letter);
        }
    }
}
