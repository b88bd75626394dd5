using System.Diagnostics;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Automation.Webhooks;

/// <summary>Delivers what is due, each under a lease with a fence; what is not taken is tried again, later and later, for about a day.</summary>
internal sealed class WebhookSender(AkisDatabase database, WebhookClient client, TimeProvider clock, ILogger<WebhookSender> log) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private sealed record Due(long Key, string Url, string Secret, string Kind, string Body, int Tries, int Fence);

    /// <summary>Delivers what is due; gives how many were taken.</summary>
    public async Task<int> DeliverDueAsync(CancellationToken cancel)
    {
        var taken = 0;
        while (await ClaimAsync(cancel) is { } due)
        {
            var watch = Stopwatch.StartNew();
            var answer = await client.PostAsync(new Uri(due.Url), due.Secret, due.Kind, due.Key, due.Body, clock.GetUtcNow(), cancel);
            if (answer.Error is null) taken++;
            await EndAsync(due, answer, watch.ElapsedMilliseconds, cancel);
        }

        return taken;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Deliveries.RunAsync(DeliverDueAsync, failed => log.LogError(failed, "Webhooks could not be delivered; trying again"), stoppingToken);

    private async Task<Due?> ClaimAsync(CancellationToken cancel)
    {
        var due = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key FROM webhook_delivery WHERE state = 0 AND due_at <= @now ORDER BY due_at, key LIMIT 1", row => row.GetInt64(0), token, ("now", clock.GetUtcNow())), cancel);
        if (due.Count == 0) return null;
        return await database.WriteAsync(async (session, token) =>
        {
            var claimed = await session.QueryAsync("UPDATE webhook_delivery SET fence = fence + 1, tries = tries + 1, due_at = @until WHERE key = @key AND state = 0 AND due_at <= @now RETURNING webhook_key, kind, body, tries, fence",
                row => (Hook: row.GetInt64(0), Kind: row.GetString(1), Body: row.GetString(2), Tries: row.GetInt32(3), Fence: row.GetInt32(4)), token, ("until", session.Now + Lease), ("key", due[0]), ("now", session.Now));
            if (claimed.Count == 0) return null; // another node was faster
            var hooks = await session.QueryAsync("SELECT url, secret FROM webhook WHERE key = @key", row => (Url: row.GetString(0), Secret: row.GetString(1)), token, ("key", claimed[0].Hook));
            return hooks.Count == 0 ? null : new Due(due[0], hooks[0].Url, hooks[0].Secret, claimed[0].Kind, claimed[0].Body, claimed[0].Tries, claimed[0].Fence);
        }, cancel);
    }

    private Task EndAsync(Due due, WebhookAnswer answer, long milliseconds, CancellationToken cancel) => database.WriteAsync((session, token) => session.ExecuteAsync(
        "UPDATE webhook_delivery SET state = @state, status = @status, error = @error, duration_ms = @duration, due_at = @due, ended_at = @ended WHERE key = @key AND fence = @fence AND state = 0", token,
        ("state", answer.Error is null ? DeliveryState.Taken : due.Tries >= Deliveries.MostTries ? DeliveryState.GivenUp : DeliveryState.Waiting), ("status", answer.Status), ("error", answer.Error), ("duration", milliseconds),
        ("due", session.Now + Deliveries.BackOff(due.Tries)), ("ended", session.Now), ("key", due.Key), ("fence", due.Fence)), cancel);
}
