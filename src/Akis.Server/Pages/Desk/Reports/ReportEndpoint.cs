using System.Text;
using Akis.Desk.Reports;
using Akis.People.SignIn;

namespace Akis.Server.Pages.Desk.Reports;

/// <summary>The desk's report as CSV.</summary>
internal static class ReportEndpoint
{
    public static void MapAkisDeskReport(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/desk/report.csv", async (string? from, string? to, CurrentUser user, DeskReports reports, TimeProvider clock, CancellationToken cancel) =>
    {
        if (!DeskReports.MayRead((await user.GetAsync()).Actor)) return Results.NotFound();
        var period = ReportPeriod.Of(from, to, clock);
        var csv = DeskReportCsv.Write(await reports.ReadAsync(period.Start, period.End, cancel), period.From, period.To);
        return Results.File(Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8", $"masa-raporu-{period.From:yyyy-MM-dd}-{period.To:yyyy-MM-dd}.csv");
    }).RequireAuthorization().WithTags("Reports").WithSummary("The desk's figures of a period as CSV, without any person");
}
