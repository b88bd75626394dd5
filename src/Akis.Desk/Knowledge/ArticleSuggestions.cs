using Akis.Desk.Intake;
using Akis.Engine;

namespace Akis.Desk.Knowledge;

/// <summary>Articles that may spare the ticket.</summary>
internal sealed class ArticleSuggestions(ArticleSearch search) : ISuggestionSource
{
    private const int Most = 3;

    public async Task<IReadOnlyList<Suggestion>> FindAsync(Draft draft, Actor reader, CancellationToken cancel = default) =>
        [.. (await search.SuggestAsync(draft.Text, reader, draft.Language, Most, cancel)).Select(found => new Suggestion("article", found.Item.Title(draft.Language), $"/bilgi/{found.Item.Slug}?from=ticket"))];
}
