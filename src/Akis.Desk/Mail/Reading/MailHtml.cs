using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace Akis.Desk.Mail.Reading;

/// <summary>
/// Makes HTML from outside harmless, at the door: no script, no form, no frame, no address that is loaded. What is kept is shown in a sandboxed frame
/// all the same (<c>docs/mail.md</c>): each of the two is enough alone.
/// </summary>
internal static class MailHtml
{
    private const string BlockedImage = "[görsel engellendi / image blocked]";

    private static readonly string[] Tags =
    [
        "a", "abbr", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd",
        "li", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
    ];

    private static readonly string[] Attributes = ["align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "dir", "face", "height", "href", "lang", "rowspan", "size", "src", "start", "style", "title", "valign", "width"];

    private static readonly string[] Styles =
    [
        "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-right", "border-style", "border-top", "border-width", "color", "direction", "font-family", "font-size", "font-style",
        "font-weight", "height", "line-height", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align",
        "text-decoration", "text-indent", "vertical-align", "white-space", "width",
    ];

    // Their content is no text for a reader.
    private static readonly HashSet<string> RemovedWhole = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "title", "head", "noscript", "template", "iframe", "object", "embed", "svg", "math", "select", "textarea", "button", "audio", "video", "noembed", "noframes", "xmp", "plaintext" };

    /// <summary>Harmless HTML; null where there is nothing to show or building its tree would cost too much.</summary>
    public static string? Sanitise(string html, int most)
    {
        if (string.IsNullOrWhiteSpace(html) || html.Length > most || !HtmlCost.IsAffordable(html)) return null;
        var clean = Sanitiser().Sanitize(html.Replace("\0", "", StringComparison.Ordinal)).Trim();
        return clean.Length == 0 ? null : clean;
    }

    private static readonly string[] Linked = ["http://", "https://", "mailto:", "tel:"];

    // A sanitiser is not made for several threads at once, and costs little to make.
    private static HtmlSanitizer Sanitiser()
    {
        var sanitiser = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = Tags.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = Attributes.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedCssProperties = Styles.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto", "tel", "cid" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        });
        sanitiser.AllowedAtRules.Clear();
        // The words in an unknown element are kept, the element is not.
        sanitiser.KeepChildNodes = true;
        sanitiser.RemovingTag += (_, removing) =>
        {
            if (RemovedWhole.Contains(removing.Tag.LocalName)) removing.Tag.TextContent = "";
        };
        sanitiser.PostProcessNode += (_, processed) => Finish(processed.Node);
        return sanitiser;
    }

    private static void Finish(INode node)
    {
        if (node is IHtmlAnchorElement link)
        {
            // A relative address would lead into this program.
            if (link.GetAttribute("href") is not { } href || !Linked.Any(scheme => href.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))) link.RemoveAttribute("href");
            link.SetAttribute("rel", "noopener noreferrer nofollow");
            link.SetAttribute("target", "_blank");
        }

        if (node is IHtmlImageElement image && image.GetAttribute("src")?.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) != true)
        {
            // What is loaded from elsewhere tells its owner who reads where and when.
            var alt = image.GetAttribute("alt");
            image.Replace(image.Owner!.CreateTextNode(string.IsNullOrWhiteSpace(alt) ? BlockedImage : $"[{alt}]")); // a node in a document has an owner
        }
    }
}
