using System.Globalization;
using System.Text;

namespace Akis.Desk.Reports;

/// <summary>The report as open data: one figure a line, no person in it (RFC 4180).</summary>
public static class DeskReportCsv
{
    /// <summary>Lines of period, queue, measure and value; numbers with a point.</summary>
    public static string Write(DeskReport report, DateOnly from, DateOnly to)
    {
        var csv = new StringBuilder("from,to,queue,measure,value\r\n");
        void Line(string queue, string measure, double value) => csv.Append(CultureInfo.InvariantCulture, $"{from:yyyy-MM-dd},{to:yyyy-MM-dd},{queue},{measure},{value}\r\n");
        Line("", "opened", report.Opened);
        Line("", "solved", report.Solved);
        Line("", "solved-at-first-contact", report.FirstContact);
        Line("", "reopened", report.Reopened);
        foreach (var clock in report.Clocks)
        {
            Line(clock.Queue, $"{clock.Clock}-runs", clock.Runs);
            Line(clock.Queue, $"{clock.Clock}-overrun", clock.Overrun);
        }

        foreach (var age in report.Ages)
        {
            Line(age.Queue, "open-1d", age.UpToOneDay);
            Line(age.Queue, "open-3d", age.UpToThreeDays);
            Line(age.Queue, "open-7d", age.UpToSevenDays);
            Line(age.Queue, "open-30d", age.UpToThirtyDays);
            Line(age.Queue, "open-older", age.Older);
        }

        foreach (var rating in report.Ratings)
        {
            Line(rating.Queue, "closed", rating.Closed);
            Line(rating.Queue, "rated", rating.Rated);
            if (rating.Average is { } average) Line(rating.Queue, "rating-mean", average);
            Line(rating.Queue, "rated-low", rating.Low);
        }

        return csv.ToString();
    }
}
