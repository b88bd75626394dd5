using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Incidents;

/// <summary>Makes tickets about a service that has a major incident its children, with the answer that is known.</summary>
internal static class IncidentChildren
{
    /// <summary>In the transaction that opens the ticket. Confidential tickets have no service and so are never taken.</summary>
    public static async Task AdoptAsync(WriteSession session, long ticketKey, string category, CancellationToken cancel)
    {
        if (Services.OfCategory(category) is not { } service) return;
        var live = await session.QueryAsync("SELECT key, answer FROM major_incident WHERE service = @service AND ended_at IS NULL", row => (Key: row.GetInt64(0), Answer: row.GetString(1)), cancel, ("service", service.Code));
        if (live.Count == 0) return;
        var (incident, answer) = live[0];
        if (await session.ExecuteAsync("INSERT INTO incident_child (ticket_key, incident_key, at) VALUES (@ticket, @incident, @now) ON CONFLICT (ticket_key) DO NOTHING", cancel, ("ticket", ticketKey), ("incident", incident), ("now", session.Now)) == 0) return;
        await TicketMessages.AddAsync(session, ticketKey, MessageKind.Message, Actor.System.UserName, answer, cancel);
    }
}
