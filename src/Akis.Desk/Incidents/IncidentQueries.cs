using System.Data.Common;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Incidents;

/// <summary>Reads major incidents and planned work. All of it is public but the candidates.</summary>
public sealed class IncidentQueries(AkisDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10); // every page shows the band: it is not asked for with each

    private static readonly TimeSpan Soon = TimeSpan.FromDays(1); // the band says what begins within a day

    private sealed record Seen(DateTimeOffset At, IReadOnlyList<Incident> Incidents, IReadOnlyList<PlannedWork> Works);

    private volatile Seen? _seen;

    /// <summary>The incidents that are not over, for the band on every page; up to ten seconds old.</summary>
    public async Task<IReadOnlyList<Incident>> LiveAsync(CancellationToken cancel = default) => (await SeenAsync(cancel)).Incidents;

    /// <summary>Announced work that goes on or begins within a day, for the band on every page; up to ten seconds old.</summary>
    public async Task<IReadOnlyList<PlannedWork>> NearAsync(CancellationToken cancel = default) => (await SeenAsync(cancel)).Works;

    private async Task<Seen> SeenAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (_seen is { } seen && now - seen.At < Kept) return seen;
        return _seen = new(now, await ListAsync("i.ended_at IS NULL", 20, cancel), [.. (await PlannedAsync(cancel)).Where(work => work.From <= now + Soon)]);
    }

    /// <summary>The incidents that are not over, as they stand now; the newest first.</summary>
    public Task<List<Incident>> OpenAsync(CancellationToken cancel = default) => ListAsync("i.ended_at IS NULL", 50, cancel);

    /// <summary>The incidents that are over, the newest first.</summary>
    public Task<List<Incident>> PastAsync(int most, CancellationToken cancel = default) => ListAsync("i.ended_at IS NOT NULL", most, cancel);

    /// <summary>Announced work that is not over yet, the next first.</summary>
    public Task<List<PlannedWork>> PlannedAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, service, title_tr, title_en, from_at, until_at, reference FROM planned_work WHERE until_at > @now AND cancelled_at IS NULL ORDER BY from_at LIMIT 50",
        row => new PlannedWork(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Instant(4)!.Value, row.Instant(5)!.Value, row.Text(6)), token, ("now", clock.GetUtcNow())), cancel); // never null

    /// <summary>What the rule calls a major incident and nobody has declared yet.</summary>
    public async Task<IReadOnlyList<IncidentCandidate>> CandidatesAsync(Actor actor, CancellationToken cancel = default)
    {
        if (!IncidentRules.MayLead(actor)) return [];
        var live = (await OpenAsync(cancel)).Select(incident => incident.Service).ToHashSet();
        var recent = await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT number, subject, category, priority FROM ticket WHERE opened_at > @since AND closed_at IS NULL AND NOT confidential AND NOT EXISTS (SELECT 1 FROM incident_child c WHERE c.ticket_key = ticket.key) ORDER BY key LIMIT 500",
            row => (Number: row.GetString(0), Subject: row.GetString(1), Category: row.GetString(2), Priority: row.GetString(3)), token, ("since", clock.GetUtcNow() - IncidentRules.ShortTime)), cancel);
        return [.. recent.Select(ticket => (Ticket: ticket, Service: Services.OfCategory(ticket.Category))).Where(found => found.Service is not null && !live.Contains(found.Service.Code))
            .GroupBy(found => found.Service!.Code) // filtered above
            .Select(service => new IncidentCandidate(service.Key, service.First().Ticket.Number, service.First().Ticket.Subject, service.Count(), service.Any(found => found.Ticket.Priority == "P1")))
            .Where(candidate => candidate.IsUrgent || candidate.Tickets >= IncidentRules.ManyTickets)];
    }

    /// <summary>The incident that a ticket belongs to, as its child or as the one that it was declared from; null where there is none.</summary>
    public Task<Incident?> OfTicketAsync(long ticketKey, CancellationToken cancel = default) => FirstAsync("i.ticket_key = @ticket OR i.key = (SELECT c.incident_key FROM incident_child c WHERE c.ticket_key = @ticket)", cancel, ("ticket", ticketKey));

    internal Task<Incident?> FindAsync(long key, CancellationToken cancel) => FirstAsync("i.key = @ticket", cancel, ("ticket", key));

    private async Task<Incident?> FirstAsync(string which, CancellationToken cancel, params (string, object?)[] values) => (await ListAsync(which, 1, cancel, values)).FirstOrDefault();

    private Task<List<Incident>> ListAsync(string which, int most, CancellationToken cancel, params (string, object?)[] values) => database.ReadAsync(async (connection, token) =>
    {
        var incidents = await connection.QueryAsync($"""
            SELECT i.key, i.ticket_key, i.service, i.severity, i.title_tr, i.title_en, i.state, i.manager, i.opened_at, i.next_update_at, i.ended_at, CAST((SELECT count(*) FROM incident_child c WHERE c.incident_key = i.key) AS integer)
            FROM major_incident i WHERE {which} ORDER BY i.key DESC LIMIT @most
            """,
            row => new Incident(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), (IncidentState)row.GetInt32(6), row.GetString(7), row.Instant(8)!.Value, row.Instant(9), row.Instant(10), row.GetInt32(11), []), // never null
            token, [("most", most), .. values]);
        if (incidents.Count == 0) return incidents;
        var keys = incidents.Select((incident, i) => ($"k{i}", (object?)incident.Key)).ToArray();
        var updates = (await connection.QueryAsync($"SELECT incident_key, state, text_tr, text_en, at FROM incident_update WHERE incident_key IN ({string.Join(", ", keys.Select(key => "@" + key.Item1))}) ORDER BY key DESC", Update, token, keys)).ToLookup(update => update.Incident, update => update.Update);
        return incidents.ConvertAll(incident => incident with { Updates = [.. updates[incident.Key]] });
    }, cancel);

    private static (long Incident, IncidentUpdate Update) Update(DbDataReader row) => (row.GetInt64(0), new IncidentUpdate((IncidentState)row.GetInt32(1), row.GetString(2), row.GetString(3), row.Instant(4)!.Value)); // never null

    internal void Forget() => _seen = null;
}
