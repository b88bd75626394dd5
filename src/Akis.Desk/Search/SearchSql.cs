using System.Globalization;
using Akis.Desk.Search.Language;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Search;

/// <summary>Queries as SQL: every value is a parameter, every name comes from the program.</summary>
internal static class SearchSql
{
    /// <summary>What a match may read: everything, or what both sides see.</summary>
    public static string Match(IEnumerable<SearchTerm> terms, DatabaseKind kind, bool withNotes)
    {
        if (kind == DatabaseKind.PostgreSql) return string.Join(" & ", terms.Select(term => PostgreSqlTerm(term, withNotes)));
        var match = string.Join(" AND ", terms.Select(SqliteTerm));
        return withNotes ? match : $"{{subject open}} : ({match})";
    }

    /// <summary>The conditions on <c>ticket t</c>; “ben” is the actor.</summary>
    public static SqlCondition Filters(IReadOnlyList<SearchFilter> filters, Actor actor)
    {
        var (conditions, values) = (new List<string>(), new List<(string, object?)>());
        foreach (var (filter, i) in filters.Select((filter, i) => (filter, i)))
        {
            var condition = filter.Field switch
            {
                SearchField.State => State(filter, i, values),
                SearchField.Queue => In("t.queue", filter.Values, i, values),
                SearchField.Priority => In("t.priority", filter.Values, i, values),
                SearchField.Assignee => Person("t.assignee", filter.Values, i, actor, values),
                SearchField.Requester => Person("t.requester", filter.Values, i, actor, values),
                SearchField.Category => string.Join(" OR ", filter.Values.Select((code, n) => Category(code, $"f{i}_{n}", values))),
                SearchField.Label when !TicketVisibility.WorksAtDesk(actor) => "false", // labels are the desk's own words
                SearchField.Label => $"EXISTS (SELECT 1 FROM ticket_tag g WHERE g.ticket_key = t.key AND {In("g.tag", filter.Values, i, values)})",
                SearchField.Opened => Range("t.opened_at", filter, i, values),
                _ => Range("t.changed_at", filter, i, values),
            };
            conditions.Add(filter.IsExcluded ? $"NOT coalesce(({condition}), false)" : $"({condition})");
        }

        return new(conditions.Count == 0 ? "" : " AND " + string.Join(" AND ", conditions), values);
    }

    /// <summary>A running number in one year, or in every year since 2020.</summary>
    public static SqlCondition Number(TicketNumber number, int thisYear)
    {
        var years = number.Year is { } year ? [year] : Enumerable.Range(2020, Math.Max(1, thisYear - 2019));
        var values = years.Select(y => ($"n{y}", (object?)string.Create(CultureInfo.InvariantCulture, $"{y}-{number.Running:000000}"))).ToList();
        return new($" AND t.number IN ({string.Join(", ", values.Select(value => "@" + value.Item1))})", values);
    }

    private static string State(SearchFilter filter, int i, List<(string, object?)> values)
    {
        var states = filter.Values.Where(code => code is not (SearchWords.Open or SearchWords.Over)).ToList();
        var ways = new List<string>();
        if (filter.Values.Contains(SearchWords.Open)) ways.Add("t.closed_at IS NULL");
        if (filter.Values.Contains(SearchWords.Over)) ways.Add("t.closed_at IS NOT NULL");
        if (states.Count > 0) ways.Add(In("t.state", states, i, values));
        return string.Join(" OR ", ways);
    }

    private static string Person(string column, IReadOnlyList<string> names, int i, Actor actor, List<(string, object?)> values)
    {
        var known = names.Where(name => name != SearchWords.Nobody).Select(name => name == SearchWords.Me ? actor.UserName : name).ToList();
        var nobody = names.Contains(SearchWords.Nobody) ? $"{column} IS NULL" : null;
        return known.Count == 0 ? nobody ?? "false" : nobody is null ? In(column, known, i, values) : $"{nobody} OR {In(column, known, i, values)}";
    }

    private static string Category(string code, string name, List<(string, object?)> values)
    {
        values.Add((name, code));
        return code.Length == 3 ? $"substr(t.category, 1, 3) = @{name}" : $"t.category = @{name}";
    }

    private static string Range(string column, SearchFilter filter, int i, List<(string, object?)> values)
    {
        var limits = new List<string>();
        if (filter.From is { } from)
        {
            limits.Add($"{column} >= @f{i}_from");
            values.Add(($"f{i}_from", from));
        }

        if (filter.Until is { } until)
        {
            limits.Add($"{column} < @f{i}_until");
            values.Add(($"f{i}_until", until));
        }

        return string.Join(" AND ", limits);
    }

    private static string In(string column, IReadOnlyList<string> codes, int i, List<(string, object?)> values)
    {
        var names = codes.Select((_, n) => $"f{i}_{n}").ToList();
        values.AddRange(names.Zip(codes, (name, code) => (name, (object?)code)));
        return codes.Count == 1 ? $"{column} = @{names[0]}" : $"{column} IN ({string.Join(", ", names.Select(name => "@" + name))})";
    }

    // Stems are letters and digits, so quotes are enough.
    private static string SqliteTerm(SearchTerm term) => $"\"{string.Join(' ', term.Stems)}\"{(term.IsPrefix ? "*" : "")}";

    private static string PostgreSqlTerm(SearchTerm term, bool withNotes) => term.Stems.Count == 1
        ? PostgreSqlWord(term.Stems[0], term.IsPrefix, withNotes)
        : $"({string.Join(" <-> ", term.Stems.Select((stem, i) => PostgreSqlWord(stem, term.IsPrefix && i == term.Stems.Count - 1, withNotes)))})";

    private static string PostgreSqlWord(string stem, bool isPrefix, bool withNotes)
    {
        var mark = (isPrefix ? "*" : "") + (withNotes ? "" : "AB");
        return mark.Length == 0 ? $"'{stem}'" : $"'{stem}':{mark}";
    }
}
