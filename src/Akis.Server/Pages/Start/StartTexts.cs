namespace Akis.Server.Pages.Start;

/// <summary>The texts of the start page; see StartTexts.resx.</summary>
internal sealed class StartTexts;
