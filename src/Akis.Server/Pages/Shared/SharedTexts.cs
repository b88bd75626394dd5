namespace Akis.Server.Pages.Shared;

/// <summary>Texts of the layout.</summary>
internal sealed class SharedTexts;
