using Akis.Engine.Database;
using Akis.Engine.History;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Engine.Runtime;

/// <summary>Once an hour: forgets messages whose time is over, commands that nobody will repeat any more, and history that is past its process's time.</summary>
public sealed class Housekeeping : BackgroundService
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private readonly AkisDatabase _database;
    private readonly EngineSettings _settings;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<IHistoryListener> _listeners;
    private readonly ILogger<Housekeeping> _log;

    internal Housekeeping(AkisDatabase database, EngineSettings settings, IEnumerable<IHistoryListener> listeners, ILogger<Housekeeping> log) =>
        (_database, _settings, _clock, _listeners, _log) = (database, settings, settings.Clock, [.. listeners], log);

    /// <summary>Removes what is past its time, a little in each transaction so that nobody waits; gives the number of rows and instances.</summary>
    public async Task<int> TidyAsync(CancellationToken cancel = default)
    {
        var removed = 0;
        var (now, forgotten) = (_clock.GetUtcNow(), _clock.GetUtcNow() - Remembered);
        foreach (var (sql, before) in new[]
        {
            // An id protects against repetition for as long as commands are remembered, even where the message itself was taken at once.
            ("DELETE FROM message WHERE key IN (SELECT key FROM message WHERE expires_at < @before AND message_id IS NULL LIMIT @most)", now),
            ("DELETE FROM message WHERE key IN (SELECT key FROM message WHERE expires_at < @before LIMIT @most)", forgotten),
            ("DELETE FROM remembered_command WHERE id IN (SELECT id FROM remembered_command WHERE at < @before LIMIT @most)", forgotten),
        })
        {
            int rows;
            do
            {
                rows = await _database.WriteAsync((session, token) => session.ExecuteAsync(sql, token, ("before", before), ("most", AtOnce)), cancel);
                removed += rows;
            }
            while (rows == AtOnce);
        }

        return removed + await Retention.TidyAsync(_database, _settings, _listeners, cancel);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await TidyAsync(stoppingToken);
            }
#pragma warning disable CA1031 // what could not be removed now is removed in an hour
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _log.LogError(failed, "What is past its time could not be removed");
            }
        }
    }
}
