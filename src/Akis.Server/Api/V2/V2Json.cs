using System.Globalization;
using System.Text.Json;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Server.Api.V2;

/// <summary>What a search asks: filters by name, and a page that begins after a cursor.</summary>
internal sealed record SearchQuery(JsonElement? Filter, SearchPage? Page)
{
    public int Limit => Math.Clamp(Page?.Limit ?? 100, 1, 1000);

    public long After => long.TryParse(Page?.After, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;

    /// <summary>The value of a filter: itself, or its <c>$eq</c>.</summary>
    public string? Text(string name)
    {
        if (Filter is not { ValueKind: JsonValueKind.Object } filter || !filter.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$eq", out var equal)) value = equal;
        return value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value.ToString();
    }

    public long? Key(string name) => Text(name) is { } text ? V2Json.Key(text) : null;
}

/// <summary>The part of a result that is wanted.</summary>
internal sealed record SearchPage(int? Limit, string? After);

/// <summary>Shapes that all resources share: keys as strings, pages, problems.</summary>
internal static class V2Json
{
    public const string Tenant = "<default>";

    public static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>A key from its text; what is no key is 0, which is found nowhere.</summary>
    public static long Key(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;

    public static FeelContext Variables(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } given ? FeelJson.Read(given).AsContext() ?? FeelContext.Empty : FeelContext.Empty;

    public static JsonElement Json(FeelContext context)
    {
        using var document = JsonDocument.Parse(FeelJson.ToJson(context));
        return document.RootElement.Clone();
    }

    /// <summary>A page of results; the cursor is the last key.</summary>
    public static IResult Page<T>(IReadOnlyList<T> items, SearchQuery query, Func<T, long> key, Func<T, object> shape) => Results.Ok(new
    {
        items = items.Select(shape),
        page = new
        {
            totalItems = items.Count,
            hasMoreTotalItems = items.Count == query.Limit,
            startCursor = items.Count == 0 ? null : Text(key(items[0])),
            endCursor = items.Count == 0 ? null : Text(key(items[^1])),
        },
    });

    public static IResult ToResult(this Problem problem) =>
        Results.Problem(detail: CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.En : problem.Tr, statusCode: problem.Status, title: problem.Code);

    public static IResult ToResult(this Outcome outcome) => outcome.Problem?.ToResult() ?? Results.NoContent();

    public static IResult NotFound { get; } = new Problem("not-found", 404, "Böyle bir kayıt yok ya da görme yetkiniz bulunmuyor.", "There is no such record, or you may not see it.").ToResult();
}
