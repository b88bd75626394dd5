using System.Globalization;
using System.Net;
using Akis.Engine.Database;
using Akis.Handbook.Catalogue;

namespace Akis.Registry.Records;

/// <summary>What must hold between states and between records.</summary>
internal static class RecordRules
{
    /// <summary>Whether a state may follow another.</summary>
    public static FieldError? Move(RecordField state, string from, string to)
    {
        if (from == to || from.Length == 0 || state.Moves.GetValueOrDefault(from, []).Contains(to)) return null;
        var next = state.Moves.GetValueOrDefault(from, []);
        return new(state.Name, next.Count == 0 ? $"{state.Label.Tr}: “{from}” son durumdur, değiştirilemez." : $"{state.Label.Tr}: “{from}” durumundan yalnız şunlara geçilir: {string.Join(", ", next)}.",
            next.Count == 0 ? $"{state.Label.En}: “{English(state, from)}” is a final state." : $"{state.Label.En}: from “{English(state, from)}” one goes only to: {string.Join(", ", next.Select(one => English(state, one)))}.");
    }

    /// <summary>What stands against the values because of other records.</summary>
    public static async Task<List<FieldError>> AgainstOthersAsync(WriteSession session, RecordType type, long key, IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        foreach (var field in type.Fields.Where(field => field.IsUnique && values.ContainsKey(field.Name)))
        {
            var taken = await session.QueryAsync("SELECT r.title FROM record_unique u JOIN record r ON r.key = u.record_key WHERE u.type = @type AND u.field = @field AND u.value = @value AND u.record_key <> @key", row => row.GetString(0), cancel,
                ("type", type.Code), ("field", field.Name), ("value", Folding.Fold(values[field.Name])), ("key", key));
            if (taken.Count > 0) errors.Add(new(field.Name, $"{field.Label.Tr}: “{values[field.Name]}” zaten kayıtlı ({taken[0]}).", $"{field.Label.En}: “{values[field.Name]}” is already taken ({taken[0]})."));
        }

        if (type.NoOverlap is { } span && Counts(span, type, values))
        {
            var others = await OthersAsync(session, type, span.Same, key, values, cancel);
            if (others.FirstOrDefault(other => Counts(span, type, other.Values) && Overlap(type, span, values, other.Values)) is { } other)
            {
                var field = type.Find(span.From)!; // checked by the tests over all types
                errors.Add(new(span.From, $"{field.Label.Tr}: aynı aralıkta başka bir kayıt var ({other.Title}).", $"{field.Label.En}: another record has the same span ({other.Title})."));
            }
        }

        if (type.Disjoint is var (network, parent) && values.TryGetValue(network, out var cidr))
        {
            var own = IPNetwork.Parse(cidr);
            var others = await OthersAsync(session, type, [parent], key, values, cancel);
            if (others.FirstOrDefault(other => other.Values.TryGetValue(network, out var text) && IPNetwork.Parse(text) is var its && (its.Contains(own.BaseAddress) || own.Contains(its.BaseAddress))) is { } other)
            {
                errors.Add(new(network, $"{cidr}, {other.Title} ile örtüşüyor.", $"{cidr} overlaps {other.Title}."));
            }
        }

        return errors;
    }

    private static bool Counts(NoOverlap span, RecordType type, IReadOnlyDictionary<string, string> values) =>
        values.ContainsKey(span.From) && (span.States.Count == 0 || type.State is not { } state || span.States.Contains(values.GetValueOrDefault(state.Name, "")));

    private static bool Overlap(RecordType type, NoOverlap span, IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b)
    {
        var includesEnd = type.Find(span.From)!.Kind == FieldKind.Number; // checked by the tests over all types
        return Before(Start(a), End(b)) && Before(Start(b), End(a));

        bool Before(IComparable start, IComparable? end) => end is null || start.CompareTo(end) is var order && (includesEnd ? order <= 0 : order < 0);
        IComparable Start(IReadOnlyDictionary<string, string> values) => Point(values[span.From]);
        IComparable? End(IReadOnlyDictionary<string, string> values) => values.TryGetValue(span.To, out var text) ? Point(text) : null;
        IComparable Point(string text) => includesEnd ? decimal.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private static async Task<List<Record>> OthersAsync(WriteSession session, RecordType type, IReadOnlyList<string> same, long key, IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var conditions = same.Select((field, i) => $" AND coalesce({RecordSql.Value(session.Database.Kind, "r.fields", field)}, '') = @same{i}");
        return await session.QueryAsync($"SELECT {Record.Columns} FROM record r WHERE r.type = @type AND r.key <> @key{string.Concat(conditions)}", Record.Read, cancel,
            [("type", type.Code), ("key", key), .. same.Select((field, i) => ($"same{i}", (object?)values.GetValueOrDefault(field, "")))]);
    }

    private static string English(RecordField state, string value) => state.Options.FirstOrDefault(option => option.Tr == value)?.En ?? value;
}
