using Akis.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Privacy;

/// <summary>Once a day: takes persons out of tickets whose time is over, and removes what is kept for a shorter time.</summary>
public sealed class RetentionWatch(Retention retention, RowRetention rows, TimeProvider clock, ILogger<RetentionWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = First; !stoppingToken.IsCancellationRequested; wait = Every)
        {
            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await retention.RunAsync(Actor.System, stoppingToken);
                await rows.RunAsync(Actor.System, stoppingToken);
            }
#pragma warning disable CA1031 // what could not be done today is done tomorrow
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "What is over could not be removed");
            }
        }
    }
}
