using System.Globalization;
using Akis.Desk.Search;
using Akis.Desk.Search.Language;
using Akis.Desk.Tickets;
using Akis.Engine.Database;
using Akis.People.SignIn;

namespace Akis.Server.Api;

/// <summary><c>/api/search</c> and <c>/api/views</c>: what the caller may see, and nothing else.</summary>
internal static class SearchApi
{
    private const int PageSize = 25;

    /// <summary>A ticket that was found, with the piece of its conversation that has the words.</summary>
    internal sealed record Finding(TicketListItem Ticket, IReadOnlyList<SnippetPart> Snippet);

    /// <summary>A page of findings; <c>errors</c> are the words that could not be understood, the others were looked for.</summary>
    internal sealed record Findings(IReadOnlyList<Finding> Items, string? Next, IReadOnlyList<QueryError> Errors);

    /// <summary>A condition of the query language and the words that it takes.</summary>
    internal sealed record FieldWords(string Name, IReadOnlyList<string> Values);

    /// <summary>A view to keep; role shares it with a group of the caller's.</summary>
    internal sealed record NewView(string Name, string Query, string? Role);

    public static void MapAkisSearchApi(this IEndpointRouteBuilder endpoints)
    {
        var search = endpoints.MapGroup("/api/search").RequireAuthorization().WithTags("Search").ProducesProblem(401);
        search.MapGet("", FindAsync).Produces<Findings>().WithSummary("Full text over the tickets that the caller may see, newest first; the query language is that of the search page, page the cursor `next`");
        search.MapGet("words", Words).Produces<FieldWords[]>().WithSummary("The words of the query language, in the caller's language");
        var views = endpoints.MapGroup("/api/views").RequireAuthorization().WithTags("Search").ProducesProblem(401);
        views.MapGet("", async (CurrentUser user, SavedViews saved, CancellationToken cancel) => await saved.OfAsync((await user.GetAsync()).Actor, cancel)).WithSummary("The caller's views and those shared with their groups");
        views.MapPost("", SaveAsync).Produces<long>(201).ProducesProblem(422).WithSummary("Keeps a query under a name");
        views.MapDelete("{key:long}", async (long key, CurrentUser user, SavedViews saved, CancellationToken cancel) =>
            (await saved.RemoveAsync(key, (await user.GetAsync()).Actor, cancel)).ToAnswer()).Produces(204).ProducesProblem(404).WithSummary("Removes an own view");
    }

    private static async Task<IResult> FindAsync(string? query, string? page, CurrentUser user, TicketSearch tickets, Snippets snippets, TimeProvider clock, CancellationToken cancel)
    {
        var actor = (await user.GetAsync()).Actor;
        var (parsed, errors) = QueryParser.Parse(query, clock.GetUtcNow());
        var found = await tickets.FindAsync(parsed, actor, long.TryParse(page, CultureInfo.InvariantCulture, out var before) ? before : long.MaxValue, PageSize, cancel);
        var pieces = await snippets.OfAsync(parsed, found.Items, actor.UserName, cancel);
        return Results.Ok(new Findings([.. found.Items.Select(ticket => new Finding(ticket, pieces.GetValueOrDefault(ticket.Key) ?? []))], found.Next?.ToString(CultureInfo.InvariantCulture), errors));
    }

    private static FieldWords[] Words()
    {
        var english = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
        return [.. SearchWords.Fields.DistinctBy(field => field.Field).Select(field => new FieldWords(english ? field.En : field.Tr, [.. SearchWords.ValuesOf(field.Field).Select(word => english ? word.En : word.Tr)]))];
    }

    private static async Task<IResult> SaveAsync(NewView view, CurrentUser user, SavedViews saved, CancellationToken cancel)
    {
        if (view is not { Name: not null, Query: not null }) return Results.Problem(statusCode: 400, title: "name, query");
        return (await saved.SaveAsync(view.Name, view.Query, view.Role, (await user.GetAsync()).Actor, cancel)).ToAnswer(key => Results.Created($"/api/views/{key}", key));
    }
}
