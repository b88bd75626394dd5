using Akis.Engine.Database;

namespace Akis.Desk.Tickets.Closing;

/// <summary>Whom to ask for a score when a ticket is closed (domain §8.11): each once in 14 days at most, nobody who has given one already, and not for a ticket that a major incident answered.</summary>
public static class RatingInvitation
{
    private static readonly TimeSpan Between = TimeSpan.FromDays(14);

    /// <summary>Whether the requester of a closed ticket is to be asked now; where the answer is yes it is written down.</summary>
    public static async Task<bool> TakeAsync(WriteSession session, long ticketKey, string requester, CancellationToken cancel)
    {
        var spared = await session.QueryAsync("SELECT 1 FROM ticket_rating WHERE ticket_key = @ticket UNION ALL SELECT 1 FROM incident_child WHERE ticket_key = @ticket LIMIT 1", row => row.GetInt32(0), cancel, ("ticket", ticketKey));
        if (spared.Count > 0) return false;
        return await session.ExecuteAsync("INSERT INTO rating_invitation (requester, at) VALUES (@requester, @now) ON CONFLICT (requester) DO UPDATE SET at = @now WHERE rating_invitation.at <= @before", cancel,
            ("requester", requester), ("now", session.Now), ("before", session.Now - Between)) > 0;
    }
}
