using Akis.Desk.Categories;
using Akis.Engine;

namespace Akis.Desk.Tickets;

/// <summary>Who sees what (domain §8.6 and §9.3). Knowing a number is no right.</summary>
public static class TicketAccess
{
    private const string Security = "guvenlik";

    /// <summary>What the actor may do with a ticket.</summary>
    public static TicketView ViewOf(Actor actor, string requester, string queue, string? assignee, bool isConfidential)
    {
        if (actor.UserName == requester) return TicketView.Requester;

        // A substitute works on what the one he stands in for works on; that one's own tickets stay his.
        return actor.Identities.Where(who => who.UserName != requester).Max(who => ViewOfDesk(who, queue, assignee, isConfidential));
    }

    private static TicketView ViewOfDesk(Actor actor, string queue, string? assignee, bool isConfidential)
    {
        if (isConfidential) return assignee == actor.UserName || actor.Groups.Contains(Security) ? TicketView.Agent : actor.Groups.Contains("baskan") ? TicketView.Reader : TicketView.None;
        if (Queues.WorkedBy(actor.Groups).Any(worked => worked.Code == queue) || assignee == actor.UserName) return TicketView.Agent;
        return actor.IsIn(["baskan", "kalite"]) ? TicketView.Reader : TicketView.None;
    }
}
