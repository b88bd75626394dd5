using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Incidents;

/// <summary>Reminds the incident manager by a note on the ticket when the public has not been told anything for thirty minutes.</summary>
public sealed class IncidentWatch(AkisDatabase database, TimeProvider clock, ILogger<IncidentWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Reminds once for each update that is overdue; gives how many.</summary>
    public Task<int> RemindAsync(CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        var due = await session.QueryAsync("UPDATE major_incident SET reminded_at = @now WHERE ended_at IS NULL AND next_update_at < @now AND reminded_at IS NULL RETURNING ticket_key, manager", row => (Ticket: row.GetInt64(0), Manager: row.GetString(1)), token, ("now", session.Now));
        foreach (var (ticket, manager) in due)
        {
            await Tickets.TicketMessages.AddAsync(session, ticket, Tickets.MessageKind.Note, Akis.Engine.Actor.System.UserName, $"@{manager}: 30 dakikadır bilgilendirme yapılmadı. Durum sayfası için yeni bir bilgilendirme yazın.", token);
        }

        return due.Count;
    }, cancel);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                var due = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT 1 FROM major_incident WHERE ended_at IS NULL AND next_update_at < @now AND reminded_at IS NULL LIMIT 1", _ => 0, token, ("now", clock.GetUtcNow())), stoppingToken);
                if (due.Count > 0) await RemindAsync(stoppingToken);
            }
#pragma warning disable CA1031 // what could not be said now is said in a minute
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failed, "Reminders of incidents could not be written");
            }
        }
    }
}
