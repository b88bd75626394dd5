using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Akis.Engine.Database;

namespace Akis.People.Tokens;

/// <summary>A token as its owner sees it in the list.</summary>
public sealed record TokenView(long Key, string Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>API tokens: random, shown once, stored as a hash, with an end.</summary>
public sealed class ApiTokens(AkisDatabase database, TimeProvider clock)
{
    private const int LongestDays = 366;

    /// <summary>Makes a token that acts as its user; gives its text, which is not stored.</summary>
    public Task<Outcome<string>> CreateAsync(string userName, string name, int days, CancellationToken cancel = default) => database.WriteAsync<Outcome<string>>(async (session, token) =>
    {
        if (days is < 1 or > LongestDays) return new Problem("token.days", 400, $"Geçerlilik 1 ile {LongestDays} gün arasında olmalı.", $"The validity must be between 1 and {LongestDays} days.");
        var known = await session.QueryAsync("SELECT 1 FROM person WHERE user_name = @user AND active", row => row.GetInt32(0), token, ("user", userName));
        if (known.Count == 0) return new Problem("person.unknown", 404, $"'{userName}' adında etkin bir kullanıcı yok.", $"There is no active user '{userName}'.");
        var text = "akis_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await session.ExecuteAsync("INSERT INTO api_token (key, user_name, hash, name, created_at, expires_at) VALUES (@key, @user, @hash, @name, @now, @expires)", token,
            ("key", session.NextKey()), ("user", userName), ("hash", Hash(text)), ("name", name), ("now", session.Now), ("expires", session.Now.AddDays(days)));
        return text;
    }, cancel);

    /// <summary>The user that a token acts as, or null where it is unknown, expired or revoked.</summary>
    public async Task<string?> UserOfAsync(string text, CancellationToken cancel = default) =>
        (await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT user_name FROM api_token WHERE hash = @hash AND revoked_at IS NULL AND expires_at > @now", row => row.GetString(0), token, ("hash", Hash(text)), ("now", clock.GetUtcNow())), cancel)).FirstOrDefault();

    /// <summary>The tokens of a user, newest first.</summary>
    public Task<List<TokenView>> OfAsync(string userName, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, name, created_at, expires_at, revoked_at FROM api_token WHERE user_name = @user ORDER BY key DESC LIMIT 100",
        row => new TokenView(row.GetInt64(0), row.GetString(1), row.Instant(2)!.Value, row.Instant(3)!.Value, row.Instant(4)), token, ("user", userName)), cancel); // both are never null

    /// <summary>Ends a token of this user.</summary>
    public Task<Outcome> RevokeAsync(string userName, long key, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
        await session.ExecuteAsync("UPDATE api_token SET revoked_at = @now WHERE key = @key AND user_name = @user AND revoked_at IS NULL", token, ("now", session.Now), ("key", key), ("user", userName)) == 1
            ? Outcome.Done
            : new Problem("token.unknown", 404, "Böyle geçerli bir anahtarınız yok.", "You have no such valid token."), cancel);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
