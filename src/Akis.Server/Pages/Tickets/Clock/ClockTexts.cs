namespace Akis.Server.Pages.Tickets.Clock;

/// <summary>The texts of clocks and their explanation; see ClockTexts.resx.</summary>
internal sealed class ClockTexts;
