using System.Text;
using System.Text.Json;
using Akis.Engine.Database;

namespace Akis.Engine.Search;

/// <summary>
/// The order of a search, and the place in it where a page begins. A cursor holds the values by which its row is ordered, so a page begins
/// at the same place whatever was added or removed before it, and the database goes there by an index instead of counting rows.
/// </summary>
internal sealed class SearchOrder
{
    private const int MostFields = 8;

    private readonly List<Term> _terms;

    private SearchOrder(List<Term> terms) => _terms = terms;

    /// <summary>The expressions by which rows are ordered; a search reads them behind its fields.</summary>
    public IEnumerable<string> Expressions => _terms.Select(term => term.Sql);

    /// <summary>Reads <c>[{ "field": …, "order": "ASC" }, …]</c>.</summary>
    public static Outcome<SearchOrder> Read(SearchResource resource, JsonElement sort)
    {
        var terms = new List<Term>();
        if (sort.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            if (sort.ValueKind != JsonValueKind.Array || sort.GetArrayLength() > MostFields) return SearchProblems.WrongValue("sort", $"en çok {MostFields} alanlı bir dizi", $"an array of at most {MostFields} fields");
            foreach (var (i, entry) in sort.EnumerateArray().Index())
            {
                if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("field", out var name) || name.ValueKind != JsonValueKind.String) return SearchProblems.WrongValue($"sort[{i}]", "field içeren bir nesne", "an object with a field");
                if (resource.Find(name.GetString() ?? "", known => known.Sorts) is not { } field) return SearchProblems.UnknownField($"sort[{i}].field: {name}", resource.Fields.Where(known => known.Sorts).Select(known => known.Name));
                var order = entry.TryGetProperty("order", out var given) && given.ValueKind != JsonValueKind.Null ? given.ToString() : "ASC";
                if (!order.Equals("ASC", StringComparison.OrdinalIgnoreCase) && !order.Equals("DESC", StringComparison.OrdinalIgnoreCase)) return SearchProblems.WrongValue($"sort[{i}].order", "ASC ya da DESC", "ASC or DESC");
                Add(field, order.Equals("DESC", StringComparison.OrdinalIgnoreCase));
            }
        }

        Add(resource.IdentityField, false);
        return new SearchOrder(terms);

        void Add(SearchField field, bool descending)
        {
            var isText = field.Type == FieldType.Text;
            var sql = field.Type == FieldType.Flag ? $"CASE WHEN {field.Sql} THEN 1 ELSE 0 END" : field.Sql;
            if (field.Optional) terms.Add(new(field.Name + "?", $"CASE WHEN {sql} IS NULL THEN 1 ELSE 0 END", false, false));
            terms.Add(new(field.Name, field.Optional ? $"coalesce({sql}, {(isText ? "''" : "0")})" : sql, descending, isText));
        }
    }

    /// <summary>The ORDER BY list; <paramref name="backwards"/> for a page before a cursor, which is read from its end.</summary>
    public string Sql(bool backwards) => string.Join(", ", _terms.Select(term => $"{term.Sql}{(term.Descending != backwards ? " DESC" : "")}"));

    /// <summary>The cursor of a row.</summary>
    /// <param name="values">What <see cref="Expressions"/> gave.</param>
    public string Cursor(IReadOnlyList<object> values) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes<object[]>([Signature, .. values]));

    /// <summary>The condition for rows behind a cursor, or before it.</summary>
    public Outcome<string> Beyond(string cursor, bool backwards, SearchParameters parameters)
    {
        var path = backwards ? "page.before" : "page.after";
        if (Decode(cursor) is not { } values) return SearchProblems.WrongCursor(path);
        var names = values.ConvertAll(parameters.Add);
        var alternatives = new List<string>();
        for (var i = 0; i < _terms.Count; i++)
        {
            var equal = string.Concat(_terms.Take(i).Select((term, n) => $"{term.Sql} = {names[n]} AND "));
            alternatives.Add($"({equal}{_terms[i].Sql} {(_terms[i].Descending != backwards ? "<" : ">")} {names[i]})");
        }

        // What the alternatives imply is said once more for the first field: by that the database finds where to begin in an index.
        return _terms.Count == 1 ? alternatives[0] : $"{_terms[0].Sql} {(_terms[0].Descending != backwards ? "<=" : ">=")} {names[0]} AND ({string.Join(" OR ", alternatives)})";
    }

    private string Signature => string.Join(',', _terms.Select(term => term.Name + (term.Descending ? "-" : "")));

    private List<object?>? Decode(string cursor)
    {
        var bytes = new byte[cursor.Length];
        if (!Convert.TryFromBase64String(cursor, bytes, out var length)) return null;
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 0, length));
            var entries = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray().ToList() : [];
            if (entries.Count != _terms.Count + 1 || entries[0].ToString() != Signature) return null;
            var values = new List<object?>();
            foreach (var (term, entry) in _terms.Zip(entries.Skip(1)))
            {
                if (term.IsText && entry.ValueKind == JsonValueKind.String) values.Add(entry.GetString());
                else if (!term.IsText && entry.ValueKind == JsonValueKind.Number && entry.TryGetInt64(out var number)) values.Add(number);
                else return null;
            }

            return values;
        }
        catch (JsonException)
        {
            return null; // somebody made it up
        }
    }

    private sealed record Term(string Name, string Sql, bool Descending, bool IsText);
}
