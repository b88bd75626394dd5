namespace Akis.Server.Pages.Desk;

/// <summary>The texts of what agents work with; see DeskTexts.resx.</summary>
internal sealed class DeskTexts;
