using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Engine.Runtime;

/// <summary>Fires timers when they are due, in due order; sleeps until the next one. After downtime everything due fires first.</summary>
public sealed class TimerClock : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Postponement = TimeSpan.FromMinutes(1);

    private readonly AkisDatabase _database;
    private readonly ProcessEngine _engine;
    private readonly TimeProvider _clock;
    private readonly ILogger<TimerClock> _log;
    private readonly WakeUp _wake = new();

    internal TimerClock(AkisDatabase database, ProcessEngine engine, EngineSettings settings, LiveUpdates live, ILogger<TimerClock> log)
    {
        (_database, _engine, _clock, _log) = (database, engine, settings.Clock, log);
        live.Changed += transition =>
        {
            if (transition.Events.Any(happened => happened is TimerSet or TimerMoved)) _wake.Wake();
        };
    }

    /// <summary>Fires what is due now; gives how many fired. Simulations call it themselves.</summary>
    public async Task<int> FireDueAsync(CancellationToken cancel = default)
    {
        var fired = 0;
        while (true)
        {
            var due = await _database.ReadAsync((connection, token) => connection.QueryAsync(
                """
                SELECT key, instance_key, due_at FROM timer WHERE due_at <= @now AND suspended = 0
                UNION ALL SELECT key, 0, due_at FROM process_start WHERE due_at <= @now
                ORDER BY due_at, key LIMIT @most
                """, row => (Key: row.GetInt64(0), Instance: row.GetInt64(1)), token, ("now", _clock.GetUtcNow()), ("most", AtOnce)), cancel);
            if (due.Count == 0) return fired;

            // Timers of one instance keep their order; different instances share a commit.
            await Parallel.ForEachAsync(due.GroupBy(timer => timer.Instance), new ParallelOptions { MaxDegreeOfParallelism = _database.Kind == DatabaseKind.Sqlite ? AtOnce : 16, CancellationToken = cancel }, async (timers, token) =>
            {
                foreach (var timer in timers) await FireAsync(timer.Instance, timer.Key, token);
            });
            fired += due.Count;
        }
    }

    /// <summary>When the next timer is due, or null.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default) =>
        (await _database.ReadAsync((connection, token) => connection.QueryAsync("SELECT min(due_at) FROM (SELECT min(due_at) AS due_at FROM timer WHERE suspended = 0 UNION ALL SELECT min(due_at) FROM process_start) AS due", row => row.Instant(0), token), cancel))[0];

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

            await _wake.SleepAsync(sleep, stoppingToken);
        }
    }

    // An instance of 0 means a timer that starts one.
    private async Task FireAsync(long instance, long timer, CancellationToken cancel)
    {
        var table = instance == 0 ? "process_start" : "timer";
        try
        {
            var outcome = await _database.WriteAsync((session, token) => instance == 0 ? _engine.FireStartTimerAsync(session, timer, token) : _engine.FireTimerAsync(session, instance, timer, token), cancel);
            switch (outcome.Problem)
            {
                case null or { Code: "instance.suspended" }: return; // one that was suspended since has it marked, and fires it when it goes on
                case { Code: "step.not-waiting" or "instance.ended" or "instance.unknown" } when instance != 0:
                    // The state no longer waits for it: the row is a leftover and must not come up for ever.
                    await WriteAsync($"DELETE FROM {table} WHERE key = @key", cancel, ("key", timer));
                    return;
                case { } problem: throw new InvalidOperationException(problem.En);
            }
        }
#pragma warning disable CA1031 // one timer that cannot fire must not stop the others
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _log.LogError(failed, "Timer {Timer} of instance {Instance} could not fire; trying again in a minute", timer, instance);
            await WriteAsync($"UPDATE {table} SET due_at = @due WHERE key = @key", cancel, ("due", _clock.GetUtcNow() + Postponement), ("key", timer));
        }
    }

    private Task WriteAsync(string sql, CancellationToken cancel, params (string, object?)[] parameters) => _database.WriteAsync(async (session, token) =>
    {
        await session.ExecuteAsync(sql, token, parameters);
        return Outcome.Done;
    }, cancel);
}
