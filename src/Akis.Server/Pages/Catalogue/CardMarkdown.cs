using Markdig;

namespace Akis.Server.Pages.Catalogue;

/// <summary>The text of a card as HTML. Cards are reviewed content, yet raw HTML in them stays text.</summary>
internal static class CardMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    public static string ToHtml(string markdown) => Markdown.ToHtml(markdown, Pipeline);
}
