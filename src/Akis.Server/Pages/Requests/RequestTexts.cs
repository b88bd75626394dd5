namespace Akis.Server.Pages.Requests;

/// <summary>The texts of request pages; see RequestTexts.resx.</summary>
internal sealed class RequestTexts;
