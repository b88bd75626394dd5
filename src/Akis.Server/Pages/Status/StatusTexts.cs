namespace Akis.Server.Pages.Status;

/// <summary>The texts of the status page and of incidents; see StatusTexts.resx.</summary>
internal sealed class StatusTexts;
