using System.Threading.Channels;
using Akis.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Desk;

/// <summary>Does what the desk has put off: sends held replies, wakes tickets, opens recurring ones, settles merges. Sleeps until the next of them.</summary>
public sealed class DeskClock(IServiceProvider services, EngineSettings settings, ILogger<DeskClock> log) : BackgroundService
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something was put off: it may be due before the clock meant to look again.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Does what is due now; gives when there is something next. Tests call it themselves.</summary>
    public async Task<DateTimeOffset?> TurnAsync(CancellationToken cancel = default)
    {
        var now = settings.Clock.GetUtcNow();
        DateTimeOffset?[] next =
        [
            await services.GetRequiredService<Compose.HeldReplies>().SendDueAsync(now, cancel),
            await services.GetRequiredService<Later.SnoozeTicket>().WakeDueAsync(now, cancel),
            await services.GetRequiredService<Later.RecurringTickets>().OpenDueAsync(now, cancel),
            await services.GetRequiredService<Merging.MergeTickets>().SettleAsync(now, cancel),
        ];
        return next.Min();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var sleep = SafetyNet;
            try
            {
                if (await TurnAsync(stoppingToken) is { } next && next - settings.Clock.GetUtcNow() < sleep) sleep = next - settings.Clock.GetUtcNow();
            }
#pragma warning disable CA1031 // the clock must go on; what failed is due again at the next turn
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "What the desk has put off could not be done; trying again");
            }

            using var wait = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            wait.CancelAfter(sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep);
            await ((Task)_wake.Reader.ReadAsync(wait.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
