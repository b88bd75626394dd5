using Akis.Engine.Database;

namespace Akis.Desk.Links;

/// <summary>What must be over before a ticket can be solved: its children, what blocks it, and its checklist (domain §8.8).</summary>
public static class ClosingRules
{
    internal static async Task<Problem?> BlockedByAsync(WriteSession session, long ticketKey, CancellationToken cancel)
    {
        var waiting = await session.QueryAsync("""
            SELECT '#' || t.number FROM ticket_link l JOIN ticket t ON t.key = l.from_key WHERE l.to_key = @key AND l.kind IN (0, 2) AND t.closed_at IS NULL AND t.state <> 'Resolved' AND NOT t.confidential
            UNION ALL SELECT '#…' FROM ticket_link l JOIN ticket t ON t.key = l.from_key WHERE l.to_key = @key AND l.kind IN (0, 2) AND t.closed_at IS NULL AND t.state <> 'Resolved' AND t.confidential
            UNION ALL SELECT '“' || text || '”' FROM checklist_item WHERE ticket_key = @key AND done_at IS NULL LIMIT 10
            """, row => row.GetString(0), cancel, ("key", ticketKey));
        var all = string.Join(", ", waiting);
        return waiting.Count == 0 ? null : new("ticket.blocked", 409, $"Önce şunlar bitmeli: {all}.", $"These must be done first: {all}.");
    }
}
