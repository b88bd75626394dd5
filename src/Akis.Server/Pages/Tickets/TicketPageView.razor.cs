using System.Globalization;
using Akis.Desk.Compose;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Tickets;
using Akis.Desk.Privacy;
using Akis.Desk.Tickets.Closing;
using Akis.Desk.Tickets.Waiting;
using Akis.Engine.Database;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Akis.Server.Pages.Tickets.Work;
using Akis.Server.Pages.Tickets.Closing;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Tickets;

/// <summary>A ticket: its conversation, its state, and what the reader may do.</summary>
public sealed partial class TicketPageView
{
    private const int ShortestExplanation = 20;

    private TicketPage? _page;
    private Person _me = null!; // set before rendering
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private IReadOnlyDictionary<MessageKind, string> _drafts = new Dictionary<MessageKind, string>();
    private IReadOnlyDictionary<long, TicketMail> _mails = new Dictionary<long, TicketMail>();
    private bool _late;
    private string? _problem;
    private string? _error;
    private string? _act;
    private string? _text;
    private ExpectedTime? _expected;

    /// <summary>The ticket's number.</summary>
    [Parameter] public string Number { get; set; } = "";

    /// <summary>Just opened.</summary>
    [SupplyParameterFromQuery(Name = "opened")] public bool Opened { get; set; }

    /// <summary>A message came while the reader was writing.</summary>
    [SupplyParameterFromQuery(Name = "newer")] public bool Newer { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private TicketQueries Tickets { get; set; } = null!;

    [Inject] private TicketCommands Commands { get; set; } = null!;

    [Inject] private RequesterActs Own { get; set; } = null!;

    [Inject] private RedirectTicket Redirecting { get; set; } = null!;

    [Inject] private Drafts Drafts { get; set; } = null!;

    [Inject] private TicketMails Mails { get; set; } = null!;

    [Inject] private PersonQueries Persons { get; set; } = null!;

    [Inject] private ReadLog Reads { get; set; } = null!;

    [Inject] private ExpectedTimes Expected { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private bool IsDesk => _page?.View is TicketView.Agent or TicketView.Reader;

    private bool CanWrite => _page is { View: TicketView.Agent or TicketView.Requester } && !TicketState.IsOver(_page.Ticket.State);

    // The names of the forms that the page shows now: what was posted to another one came too late.
    private IReadOnlyCollection<string> Forms => _page is not { } page ? [] :
    [
        .. page.View == TicketView.Requester ? RequesterActs.Forms(page) : ClosingForms.Forms(page),
        .. page.View == TicketView.Agent ? WorkParts.Forms(page.Ticket.State) : [],
        .. page.View == TicketView.Agent && !TicketState.IsOver(page.Ticket.State) ? AgentActions.Forms(page.Ticket.State) : [],
    ];

    private string LiveUrl => $"/live/instances/{_page?.InstanceKey}";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = await User.GetAsync();
        await ReadAsync();
        _late = _page is null && HttpMethods.IsPost(Http.Request.Method); // what was typed is shown, of the ticket nothing
        if (_page is null && !_late) Navigation.NotFound();
        if (_page is { } page) await Reads.RecordAsync(page, _me.UserName, Http.RequestAborted);
        if (_page is { View: TicketView.Requester } own && TicketState.IsOver(own.Ticket.State) == false) _expected = await Expected.OfAsync(own.Ticket.Category, Http.RequestAborted);
    }

    private async Task ReadAsync()
    {
        _page = await Tickets.PageAsync(Number, _me.Actor, Http.RequestAborted);
        if (_page is not { } page) return;
        _names = await Persons.NamesAsync(page.Messages.Select(message => message.Author).Append(page.Ticket.Assignee ?? _me.UserName), Http.RequestAborted);
        _mails = await Mails.OfTicketAsync(page.Ticket.Key, Http.RequestAborted);
        if (page.View == TicketView.Agent) _drafts = await Drafts.OfAsync(page.Ticket.Key, _me.UserName, Http.RequestAborted);
    }

    private async Task ActAsync()
    {
        var post = Http.Request.Form;
        _act = post["act"].ToString();
        _text = post["text"].ToString().Trim();
        var revision = int.TryParse(post["revision"], CultureInfo.InvariantCulture, out var known) ? known : (int?)null;
        var actor = _me.Actor;
        var cancel = Http.RequestAborted;
        _error = RequesterActs.Check(post)?.In(Language) ?? (_act == "redirect" && AgentActions.Redirection(post).Check() is [var missing, ..] ? missing.In(Language) : Missing(_act, _text));
        if (_error is not null) return;
        var done = await Own.RunAsync(Number, post, actor, cancel) ?? _act switch
        {
            "note" => await Commands.NoteAsync(Number, _text, actor, cancel),
            "take" => await Commands.TakeAsync(Number, revision, actor, cancel),
            "resolve" => await Commands.ResolveAsync(Number, post["code"].ToString(), _text, revision, actor, cancel),
            "ask" => await Commands.AskAsync(Number, _text, revision, actor, cancel),
            "supplier" => await Commands.WaitForSupplierAsync(Number, _text, revision, actor, cancel),
            "supplierDone" => await Commands.SupplierAnsweredAsync(Number, _text, revision, actor, cancel),
            "plan" => await Commands.PlanAsync(Number, DateOnly.ParseExact(_text, "yyyy-MM-dd", CultureInfo.InvariantCulture), revision, actor, cancel),
            "classify" => await Commands.ClassifyAsync(Number, _text, revision, actor, cancel),
            "redirect" => await Redirecting.RunAsync(Number, AgentActions.Redirection(post), revision, actor, cancel),
            _ => Outcome.Done,
        };
        if (done.Problem is { } problem)
        {
            _problem = Language == "en" ? problem.En : problem.Tr;
            await ReadAsync(); // the new state, with what was typed still in its form
            return;
        }

        Navigation.NavigateTo($"/tickets/{Number}");
    }

    private string? Missing(string act, string text) => act switch
    {
        "note" or "ask" or "supplier" or "supplierDone" when text.Length == 0 => T["MissingText"].Value,
        "resolve" when text.Length < ShortestExplanation => T["ShortText"].Value,
        "plan" when !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => T["ChooseDate"].Value,
        _ => null,
    };

    // To the requester a person of the desk is who answered; agents see each other's names as well.
    private string NameOf(string userName) => userName == _page?.Ticket.Requester ? _page.Ticket.RequesterName : _names.GetValueOrDefault(userName, userName);

    private static string Size(long bytes) => bytes < 1024 * 1024 ? $"{Math.Max(1, bytes / 1024)} kB" : $"{(bytes / 1048576.0).ToString("0.#", CultureInfo.CurrentCulture)} MB";
}
