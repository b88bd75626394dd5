using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Engine.Search;

/// <summary>One page of a search.</summary>
/// <param name="Items">Its rows, with the fields of the resource.</param>
/// <param name="Total">How many rows there are in all, counted to 10,000 at most.</param>
/// <param name="HasMoreTotal">Whether there are more than were counted.</param>
/// <param name="Start">The cursor of the first row; null where there is none.</param>
/// <param name="End">The cursor of the last row; null where there is none.</param>
public sealed record SearchResult(IReadOnlyList<JsonObject> Items, long Total, bool HasMoreTotal, string? Start, string? End);

/// <summary>Searches whatever is described by a <see cref="SearchResource"/>: filter, order, page, count, and who may see it.</summary>
public sealed class ProcessSearches
{
    private readonly AkisDatabase _database;
    private readonly Definitions _definitions;

    internal ProcessSearches(AkisDatabase database, Definitions definitions) => (_database, _definitions) = (database, definitions);

    private const int CountedTo = 10_000;

    private static readonly string[] Parts = ["filter", "sort", "page"];

    /// <summary>Writes what searches need about versions that were deployed by an older program; called once at start, after the migrations.</summary>
    public Task PrepareAsync(CancellationToken cancel = default) => ProcessElements.CompleteAsync(_database, _definitions, cancel);

    /// <summary>Searches. A request without a body asks for the first page of all.</summary>
    /// <param name="resource">What is searched.</param>
    /// <param name="request">The body: filter, sort and page.</param>
    /// <param name="scope">What the caller may see; null for all.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <param name="given">Fields whose values the address gives.</param>
    public async Task<Outcome<SearchResult>> SearchAsync(SearchResource resource, JsonElement? request, SearchScope? scope, CancellationToken cancel, params (string Field, object Value)[] given)
    {
        var body = request ?? default;
        if (body.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object)) return SearchProblems.WrongValue("body", "bir nesne", "an object");
        if (body.ValueKind == JsonValueKind.Object) foreach (var entry in body.EnumerateObject()) if (!Parts.Contains(entry.Name)) return SearchProblems.UnknownField(entry.Name, Parts);

        var parameters = new SearchParameters();
        var condition = Condition(resource, Part("filter"), scope, given, parameters);
        if (condition.Problem is { } wrongFilter) return wrongFilter;
        var ordered = SearchOrder.Read(resource, Part("sort"));
        if (ordered.Problem is { } wrongSort) return wrongSort;
        var paged = SearchPage.Read(Part("page"));
        if (paged.Problem is { } wrongPage) return wrongPage;

        var (where, order, page) = (condition.Value, ordered.Value, paged.Value);
        var counting = parameters.All;
        var backwards = page.Before is not null;
        var beyond = (page.After ?? page.Before) is { } cursor ? order.Beyond(cursor, backwards, parameters) : "1 = 1";
        if (beyond.Problem is { } wrongCursor) return wrongCursor;

        var shown = resource.Fields.Where(field => field.Shown).ToList();
        var sql = $"SELECT {string.Join(", ", shown.Select(Selected).Concat(order.Expressions))} FROM {resource.From} WHERE {where} AND {beyond.Value} ORDER BY {order.Sql(backwards)} LIMIT {page.Limit} OFFSET {page.From}";
        var (rows, total) = await _database.ReadAsync(async (connection, token) => (
            await connection.QueryAsync(sql, row => (Item: Item(row, shown), Order: Values(row, shown.Count)), token, parameters.All),
            (await connection.QueryAsync($"SELECT count(*) FROM (SELECT 1 FROM {resource.From} WHERE {where} LIMIT {CountedTo + 1}) counted", row => row.GetInt64(0), token, counting))[0]), cancel);
        if (backwards) rows.Reverse();
        return new SearchResult([.. rows.Select(row => row.Item)], Math.Min(total, CountedTo), total > CountedTo, rows.Count == 0 ? null : order.Cursor(rows[0].Order), rows.Count == 0 ? null : order.Cursor(rows[^1].Order));

