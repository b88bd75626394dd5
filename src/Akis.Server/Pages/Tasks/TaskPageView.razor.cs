using System.Globalization;
using Akis.Engine.Database;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Requests;
using Akis.Handbook.Tasks;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Akis.Server.Pages.Forms;
using Akis.Server.Pages.Shared;
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
    private string? _comment;
    private bool _late;
    private IReadOnlyList<(string UserName, string Name)>? _recipients;

    /// <summary>The task.</summary>
    [Parameter] public long Key { get; set; }

    /// <summary>A draft was just saved.</summary>
    [SupplyParameterFromQuery(Name = "saved")] public bool Saved { get; set; }

    /// <summary>It was just taken.</summary>
    [SupplyParameterFromQuery(Name = "claimed")] public bool Claimed { get; set; }

    /// <summary>Its dates or priority were just changed.</summary>
    [SupplyParameterFromQuery(Name = "planned")] public bool Planned { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private TaskQueries Tasks { get; set; } = null!;

    [Inject] private TaskCommands Commands { get; set; } = null!;

    [Inject] private PostedFormFiles Files { get; set; } = null!;

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
            // Who was writing must not lose it because the task is gone from his sight; everybody else learns nothing.
            _late = HttpMethods.IsPost(Http.Request.Method);
            if (!_late) Navigation.NotFound();
            return;
        }

        if (_task is { TicketNumber: { } ticket, EndedAt: null })
        {
            Navigation.NavigateTo($"/tickets/{ticket}");
            return;
        }

        if (_task.FormJson is not null) FormSchema.TryRead(_task.FormJson, out _schema, out _problem);
        _data = _task.Draft;
        if (_task.MayHandOn && _task.Groups.Count + _task.Users.Count > 0) _recipients = await RecipientsAsync(_task);
        _names = await Persons.NamesAsync(new[] { _task.Assignee, _task.EndedBy, _task.EndedFor, _task.InPlaceOf }.Concat(_task.Users).Concat(_task.Comments.SelectMany(comment => new[] { comment.Author, comment.OnBehalfOf })).OfType<string>(), Http.RequestAborted);
    }

    private async Task<IReadOnlyList<(string UserName, string Name)>> RecipientsAsync(TaskPage task)
    {
        var members = task.Groups.Count == 0 ? [] : await Persons.ListAsync(task.Groups, Http.RequestAborted);
        var users = await Persons.NamesAsync(task.Users, Http.RequestAborted);
        return [.. members.Concat(users.Select(user => (user.Key, user.Value))).DistinctBy(person => person.Item1).Where(person => person.Item1 != task.Assignee)];
    }

    // The names of the forms that the page shows now: what was posted to another one came too late.
    private IReadOnlyCollection<string> Forms =>
    [
        .. _task!.MayWork ? ["task", "plan"] : Array.Empty<string>(), // the task is there when this is rendered, and so below
        .. _task.MayRelease && !_task.MayWork && !_task.IsSegregated ? ["release"] : Array.Empty<string>(),
        .. _task.MayHandOn ? ["handon"] : Array.Empty<string>(),
        .. _task.MayComment ? ["comment"] : Array.Empty<string>(),
    ];

    private string What => _task switch
    {
        { EndedAt: not null, EndedBy: { } by } => T["LateEnded", _names.GetValueOrDefault(by, by)],
        { EndedAt: null, MayWork: false, Assignee: { } by } when by != _me.UserName => T["LateTaken", _names.GetValueOrDefault(by, by)],
        _ => T["LateGone"],
    };

    private string EndedText => _task switch
    {
        { EndedBy: { } by, EndedFor: { } whom } => T["EndedFor", _names.GetValueOrDefault(by, by), _names.GetValueOrDefault(whom, whom)],
        { EndedBy: { } by } => T["Ended", _names.GetValueOrDefault(by, by)],
        _ => T["EndedNobody"],
    };

    private string? LabelOf(string key) => key == "text" ? T["Comment"] : Asked(key) is { } asked ? new FormScope(_task!.Variables, _data, FeelEnvironment.Default).Text(asked.Label, Language) : null;

    private FormComponent? Asked(string key) => _schema?.All().FirstOrDefault(component => component.Key == key || component.Path == key);

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private async Task SubmitAsync()
    {
        var post = Http.Request.Form;
        IReadOnlyList<FormError> wrongFiles = [];
        if (_schema is not null && post["_handler"] == "task") (_data, wrongFiles) = await Files.ReadAsync(_schema, post, FormPost.Read(_schema, post), Key, _me.Actor, Http.RequestAborted);
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
                _errors = wrongFiles;
                if (_errors.Count == 0) Go(await Commands.SaveDraftAsync(Key, _data, _me.Actor, Http.RequestAborted), $"/tasks/{Key}?saved=true");
                break;
            case "plan":
                var (due, follow) = (LocalDays.Instant(post["due"]), post["show"] == "now" ? Clock.GetUtcNow() : LocalDays.Start(post["follow"]));
                if ((due is null && post["due"].ToString().Length > 0) || (follow is null && post["follow"].ToString().Length > 0)) _problem = T["PlanWrong"];
                else Go(await Commands.PlanAsync(Key, due, follow, int.TryParse(post["priority"], CultureInfo.InvariantCulture, out var priority) ? priority : null, _me.Actor, Http.RequestAborted), $"/tasks/{Key}?planned=true");
                break;
            case "handon":
                Go(await Commands.HandOnAsync(Key, post["to"].ToString().Trim(), _me.Actor, Http.RequestAborted), "/tasks?handed=true");
                break;
            case "comment":
                _comment = post["text"].ToString();
                Go(await Commands.CommentAsync(Key, _comment, _me.Actor, Http.RequestAborted), $"/tasks/{Key}");
                break;
            default:
                if (wrongFiles.Count > 0)
                {
                    _errors = wrongFiles;
                    break;
                }

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
        if (outcome.Problem is { } problem) _problem = Language == "en" ? problem.En : problem.Tr;
        else Navigation.NavigateTo(where);
    }
}
