using System.Security.Cryptography;
using Akis.Engine.Database;

namespace Akis.Automation.Webhooks;

/// <summary>Sets up webhooks and reads their log. Only administrators get here.</summary>
public sealed class WebhookCommands(AkisDatabase database)
{
    private const int Most = 50;

    /// <summary>All webhooks.</summary>
    public Task<List<Webhook>> ListAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, name, url, events, active, created_at FROM webhook ORDER BY name, key", row => new Webhook(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3).Split(','), row.GetBoolean(4), row.Instant(5)!.Value), token), cancel); // never null

    /// <summary>Deliveries, newest first, before the given key; of one webhook or of all.</summary>
    public Task<List<WebhookDelivery>> LogAsync(long? webhook, long before, int most, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync($"""
        SELECT d.key, w.name, d.kind, d.state, d.tries, d.status, d.error, d.duration_ms, d.created_at, d.due_at FROM webhook_delivery d JOIN webhook w ON w.key = d.webhook_key
        WHERE d.key < @before{(webhook is null ? "" : " AND d.webhook_key = @webhook")} ORDER BY d.key DESC LIMIT @most
        """, row => new WebhookDelivery(row.GetInt64(0), row.GetString(1), row.GetString(2), (DeliveryState)row.GetInt32(3), row.GetInt32(4), row.IsDBNull(5) ? null : row.GetInt32(5), row.Text(6), row.IsDBNull(7) ? null : row.GetInt64(7), row.Instant(8)!.Value, row.Instant(9)!.Value), token,
        [("before", before), ("most", most), .. webhook is { } key ? [("webhook", (object?)key)] : Array.Empty<(string, object?)>()]), cancel);

    /// <summary>Sets one up; gives the secret that signs its deliveries, which is shown this once.</summary>
    public async Task<Outcome<string>> CreateAsync(string name, string url, IReadOnlyList<string> events, string by, CancellationToken cancel = default)
    {
        if (name.Trim().Length is 0 or > 80) return new Problem("webhook.name", 422, "En çok 80 karakterlik bir ad yazın.", "Write a name of at most 80 characters.");
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https") || target.UserInfo.Length > 0 || url.Length > 500) return new Problem("webhook.url", 422, "https:// ile başlayan, parola içermeyen bir adres yazın.", "Write an address that begins with https:// and holds no password.");
        if (events.Count == 0 || events.Except(Webhook.Kinds).Any()) return new Problem("webhook.events", 422, "Bildirilecek en az bir olay seçin.", "Choose at least one event.");
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return await database.WriteAsync<Outcome<string>>(async (session, token) =>
        {
            var count = await session.QueryAsync("SELECT count(*) FROM webhook", row => row.GetInt64(0), token);
            if (count[0] >= Most) return new Problem("webhook.most", 409, $"En çok {Most} web kancası tanımlanabilir.", $"There can be {Most} webhooks at most.");
            await session.ExecuteAsync("INSERT INTO webhook (key, name, url, secret, events, active, created_by, created_at) VALUES (@key, @name, @url, @secret, @events, @active, @by, @now)", token,
                ("key", session.NextKey()), ("name", name.Trim()), ("url", target.AbsoluteUri), ("secret", secret), ("events", string.Join(',', events.Distinct())), ("active", true), ("by", by), ("now", session.Now));
            return secret;
        }, cancel);
    }

    /// <summary>Pauses one, or lets it go on. What happens meanwhile is not told later.</summary>
    public Task<Outcome> SetActiveAsync(long key, bool isActive, CancellationToken cancel = default) => OneAsync("UPDATE webhook SET active = @active WHERE key = @key", key, cancel, ("active", isActive));

    /// <summary>Removes one with its log.</summary>
    public Task<Outcome> RemoveAsync(long key, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        await session.ExecuteAsync("DELETE FROM webhook_delivery WHERE webhook_key = @key", token, ("key", key));
        return await session.ExecuteAsync("DELETE FROM webhook WHERE key = @key", token, ("key", key)) == 1 ? Outcome.Done : Unknown;
    }, cancel);

    /// <summary>Delivers once more, now.</summary>
    public Task<Outcome> RepeatAsync(long delivery, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
        await session.ExecuteAsync("UPDATE webhook_delivery SET state = 0, tries = 0, due_at = @now WHERE key = @key AND state <> 0", token, ("now", session.Now), ("key", delivery)) == 1 ? Outcome.Done : Unknown, cancel);

    private static Problem Unknown { get; } = new("webhook.unknown", 404, "Böyle bir kayıt yok; liste yenilendi.", "There is no such record; the list has been refreshed.");

    private Task<Outcome> OneAsync(string sql, long key, CancellationToken cancel, params (string, object?)[] parameters) => database.WriteAsync<Outcome>(async (session, token) =>
        await session.ExecuteAsync(sql, token, [("key", key), .. parameters]) == 1 ? Outcome.Done : Unknown, cancel);
}
