using Akis.Engine.Database;
using Akis.Feel.Calendars;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Engine.Runtime;

/// <summary>
/// A work calendar has changed (new holidays, administrative leave): every timer that was computed with another content of it is computed again, each in a
/// transaction of its own. Which content a timer was computed with stands in its row, so a crash in the middle loses nothing and a repetition changes nothing.
/// A node that still has the old content leaves the work to those that have the new one.
/// </summary>
public sealed class CalendarChanges : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan SafetyNet = TimeSpan.FromMinutes(1);

    private readonly AkisDatabase _database;
    private readonly ProcessEngine _engine;
    private readonly EngineSettings _settings;
    private readonly ILogger<CalendarChanges> _log;
    private readonly WakeUp _wake = new();

    internal CalendarChanges(AkisDatabase database, ProcessEngine engine, EngineSettings settings, ILogger<CalendarChanges> log)
    {
        (_database, _engine, _settings, _log) = (database, engine, settings, log);
        settings.CalendarsChanged += _wake.Wake;
    }

    /// <summary>Computes again what was computed with another content of its calendar; gives how many timers that were.</summary>
    public async Task<int> RecomputeAsync(CancellationToken cancel = default)
    {
        var done = 0;
        foreach (var (code, calendar) in _settings.Calendars)
        {
            for (var after = 0L; ;)
            {
                var timers = await _database.ReadAsync((connection, token) => connection.QueryAsync(
                    """
                    SELECT t.key, t.instance_key FROM timer t JOIN work_calendar c ON c.code = t.calendar WHERE t.calendar = @code AND c.version = @version AND t.calendar_version <> @version AND t.key > @after
                    UNION ALL SELECT s.key, 0 FROM process_start s JOIN work_calendar c ON c.code = s.calendar WHERE s.calendar = @code AND c.version = @version AND s.calendar_version <> @version AND s.key > @after
                    ORDER BY 1 LIMIT @most
                    """, row => (Key: row.GetInt64(0), Instance: row.GetInt64(1)), token, ("code", code), ("version", calendar.Version), ("after", after), ("most", AtOnce)), cancel);
                foreach (var timer in timers) if (await RecomputeAsync(timer.Instance, timer.Key, cancel)) done++;
                if (timers.Count < AtOnce) break;
                after = timers[^1].Key; // what could not be computed is tried again at the next turn, not at once
            }
        }

        return done;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _settings.CalendarsChanged -= _wake.Wake;
        _wake.Dispose();
        base.Dispose();
    }

    /// <summary>Remembers which content of each calendar counts, and takes it into use with the commit.</summary>
    internal static async Task<IReadOnlyList<string>> StoreAsync(WriteSession session, EngineSettings settings, IReadOnlyDictionary<string, WorkCalendar> calendars, CancellationToken cancel)
    {
        var changed = new List<string>();
        foreach (var (code, calendar) in calendars)
        {
            var rows = await session.ExecuteAsync(
                """
                INSERT INTO work_calendar (code, version, changed_at) VALUES (@code, @version, @now)
                ON CONFLICT (code) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at WHERE work_calendar.version <> excluded.version
                """, cancel, ("code", code), ("version", calendar.Version), ("now", session.Now));
            if (rows > 0) changed.Add(code);
        }

        session.OnCommitted(() => settings.Use(calendars));
        return changed;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RecomputeAsync(stoppingToken) is > 0 and var count) _log.LogInformation("{Count} timers were computed again after a work calendar had changed", count);
            }
#pragma warning disable CA1031 // what could not be computed now is computed at the next turn
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _log.LogError(failed, "Timers could not be computed again; trying again in a minute");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await _wake.SleepAsync(SafetyNet, stoppingToken);
        }
    }

    private async Task<bool> RecomputeAsync(long instance, long timer, CancellationToken cancel)
    {
        try
        {
            var outcome = await _database.WriteAsync((session, token) => _engine.RecomputeTimerAsync(session, instance, timer, token), cancel);
            if (outcome.Problem is not { } problem) return true;
            _log.LogWarning("Timer {Timer} of instance {Instance} could not be computed again: {Problem}", timer, instance, problem.En);
        }
#pragma warning disable CA1031 // one timer must not stop the others
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _log.LogError(failed, "Timer {Timer} of instance {Instance} could not be computed again", timer, instance);
        }

        return false;
    }
}
