using System.Globalization;
using Akis.Desk.Categories;
using Akis.Desk.Reports;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Desk.Reports;

/// <summary>The desk's report of a period: ageing, first contact, reopening, targets by clock, ratings.</summary>
public sealed partial class ReportPage
{
    private DeskReport? _report;
    private DateOnly _from;
    private DateOnly _to;

    /// <summary>First day, <c>yyyy-MM-dd</c>.</summary>
    [SupplyParameterFromQuery(Name = "from")] public string? From { get; set; }

    /// <summary>Last day.</summary>
    [SupplyParameterFromQuery(Name = "to")] public string? To { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private DeskReports Reports { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (!DeskReports.MayRead((await User.GetAsync()).Actor)) return;
        var period = ReportPeriod.Of(From, To, Clock);
        (_from, _to) = (period.From, period.To);
        _report = await Reports.ReadAsync(period.Start, period.End, Http.RequestAborted);
    }

    private static IEnumerable<(string Text, string Value)> Figures(DeskReport report) =>
    [
        ("Opened", report.Opened.ToString(CultureInfo.CurrentCulture)), ("Solved", report.Solved.ToString(CultureInfo.CurrentCulture)),
        ("FirstContact", Share(report.FirstContact, report.Solved)), ("Reopened", Share(report.Reopened, report.Solved)),
    ];

    private static string Share(int part, int whole) => whole == 0 ? "–" : $"%{(100.0 * part / whole).ToString("0.#", CultureInfo.CurrentCulture)}";

    private static string Queue(string code) => Queues.Of(code).Name(Language);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
