using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Forms;
using Akis.Handbook.Requests;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Akis.Server.Pages.Forms;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Start;

/// <summary>Starts a process: its start form, then its live page.</summary>
public sealed partial class StartPage
{
    private HandbookCard? _card;
    private bool _mayStart;
    private FormSchema? _schema;
    private string? _formJson;
    private Person _me = null!; // set before rendering
    private FeelContext _data = FeelContext.Empty;
    private FeelContext _variables = FeelContext.Empty;
    private IReadOnlyList<FormError> _errors = [];
    private string? _problem;
    private string _once = "";

    /// <summary>The process's folder name.</summary>
    [Parameter] public string Slug { get; set; } = "";

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private ProcessCatalogue Catalogue { get; set; } = null!;

    [Inject] private ProcessQueries Processes { get; set; } = null!;

    [Inject] private AkisDatabase Database { get; set; } = null!;

    [Inject] private PostedFormFiles Files { get; set; } = null!;

    [Inject] private FormLists Lists { get; set; } = null!;

    [Inject] private StartRequest Start { get; set; } = null!;

    [Inject] private EngineSettings Settings { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private Requester Requester => new(_me.UserName, _me.Name, _me.Unit, _me.Status, _me.Email, _me.Manager);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _card = Catalogue.Find(Slug);
        var definition = _card?.ProcessId is null ? null : (await Processes.DefinitionsAsync(_card.ProcessId, newestOnly: true, Http.RequestAborted)).FirstOrDefault();
        if (_card is null || definition is null)
        {
            _card = null;
            Navigation.NotFound();
            return;
        }

        _me = await User.GetAsync();
        _mayStart = _card.Starters.Any(_me.Is);
        _once = Http.Request.HasFormContentType ? Http.Request.Form["once"].ToString() : Guid.NewGuid().ToString("N");
        _variables = FeelContext.Of(
            ("requester", FeelValue.Of(_me.UserName)), ("requesterName", FeelValue.Of(_me.Name)), ("requesterUnit", FeelValue.Of(_me.Unit)),
            ("requesterStatus", FeelValue.Of(_me.Status)), ("requesterEmail", FeelValue.Of(_me.Email)));
        var graph = await Processes.GraphAsync(definition.Key, Http.RequestAborted);
        var start = graph?.Nodes.FirstOrDefault(node => node.StartFormId is not null && node.Scope == 0);
        _formJson = start?.StartFormId is { } formId ? await Processes.FormAsync(formId, definition.Key, start.Id, Http.RequestAborted) : null;
        _variables = await Lists.AddAsync(_formJson, _variables, _me.Actor, Http.RequestAborted);
        if (_formJson is not null) FormSchema.TryRead(_formJson, out _schema, out _problem);
    }

    private async Task StartAsync()
    {
        if (_card is null || !_mayStart) return;
        var answers = FeelContext.Empty;
        if (_schema is not null)
        {
            (_data, var wrongFiles) = await Files.ReadAsync(_schema, Http.Request.Form, FormPost.Read(_schema, Http.Request.Form), null, _me.Actor, Http.RequestAborted);
            var check = FormValidator.Validate(_schema, _data, _variables, new FeelEnvironment { Clock = Settings.Clock, Calendars = Settings.Calendars });
            _errors = [.. wrongFiles, .. check.Errors.Where(error => wrongFiles.All(wrong => wrong.Path != error.Path))];
            if (_errors.Count > 0) return;
            answers = check.Data;
        }

        var once = Guid.TryParse(_once, out var id) ? id.ToString("N") : null;
        var started = await Database.WriteAsync(
            (session, cancel) => Start.RunAsync(session, _card.Code, _card.ProcessId!, answers, Requester, _me.Actor, commandId: once, cancel: cancel), Http.RequestAborted); // a card without a model is not found
        if (started.Problem is { } problem) _problem = Language == "en" ? problem.En : problem.Tr;
        else Navigation.NavigateTo($"/requests/{started.Value.InstanceKey}?created=true");
    }
}
