namespace Akis.Server.Pages.Tickets;

/// <summary>The texts of ticket and desk pages; see TicketTexts.resx.</summary>
internal sealed class TicketTexts;
