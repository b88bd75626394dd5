using System.Data.Common;
using Akis.Desk.Search.Language;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Search;

/// <summary>A page of what was found, the newest first.</summary>
/// <param name="Items">The tickets.</param>
/// <param name="Next">Key to go on before; null on the last page.</param>
public sealed record TicketFindings(IReadOnlyList<TicketListItem> Items, long? Next);

/// <summary>
/// Finds tickets. Which way is fast depends on what is rare. Where few tickets can come into question (a requester's own), each is asked whether it has the
/// words; otherwise the index is read from the newest ticket on until the page is full. FTS5 reads that way by itself; PostgreSQL's GIN gives
/// all matches at once, so that frequent words are looked for among the newest tickets first, and in the whole index only when they turned out to be rare.
/// </summary>
public sealed class TicketSearch(AkisDatabase database, TimeProvider clock)
{
    private const int Few = 500;
    private const string Columns = "t.key, t.number, t.subject, t.category, t.queue, t.priority, t.state, t.requester, t.requester_name, t.assignee, t.opened_at, t.changed_at";

    // Words that more tickets have are frequent.
    private const int Rare = 2_000;

    // How many of the newest tickets are looked through for frequent words.
    private static readonly int[] Windows = [1_000, 10_000];

    /// <summary>The tickets that a query finds among those the actor may see.</summary>
    /// <param name="query">What is looked for; an empty one finds everything.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="before">Key to go on before; <see cref="long.MaxValue"/> for the first page.</param>
    /// <param name="most">Size of a page.</param>
    /// <param name="cancel">Stops it.</param>
    public Task<TicketFindings> FindAsync(SearchQuery query, Actor actor, long before, int most, CancellationToken cancel = default) => database.ReadAsync(async (connection, token) =>
    {
        var found = await RowsAsync(connection, query, actor, before, most + 1, Columns, row => TicketQueries.Item(row), token);
        return new TicketFindings([.. found.Take(most)], found.Count > most ? found[most - 1].Key : null);
    }, cancel);

    /// <summary>The tickets that a query finds among the actor's own.</summary>
    public Task<TicketFindings> FindOwnAsync(SearchQuery query, Actor actor, long before, int most, CancellationToken cancel = default) =>
        FindAsync(query with { Filters = [.. query.Filters, new SearchFilter(SearchField.Requester, [SearchWords.Me], null, null, false)] }, actor, before, most, cancel);

    /// <summary>How many tickets a query finds, counted up to <paramref name="most"/>.</summary>
    public Task<int> CountAsync(SearchQuery query, Actor actor, int most, CancellationToken cancel = default) =>
        database.ReadAsync(async (connection, token) => (await RowsAsync(connection, query, actor, long.MaxValue, most, "t.key", _ => 0, token)).Count, cancel);

    private async Task<List<T>> RowsAsync<T>(DbConnection connection, SearchQuery query, Actor actor, long before, int most, string columns, Func<DbDataReader, T> row, CancellationToken cancel)
    {
        if (query is { Number: not null, Terms.Count: > 0 })
        {
            var numbered = await RowsAsync(connection, query with { Terms = [] }, actor, before, most, columns, row, cancel);
            return numbered.Count > 0 ? numbered : await RowsAsync(connection, query with { Number = null }, actor, before, most, columns, row, cancel);
        }

        var filters = SearchSql.Filters(query.Filters, actor);
        var visible = TicketVisibility.WorksAtDesk(actor) ? TicketVisibility.Of(actor) : new SqlCondition("t.requester = @me", [("me", actor.UserName)]);
        var number = query.Number is { } typed ? SearchSql.Number(typed, clock.GetUtcNow().Year) : new SqlCondition("", []);
        var where = $"{visible.Sql}{filters.Sql}{number.Sql} AND t.key < @before";
        (string, object?)[] values = [.. visible.Values, .. filters.Values, .. number.Values, ("before", before), ("most", most)];
        var (wanted, unwanted) = (query.Terms.Where(term => !term.IsExcluded).ToList(), query.Terms.Where(term => term.IsExcluded).ToList());
        if (unwanted.Count > 0)
        {
            where += $" AND NOT ((t.requester <> @me AND {Has("@unwanted")}) OR (t.requester = @me AND {Has("@open_unwanted")}))";
            values = [.. values, ("unwanted", Any(unwanted, withNotes: true)), ("open_unwanted", Any(unwanted, withNotes: false))];
        }

        if (wanted.Count == 0) return await connection.QueryAsync($"SELECT {columns} FROM ticket t WHERE {where} ORDER BY t.key DESC LIMIT @most", row, cancel, values);

        // In their own tickets people search what they can read there: not the desk's notes.
        values = [.. values, ("match", SearchSql.Match(wanted, database.Kind, withNotes: true)), ("open_match", SearchSql.Match(wanted, database.Kind, withNotes: false))];
        where += $" AND (t.requester <> @me OR {Has("@open_match")})";
        if (await AreFewAsync(connection, query.Filters, actor, cancel)) return await connection.QueryAsync($"SELECT {columns} FROM ticket t WHERE {where} AND {Has("@match")} ORDER BY t.key DESC LIMIT @most", row, cancel, values);
        return database.Kind == DatabaseKind.Sqlite
            ? await connection.QueryAsync($"SELECT {columns} FROM ticket_search CROSS JOIN ticket t ON t.key = ticket_search.rowid WHERE ticket_search MATCH @match AND ticket_search.rowid < @before AND {where} ORDER BY ticket_search.rowid DESC LIMIT @most", row, cancel, values)
            : await InIndexAsync(connection, where, columns, most, row, values, cancel);
    }

