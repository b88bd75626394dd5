using System.Globalization;
using System.Text;
using System.Text.Json;
using Akis.Engine.Database;

namespace Akis.Engine.Search;

/// <summary>Turns a filter into a condition. Names are looked up in the resource's table and values become parameters, so nothing from outside is ever SQL.</summary>
internal sealed class SearchConditions(SearchResource resource, DatabaseKind database, SearchParameters parameters)
{
    private const int MostValues = 1_000;
    private const int MostAlternatives = 50;
    private const int MostConditions = 300; // SQLite takes expressions 1,000 deep
    private const int MostParameters = 10_000; // and 32,766 parameters

    private static readonly string[] OfText = ["$eq", "$neq", "$exists", "$in", "$notIn", "$like"];
    private static readonly string[] OfKeys = ["$eq", "$neq", "$exists", "$in", "$notIn"];
    private static readonly string[] OfNumbers = ["$eq", "$neq", "$exists", "$gt", "$gte", "$lt", "$lte", "$in", "$notIn"];
    private static readonly string[] OfFlags = ["$eq", "$neq"];

    private int _conditions;

    /// <summary>The condition that a filter object asks for; <c>$or</c> holds alternatives, of which one must hold beside the rest.</summary>
    public Outcome<string> Read(JsonElement filter, string path = "filter")
    {
        if (filter.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return "1 = 1";
        if (filter.ValueKind != JsonValueKind.Object) return SearchProblems.WrongValue(path, "bir nesne", "an object");
        var parts = new List<string>();
        foreach (var entry in filter.EnumerateObject())
        {
            if (entry.Value.ValueKind == JsonValueKind.Null) continue;
            var place = $"{path}.{entry.Name}";
            var part = entry.Name == "$or" ? Alternatives(entry.Value, place)
                : resource.Find(entry.Name, known => known.Filters) is { } field ? Compare(field, entry.Value, place)
                : SearchProblems.UnknownField(place, resource.Fields.Where(known => known.Filters).Select(known => known.Name).Append("$or").Distinct());
            if (part.Problem is { } problem) return problem;
            parts.Add(part.Value);
        }

        return parts.Count == 0 ? "1 = 1" : string.Join(" AND ", parts);
    }

    private Outcome<string> Alternatives(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MostAlternatives) return SearchProblems.WrongValue(path, $"1 ile {MostAlternatives} arasında süzgeçten oluşan bir dizi", $"an array of 1 to {MostAlternatives} filters");
        return All(value, path, Read, " OR ");
    }

    private Outcome<string> Compare(SearchField field, JsonElement value, string path)
    {
        if (field.Type == FieldType.List) return All(value, path, (text, place) => Wrap(field, Operator(field, "$eq", text, place)), " AND ");
        if (field.Type == FieldType.Pairs) return All(value, path, (pair, place) => Pair(field, pair, place), " AND ");
        return Wrap(field, Compare(field, field.Type, value, path));
    }

    private Outcome<string> Compare(SearchField field, FieldType type, JsonElement value, string path)
    {
        field = field with { Type = type };
        if (value.ValueKind != JsonValueKind.Object) return Operator(field, "$eq", value, path);
        var parts = new List<string>();
        foreach (var entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind == JsonValueKind.Null) continue;
            var part = Operator(field, entry.Name, entry.Value, $"{path}.{entry.Name}");
            if (part.Problem is not null) return part;
            parts.Add(part.Value);
        }