        JsonElement Part(string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var part) ? part : default;
    }

    /// <summary>One row by its identity, or null where there is none or the caller may not see it.</summary>
    public async Task<JsonObject?> FindAsync(SearchResource resource, object identity, SearchScope? scope, CancellationToken cancel)
    {
        var parameters = new SearchParameters();
        var condition = Condition(resource, default, scope, [(resource.Identity, identity)], parameters).Value;
        var shown = resource.Fields.Where(field => field.Shown).ToList();
        var rows = await _database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {string.Join(", ", shown.Select(Selected))} FROM {resource.From} WHERE {condition}", row => Item(row, shown), token, parameters.All), cancel);
        return rows.FirstOrDefault();
    }

    /// <summary>The identities of what a filter finds, in order, behind a key: what a batch works through.</summary>
    public async Task<Outcome<IReadOnlyList<long>>> KeysAsync(SearchResource resource, JsonElement filter, SearchScope? scope, long after, int most, CancellationToken cancel)
    {
        var parameters = new SearchParameters();
        var condition = Condition(resource, filter, scope, [], parameters);
        if (condition.Problem is { } problem) return problem;
        var key = resource.IdentityField.Sql;
        var sql = $"SELECT {key} FROM {resource.From} WHERE {condition.Value} AND {key} > {parameters.Add(after)} ORDER BY {key} LIMIT {Math.Clamp(most, 0, SearchPage.MostItems)}";
        return await _database.ReadAsync((connection, token) => connection.QueryAsync(sql, row => row.GetInt64(0), token, parameters.All), cancel);
    }

    /// <summary>Counts what a filter finds, in groups; at most 10,000 of them.</summary>
    public async Task<Outcome<IReadOnlyList<JsonObject>>> GroupAsync(SearchResource resource, SearchGroups groups, JsonElement filter, SearchScope? scope, CancellationToken cancel, params (string Field, object Value)[] given)
    {
        var parameters = new SearchParameters();
        var condition = Condition(resource, filter, scope, given, parameters);
        if (condition.Problem is { } problem) return problem;
        var shown = groups.Fields.ToList();
        var sql = $"SELECT {string.Join(", ", shown.Select(Selected))} FROM {resource.From} {groups.Join} WHERE {condition.Value}{(groups.By is { } by ? $" GROUP BY {by} ORDER BY {by}" : "")} LIMIT {SearchPage.MostItems}";
        return await _database.ReadAsync((connection, token) => connection.QueryAsync(sql, row => Item(row, shown), token, parameters.All), cancel);
    }

    private Outcome<string> Condition(SearchResource resource, JsonElement filter, SearchScope? scope, (string Field, object Value)[] given, SearchParameters parameters)
    {
        var condition = new SearchConditions(resource, _database.Kind, parameters).Read(filter);
        if (condition.Problem is not null) return condition;
        var parts = new List<string> { condition.Value };
        if (resource.Where is { } always) parts.Add(always);
        foreach (var (name, value) in given) parts.Add($"{resource.Find(name)?.Sql} = {parameters.Add(value)}");
        if (scope is not null && resource.Root is { } root)
        {
            parts.Add($"{root} IN ({scope.Roots})");
            parameters.AddAll(scope.Parameters);
        }

        return string.Join(" AND ", parts);
    }

    private static string Selected(SearchField field) => field.Type == FieldType.Flag ? $"CASE WHEN {field.Sql} THEN 1 ELSE 0 END" : field.Sql;

    private static JsonObject Item(DbDataReader row, List<SearchField> fields)
    {
        var item = new JsonObject();
        foreach (var (i, field) in fields.Index()) item[field.Name] = row.IsDBNull(i) ? Missing(field) : Written(field, row, i);
        return item;
    }

    private static JsonNode? Missing(SearchField field) => field.Type == FieldType.List ? new JsonArray() : null;

    private static JsonNode? Written(SearchField field, DbDataReader row, int i) => field.Type switch
    {
        FieldType.Text => row.GetString(i),
        FieldType.List => new JsonArray([.. row.GetString(i).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => (JsonNode?)text)]),
        FieldType.Json => JsonNode.Parse(row.GetString(i)),
        _ => (Convert.ToInt64(row.GetValue(i), CultureInfo.InvariantCulture), field.Type) switch
        {
            (var key, FieldType.Key) => key.ToString(CultureInfo.InvariantCulture),
            (var at, FieldType.Instant) => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            (var flag, FieldType.Flag) => flag != 0,
            (var code, FieldType.Word) => field.ToText(code),
            (var number, _) => number,
        },
    };

    private static List<object> Values(DbDataReader row, int from)
    {
        var values = new List<object>();
        for (var i = from; i < row.FieldCount; i++) values.Add(row.GetValue(i) is string text ? text : Convert.ToInt64(row.GetValue(i), CultureInfo.InvariantCulture));
        return values;
    }
}
