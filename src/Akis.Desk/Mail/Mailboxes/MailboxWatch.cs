using Akis.Desk.Mail.Intake;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Mail.Mailboxes;

/// <summary>Watches every mailbox, each from one node at a time, and begins anew after whatever went wrong.</summary>
internal sealed class MailboxWatch(Mailboxes mailboxes, MailIntake intake, MailboxPlaces places, AkisDatabase database, ILogger<MailboxWatch> log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(mailboxes.All.Where(box => box.Host is not null).Select(box => WatchAsync(box, stoppingToken)));

    private async Task WatchAsync(Mailbox box, CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var lead = await database.TryLeadAsync($"mailbox:{box.Name}", stopping);
                if (lead is null)
                {
                    await Task.Delay(BetweenTries, stopping); // another node reads it
                    continue;
                }

                using var reader = new MailboxReader(box, intake, places, log);
                await reader.OpenAsync(stopping);
                while (await lead.IsHeldAsync(stopping))
                {
                    await reader.TakeNewAsync(stopping);
                    pause = FirstPause;
                    await reader.WaitAsync(stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever the server, the network or the database says: the mailbox is tried again
            catch (Exception failed)
#pragma warning restore CA1031
            {
                log.LogWarning("Mailbox {Mailbox} cannot be read: {Reason}", box.Name, failed.Message);
                await NoteAsync(box, failed.Message, stopping);
                await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task NoteAsync(Mailbox box, string error, CancellationToken stopping)
    {
        try
        {
            await places.FailedAsync(box.Name, error, stopping);
        }
#pragma warning disable CA1031 // it is the database that is away
        catch (Exception failed)
#pragma warning restore CA1031
        {
            log.LogWarning("The state of mailbox {Mailbox} could not be written down: {Reason}", box.Name, failed.Message);
        }
    }
}
