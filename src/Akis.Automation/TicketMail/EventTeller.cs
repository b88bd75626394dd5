using System.Data.Common;
using Akis.Automation.Webhooks;
using Akis.Desk.Events;
using Akis.Engine;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Automation.TicketMail;

/// <summary>Tells what happened at the desk: an event goes away in the transaction that lays down its messages and webhook deliveries, so each is told once.</summary>
internal sealed class EventTeller(AkisDatabase database, TicketMailWriter mails, WebhookDeliveries webhooks, Digests digests, EngineSettings engine, ILogger<EventTeller> log) : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenDigests = TimeSpan.FromMinutes(1);

    /// <summary>Tells everything that waits; gives how many events.</summary>
    public async Task<int> TellAsync(CancellationToken cancel)
    {
        var told = 0;
        while (await DeskEvents.AnyAsync(database, cancel))
        {
            told += await database.WriteAsync(async (session, token) =>
            {
                var events = await DeskEvents.TakeAsync(session, AtOnce, token);
                foreach (var happened in events) await TellAsync(session, happened, token);
                return events.Count;
            }, cancel);
        }

        return told;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var nextDigest = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TellAsync(stoppingToken);
                if (engine.Clock.GetUtcNow() >= nextDigest)
                {
                    await digests.SendDueAsync(stoppingToken);
                    nextDigest = engine.Clock.GetUtcNow() + BetweenDigests;
                }
            }
#pragma warning disable CA1031 // what could not be told now is told in a moment
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "Events could not be told; trying again");
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(WriteSession session, DeskEvent happened, CancellationToken cancel)
    {
        try
        {
            await mails.WriteAsync(session, happened, cancel);
            await webhooks.AddAsync(session, happened, cancel);
        }
#pragma warning disable CA1031 // one event that cannot be worded must not keep all others from being told; a database that fails is another matter
        catch (Exception failed) when (failed is not (DbException or OperationCanceledException))
#pragma warning restore CA1031
        {
            log.LogError(failed, "Event {Kind} of ticket {Ticket} could not be told", happened.Kind, happened.TicketKey);
        }
    }
}
