using System.Globalization;
using Akis.Desk.Knowledge;
using Akis.People.SignIn;

namespace Akis.Server.Api;

/// <summary><c>/api/articles</c>: the knowledge base for programs and for the page on which a ticket is written. Without a token it is what everybody may read.</summary>
internal static class ArticleApi
{
    private const int MostSuggested = 4;
    private const int MostFound = 20;
    private const int LongestQuery = 4_000;

    /// <summary>An article that was found.</summary>
    internal sealed record Suggestion(string Slug, string Title, string Begin);

    /// <summary>An article with its Markdown.</summary>
    internal sealed record ArticleBody(string Slug, string Title, string Topic, int Version, string Markdown, DateTimeOffset ReviewedAt, IReadOnlyList<ArticleFile> Files);

    public static void MapAkisArticleApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/articles").WithTags("Articles");
        api.MapGet("", FindAsync).Produces<Suggestion[]>().WithSummary("Searches the articles that the caller may read, best first");
        api.MapGet("suggest", SuggestAsync).Produces<Suggestion[]>().WithSummary("The articles that may help with a text that somebody is writing");
        api.MapGet("{slug}", GetAsync).Produces<ArticleBody>().ProducesProblem(404).WithSummary("An article");
        api.MapPost("{slug}/answers", AnsweredAsync).RequireAuthorization().Produces(204).ProducesProblem(404).WithSummary("Counts that the article was put into an answer");
        endpoints.MapGet("/bilgi/{slug}/files/{key:long}", FileAsync).ExcludeFromDescription();
    }

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private static async Task<IResult> FindAsync(string? query, CurrentUser user, ArticleSearch search, CancellationToken cancel) =>
        Results.Ok(Told(await search.FindAsync(Short(query), (await user.FindAsync())?.Actor, Language, MostFound, cancel)));

    private static async Task<IResult> SuggestAsync(string? text, CurrentUser user, ArticleSearch search, CancellationToken cancel) =>
        Results.Ok(Told(await search.SuggestAsync(Short(text), (await user.FindAsync())?.Actor, Language, MostSuggested, cancel)));

    private static async Task<IResult> GetAsync(string slug, CurrentUser user, ArticleQueries articles, CancellationToken cancel) =>
        await articles.FindAsync(slug, (await user.FindAsync())?.Actor, cancel) is { } article
            ? Results.Ok(new ArticleBody(slug, article.Item.Title(Language), article.Item.TopicIn(Language), article.Version, article.Body(Language), article.Item.ReviewedAt, article.Files))
            : Unknown();

    private static async Task<IResult> AnsweredAsync(string slug, CurrentUser user, ArticleQueries articles, ArticleUse use, CancellationToken cancel)
    {
        var actor = (await user.GetAsync()).Actor;
        if (await articles.FindAsync(slug, actor, cancel) is not { } article) return Unknown();
        if (!Audience.IsWriter(actor)) return Results.Problem(statusCode: 403, title: Language == "en" ? "Only the desk answers tickets." : "Biletleri yalnızca destek ekibi yanıtlar.");
        await use.CountAsync(article.Item.Key, ArticleUseKind.Answered, null, cancel);
        return Results.NoContent();
    }

    // Always as a download, never to be run by the browser.
    private static async Task<IResult> FileAsync(string slug, long key, CurrentUser user, ArticleQueries articles, CancellationToken cancel) =>
        await articles.FileAsync(slug, key, (await user.FindAsync())?.Actor, cancel) is { } found && File.Exists(found.Path)
            ? Results.File(found.Path, "application/octet-stream", found.File.Name, enableRangeProcessing: true)
            : Results.NotFound();

    private static IReadOnlyList<Suggestion> Told(IReadOnlyList<FoundArticle> found) => [.. found.Select(article => new Suggestion(article.Item.Slug, article.Item.Title(Language), article.Begin))];

    private static string Short(string? text) => text is null ? "" : text[..Math.Min(text.Length, LongestQuery)];

    private static IResult Unknown() => Results.Problem(statusCode: 404, title: Language == "en" ? "There is no such article." : "Böyle bir makale yok.");
}
