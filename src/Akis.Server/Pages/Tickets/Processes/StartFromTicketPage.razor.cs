using System.Globalization;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Processes;
using Akis.Engine;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Akis.Server.Pages.Forms;
using Akis.Server.Pages.Tickets.Intake;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Tickets.Processes;

/// <summary>An agent starts a process of the handbook for a ticket; fields that the ticket's form has asked already are filled in.</summary>
public sealed partial class StartFromTicketPage
{
    private TicketPage? _page;
    private HandbookCard? _card;
    private Person _me = null!; // set before rendering
    private Person? _requester;
    private FormSchema? _schema;
    private string? _formJson;
    private FeelContext _data = FeelContext.Empty;
    private FeelContext _variables = FeelContext.Empty;
    private IReadOnlyList<FormError> _errors = [];
    private string? _problem;

    /// <summary>The ticket's number.</summary>
    [Parameter] public string Number { get; set; } = "";

    /// <summary>The process's folder name.</summary>
    [SupplyParameterFromQuery(Name = "process")] public string? Process { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private TicketQueries Tickets { get; set; } = null!;

    [Inject] private LinkedQueries Linked { get; set; } = null!;

    [Inject] private StartFromTicket Start { get; set; } = null!;

    [Inject] private PersonQueries Persons { get; set; } = null!;

    [Inject] private ProcessCatalogue Catalogue { get; set; } = null!;

    [Inject] private ProcessQueries Processes { get; set; } = null!;

    [Inject] private PostedFormFiles Files { get; set; } = null!;

    [Inject] private EngineSettings Settings { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = await User.GetAsync();
        _page = await Tickets.PageAsync(Number, _me.Actor, Http.RequestAborted);
        _card = Catalogue.Find(Process ?? "");
        if (_page is not { View: TicketView.Agent } || _card is not { ProcessId: { } processId, Starters.Count: > 0 } || processId == OpenTicket.ProcessId)
        {
            (_page, _card) = (null, null);
            Navigation.NotFound();
            return;
        }

        _requester = await Persons.FindAsync(_page.Ticket.Requester, Http.RequestAborted);
        if (_requester is null) _problem = T["NoRequester"];
        else _variables = RequesterVariables.Of(_requester);
        var form = await Processes.StartFormAsync(processId, Http.RequestAborted);
        _formJson = form is null ? null : await Processes.FormAsync(form, Http.RequestAborted);
        if (_formJson is not null) FormSchema.TryRead(_formJson, out _schema, out _problem);
        _data = await Linked.DetailsAsync(_page.Ticket.Key, Http.RequestAborted);
    }

    private async Task StartAsync()
    {
        if (_card is null || _requester is null) return;
        var post = Http.Request.Form;
        var answers = FeelContext.Empty;
        if (_schema is not null)
        {
            (_data, var wrongFiles) = await Files.ReadAsync(_schema, post, FormPost.Read(_schema, post), null, _me.Actor, Http.RequestAborted);
            var check = FormValidator.Validate(_schema, _data, _variables, new FeelEnvironment { Clock = Settings.Clock, Calendars = Settings.Calendars });
            _errors = [.. wrongFiles, .. check.Errors.Where(error => wrongFiles.All(wrong => wrong.Path != error.Path))];
            if (_errors.Count > 0) return;
            answers = check.Data;
        }

        var revision = int.TryParse(post["revision"], CultureInfo.InvariantCulture, out var known) ? known : (int?)null;
        var done = await Start.RunAsync(Number, new(_card.ProcessId!, answers), RequesterVariables.ToRequester(_requester), revision, _me.Actor, Http.RequestAborted); // asked for before
        if (done.Problem is { } problem) _problem = Language == "en" ? problem.En : problem.Tr;
        else Navigation.NavigateTo($"/tickets/{Number}");
    }
}
