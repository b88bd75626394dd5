using System.Globalization;
using Akis.Engine.Database;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Requests;
using Akis.Handbook.Tasks;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Akis.Server.Pages.Forms;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Tasks;

/// <summary>A task: what is to be done, for whom and why, its form, and who may do it.</summary>
public sealed partial class TaskPageView
{
    private TaskPage? _task;
    private FormSchema? _schema;
    private Person _me = null!; // set before rendering
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private FeelContext _data = FeelContext.Empty;
    private IReadOnlyList<FormError> _errors = [];
    private string? _problem;

    /// <summary>The task.</summary>
    [Parameter] public long Key { get; set; }

    /// <summary>A draft was just saved.</summary>
    [SupplyParameterFromQuery(Name = "saved")] public bool Saved { get; set; }

    /// <summary>It was just taken.</summary>
    [SupplyParameterFromQuery(Name = "claimed")] public bool Claimed { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private TaskQueries Tasks { get; set; } = null!;

    [Inject] private TaskCommands Commands { get; set; } = null!;

    [Inject] private PersonQueries Persons { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private RequestTask Turn => new(Key, _task!.Assignee, _task.Groups, [], _task.Due, _task.EndedBy); // the task is there when this is rendered

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = await User.GetAsync();
        _task = await Tasks.PageAsync(Key, _me.Actor, Http.RequestAborted);
        if (_task is null)
        {
            Navigation.NotFound();
            return;
        }

        if (_task is { TicketNumber: { } ticket, EndedAt: null })
        {
            Navigation.NavigateTo($"/tickets/{ticket}");
            return;
        }

        if (_task.FormJson is not null) FormSchema.TryRead(_task.FormJson, out _schema, out _problem);
        _data = _task.Draft;
        _names = await Persons.NamesAsync(new[] { _task.Assignee, _task.EndedBy }.OfType<string>(), Http.RequestAborted);
    }

    private async Task SubmitAsync()
    {
        var post = Http.Request.Form;
        if (_schema is not null) _data = FormPost.Read(_schema, post);
        switch (post["act"].ToString())
        {
            case "claim":
                await KeepTypedAsync();
                Go(await Commands.ClaimAsync(Key, _me.Actor, Http.RequestAborted), $"/tasks/{Key}?claimed=true");
                break;
            case "release":
                await KeepTypedAsync();
                Go(await Commands.ReleaseAsync(Key, _me.Actor, Http.RequestAborted), "/tasks?released=true");
                break;
            case "draft":
                Go(await Commands.SaveDraftAsync(Key, _data, _me.Actor, Http.RequestAborted), $"/tasks/{Key}?saved=true");
                break;
            default:
                var answer = await Commands.CompleteAsync(_task!, _data, _me.Actor, Http.RequestAborted); // a form is shown only with its task
                _errors = answer.Errors;
                if (answer.Errors.Count == 0) Go(new Outcome(answer.Problem), "/tasks?done=true");
                break;
        }
    }

    // Taking or giving back a task loses nothing that was typed.
    private async Task KeepTypedAsync()
    {
        if (_data.Count > 0) await Commands.SaveDraftAsync(Key, _data, _me.Actor, Http.RequestAborted);
    }

    private void Go(Outcome outcome, string where)
    {
        if (outcome.Problem is { } problem) _problem = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.En : problem.Tr;
        else Navigation.NavigateTo(where);
    }
}
