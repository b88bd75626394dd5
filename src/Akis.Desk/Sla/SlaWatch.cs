using Akis.Desk.Rules;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel.Calendars;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Sla;

/// <summary>
/// Looks at clocks when one of them comes to a percentage of its target, and at all that run when their calendar has changed: administrative leave moves open targets, overruns stay.
/// Sleeps until the next is due; several nodes may look at once, each warning is given once.
/// </summary>
public sealed class SlaWatch(AkisDatabase database, ProcessEngine engine, SlaRecord record, EngineSettings settings, SlaWake wake, DeskRules rules, ILogger<SlaWatch> log) : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(30);

    /// <summary>Does what is due now; gives how many tickets were looked at. Simulations call it themselves.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancel = default)
    {
        var looked = new HashSet<long>();
        while (true)
        {
            var due = await DueAsync(cancel);
            var isNew = false;
            foreach (var ticket in due)
            {
                isNew |= looked.Add(ticket);
                await LookAsync(ticket, cancel);
            }

            if (due.Count < AtOnce || !isNew) return looked.Count; // what stays due after it was looked at is looked at again next time
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IReadOnlyDictionary<string, WorkCalendar>? known = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var sleep = SafetyNet;
            try
            {
                // Every new ticket wakes the watch; mostly nothing is due yet, and the calendars are the same.
                if (settings.Calendars != known || await NextAsync(stoppingToken) <= settings.Clock.GetUtcNow())
                {
                    var current = settings.Calendars;
                    await RunDueAsync(stoppingToken);
                    known = current;
                }

                if (await NextAsync(stoppingToken) is { } at && at - settings.Clock.GetUtcNow() < sleep) sleep = at - settings.Clock.GetUtcNow();
            }
#pragma warning disable CA1031 // the watch must go on; what failed is due again at the next turn
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "The clocks of tickets could not be looked at; trying again");
            }

            await wake.SleepAsync(sleep, stoppingToken);
        }
    }

    private async Task<DateTimeOffset?> NextAsync(CancellationToken cancel) =>
        (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT min(next_at) FROM ticket_clock WHERE next_at IS NOT NULL", row => row.Instant(0), token), cancel))[0];

    private Task<List<long>> DueAsync(CancellationToken cancel)
    {
        var calendars = settings.Calendars.Select((calendar, i) => (Code: $"c{i}", Version: $"v{i}", calendar)).ToArray();
        // Two ranges and no "<>": the index of clocks that count holds nearly none of them.
        const string Counting = " UNION SELECT ticket_key FROM ticket_clock WHERE state IN (1, 2, 4)";
        var outdated = string.Concat(calendars.Select(calendar =>
            $"{Counting} AND calendar = @{calendar.Code} AND calendar_version < @{calendar.Version}{Counting} AND calendar = @{calendar.Code} AND calendar_version > @{calendar.Version}"));
        return database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT ticket_key FROM (SELECT DISTINCT ticket_key FROM ticket_clock WHERE next_at <= @now{outdated}) AS due ORDER BY ticket_key LIMIT @most", row => row.GetInt64(0), token,
            [("now", settings.Clock.GetUtcNow()), ("most", AtOnce), .. calendars.SelectMany(calendar => new (string, object?)[] { (calendar.Code, calendar.calendar.Key), (calendar.Version, calendar.calendar.Value.Version) })]), cancel);
    }

    private async Task LookAsync(long ticket, CancellationToken cancel)
    {
        try
        {
            await database.WriteAsync(async (session, token) =>
            {
                if (await record.ComputeAsync(session, ticket, token) is { } report) await SlaWarnings.RaiseAsync(session, engine, rules, ticket, report, settings.Calendars[report.Targets.Calendar].Zone, token);
                return Outcome.Done;
            }, cancel);
        }
#pragma warning disable CA1031 // one ticket must not stop the others
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogError(failed, "The clocks of ticket {Ticket} could not be looked at; trying again in a minute", ticket);
            await database.WriteAsync(async (session, token) =>
            {
                await session.ExecuteAsync("UPDATE ticket_clock SET next_at = @next WHERE ticket_key = @ticket AND next_at IS NOT NULL", token, ("next", settings.Clock.GetUtcNow().AddMinutes(1)), ("ticket", ticket));
                return Outcome.Done;
            }, cancel);
        }
    }
}
