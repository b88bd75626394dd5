using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Catalogue;

namespace Akis.Registry.Records;

/// <summary>A page of a list, and how many there are in all.</summary>
public sealed record RecordList(IReadOnlyList<Record> Items, long Total);

/// <summary>Another record that a record is tied to: by which field of which of the two.</summary>
public sealed record RecordLink(long Key, RecordType Type, string Title, string? State, RecordField Field);

/// <summary>A file of a record.</summary>
public sealed record RecordFile(long Key, string Name, string MediaType, long Size, string Sha256, string Author, DateTimeOffset At);

/// <summary>Reads records; who may not see a kind gets nothing of it.</summary>
public sealed class RecordQueries(AkisDatabase database)
{
    /// <summary>How many records there are of each kind that the actor sees.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountsAsync(Actor actor, CancellationToken cancel = default)
    {
        var counts = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT type, count(*) FROM record GROUP BY type", row => (Type: row.GetString(0), Count: row.GetInt64(1)), token), cancel);
        return counts.Where(one => RecordTypes.Default.Find(one.Type) is { } type && RecordAccess.MayRead(actor, type)).ToDictionary(one => one.Type, one => one.Count);
    }

    /// <summary>Records of a kind by title.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="type">The kind.</param>
    /// <param name="words">Words that must all occur; null for all records.</param>
    /// <param name="filters">Values that fields must have, by field; unknown fields are passed over.</param>
    /// <param name="skip">How many were shown before.</param>
    /// <param name="most">Length of a page.</param>
    /// <param name="cancel">Stops it.</param>
    public Task<RecordList> ListAsync(Actor actor, RecordType type, string? words, IReadOnlyDictionary<string, string> filters, int skip, int most, CancellationToken cancel = default)
    {
        if (!RecordAccess.MayRead(actor, type)) return Task.FromResult(new RecordList([], 0));
        var (where, parameters) = Where(type, words, RecordAccess.MaySeePersonal(actor, type) ? filters : filters.Where(filter => type.Find(filter.Key) is { IsPersonal: false }).ToDictionary());
        return database.ReadAsync(async (connection, token) =>
        {
            var total = (await connection.QueryAsync($"SELECT count(*) FROM record r WHERE {where}", row => row.GetInt64(0), token, parameters))[0];
            var items = await connection.QueryAsync($"SELECT {Record.Columns} FROM record r WHERE {where} ORDER BY r.sort_title, r.key LIMIT @most OFFSET @skip", Record.Read, token, [.. parameters, ("most", most), ("skip", skip)]);
            return new RecordList(items, total);
        }, cancel);
    }

    /// <summary>The same for a process's step, which sees what its own transaction has written.</summary>
    public async Task<RecordList> ListAsync(WriteSession session, RecordType type, string? words, IReadOnlyDictionary<string, string> filters, int most, CancellationToken cancel = default)
    {
        var (where, parameters) = Where(type, words, filters);
        var total = (await session.QueryAsync($"SELECT count(*) FROM record r WHERE {where}", row => row.GetInt64(0), cancel, parameters))[0];
        return new(await session.QueryAsync($"SELECT {Record.Columns} FROM record r WHERE {where} ORDER BY r.sort_title, r.key LIMIT @most", Record.Read, cancel, [.. parameters, ("most", most)]), total);
    }

