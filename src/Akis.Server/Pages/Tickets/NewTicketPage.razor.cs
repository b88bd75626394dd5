using System.Globalization;
using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Processes;
using Akis.Engine;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Requests;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Akis.Server.Pages.Forms;
using Akis.Server.Pages.Tickets.Intake;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Tickets;

/// <summary>
/// Opens a ticket: the category first, then its form beside what will happen. A category whose process the reader may start asks that one's start form instead. What was typed
/// stays when something is wrong; only files must be chosen again, as browsers will have it.
/// </summary>
public sealed partial class NewTicketPage
{
    private static readonly string[] Sources = ["Telefon", "Banko"];

    private NewTicket _ticket = new("", "", "", null, null);
    private Category? _category;
    private IReadOnlyList<Category> _categories = [];
    private IReadOnlyList<FieldError> _errors = [];
    private IReadOnlyList<FormError> _formErrors = [];
    private HandbookCard? _bound;
    private FormSchema? _schema;
    private string? _formJson;
    private FeelContext _data = FeelContext.Empty;
    private FeelContext _variables = FeelContext.Empty;
    private Person _me = null!; // set before rendering
    private bool _isDesk;
    private string _behalf = "";
    private string _source = Sources[0];
    private string? _problem;
    private bool _hadFiles;
    private string _once = "";

    /// <summary>The category.</summary>
    [SupplyParameterFromQuery(Name = "category")] public string? Category { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private OpenTicket Open { get; set; } = null!;

    [Inject] private Attachments Attachments { get; set; } = null!;

    [Inject] private PersonQueries Persons { get; set; } = null!;

    [Inject] private ProcessCatalogue Catalogue { get; set; } = null!;

    [Inject] private ProcessQueries Processes { get; set; } = null!;

    [Inject] private PostedFormFiles Files { get; set; } = null!;

    [Inject] private EngineSettings Settings { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private string Address => $"/tickets/new?category={_category?.Code}";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = await User.GetAsync();
        _isDesk = Queues.WorkedBy(_me.Roles).Any();
        _categories = [.. CategoryTree.Default.For(_me.Roles)];
        _category = _categories.FirstOrDefault(category => category.Code == Category);
        if (_category is null) return;
        _ticket = _ticket with { Category = _category.Code };
        _once = Http.Request.HasFormContentType ? Http.Request.Form["once"].ToString() : Guid.NewGuid().ToString("N");
        _bound = _category.Process is { } code && Catalogue.Find(code) is { ProcessId: not null } card && card.Starters.Any(_me.Is) ? card : null;
        _variables = RequesterVariables.Of(_me);
        var form = _bound is null ? _category.Form : await Processes.StartFormAsync(_bound.ProcessId!, Http.RequestAborted); // a card without a model is not bound
        _formJson = form is null ? null : await Processes.FormAsync(form, Http.RequestAborted);
        if (_formJson is not null) FormSchema.TryRead(_formJson, out _schema, out _problem);
    }

    private async Task SendAsync()
    {
        if (_category is null) return;
        var post = Http.Request.Form;
        var cancel = Http.RequestAborted;
        (_behalf, _source) = (post["behalf"].ToString().Trim(), Sources.Contains(post["source"].ToString()) ? post["source"].ToString() : Sources[0]);
        var answers = _schema is null ? null : await AnswersAsync(_schema, post, cancel);
        _ticket = _bound is null
            ? new NewTicket(_category.Code, post["subject"].ToString(), post["body"].ToString(), Given(post["impact"]), Given(post["urgency"])) { Details = answers }
            : BoundTicket(_category, _bound, answers ?? FeelContext.Empty);
        _hadFiles = post.Files.Any(file => file.FileName.Length > 0);
        var requester = _isDesk && _behalf.Length > 0 ? await Persons.FindAsync(_behalf, cancel) : _me;
        IEnumerable<FieldError> unknown = requester is null ? [new FieldError("behalf", "Bu kullanıcı adıyla etkin bir kişi yok.", "There is no active person of that user name.")] : [];
        _errors = [.. TicketRules.Check(_ticket), .. unknown, .. _bound is null ? PostedFiles.Check(post.Files) : []];
        if (_errors.Count > 0 || _formErrors.Count > 0 || requester is null) return;

        var files = _bound is null ? await PostedFiles.StoreAsync(post.Files, Attachments, cancel) : [];
        var once = Guid.TryParse(_once, out var id) ? id.ToString("N") : null;
        var opened = await Open.RunAsync(_ticket, files, RequesterVariables.ToRequester(requester), _me.Actor, requester.UserName == _me.UserName ? "Portal" : _source, once, cancel);
        if (opened.Problem is { } problem) _problem = Language == "en" ? problem.En : problem.Tr;
        else Navigation.NavigateTo($"/tickets/{opened.Value.Number}?opened=true");
    }

    private async Task<FeelContext> AnswersAsync(FormSchema schema, IFormCollection post, CancellationToken cancel)
    {
        (_data, var wrongFiles) = await Files.ReadAsync(schema, post, FormPost.Read(schema, post), null, _me.Actor, cancel);
        var check = FormValidator.Validate(schema, _data, _variables, new FeelEnvironment { Clock = Settings.Clock, Calendars = Settings.Calendars });
        _formErrors = [.. wrongFiles, .. check.Errors.Where(error => wrongFiles.All(wrong => wrong.Path != error.Path))];
        return check.Data;
    }

    // The process's own form has asked everything: the ticket's subject and first message say it in words.
    private NewTicket BoundTicket(Category category, HandbookCard card, FeelContext answers)
    {
        var lines = FormAnswers.InWords(_schema!, answers, Language, I["Yes"], I["No"]).Select(answer => $"{answer.Label}: {answer.Value}"); // answers come from a schema
        var body = string.Join('\n', lines.Prepend(I["BoundBody", card.Title.In(Language)].Value));
        return new(category.Code, category.Name(Language), body.Length > TicketRules.LongestBody ? body[..TicketRules.LongestBody] : body, null, null) { Details = answers, Bound = new(card.ProcessId!, answers) }; // a bound card has a model
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
