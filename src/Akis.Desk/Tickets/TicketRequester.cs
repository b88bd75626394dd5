using Akis.Engine;
using Akis.Handbook.Requests;
using Akis.People.Accounts;

namespace Akis.Desk.Tickets;

/// <summary>In whose name a ticket is opened.</summary>
internal static class TicketRequester
{
    /// <summary>A person's own.</summary>
    public static Requester Of(Person person) => new(person.UserName, person.Name, person.Unit, person.Status, person.Email, person.Manager);

    /// <summary>The desk's own work: nobody's, because a requester may not work on his own ticket; under the name of who wanted it.</summary>
    public static Requester OfDesk(string name) => new(Actor.System.UserName, name, "", "", "", null);
}
