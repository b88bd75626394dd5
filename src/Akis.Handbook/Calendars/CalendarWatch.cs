using Akis.Engine;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Handbook.Calendars;

/// <summary>
/// Takes <c>calendars.yaml</c> into use, at the start and whenever the file changes: administrative leave that is announced in the morning counts a
/// minute later. A file that cannot be read leaves the calendars as they are.
/// </summary>
public sealed class CalendarWatch(AkisDatabase database, ProcessEngine engine, EngineSettings settings, string folder, ILogger<CalendarWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private DateTime _read;

    /// <summary>Reads the file where it has changed since the last call; gives the codes of the calendars whose content is another one now.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancel = default)
    {
        var changed = File.GetLastWriteTimeUtc(Path.Combine(folder, CalendarReader.FileName));
        if (changed == _read) return [];
        var calendars = CalendarReader.Read(folder);
        var codes = await database.WriteAsync((session, token) => engine.ChangeCalendarsAsync(session, calendars, token), cancel);
        _read = changed;
        return codes;
    }

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