        return parts.Count == 0 ? "1 = 1" : string.Join(" AND ", parts);
    }

    private Outcome<string> Pair(SearchField field, JsonElement pair, string path)
    {
        if (pair.ValueKind != JsonValueKind.Object || !pair.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || !pair.TryGetProperty("value", out var value)) return SearchProblems.WrongValue(path, "name ve value içeren bir nesne", "an object with name and value");
        var compared = Compare(field, FieldType.Text, value, $"{path}.value");
        return compared.Problem is not null ? compared : Wrap(field, $"{field.PairName} = {parameters.Add(name.GetString())} AND {compared.Value}");
    }

    private static Outcome<string> All(JsonElement values, string path, Func<JsonElement, string, Outcome<string>> one, string between)
    {
        if (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() > MostAlternatives) return SearchProblems.WrongValue(path, $"en çok {MostAlternatives} ögeli bir dizi", $"an array of at most {MostAlternatives} items");
        var parts = new List<string>();
        foreach (var value in values.EnumerateArray())
        {
            var part = one(value, $"{path}[{parts.Count}]");
            if (part.Problem is not null) return part;
            parts.Add($"({part.Value})");
        }

        return parts.Count == 0 ? "1 = 1" : $"({string.Join(between, parts)})";
    }

    private static Outcome<string> Wrap(SearchField field, Outcome<string> condition) => condition.Problem is not null ? condition : string.Format(CultureInfo.InvariantCulture, field.Among, condition.Value);

    private Outcome<string> Operator(SearchField field, string name, JsonElement value, string path)
    {
        var known = field.Type switch { FieldType.Text or FieldType.Word => OfText, FieldType.Number or FieldType.Instant => OfNumbers, FieldType.Flag => OfFlags, FieldType.List => ["$eq"], _ => OfKeys };
        if (!known.Contains(name)) return SearchProblems.UnknownOperator(path, known);
        if (++_conditions > MostConditions || parameters.Count > MostParameters) return SearchProblems.TooMuch(MostConditions, MostParameters);
        var sql = field.Sql;
        if (name == "$exists")
        {
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? $"{sql} IS {(value.GetBoolean() ? "NOT " : "")}NULL" : SearchProblems.WrongValue(path, "true ya da false", "true or false");
        }

        if (field.Type == FieldType.Flag)
        {
            if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return SearchProblems.WrongValue(path, "true ya da false", "true or false");
            return value.GetBoolean() == (name == "$eq") ? $"({sql})" : $"NOT ({sql})";
        }

        if (name == "$like") return Like(field, value, path);
        if (name is "$in" or "$notIn")
        {
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostValues) return SearchProblems.WrongValue(path, $"en çok {MostValues} değerli bir dizi", $"an array of at most {MostValues} values");
            var given = new List<string>();
            foreach (var entry in value.EnumerateArray())
            {
                var one = Value(field, entry, $"{path}[{given.Count}]");
                if (one.Problem is { } wrong) return wrong;
                given.Add(parameters.Add(one.Value));
            }

            return name == "$in" ? given.Count == 0 ? "1 = 0" : $"{sql} IN ({string.Join(", ", given)})"
                : given.Count == 0 ? "1 = 1" : $"({sql} IS NULL OR {sql} NOT IN ({string.Join(", ", given)}))";
        }

        var read = Value(field, value, path);
        if (read.Problem is { } problem) return problem;
        var parameter = parameters.Add(read.Value);
        return name switch
        {
            "$eq" => $"{sql} = {parameter}",
            "$neq" => $"({sql} IS NULL OR {sql} <> {parameter})",
            "$gt" => $"{sql} > {parameter}",
            "$gte" => $"{sql} >= {parameter}",
            "$lt" => $"{sql} < {parameter}",
            _ => $"{sql} <= {parameter}",
        };
    }

    // * stands for any text and ? for one character; a backslash before one of them makes it plain.
    private Outcome<string> Like(SearchField field, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String) return SearchProblems.WrongValue(path, "bir örüntü metni", "a pattern");
        var pattern = value.GetString() ?? "";
        if (field.Type == FieldType.Word)
        {
            var codes = field.Words.Index().Where(word => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, word.Item, ignoreCase: false)).Select(word => parameters.Add((long)word.Index)).ToList();
            return codes.Count == 0 ? "1 = 0" : $"{field.Sql} IN ({string.Join(", ", codes)})";
        }

        var postgres = database == DatabaseKind.PostgreSql;
        var sql = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var plain = pattern[i] == '\\' && i + 1 < pattern.Length;
            var c = plain ? pattern[++i] : pattern[i];
            sql.Append((c, plain, postgres) switch
            {
                ('*', false, true) => "%",
                ('?', false, true) => "_",
                ('%' or '_' or '\\', _, true) => $"\\{c}",
                ('*' or '?', true, false) or ('[', _, false) => $"[{c}]",
                _ => c.ToString(),
            });
        }

        return $"{field.Sql} {(postgres ? "LIKE" : "GLOB")} {parameters.Add(sql.ToString())}";
    }

    private static Outcome<object> Value(SearchField field, JsonElement value, string path)
    {
        switch (field.Type)
        {
            case FieldType.Key:
                return long.TryParse(value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : SearchProblems.WrongValue(path, "rakamlardan oluşan bir anahtar", "a key, which is digits only");
            case FieldType.Number:
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : SearchProblems.WrongValue(path, "bir tam sayı", "a whole number");
            case FieldType.Instant:
                return value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                    ? instant.ToUnixTimeMilliseconds() : SearchProblems.WrongValue(path, "ISO 8601 biçiminde bir an", "an instant in ISO 8601");
            case FieldType.Word:
                var code = value.ValueKind == JsonValueKind.String ? field.Words.Index().Where(word => word.Item == value.GetString()).Select(word => (long?)word.Index).FirstOrDefault() : null;
                return code is { } found ? found : SearchProblems.WrongValue(path, $"şunlardan biri: {string.Join(", ", field.Words)}; bu", $"one of {string.Join(", ", field.Words)}");
            default:
                return value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : SearchProblems.WrongValue(path, "bir metin", "a text");
        }
    }
}

/// <summary>Values from outside, each under a name of its own.</summary>
internal sealed class SearchParameters
{
    private readonly List<(string Name, object? Value)> _values = [];

    public (string Name, object? Value)[] All => [.. _values];

    public int Count => _values.Count;

    public string Add(object? value)
    {
        _values.Add(($"s{_values.Count}", value));
        return "@" + _values[^1].Name;
    }

    public void AddAll(IEnumerable<(string Name, object? Value)> named) => _values.AddRange(named);
}
