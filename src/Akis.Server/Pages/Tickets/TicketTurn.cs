using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Microsoft.Extensions.Localization;

namespace Akis.Server.Pages.Tickets;

/// <summary>Whose turn a ticket is, in the requester's words: a person of the desk is its group to them (domain §8.6).</summary>
internal static class TicketTurn
{
    public static string Of(TicketListItem ticket, IStringLocalizer<TicketTexts> texts, string language) => ticket.State switch
    {
        TicketState.WaitingForUser or TicketState.Resolved => texts["Turn_You"],
        TicketState.WaitingForSupplier => texts["Turn_Supplier"],
        TicketState.Closed or TicketState.Cancelled or TicketState.Merged or TicketState.Redirected => texts["Turn_Over"],
        _ => texts["Turn_Desk", Queues.Of(ticket.Queue).Name(language)],
    };
}
