using Akis.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Privacy;

/// <summary>Once a day: takes persons out of tickets whose time is over.</summary>
public sealed class RetentionWatch(Retention retention, TimeProvider clock, ILogger<RetentionWatch> log) : BackgroundService
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
            }
#pragma warning disable CA1031 // what could not be anonymised today is tomorrow
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "Tickets could not be anonymised");
            }
        }
    }
}