    // GIN gives all matches at once, without an order. Of rare words all are fetched; of frequent ones only those among the newest tickets, and all only where
    // other conditions leave a page unfilled.
    private static async Task<List<T>> InIndexAsync<T>(DbConnection connection, string where, string columns, int most, Func<DbDataReader, T> row, (string, object?)[] values, CancellationToken cancel)
    {
        var matches = 0L;
        var found = await connection.QueryAsync($"""
            WITH found AS MATERIALIZED (SELECT key FROM ticket_search WHERE stems @@ @match::tsquery LIMIT {Rare + 1})
            SELECT {columns}, (SELECT count(*) FROM found) AS matches FROM found s JOIN ticket t ON t.key = s.key WHERE {where} ORDER BY t.key DESC LIMIT @most
            """, reader =>
            {
                matches = reader.GetInt64(reader.FieldCount - 1);
                return row(reader);
            }, cancel, values);
        if (found.Count == 0) matches = (await connection.QueryAsync($"SELECT count(*) FROM (SELECT 1 FROM ticket_search WHERE stems @@ @match::tsquery LIMIT {Rare + 1}) found", reader => reader.GetInt64(0), cancel, values))[0];
        if (matches <= Rare) return found;
        foreach (var window in Windows)
        {
            found = await connection.QueryAsync($"""
                WITH newest AS MATERIALIZED (SELECT key, stems FROM ticket_search WHERE key < @before ORDER BY key DESC LIMIT {window})
                SELECT {columns} FROM newest s JOIN ticket t ON t.key = s.key WHERE s.stems @@ @match::tsquery AND {where} ORDER BY t.key DESC LIMIT @most
                """, row, cancel, values);
            if (found.Count == most) return found;
        }

        return await connection.QueryAsync($"""
            WITH found AS MATERIALIZED (SELECT key FROM ticket_search WHERE stems @@ @match::tsquery)
            SELECT {columns} FROM found s JOIN ticket t ON t.key = s.key WHERE {where} ORDER BY t.key DESC LIMIT @most
            """, row, cancel, values);
    }

    // Whether the tickets that can come into question are few without any word: then they are asked one by one.
    private static async Task<bool> AreFewAsync(DbConnection connection, IReadOnlyList<SearchFilter> filters, Actor actor, CancellationToken cancel)
    {
        if (!TicketVisibility.WorksAtDesk(actor)) return true;
        foreach (var filter in filters.Where(filter => !filter.IsExcluded))
        {
            var rows = filter switch
            {
                { Field: SearchField.Requester or SearchField.Assignee or SearchField.Label } => true,
                { Field: SearchField.State, Values: [SearchWords.Open] } => true,
                _ => false,
            };
            if (!rows) continue;
            var condition = SearchSql.Filters([filter], actor);
            var counted = await connection.QueryAsync($"SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE true{condition.Sql} LIMIT {Few + 1}) few", row => row.GetInt64(0), cancel, [.. condition.Values]);
            if (counted[0] <= Few) return true;
        }

        return false;
    }

    private string Any(IEnumerable<SearchTerm> terms, bool withNotes) => string.Join(database.Kind == DatabaseKind.Sqlite ? " OR " : " | ", terms.Select(term => SearchSql.Match([term], database.Kind, withNotes)));

    private string Has(string match) => database.Kind == DatabaseKind.Sqlite
        ? $"EXISTS (SELECT 1 FROM ticket_search WHERE ticket_search MATCH {match} AND ticket_search.rowid = t.key)"
        : $"EXISTS (SELECT 1 FROM ticket_search x WHERE x.key = t.key AND x.stems @@ {match}::tsquery)";
}
