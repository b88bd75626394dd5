namespace Akis.Server.Pages.Errors;

/// <summary>Texts of the error pages.</summary>
internal sealed class ErrorTexts;
