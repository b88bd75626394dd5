using System.Globalization;
using Akis.Desk.Sla;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Revising;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Tickets.Clock;

/// <summary>Why a ticket's targets are what they are, minute by minute, and the form by which the desk judges it anew.</summary>
public sealed partial class ClockPage
{
    private const int MostEarlier = 10;

    private TicketPage? _page;
    private SlaExplanation? _explanation;
    private Assessment _given = new("incident", "person", "medium", null);
    private Person _me = null!; // set before rendering
    private string _why = "";
    private string? _problem;

    /// <summary>The ticket's number.</summary>
    [Parameter] public string Number { get; set; } = "";

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private TicketQueries Queries { get; set; } = null!;

    [Inject] private SlaQueries Clocks { get; set; } = null!;

    [Inject] private ReviseTicket Revise { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private SlaExplanation Explanation => _explanation!; // only asked for where there are rounds

    private string Calendar => Explanation.Targets[^1].Targets.Calendar;

    private bool IsDesk => _page?.View is TicketView.Agent or TicketView.Reader;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = await User.GetAsync();
        _page = await Queries.PageAsync(Number, _me.Actor, Http.RequestAborted);
        if (_page is null)
        {
            Navigation.NotFound();
            return;
        }

        _explanation = await Clocks.ExplainAsync(_page.Ticket.Key, Http.RequestAborted);
        _given = await Revise.FindAsync(_page.Ticket.Key, Http.RequestAborted) ?? _given;
    }

    private async Task AssessAsync()
    {
        var post = Http.Request.Form;
        _given = new(post["type"].ToString(), post["impact"].ToString(), post["urgency"].ToString(), post["boost"].ToString() is { Length: > 0 } boost and not "none" ? boost : null);
        _why = post["why"].ToString();
        var revision = int.TryParse(post["revision"], CultureInfo.InvariantCulture, out var known) ? known : (int?)null;
        var done = await Revise.RunAsync(Number, _given, _why, revision, _me.Actor, Http.RequestAborted);
        if (done.Problem is { } problem) _problem = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.En : problem.Tr;
        else Navigation.NavigateTo($"/tickets/{Number}/clock");
    }

    private string Time(TimeSpan time, SlaTargetLine line) => WorkingTime.Of(time, line.Targets.Calendar, T);

    // What was asked of a supplier stays inside the desk.
    private string StateOf(SlaDay day)
    {
        var state = IsDesk && day.State == TicketState.WaitingForUser ? Tickets["DeskState_WaitingForUser"].Value : Tickets["State_" + day.State].Value;
        return day.Reason is { Length: > 0 } reason && (IsDesk || day.State != TicketState.WaitingForSupplier) ? $"{state}: {reason}" : state;
    }
}
