namespace Akis.Server.Pages.Desk.Reports;

/// <summary>The texts of the report; see ReportTexts.resx.</summary>
internal sealed class ReportTexts;
