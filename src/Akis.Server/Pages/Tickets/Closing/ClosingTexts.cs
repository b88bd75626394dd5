namespace Akis.Server.Pages.Tickets.Closing;

/// <summary>The texts of rating and reopening; see ClosingTexts.resx.</summary>
internal sealed class ClosingTexts;
