using Akis.Engine;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Rules;

/// <summary>Asks the rules of every open ticket from time to time (the event “schedule”), for what follows from time alone.</summary>
public sealed class RuleSchedule(AkisDatabase database, DeskRules rules, RuleVersions versions, EngineSettings settings, ILogger<RuleSchedule> log) : BackgroundService
{
    private const int AtOnce = 500;
    private const string Event = "schedule";
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Goes through the open tickets once; gives how many were asked. Simulations call it themselves.</summary>
    public async Task<int> RunAsync(CancellationToken cancel = default)
    {
        var (version, table) = await versions.ReadAsync(null, cancel);
        if (version == 0 || !table.Rules.Any(IsScheduled) || RuleSet.Compile(table, version).Set is not { } set) return 0;
        var (asked, after) = (0, 0L);
        while (true)
        {
            var open = await database.ReadAsync((connection, token) => connection.QueryAsync(
                $"SELECT {RuleTicket.Columns} FROM ticket t WHERE t.key > @after AND t.state NOT IN ('Closed', 'Cancelled', 'Merged', 'Redirected') ORDER BY t.key LIMIT @most", RuleTicket.Row, token, ("after", after), ("most", AtOnce)), cancel);

            // Most tickets match nothing: only those that do are taken up for writing.
            foreach (var ticket in open.Where(ticket => set.Ask(ticket.Inputs(Event, null, settings.Clock.GetUtcNow()), settings).Count > 0))
            {
                await database.WriteAsync(async (session, token) =>
                {
                    await rules.RunAsync(session, ticket.Key, Event, null, token);
                    return Outcome.Done;
                }, cancel);
            }

            asked += open.Count;
            if (open.Count < AtOnce) return asked;
            after = open[^1].Key;
        }
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
                await RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // the next turn tries again
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "The desk's rules could not be asked on schedule; trying again");
            }
        }
    }

    // A rule that asks for no event is asked on every one.
    private static bool IsScheduled(DeskRule rule) => !rule.Conditions.TryGetValue("event", out var test) || test.Contains(Event, StringComparison.Ordinal) || test.Contains("not", StringComparison.Ordinal);
}
