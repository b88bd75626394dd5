using System.Data.Common;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Desk.Knowledge;

/// <summary>Reads articles. What is not for a reader does not exist for them.</summary>
public sealed class ArticleQueries(AkisDatabase database, FileStore store)
{
    private const string ItemColumns = "a.key, a.slug, a.topic, a.audience, v.title_tr, v.title_en, a.reviewed_at";

    /// <summary>The articles that somebody may read, by topic and title.</summary>
    public Task<List<ArticleItem>> ListAsync(Actor? reader, CancellationToken cancel = default)
    {
        var (condition, values) = For(reader);
        return database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT {ItemColumns} FROM article a JOIN article_version v ON v.article_key = a.key AND v.version = a.live WHERE NOT a.archived AND {condition} ORDER BY a.topic, v.title_tr LIMIT 1000", Item, token, values), cancel);
    }

    /// <summary>An article by its address, or null.</summary>
    public Task<Article?> FindAsync(string slug, Actor? reader, CancellationToken cancel = default)
    {
        var (condition, values) = For(reader);
        return database.ReadAsync(async (connection, token) =>
        {
            var rows = await connection.QueryAsync(
                $"SELECT {ItemColumns}, v.version, v.body_tr, v.body_en, a.owner FROM article a JOIN article_version v ON v.article_key = a.key AND v.version = a.live WHERE NOT a.archived AND a.slug = @slug AND {condition}",
                row => new Article(Item(row), row.GetInt32(7), row.GetString(8), row.GetString(9), row.GetString(10), [], []), token, [("slug", slug), .. values]);
            if (rows.Count == 0) return null;
            var key = rows[0].Item.Key;
            return rows[0] with { Categories = await CategoriesAsync(connection, key, token), Files = await FilesAsync(connection, key, token) };
        }, cancel);
    }

    /// <summary>A file of an article that the reader may read.</summary>
    public async Task<(ArticleFile File, string Path)?> FileAsync(string slug, long key, Actor? reader, CancellationToken cancel = default)
    {
        if (await FindAsync(slug, reader, cancel) is not { } article || article.Files.FirstOrDefault(file => file.Key == key) is not { } file) return null;
        var hash = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT sha256 FROM article_file WHERE key = @key", row => row.GetString(0), token, ("key", key)), cancel);
        return (file, store.PathOf(hash[0]));
    }

    /// <summary>An article with its history, for those who write; others get null.</summary>
    public Task<ArticleWork?> WorkAsync(long key, Actor actor, CancellationToken cancel = default) => database.ReadAsync<ArticleWork?>(async (connection, token) =>
    {
        if (!Audience.IsWriter(actor) && !Audience.IsApprover(actor)) return null;
        var (condition, values) = For(actor);
        var rows = await connection.QueryAsync($"SELECT a.slug, a.topic, a.audience, a.owner, a.live, a.archived, a.reviewed_at FROM article a WHERE a.key = @key AND {condition}",
            row => new ArticleWork(key, row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetInt32(4), row.GetBoolean(5), row.Instant(6)!.Value, [], [], []), token, [("key", key), .. values]); // never null
        if (rows.Count == 0) return null;
        var versions = await connection.QueryAsync(
            "SELECT version, state, title_tr, body_tr, title_en, body_en, author, saved_at, decided_by, decided_at, remark FROM article_version WHERE article_key = @key ORDER BY version DESC LIMIT 100",
            row => new ArticleVersion(row.GetInt32(0), (VersionState)row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.Instant(7)!.Value, row.Text(8), row.Instant(9), row.Text(10)), token, ("key", key));
        return rows[0] with { Versions = versions, Categories = await CategoriesAsync(connection, key, token), Files = await FilesAsync(connection, key, token) };
    }, cancel);

    /// <summary>All articles that a writer may see, with how they are used; those that wait for somebody first.</summary>
    public Task<List<ArticleCare>> CareAsync(Actor actor, CancellationToken cancel = default)
    {
        if (!Audience.IsWriter(actor) && !Audience.IsApprover(actor)) return Task.FromResult(new List<ArticleCare>());
        var (condition, values) = For(actor);
        return database.ReadAsync((connection, token) => connection.QueryAsync($"""
            SELECT a.key, a.slug, v.title_tr, a.audience, a.owner, a.live, v.state, v.author, a.reviewed_at, {Uses(0)}, {Uses(1)}, {Uses(2)}, {Uses(3)}
            FROM article a JOIN article_version v ON v.article_key = a.key AND v.version = (SELECT max(version) FROM article_version n WHERE n.article_key = a.key)
            WHERE NOT a.archived AND {condition} ORDER BY CASE v.state WHEN 1 THEN 0 WHEN 3 THEN 1 WHEN 0 THEN 2 ELSE 3 END, a.reviewed_at LIMIT 500
            """,
            row => new ArticleCare(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetInt32(5), (VersionState)row.GetInt32(6), row.GetString(7), row.Instant(8)!.Value,
                row.GetInt32(9), row.GetInt32(10), row.GetInt32(11), row.GetInt32(12)), token, values), cancel);
    }

    /// <summary>What is looked for most without being found.</summary>
    public Task<List<KnowledgeGap>> GapsAsync(int most, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT query, times, last_at FROM knowledge_gap ORDER BY times DESC, last_at DESC LIMIT @most", row => new KnowledgeGap(row.GetString(0), row.GetInt32(1), row.Instant(2)!.Value), token, ("most", most)), cancel);

    internal Task<(long Count, long Changed)> StampAsync(CancellationToken cancel) => database.ReadAsync(async (connection, token) =>
        (await connection.QueryAsync("SELECT count(*), coalesce(max(changed_at), 0) FROM article", row => (row.GetInt64(0), row.GetInt64(1)), token))[0], cancel);

    internal Task<List<(ArticleItem Item, string BodyTr, string BodyEn)>> AllAsync(CancellationToken cancel) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"SELECT {ItemColumns}, v.body_tr, v.body_en FROM article a JOIN article_version v ON v.article_key = a.key AND v.version = a.live WHERE NOT a.archived LIMIT 5000", row => (Item(row), row.GetString(7), row.GetString(8)), token), cancel);

    private static string Uses(int kind) => $"CAST((SELECT count(*) FROM article_use u WHERE u.article_key = a.key AND u.kind = {kind}) AS integer)";

    private static (string Condition, (string, object?)[] Values) For(Actor? reader)
    {
        var audiences = Audience.Of(reader).Distinct().Select((audience, i) => ($"a{i}", (object?)audience)).ToArray();
        return ($"a.audience IN ({string.Join(", ", audiences.Select(audience => "@" + audience.Item1))})", audiences);
    }

    private static Task<List<string>> CategoriesAsync(DbConnection connection, long key, CancellationToken cancel) =>
        connection.QueryAsync("SELECT category FROM article_category WHERE article_key = @key ORDER BY category", row => row.GetString(0), cancel, ("key", key));

    private static Task<List<ArticleFile>> FilesAsync(DbConnection connection, long key, CancellationToken cancel) =>
        connection.QueryAsync("SELECT key, name, media_type, size FROM article_file WHERE article_key = @key ORDER BY key", row => new ArticleFile(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), cancel, ("key", key));

    private static ArticleItem Item(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Instant(6)!.Value); // never null
}
