namespace Akis.Server.Pages.Tickets.Processes;

/// <summary>The texts of tickets and their processes; see LinkedTexts.resx.</summary>
internal sealed class LinkedTexts;