    private (string Where, (string, object?)[] Parameters) Where(RecordType type, string? words, IReadOnlyDictionary<string, string> filters)
    {
        var (where, parameters) = ("r.type = @type", new List<(string, object?)> { ("type", type.Code) });
        foreach (var word in Folding.Fold(words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(10))
        {
            where += $" AND r.search LIKE @word{parameters.Count} ESCAPE '!'";
            parameters.Add(($"word{parameters.Count}", "%" + word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%"));
        }

        foreach (var field in type.Fields.Where(field => filters.GetValueOrDefault(field.Name, "").Length > 0))
        {
            where += $" AND {RecordSql.Value(database.Kind, "r.fields", field.Name)} = @value{parameters.Count}";
            parameters.Add(($"value{parameters.Count}", FieldRules.Canonical(field, filters[field.Name], out _)));
        }

        return (where, [.. parameters]);
    }

    /// <summary>The record of a key, or null where the actor does not see it.</summary>
    public async Task<Record?> FindAsync(Actor actor, long key, CancellationToken cancel = default) =>
        await OneAsync("r.key = @value", key, cancel) is { } record && RecordAccess.MayRead(actor, record.Type) ? record : null;

    /// <summary>The record with this label, or null where the actor does not see it.</summary>
    public async Task<Record?> FindByTagAsync(Actor actor, string tag, CancellationToken cancel = default) =>
        await OneAsync("r.tag = @value", tag, cancel) is { } record && RecordAccess.MayRead(actor, record.Type) ? record : null;

    /// <summary>Titles of records that others refer to.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TitlesAsync(IEnumerable<Record> records, CancellationToken cancel = default)
    {
        var keys = records.SelectMany(record => record.Type.Fields.Where(field => field.Kind == FieldKind.Ref).Select(field => record[field.Name])).Where(value => value.Length > 0).Distinct().Take(1000).Select(value => long.Parse(value, CultureInfo.InvariantCulture)).ToList();
        if (keys.Count == 0) return new Dictionary<string, string>();
        var titles = await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT key, title FROM record WHERE key IN ({string.Join(',', keys)})", row => (Key: row.GetInt64(0), Title: row.GetString(1)), token), cancel);
        return titles.ToDictionary(one => one.Key.ToString(CultureInfo.InvariantCulture), one => one.Title);
    }

    /// <summary>What refers to a record, newest first: what is touched when it changes or fails.</summary>
    public async Task<IReadOnlyList<RecordLink>> DependentsAsync(Actor actor, long key, int most, CancellationToken cancel = default)
    {
        var links = await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT r.key, r.type, r.title, r.state, f.field FROM record_ref f JOIN record r ON r.key = f.from_key WHERE f.to_key = @key ORDER BY r.key DESC LIMIT @most",
            row => (Key: row.GetInt64(0), Type: row.GetString(1), Title: row.GetString(2), State: row.Text(3), Field: row.GetString(4)), token, ("key", key), ("most", most)), cancel);
        return [.. links.Select(link => (link, type: RecordTypes.Default.Find(link.Type))).Where(one => one.type is not null && RecordAccess.MayRead(actor, one.type)).Select(one => new RecordLink(one.link.Key, one.type!, one.link.Title, one.link.State, one.type!.Find(one.link.Field)!))]; // asked for just before; fields are never taken away
    }

    /// <summary>Everything that depends on a record, over any number of steps, with the distance: the view before a change or in an outage.</summary>
    public async Task<IReadOnlyList<(RecordLink Link, int Distance)>> ImpactAsync(Actor actor, long key, CancellationToken cancel = default)
    {
        const int Deepest = 5, Most = 300;
        var (seen, found, edge) = (new HashSet<long> { key }, new List<(RecordLink, int)>(), new List<long> { key });
        for (var distance = 1; distance <= Deepest && edge.Count > 0 && found.Count < Most; distance++)
        {
            var next = new List<long>();
            foreach (var at in edge)
            {
                foreach (var link in await DependentsAsync(actor, at, Most, cancel))
                {
                    if (found.Count >= Most || !seen.Add(link.Key)) continue;
                    found.Add((link, distance));
                    next.Add(link.Key);
                }
            }

            edge = next;
        }

        return found;
    }

    /// <summary>A record's changes, newest first.</summary>
    public Task<List<RecordChange>> ChangesAsync(long key, int most, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT at, author, on_behalf_of, process_code, changes FROM record_change WHERE record_key = @key ORDER BY key DESC LIMIT @most",
        row => new RecordChange(row.Instant(0)!.Value, row.GetString(1), row.Text(2), row.Text(3), JsonSerializer.Deserialize<Dictionary<string, string[]>>(row.GetString(4))!), token, ("key", key), ("most", most)), cancel); // never null

    /// <summary>A record's files, newest first.</summary>
    public Task<List<RecordFile>> FilesAsync(long key, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, name, media_type, size, sha256, author, at FROM record_file WHERE record_key = @key ORDER BY key DESC LIMIT 100", ReadFile, token, ("key", key)), cancel);

    /// <summary>A file of a record that the actor sees, or null.</summary>
    public async Task<RecordFile?> FileAsync(Actor actor, long key, CancellationToken cancel = default)
    {
        var found = await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT f.key, f.name, f.media_type, f.size, f.sha256, f.author, f.at, r.type FROM record_file f JOIN record r ON r.key = f.record_key WHERE f.key = @key",
            row => (File: ReadFile(row), Type: row.GetString(7)), token, ("key", key)), cancel);
        return found is [var one] && RecordTypes.Default.Find(one.Type) is { } type && RecordAccess.MayRead(actor, type) ? one.File : null;
    }

    /// <summary>Records that a process has made or changed, oldest first.</summary>
    public Task<List<Record>> OfInstanceAsync(long instanceKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"SELECT {Record.Columns} FROM record r WHERE r.key IN (SELECT record_key FROM record_change WHERE instance_key = @instance) ORDER BY r.key LIMIT 100", Record.Read, token, ("instance", instanceKey)), cancel);

    private static RecordFile ReadFile(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetString(5), row.Instant(6)!.Value); // never null

    private async Task<Record?> OneAsync(string where, object value, CancellationToken cancel) =>
        (await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {Record.Columns} FROM record r WHERE {where}", Record.Read, token, ("value", value)), cancel)).FirstOrDefault();
}
