namespace Akis.Server.Pages.Admin;

/// <summary>Texts of the page that leads to everything which is administered.</summary>
internal sealed class AdminTexts;
