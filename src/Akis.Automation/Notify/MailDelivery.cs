using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Automation.Notify;

/// <summary>
/// Sends what lies in the outbox. A message is claimed with a lease and a fence before it leaves, so two nodes never send the same one; its Message-ID never changes, so that one
/// sent twice by a crash between the server's yes and our writing it down, which SMTP cannot rule out, is known as one by whoever gets it.
/// </summary>
internal sealed class MailDelivery(AkisDatabase database, AutomationSettings settings, TimeProvider clock, ILogger<MailDelivery> log) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private sealed record Claimed(OutgoingMail Mail, int Tries, int Fence);

    /// <summary>Sends what is due; gives how many mails left.</summary>
    public async Task<int> DeliverDueAsync(CancellationToken cancel)
    {
        var sent = 0;
        await using var road = new SmtpRoad(settings);
        while (await ClaimAsync(cancel) is { } claimed)
        {
            if (await DeliverAsync(road, claimed, cancel)) sent++;
        }

        return sent;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Deliveries.RunAsync(DeliverDueAsync, failed => log.LogError(failed, "Mail could not be delivered; trying again"), stoppingToken);

    // Asking is a read: an idle program does not write every two seconds.
    private async Task<Claimed?> ClaimAsync(CancellationToken cancel)
    {
        var due = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key FROM outbox_mail WHERE state = 0 AND due_at <= @now ORDER BY due_at, key LIMIT 1", row => row.GetInt64(0), token, ("now", clock.GetUtcNow())), cancel);
        if (due.Count == 0) return null;
        return await database.WriteAsync(async (session, token) => (await session.QueryAsync(
            $"UPDATE outbox_mail SET fence = fence + 1, tries = tries + 1, due_at = @until WHERE key = @key AND state = 0 AND due_at <= @now RETURNING {Outbox.Columns}, tries, fence",
            row => new Claimed(Outbox.Read(row), row.GetInt32(13), row.GetInt32(14)), token,
            ("until", session.Now + Lease), ("key", due[0]), ("now", session.Now))).FirstOrDefault(), cancel);
    }

    private async Task<bool> DeliverAsync(SmtpRoad road, Claimed claimed, CancellationToken cancel)
    {
        var (error, isFinal) = ((string?)null, false);
        try
        {
            await road.SendAsync(claimed.Mail, cancel);
        }
#pragma warning disable CA1031 // whatever the server or the disk says is a failed try
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            (error, isFinal) = (failed.Message, SmtpRoad.IsFinal(failed) || claimed.Tries >= Deliveries.MostTries);
            log.LogWarning("Mail {Key} could not be sent: {Reason}", claimed.Mail.Key, failed.Message);
            await road.CloseAsync();
        }

        await database.WriteAsync((session, token) => session.ExecuteAsync(
            "UPDATE outbox_mail SET state = @state, sent_at = @sent, error = @error, due_at = @due WHERE key = @key AND fence = @fence AND state = 0", token,
            ("state", error is null ? 1 : isFinal ? 2 : 0), ("sent", error is null ? session.Now : null), ("error", error),
            ("due", session.Now + Deliveries.BackOff(claimed.Tries)), ("key", claimed.Mail.Key), ("fence", claimed.Fence)), cancel);
        return error is null;
    }
}
