namespace Akis.Server.Pages.Tickets.Intake;

/// <summary>The texts of opening a ticket; see IntakeTexts.resx.</summary>
internal sealed class IntakeTexts;
