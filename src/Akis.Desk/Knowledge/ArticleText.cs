using Ganss.Xss;
using Markdig;

namespace Akis.Desk.Knowledge;

/// <summary>The text of an article: Markdown as HTML that cannot do anything, and its beginning as plain text.</summary>
public static class ArticleText
{
    private const int BeginLength = 180;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().UseAutoLinks().DisableHtml().Build();

    private static readonly HtmlSanitizer Sanitizer = Strict();

    /// <summary>Safe HTML. Raw HTML in the Markdown stays text; links lead to web pages, mail and telephone only.</summary>
    public static string ToHtml(string markdown) => Sanitizer.Sanitize(Markdown.ToHtml(markdown, Pipeline));

    /// <summary>The first sentences as plain text.</summary>
    public static string Begin(string markdown)
    {
        var text = string.Join(' ', Markdown.ToPlainText(markdown, Pipeline).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= BeginLength ? text : text[..text.LastIndexOf(' ', BeginLength)] + " …";
    }

    private static HtmlSanitizer Strict()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.Clear();
        foreach (var tag in new[] { "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "table", "thead", "tbody", "tr", "th", "td", "br", "hr", "img" }) sanitizer.AllowedTags.Add(tag);
        sanitizer.AllowedAttributes.Clear();
        foreach (var attribute in new[] { "href", "id", "src", "alt", "title", "start" }) sanitizer.AllowedAttributes.Add(attribute);
        sanitizer.AllowedSchemes.Clear();
        foreach (var scheme in new[] { "https", "http", "mailto", "tel" }) sanitizer.AllowedSchemes.Add(scheme);
        sanitizer.AllowedCssProperties.Clear();
        return sanitizer;
    }
}
