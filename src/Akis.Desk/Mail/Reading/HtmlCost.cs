using MimeKit.Text;

namespace Akis.Desk.Mail.Reading;

/// <summary>
/// Says whether HTML is safe to build a tree of. Trees are walked by recursion, and a parser repeats open formatting elements in every block that follows (HTML §13.2.4.3):
/// a few kilobytes can become a tree of millions. Counting open elements by token is linear.
/// </summary>
internal static class HtmlCost
{
    private const int MostDepth = 150;
    private const int MostNodes = 60_000;

    private static readonly HashSet<HtmlTagId> Void =
        [HtmlTagId.Area, HtmlTagId.Base, HtmlTagId.Br, HtmlTagId.Col, HtmlTagId.Embed, HtmlTagId.HR, HtmlTagId.Image, HtmlTagId.Input, HtmlTagId.Link, HtmlTagId.Meta, HtmlTagId.Param, HtmlTagId.Source, HtmlTagId.Wbr];

    private static readonly HashSet<HtmlTagId> Formatting =
        [HtmlTagId.A, HtmlTagId.B, HtmlTagId.Big, HtmlTagId.Code, HtmlTagId.EM, HtmlTagId.Font, HtmlTagId.I, HtmlTagId.S, HtmlTagId.Small, HtmlTagId.Strike, HtmlTagId.Strong, HtmlTagId.TT, HtmlTagId.U];

    // Their end tags are often left out, and an open one ends with the next.
    private static readonly HashSet<HtmlTagId> EndsByItself = [HtmlTagId.P, HtmlTagId.LI, HtmlTagId.TD, HtmlTagId.TH, HtmlTagId.TR, HtmlTagId.DT, HtmlTagId.DD, HtmlTagId.Option];

    public static bool IsAffordable(string html)
    {
        long nodes = 0;
        var (depth, formatting) = (0, 0);
        var tokens = new HtmlTokenizer(new StringReader(html));
        while (tokens.ReadNextToken(out var token))
        {
            nodes++;
            if (token is not HtmlTagToken tag) continue;
            var isFormatting = Formatting.Contains(tag.Id);
            if (!tag.IsEndTag) nodes += isFormatting ? 1 : formatting;
            if (isFormatting) formatting = Math.Max(0, formatting + (tag.IsEndTag ? -1 : 1));
            if (!Void.Contains(tag.Id) && !EndsByItself.Contains(tag.Id) && !(tag.IsEmptyElement && tag.Id != HtmlTagId.Unknown)) depth = Math.Max(0, depth + (tag.IsEndTag ? -1 : 1));
            if (depth > MostDepth || nodes > MostNodes) return false;
        }

        return true;
    }
}
