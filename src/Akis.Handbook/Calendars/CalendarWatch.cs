using Akis.Engine;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Handbook.Calendars;

/// <summary>
/// Takes <c>calendars.yaml</c> into use, with the leave that was approved, at the start and whenever either changes. A file that cannot be read leaves the calendars as they are.
/// </summary>
public sealed class CalendarWatch(AkisDatabase database, ProcessEngine engine, EngineSettings settings, string folder, ILogger<CalendarWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private (DateTime File, long Announced) _read;

    /// <summary>Reads the file where it has changed since the last call; gives the codes of the calendars whose content is another one now.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancel = default)
    {
        var changed = (File.GetLastWriteTimeUtc(Path.Combine(folder, CalendarReader.FileName)), await database.ReadAsync(AnnouncedAsync, cancel));
        if (changed == _read) return [];
        var codes = await database.WriteAsync(async (session, token) =>
        {
            session.Lock("calendars");
            return await engine.ChangeCalendarsAsync(session, CalendarReader.Read(folder, await CalendarLeaves.CountingAsync(session, token)), token);
        }, cancel);
        _read = changed;
        return codes;
    }

    // Grows with every approval and every one that is taken back, on whichever node.
    private static async Task<long> AnnouncedAsync(System.Data.Common.DbConnection connection, CancellationToken cancel) =>
        (await connection.QueryAsync("SELECT coalesce(sum(CASE WHEN approved_at IS NULL THEN 0 ELSE 1 END + CASE WHEN removed_at IS NULL THEN 0 ELSE 1 END), 0) FROM calendar_leave", row => row.GetInt64(0), cancel))[0];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, settings.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                if (await ReadAsync(stoppingToken) is { Count: > 0 } codes) log.LogInformation("Work calendars have changed: {Codes}", string.Join(", ", codes));
            }
#pragma warning disable CA1031 // a file that is being written, or is wrong, is read again at the next turn
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "The work calendars could not be read; the ones before stay in use");
            }
        }
    }
}
