namespace Akis.Server.Pages.Tickets.Waiting;

/// <summary>The texts of what a requester waits for; see WaitingTexts.resx.</summary>
internal sealed class WaitingTexts;
