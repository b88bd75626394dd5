using System.Globalization;
using Akis.Desk.Knowledge;
using Akis.Desk.Search;
using Akis.Desk.Search.Language;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Search;

/// <summary>Searches the tickets that the reader may see. A number alone goes to its ticket at once.</summary>
public sealed partial class SearchPage
{
    private const int PageSize = 25;
    private const int MostCounted = 99;
    private const int MostArticles = 3;

    // Everybody has one of these, so a view shared with them would be everybody's.
    private static readonly string[] NotGroups = [Roles.Student, Roles.Academic, Roles.Administrative, Roles.UnitManager];

    private SearchQuery _query = new([], [], null);
    private IReadOnlyList<QueryError> _errors = [];
    private TicketFindings _found = new([], null);
    private IReadOnlyDictionary<long, IReadOnlyList<SnippetPart>> _snippets = new Dictionary<long, IReadOnlyList<SnippetPart>>();
    private IReadOnlyList<FoundArticle> _articles = [];
    private List<(SavedView View, int Count)> _views = [];
    private IReadOnlyList<string> _roles = [];
    private Actor _actor = null!; // set before rendering
    private string _user = "";
    private bool _isDesk;
    private string? _name;
    private string? _problem;

    /// <summary>The query.</summary>
    [SupplyParameterFromQuery(Name = "q")] public string? Q { get; set; }

    /// <summary>Older than this ticket.</summary>
    [SupplyParameterFromQuery(Name = "before")] public long? Before { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private TicketSearch Tickets { get; set; } = null!;

    [Inject] private Snippets Pieces { get; set; } = null!;

    [Inject] private ArticleSearch Articles { get; set; } = null!;

    [Inject] private SavedViews Saved { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private string Query => Q?.Trim() ?? "";

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var person = await User.GetAsync();
        (_actor, _user) = (person.Actor, person.UserName);
        _isDesk = Akis.Desk.Categories.Queues.WorkedBy(person.Roles).Any() || person.Roles.Overlaps([Roles.Head, Roles.Auditor, "guvenlik"]);
        _roles = [.. person.Roles.Where(role => !NotGroups.Contains(role)).Order()];
        (_query, _errors) = QueryParser.Parse(Query, Clock.GetUtcNow());
        if (!_query.IsEmpty)
        {
            _found = await Tickets.FindAsync(_query, _actor, Before ?? long.MaxValue, PageSize, Http.RequestAborted);
            if (_query.Number is not null && _found.Items is [var only])
            {
                Navigation.NavigateTo($"/tickets/{only.Number}");
                return;
            }

            if (_query.Terms.Count > 0) _articles = await Articles.FindAsync(Words(), _actor, Language, MostArticles, Http.RequestAborted);
            _snippets = await Pieces.OfAsync(_query, _found.Items, _user, Http.RequestAborted);
        }

        await ReadViewsAsync();
    }

    // The words of the query without its conditions.
    private string Words() => string.Join(' ', _query.Terms.Where(term => !term.IsExcluded).SelectMany(term => term.Stems));

    private async Task ReadViewsAsync()
    {
        _views = [];
        foreach (var view in await Saved.OfAsync(_actor, Http.RequestAborted))
        {
            _views.Add((view, await Tickets.CountAsync(QueryParser.Parse(view.Query, Clock.GetUtcNow()).Query, _actor, MostCounted + 1, Http.RequestAborted)));
        }
    }

    private async Task SaveAsync()
    {
        var post = Http.Request.Form;
        _name = post["name"].ToString();
        var kept = await Saved.SaveAsync(_name, Query, post["role"].ToString() is { Length: > 0 } role ? role : null, _actor, Http.RequestAborted);
        if (kept.Problem is { } problem) _problem = Language == "en" ? problem.En : problem.Tr;
        else Navigation.NavigateTo($"/search?q={Uri.EscapeDataString(Query)}");
    }

    private async Task RemoveAsync()
    {
        if (long.TryParse(Http.Request.Form["view"], CultureInfo.InvariantCulture, out var key)) await Saved.RemoveAsync(key, _actor, Http.RequestAborted);
        Navigation.NavigateTo($"/search?q={Uri.EscapeDataString(Query)}");
    }
}
