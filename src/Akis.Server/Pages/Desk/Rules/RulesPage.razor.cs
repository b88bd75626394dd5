using System.Globalization;
using Akis.Desk.Categories;
using Akis.Desk.Rules;
using Akis.Engine.Database;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Desk.Rules;

/// <summary>Edits the desk's rules: what was typed is tried on tickets and saved as a new version. Works without script; every button posts the whole table.</summary>
public sealed partial class RulesPage
{
    private const int MostVersions = 20;

    private List<DeskRule> _rules = [];
    private IReadOnlyList<RuleVersion> _versions = [];
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private IReadOnlyList<(int Rule, Problem Problem)> _wrong = [];
    private IReadOnlyList<TriedTicket>? _tried;
    private Person _me = null!; // set before rendering
    private bool _mayEdit;
    private int _basedOn;
    private string _tryEvent = RuleColumns.Events[0];
    private string _tryNumber = "";
    private int _tryLevel = 75;
    private string _note = "";
    private string? _problem;

    /// <summary>An older version to start from.</summary>
    [SupplyParameterFromQuery(Name = "version")] public int? Version { get; set; }

    /// <summary>The version that was just saved.</summary>
    [SupplyParameterFromQuery(Name = "saved")] public int? Saved { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private RuleVersions Versions { get; set; } = null!;

    [Inject] private RuleTrial Trial { get; set; } = null!;

    [Inject] private PersonQueries Persons { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static string In(Problem problem) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.En : problem.Tr;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = await User.GetAsync();
        _mayEdit = RuleVersions.MayEdit(_me.Actor);
        if (!_mayEdit) return;
        var (newest, table) = await Versions.ReadAsync(null, Http.RequestAborted);
        if (Version is { } wanted) table = (await Versions.ReadAsync(wanted, Http.RequestAborted)).Table;
        (_basedOn, _rules) = (newest, [.. table.Rules]);
        _versions = await Versions.ListAsync(MostVersions, Http.RequestAborted);
        _names = await Persons.NamesAsync(_versions.Select(version => version.Author), Http.RequestAborted);
    }

    private async Task PostAsync()
    {
        if (!_mayEdit) return;
        var post = Http.Request.Form;
        Read(post);
        switch (post["do"].ToString().Split('-'))
        {
            case ["add"] when _rules.Count < RuleTable.MostRules:
                _rules.Add(new("", new Dictionary<string, string>(), RuleActions.Known[2], ""));
                break;
            case ["remove", var text] when Place(text) is { } place:
                _rules.RemoveAt(place);
                break;
            case ["up", var text] when Place(text) is { } place && place > 0:
                (_rules[place - 1], _rules[place]) = (_rules[place], _rules[place - 1]);
                break;
            case ["try"]:
                _wrong = await CheckAsync();
                if (_wrong.Count == 0) _tried = await Trial.RunAsync(new(_rules), _tryEvent, _tryEvent == "sla" ? _tryLevel : null, _tryNumber.Length == 0 ? null : _tryNumber, Http.RequestAborted);
                break;
            case ["save"]:
                await SaveAsync();
                break;
        }
    }

    private async Task SaveAsync()
    {
        _wrong = await CheckAsync();
        if (_wrong.Count > 0) return;
        var saved = await Versions.SaveAsync(new(_rules), _basedOn, _note, _me.Actor, Http.RequestAborted);
        if (saved.Problem is { } problem) _problem = In(problem);
        else Navigation.NavigateTo($"/desk/rules?saved={saved.Value}");
    }

    // Whoever is to be given tickets must be there and work at the desk.
    private async Task<IReadOnlyList<(int Rule, Problem Problem)>> CheckAsync()
    {
        var wrong = RuleVersions.Check(new(_rules)).ToList();
        foreach (var (rule, number) in _rules.Select((rule, i) => (rule, i + 1)).Where(entry => entry.rule.Action == "assign"))
        {
            var person = await Persons.FindAsync(rule.Value, Http.RequestAborted);
            if (person is null || !Queues.WorkedBy(person.Roles).Any()) wrong.Add((number, new("rule.person", 422, $"“{rule.Value}” destek biriminde çalışan etkin bir kişi değil.", $"“{rule.Value}” is no active person of the desk.")));
        }

        return wrong;
    }

    private void Read(IFormCollection post)
    {
        var count = int.TryParse(post["count"], CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 0, RuleTable.MostRules) : 0;
        _rules = [.. Enumerable.Range(1, count).Select(number => new DeskRule(
            post[$"name-{number}"].ToString().Trim(),
            RuleColumns.All.Select(column => (column.Name, Test: post[$"{column.Name}-{number}"].ToString().Trim())).Where(condition => condition.Test.Length > 0).ToDictionary(condition => condition.Name, condition => condition.Test),
            post[$"action-{number}"].ToString(), post[$"value-{number}"].ToString().ReplaceLineEndings("\n").Trim()))];
        _basedOn = int.TryParse(post["based-on"], CultureInfo.InvariantCulture, out var based) ? based : 0;
        _tryEvent = RuleColumns.Events.Contains(post["try-event"].ToString()) ? post["try-event"].ToString() : RuleColumns.Events[0];
        _tryNumber = post["try-number"].ToString().Trim().TrimStart('#');
        _tryLevel = int.TryParse(post["try-level"], CultureInfo.InvariantCulture, out var level) ? level : 75;
        _note = post["note"].ToString();
    }

    private int? Place(string number) => int.TryParse(number, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= _rules.Count ? place - 1 : null;
}
