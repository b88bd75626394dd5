using System.Text.Json;
using System.Text.Json.Nodes;
using Akis.Engine.Search;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Akis.Server.Api.V2;

/// <summary>The two ways to read a resource: to search it, and to get one by its key.</summary>
internal static class V2Search
{
    /// <summary>Maps a search. Fields in <paramref name="given"/> have the values that the address says.</summary>
    public static RouteHandlerBuilder MapSearch(this IEndpointRouteBuilder v2, string path, SearchResource resource, string summary, params (string Field, string RouteValue)[] given) =>
        v2.MapPost(path, (HttpContext http, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] JsonElement? query, ProcessSearches searches, Caller caller, CancellationToken cancel) =>
            RunAsync(resource, query, searches, caller, cancel, [.. given.Select(field => (field.Field, Value(resource, field.Field, http, field.RouteValue)))])).WithSummary(summary).Accepts<SearchBody>(true, "application/json").Produces<SearchAnswer>().ProducesProblem(400);

    /// <summary>Maps getting one by its identity.</summary>
    public static RouteHandlerBuilder MapFind(this IEndpointRouteBuilder v2, string path, SearchResource resource, string summary, string routeValue = "key") =>
        v2.MapGet(path, async (HttpContext http, ProcessSearches searches, Caller caller, CancellationToken cancel) =>
            await FindAsync(resource, Value(resource, resource.Identity, http, routeValue), searches, caller, cancel) is { } item ? Results.Ok(item) : V2Json.NotFound).WithSummary(summary).Produces<JsonObject>().ProducesProblem(404);

    /// <summary>One that the caller may see, or null.</summary>
    public static async Task<JsonObject?> FindAsync(SearchResource resource, object identity, ProcessSearches searches, Caller caller, CancellationToken cancel)
    {
        if (await searches.FindAsync(resource, identity, null, cancel) is not { } item) return null;
        return resource.Root is null || await caller.SeeAsync(V2Json.Key((string?)item["rootProcessInstanceKey"]), cancel) is not null ? item : null;
    }

    /// <summary>Answers a search within what the caller may see.</summary>
    public static async Task<IResult> RunAsync(SearchResource resource, JsonElement? query, ProcessSearches searches, Caller caller, CancellationToken cancel, params (string Field, object Value)[] given)
    {
        var outcome = await searches.SearchAsync(resource, query, resource.Root is null ? null : await caller.ScopeAsync(), cancel, given);
        return outcome.Problem is { } problem ? problem.ToResult() : Results.Ok(Answer(outcome.Value));
    }

    public static SearchAnswer Answer(SearchResult found) => new(found.Items, new(found.Total, found.HasMoreTotal, found.Start, found.End));

    private static object Value(SearchResource resource, string field, HttpContext http, string routeValue)
    {
        var text = http.GetRouteValue(routeValue)?.ToString() ?? "";
        return resource.Fields.Any(known => known.Name == field && known.Type == FieldType.Key) ? V2Json.Key(text) : text;
    }

    /// <summary>What a search asks, as the description of the interface shows it.</summary>
    internal sealed record SearchBody(JsonObject? Filter, IReadOnlyList<SearchSort>? Sort, SearchPlace? Page);

    internal sealed record SearchSort(string Field, string? Order);

    internal sealed record SearchPlace(int? Limit, int? From, string? After, string? Before);

    /// <summary>One page of results.</summary>
    internal sealed record SearchAnswer(IReadOnlyList<JsonObject> Items, SearchAnswerPage Page);

    internal sealed record SearchAnswerPage(long TotalItems, bool HasMoreTotalItems, string? StartCursor, string? EndCursor);
}
