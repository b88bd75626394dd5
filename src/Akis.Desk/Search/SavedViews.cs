using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Search;

/// <summary>A query with a name.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="Role">The role that it is shared with; null for its owner only.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Query">What it finds.</param>
public sealed record SavedView(long Key, string Owner, string? Role, string Name, string Query);

/// <summary>Views: own ones, and those that are shared with a role. What a view finds is what its reader may see.</summary>
public sealed class SavedViews(AkisDatabase database)
{
    private const int MostOfOne = 50;

    /// <summary>The views that somebody has, own ones first.</summary>
    public Task<List<SavedView>> OfAsync(Actor actor, CancellationToken cancel = default)
    {
        var roles = actor.Groups.Select((role, i) => ($"r{i}", (object?)role)).ToArray();
        var shared = roles.Length == 0 ? "" : $" OR role IN ({string.Join(", ", roles.Select(role => "@" + role.Item1))})";
        return database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT key, owner, role, name, query FROM saved_view WHERE owner = @user{shared} ORDER BY CASE WHEN owner = @user THEN 0 ELSE 1 END, name LIMIT 200",
            row => new SavedView(row.GetInt64(0), row.GetString(1), row.Text(2), row.GetString(3), row.GetString(4)), token, [("user", actor.UserName), .. roles]), cancel);
    }

    /// <summary>Keeps a query under a name. It is shared only with a role of its owner's own.</summary>
    public Task<Outcome<long>> SaveAsync(string name, string query, string? role, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome<long>>(async (session, token) =>
    {
        if (name.Trim().Length is < 2 or > 60) return new Problem("view.name", 422, "Görünüme 2 ile 60 karakter arasında bir ad verin.", "Give the view a name of 2 to 60 characters.");
        if (query.Trim().Length is < 1 or > Language.QueryParser.Longest) return new Problem("view.query", 422, "Kaydedilecek bir sorgu yazın.", "Write a query to keep.");
        if (role is not null && !actor.Groups.Contains(role)) return new Problem("view.role", 403, "Yalnızca kendi grubunuzla paylaşabilirsiniz.", "You can share only with a group of your own.");
        var count = await session.QueryAsync("SELECT count(*) FROM saved_view WHERE owner = @user", row => row.GetInt64(0), token, ("user", actor.UserName));
        if (count[0] >= MostOfOne) return new Problem("view.many", 422, "En çok 50 görünüm kaydedebilirsiniz; kullanmadıklarınızı silin.", "You can keep 50 views; delete some that you do not use.");
        var key = session.NextKey();
        await session.ExecuteAsync("INSERT INTO saved_view (key, owner, role, name, query, created_at) VALUES (@key, @owner, @role, @name, @query, @now)", token,
            ("key", key), ("owner", actor.UserName), ("role", role), ("name", name.Trim()), ("query", query.Trim()), ("now", session.Now));
        return key;
    }, cancel);

    /// <summary>Removes an own view.</summary>
    public Task<Outcome> RemoveAsync(long key, Actor actor, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
        await session.ExecuteAsync("DELETE FROM saved_view WHERE key = @key AND owner = @user", token, ("key", key), ("user", actor.UserName)) == 1
            ? Outcome.Done : new Problem("view.unknown", 404, "Böyle bir görünümünüz yok.", "You have no such view."), cancel);
}
