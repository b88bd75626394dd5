namespace Akis.Server.Pages.Guests;

/// <summary>The texts of guests' pages; see GuestTexts.resx.</summary>
internal sealed class GuestTexts;
