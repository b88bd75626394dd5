using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Engine.Runtime;

/// <summary>Fires timers when they are due, in due order; sleeps until the next one. After downtime everything due fires first.</summary>
public sealed class TimerClock : BackgroundService
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);

    private readonly AkisDatabase _database;
    private readonly ProcessEngine _engine;
    private readonly TimeProvider _clock;
    private readonly ILogger<TimerClock> _log;
    private readonly SemaphoreSlim _wake = new(0, 1);

    internal TimerClock(AkisDatabase database, ProcessEngine engine, EngineSettings settings, LiveUpdates live, ILogger<TimerClock> log)
    {
        (_database, _engine, _clock, _log) = (database, engine, settings.Clock, log);
        live.Changed += Wake;
    }

    /// <summary>Fires what is due now; gives how many fired. Simulations call it themselves.</summary>
    public async Task<int> FireDueAsync(CancellationToken cancel = default)
    {
        var fired = 0;
        while (true)
        {
            var due = await _database.ReadAsync((connection, token) => connection.QueryAsync(
                "SELECT key, instance_key FROM timer WHERE due_at <= @now ORDER BY due_at, key LIMIT 200", row => (Key: row.GetInt64(0), Instance: row.GetInt64(1)), token, ("now", _clock.GetUtcNow())), cancel);
            if (due.Count == 0) return fired;

            // Timers of one instance keep their order; different instances share a commit.
            await Task.WhenAll(due.GroupBy(timer => timer.Instance).Select(async timers =>
            {
                foreach (var timer in timers) await FireAsync(timer.Instance, timer.Key, cancel);
            }));
            fired += due.Count;
        }
    }

    /// <summary>When the next timer is due, or null.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default) =>
        (await _database.ReadAsync((connection, token) => connection.QueryAsync("SELECT min(due_at) FROM timer", row => row.Instant(0), token), cancel))[0];

    /// <inheritdoc />
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var sleep = SafetyNet;
            try
            {
                await FireDueAsync(stoppingToken);
                if (await NextDueAsync(stoppingToken) is { } next && next - _clock.GetUtcNow() < sleep) sleep = next - _clock.GetUtcNow();
            }
#pragma warning disable CA1031 // the clock must go on; what failed is due again at the next turn
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _log.LogError(failed, "Timers could not be fired; trying again");
            }

            await ((Task)_wake.WaitAsync(sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FireAsync(long instance, long timer, CancellationToken cancel)
    {
        var outcome = await _database.WriteAsync((session, token) => _engine.FireTimerAsync(session, instance, timer, token), cancel);
        if (outcome.Succeeded) return;

        // The state no longer waits for it: the row is a leftover and must not come up for ever.
        await _database.WriteAsync(async (session, token) => (Outcome)(await session.ExecuteAsync("DELETE FROM timer WHERE key = @key", token, ("key", timer)) >= 0 ? Outcome.Done : Outcome.Done), cancel);
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else woke it, or the program is ending.
        }
    }
}
