using System.Globalization;
using Akis.Desk.Incidents;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People.SignIn;
using Akis.Server.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Status;

/// <summary>Declares major incidents, tells about them, announces work.</summary>
public sealed partial class IncidentsPage
{
    private IReadOnlyList<IncidentCandidate> _candidates = [];
    private IReadOnlyList<Incident> _open = [];
    private IReadOnlyList<PlannedWork> _planned = [];
    private NewIncident _new = new("", "", "degraded", "", "", "");
    private Actor _actor = null!; // set before rendering
    private string? _problem;
    private string? _tr;
    private string? _en;
    private string? _from;
    private string? _until;
    private long _posted;

    /// <summary>A ticket to declare from.</summary>
    [SupplyParameterFromQuery(Name = "number")] public string? Number { get; set; }

    /// <summary>Its service.</summary>
    [SupplyParameterFromQuery(Name = "service")] public string? ServiceCode { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private IncidentQueries Incidents { get; set; } = null!;

    [Inject] private IncidentCommands Commands { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _actor = (await User.GetAsync()).Actor;
        if (!IncidentRules.MayLead(_actor))
        {
            Navigation.NotFound();
            return;
        }

        _new = _new with { Number = Number ?? "", Service = ServiceCode ?? "" };
        (_candidates, _open, _planned) = (await Incidents.CandidatesAsync(_actor), await Incidents.OpenAsync(), await Incidents.PlannedAsync());
    }

    private async Task DeclareAsync()
    {
        var post = Http.Request.Form;
        _new = new(post["number"].ToString(), post["service"].ToString(), post["severity"].ToString(), post["titleTr"].ToString(), post["titleEn"].ToString(), post["answer"].ToString());
        Go((await Commands.DeclareAsync(_new, _actor, Http.RequestAborted)).Problem);
    }

    private async Task UpdateAsync()
    {
        var post = Http.Request.Form;
        if (!long.TryParse(post["incident"], CultureInfo.InvariantCulture, out _posted) || !Enum.TryParse<IncidentState>(post["state"], out var state)) return;
        (_tr, _en) = (post["tr"].ToString(), post["en"].ToString());
        Go((await Commands.UpdateAsync(_posted, state, _tr, _en, _actor, Http.RequestAborted)).Problem);
    }

    private async Task PlanAsync()
    {
        var post = Http.Request.Form;
        (_tr, _en, _from, _until) = (post["tr"].ToString(), post["en"].ToString(), post["from"].ToString(), post["until"].ToString());
        var (from, until) = (LocalDays.Instant(_from), LocalDays.Instant(_until));
        Go(from is null || until is null
            ? new Problem("work.time", 422, "Başlangıç ve bitişi seçin.", "Choose beginning and end.")
            : (await Commands.PlanAsync(post["service"].ToString(), _tr, _en, from.Value, until.Value, post["reference"], _actor, Http.RequestAborted)).Problem);
    }

    private async Task CancelWorkAsync()
    {
        if (long.TryParse(Http.Request.Form["work"], CultureInfo.InvariantCulture, out var key)) Go((await Commands.CancelWorkAsync(key, _actor, Http.RequestAborted)).Problem);
    }

    private void Go(Problem? problem)
    {
        if (problem is null) Navigation.NavigateTo("/desk/incidents");
        else _problem = Language == "en" ? problem.En : problem.Tr;
    }
}
