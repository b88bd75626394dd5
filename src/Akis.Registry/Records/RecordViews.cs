using Akis.Engine.Database;

namespace Akis.Registry.Records;

/// <summary>A search that somebody has kept under a name; <paramref name="Query"/> is the address's, with its question mark.</summary>
public sealed record RecordView(long Key, string Name, string Query);

/// <summary>Kept searches of a person, by kind of record.</summary>
public sealed class RecordViews(AkisDatabase database)
{
    private const int Most = 20;

    /// <summary>A person's views of a kind by name.</summary>
    public Task<List<RecordView>> OfAsync(string owner, RecordType type, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, name, query FROM record_view WHERE owner = @owner AND type = @type ORDER BY name LIMIT @most", row => new RecordView(row.GetInt64(0), row.GetString(1), row.GetString(2)), token, ("owner", owner), ("type", type.Code), ("most", Most)), cancel);

    /// <summary>Keeps a search; the same name again replaces it. The query is one that the list page has made.</summary>
    public Task<Outcome> KeepAsync(string owner, RecordType type, string name, string query, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        if (name.Trim() is not { Length: > 0 and <= 60 } title) return new Problem("view.name", 422, "Görünüme bir ad verin.", "Give the view a name.");
        await session.ExecuteAsync("INSERT INTO record_view (key, owner, type, name, query) VALUES (@key, @owner, @type, @name, @query) ON CONFLICT (owner, type, name) DO UPDATE SET query = excluded.query", token,
            ("key", session.NextKey()), ("owner", owner), ("type", type.Code), ("name", title), ("query", query));
        return Outcome.Done;
    }, cancel);

    /// <summary>Forgets a person's own view.</summary>
    public Task<Outcome> ForgetAsync(string owner, long key, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        await session.ExecuteAsync("DELETE FROM record_view WHERE key = @key AND owner = @owner", token, ("key", key), ("owner", owner));
        return Outcome.Done;
    }, cancel);
}
