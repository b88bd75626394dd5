using System.Globalization;
using Akis.Bpmn.Graph;
using Akis.Handbook.Requests;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Requests;

/// <summary>A request's live page: where it is, whose turn it is, how it came there.</summary>
public sealed partial class RequestPageView
{
    private RequestPage? _page;
    private Person _me = null!; // set before rendering
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private string? _cancelError;
    private string? _reason;

    /// <summary>The instance.</summary>
    [Parameter] public long Key { get; set; }

    /// <summary>Just started.</summary>
    [SupplyParameterFromQuery(Name = "created")] public bool Created { get; set; }

    /// <summary>Just cancelled.</summary>
    [SupplyParameterFromQuery(Name = "cancelled")] public bool WasCancelled { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private RequestQueries Requests { get; set; } = null!;

    [Inject] private CancelRequest Cancel { get; set; } = null!;

    [Inject] private PersonQueries Persons { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    // Who asked does not approve: a step of the requester's is given to them by name.
    private IEnumerable<RequestStep> MyTurn => _page!.Now.Where(step => step.Task is { } task // the page is there when this is rendered
        && (task.Assignee == _me.UserName || (task.Assignee is null && _page.Requester != _me.UserName && (task.Users.Contains(_me.UserName) || task.Groups.Any(_me.Roles.Contains)))));

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = await User.GetAsync();
        _page = await Requests.PageAsync(Key, _me.Actor, Http.RequestAborted);
        if (_page is null)
        {
            Navigation.NotFound();
            return;
        }

        _names = await Persons.NamesAsync(_page.Steps.Select(step => step.Task).OfType<RequestTask>().SelectMany(task => task.Users.Append(task.Assignee).Append(task.EndedBy).OfType<string>()), Http.RequestAborted);
    }

    private async Task CancelAsync()
    {
        _reason = Http.Request.Form["reason"].ToString().Trim();
        if (_reason.Length is 0 or > 500)
        {
            _cancelError = T["CancelReasonMissing"];
            return;
        }

        var done = await Cancel.RunAsync(Key, _reason, _me.Actor, Http.RequestAborted);
        if (done.Problem is { } problem) _cancelError = IsEnglish ? problem.En : problem.Tr;
        else Navigation.NavigateTo($"/requests/{Key}?cancelled=true");
    }

    // An element without a name says nothing to a reader, except that something is being waited for.
    private static bool IsShown(RequestStep step) => step.Name != step.ElementId || step.Kind is NodeKind.UserTask or NodeKind.StartEvent or NodeKind.EndEvent;

    private string Turn(RequestTask task) => WhoseTurn.Describe(task, _names, _me.UserName, T);

    private string NameOf(string elementId) => _page!.Steps.FirstOrDefault(step => step.ElementId == elementId)?.Name ?? elementId; // as above

    private string StepName(RequestStep step) => step.Kind switch
    {
        NodeKind.StartEvent when step.Name == step.ElementId => T["Start"],
        NodeKind.EndEvent => T["End", step.Name],
        _ => step.Name,
    };

    private string StepWords(RequestStep step) => (step.State, step.Kind, step.Task) switch
    {
        (StepState.Active, _, { } task) => $"— {T["StepWaits", Turn(task)]}",
        (StepState.Active, _, _) => $"— {T["StepNow"]}",
        (StepState.Cancelled, _, _) => $"— {T["StepCancelled"]}",
        (_, _, { EndedBy: { } by }) => $"— {T["StepBy", _names.GetValueOrDefault(by, by)]}",
        (_, NodeKind.JobTask, _) => $"— {T["StepBySystem"]}",
        (_, NodeKind.DecisionTask, _) => $"— {T["StepDecided"]}",
        (_, NodeKind.BoundaryEvent or NodeKind.CatchEvent, _) => $"— {T["StepTimer"]}",
        _ => "",
    };
}
