using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Akis.Engine.Database;
using Akis.Handbook.Catalogue;

namespace Akis.Registry.Records;

/// <summary>What came of saving: the record's key, or what is wrong with which field.</summary>
public readonly record struct Saved(long Key, IReadOnlyList<FieldError> Errors, Problem? Problem) : IOutcome
{
    /// <inheritdoc />
    public bool Succeeded => Problem is null && Errors is null or { Count: 0 };
}

/// <summary>
/// Writes records within the caller's session: with the job, the ticket or the process that changes them, or not at all. Values are checked field by field, then as a
/// whole: moves of states, unique values, references, spans and networks that may not overlap.
/// </summary>
public static class RecordStore
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a record; what is not given is empty.</summary>
    public static async Task<Saved> AddAsync(WriteSession session, RecordType type, IReadOnlyDictionary<string, string?> given, Cause cause, CancellationToken cancel = default)
    {
        Lock(session, type);
        return await SaveAsync(session, type, null, given, cause, cancel);
    }

    /// <summary>Changes the given fields and leaves the others.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="key">The record.</param>
    /// <param name="given">New values by field; empty clears a field.</param>
    /// <param name="revision">The revision that was seen; null to take what is there now.</param>
    /// <param name="cause">Who, and for which process.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<Saved> ChangeAsync(WriteSession session, long key, IReadOnlyDictionary<string, string?> given, int? revision, Cause cause, CancellationToken cancel = default)
    {
        if (await FindAsync(session, key, cancel) is not { } known) return new(0, [], Unknown);
        Lock(session, known.Type);
        var record = (await FindAsync(session, key, cancel))!; // records are never deleted
        if (revision is { } seen && seen != record.Revision) return new(key, [], new("record.changed", 409, "Kayıt bu arada değişti. Yazdıklarınız duruyor; son durumu görüp yeniden kaydedin.", "The record has changed meanwhile. What you typed is kept; look at the new state and save again."));
        return await SaveAsync(session, record.Type, record, given, cause, cancel);
    }

    /// <summary>There is no such record, or the actor may not see it.</summary>
    public static Problem Unknown { get; } = new("record.unknown", 404, "Böyle bir kayıt yok.", "There is no such record.");

    /// <summary>The record of a key, or null.</summary>
    public static async Task<Record?> FindAsync(WriteSession session, long key, CancellationToken cancel = default) =>
        (await session.QueryAsync($"SELECT {Record.Columns} FROM record r WHERE r.key = @key", Record.Read, cancel, ("key", key))).FirstOrDefault();

    /// <summary>The record whose identity, or whole title, is this text; null where there is none or several share the title.</summary>
    public static async Task<Record?> FindAsync(WriteSession session, RecordType type, string text, CancellationToken cancel = default)
    {
        if (type.Identity is { } identity)
        {
            var named = await session.QueryAsync($"SELECT {Record.Columns} FROM record_unique u JOIN record r ON r.key = u.record_key WHERE u.type = @type AND u.field = @field AND u.value = @value", Record.Read, cancel,
                ("type", type.Code), ("field", identity.Name), ("value", Folding.Fold(FieldRules.Canonical(identity, text, out _))));
            if (named.Count == 1) return named[0];
        }

        var titled = await session.QueryAsync($"SELECT {Record.Columns} FROM record r WHERE r.type = @type AND r.sort_title = @title ORDER BY r.key LIMIT 2", Record.Read, cancel, ("type", type.Code), ("title", Folding.Fold(text.Trim())));
        return titled.Count == 1 ? titled[0] : null;
    }

    internal static FieldError NoField(string name) => new(name, $"“{name}” diye bir alan yok.", $"There is no field “{name}”.");

    // Records of one kind are written one after the other: what must be unique or disjoint is then seen.
    private static void Lock(WriteSession session, RecordType type) => session.Lock("records:" + type.Code);

    private static async Task<Saved> SaveAsync(WriteSession session, RecordType type, Record? before, IReadOnlyDictionary<string, string?> given, Cause cause, CancellationToken cancel)
    {
        var (values, errors) = (new Dictionary<string, string>(), new List<FieldError>());
        foreach (var field in type.Fields)
        {
            var text = given.TryGetValue(field.Name, out var written) ? written : before?[field.Name] ?? (field.Kind == FieldKind.State ? field.Options[0].Tr : null);
            var value = FieldRules.Canonical(field, text, out var error);
            if (error is null && field.Kind == FieldKind.Ref && value.Length > 0 && value != before?[field.Name]) value = await ReferenceAsync(session, field, value, errors, cancel);
            if (error is not null) errors.Add(error);
            else if (value.Length > 0) values[field.Name] = value;
        }

        foreach (var name in given.Keys.Where(name => type.Find(name) is null)) errors.Add(NoField(name));
        if (errors.Count > 0) return new(before?.Key ?? 0, errors, null);
        if (type.State is { } state && before is not null && RecordRules.Move(state, before[state.Name], values.GetValueOrDefault(state.Name, "")) is { } move) errors.Add(move);
        var key = before?.Key ?? session.NextKey();
        errors.AddRange(await RecordRules.AgainstOthersAsync(session, type, key, values, cancel));
        if (errors.Count > 0) return new(before?.Key ?? 0, errors, null);

        var changes = type.Fields.Where(field => (before?[field.Name] ?? "") != values.GetValueOrDefault(field.Name, "")).ToDictionary(field => field.Name, field => new[] { before?[field.Name] ?? "", values.GetValueOrDefault(field.Name, "") });
        if (before is not null && changes.Count == 0) return new(key, [], null);
        await WriteAsync(session, type, before, key, values, cause, cancel);
        await session.ExecuteAsync("INSERT INTO record_change (key, record_key, at, author, on_behalf_of, instance_key, process_code, changes) VALUES (@key, @record, @at, @author, @behalf, @instance, @code, @changes)", cancel,
            ("key", session.NextKey()), ("record", key), ("at", session.Now), ("author", cause.Actor.UserName), ("behalf", cause.Actor.OnBehalfOf), ("instance", cause.InstanceKey), ("code", cause.ProcessCode), ("changes", JsonSerializer.Serialize(changes, Relaxed)));
        return new(key, [], null);
    }

    private static async Task WriteAsync(WriteSession session, RecordType type, Record? before, long key, Dictionary<string, string> values, Cause cause, CancellationToken cancel)
    {
        var title = type.TitleOf(await ShownAsync(session, type, values, cancel));
        (string, object?)[] row =
        [
            ("key", key), ("title", title), ("sort", Folding.Fold(title)), ("state", type.State is { } state ? values.GetValueOrDefault(state.Name) : null), ("fields", JsonSerializer.Serialize(values, Relaxed)),
            ("search", Folding.Fold(title + " " + string.Join(' ', type.Fields.Where(field => !field.IsPersonal && field.Kind is not FieldKind.Ref).Select(field => values.GetValueOrDefault(field.Name)).OfType<string>()))), ("now", session.Now), ("user", cause.Actor.UserName),
        ];
        if (before is null)
        {
            await session.ExecuteAsync("INSERT INTO record (key, type, title, sort_title, state, fields, search, tag, revision, created_at, created_by, changed_at, changed_by) VALUES (@key, @type, @title, @sort, @state, @fields, @search, @tag, 1, @now, @user, @now, @user)", cancel,
                [.. row, ("type", type.Code), ("tag", RandomNumberGenerator.GetString("23456789abcdefghjkmnpqrstuvwxyz", 10))]);
        }
        else
        {
            await session.ExecuteAsync("UPDATE record SET title = @title, sort_title = @sort, state = @state, fields = @fields, search = @search, revision = revision + 1, changed_at = @now, changed_by = @user WHERE key = @key", cancel, row);
            await session.ExecuteAsync("DELETE FROM record_unique WHERE record_key = @key", cancel, ("key", key));
            await session.ExecuteAsync("DELETE FROM record_ref WHERE from_key = @key", cancel, ("key", key));
        }

        foreach (var field in type.Fields.Where(field => field.IsUnique && values.ContainsKey(field.Name)))
        {
            await session.ExecuteAsync("INSERT INTO record_unique (type, field, value, record_key) VALUES (@type, @field, @value, @key)", cancel, ("type", type.Code), ("field", field.Name), ("value", Folding.Fold(values[field.Name])), ("key", key));
        }

        foreach (var field in type.Fields.Where(field => field.Kind == FieldKind.Ref && values.ContainsKey(field.Name)))
        {
            await session.ExecuteAsync("INSERT INTO record_ref (from_key, field, to_key) VALUES (@key, @field, @to)", cancel, ("key", key), ("field", field.Name), ("to", long.Parse(values[field.Name], CultureInfo.InvariantCulture)));
        }
    }

    // A reference is given as a key, as the identity or as the title of the other record; its key is stored.
    private static async Task<string> ReferenceAsync(WriteSession session, RecordField field, string text, List<FieldError> errors, CancellationToken cancel)
    {
        var target = RecordTypes.Default.Find(field.Target)!; // asked for when the types were read
        var found = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key) && await FindAsync(session, key, cancel) is { } byKey && byKey.Type == target ? byKey : await FindAsync(session, target, text, cancel);
        if (found is not null) return found.Key.ToString(CultureInfo.InvariantCulture);
        errors.Add(new(field.Name, $"{field.Label.Tr}: “{text}” adlı bir {target.One.Tr.ToLower(CultureInfo.GetCultureInfo("tr-TR"))} yok ya da birden çok var.", $"{field.Label.En}: there is no {target.One.En.ToLowerInvariant()} “{text}”, or several."));
        return text;
    }

    // Titles name other records by their titles, not by their keys.
    private static async Task<Dictionary<string, string>> ShownAsync(WriteSession session, RecordType type, Dictionary<string, string> values, CancellationToken cancel)
    {
        var shown = new Dictionary<string, string>(values);
        foreach (var field in type.Fields.Where(field => field.Kind == FieldKind.Ref && values.ContainsKey(field.Name) && type.Title.Contains("{" + field.Name + "}", StringComparison.Ordinal)))
        {
            shown[field.Name] = (await FindAsync(session, long.Parse(values[field.Name], CultureInfo.InvariantCulture), cancel))?.Title ?? "";
        }

        return shown;
    }
}
