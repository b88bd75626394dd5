using System.Globalization;
using Akis.Engine;
using Akis.Registry.Records;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Registry;

/// <summary>The form of a record.</summary>
public sealed partial class RecordEditPage
{
    private const int MostOffered = 300;

    private RecordType? _type;
    private Record? _record;
    private IReadOnlyList<FieldError> _errors = [];
    private IReadOnlyDictionary<string, string> _titles = new Dictionary<string, string>();
    private readonly Dictionary<string, IReadOnlyList<string>> _offered = [];
    private IReadOnlyList<(string UserName, string Name)> _persons = [];
    private Actor _actor = null!; // set before anything is asked
    private string? _problem;

    /// <summary>The kind.</summary>
    [Parameter] public string TypeCode { get; set; } = "";

    /// <summary>The record to change; 0 makes a new one.</summary>
    [Parameter] public long Key { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private bool IsPosted => Http.Request.HasFormContentType;

    private string Heading => _record?.Title ?? T["NewOf", _type!.One.In(Language)]; // the page ends before where there is no kind

    private string Back => _record is null ? $"/registry/{TypeCode}" : $"/registry/{TypeCode}/{Key}";

    private string Here => Back + (_record is null ? "/new" : "/edit");

    private string? Revision => IsPosted ? Http.Request.Form["revision"].ToString() : _record?.Revision.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var person = await User.GetAsync();
        _actor = person.Actor;
        _record = Key == 0 ? null : await Records.FindAsync(_actor, Key, Http.RequestAborted);
        if (RecordTypes.Default.Find(TypeCode) is not { } type || !RecordAccess.MayWrite(_actor, type) || (Key != 0 && _record?.Type != type))
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _type = type;
        _titles = _record is null ? _titles : await Records.TitlesAsync([_record], Http.RequestAborted);
        foreach (var target in type.Fields.Where(field => field.Kind == FieldKind.Ref).Select(field => field.Target!).Distinct()) // references have a target
        {
            var kind = RecordTypes.Default.Find(target)!; // asked for when the types were read
            var list = await Records.ListAsync(_actor, kind, null, new Dictionary<string, string>(), 0, MostOffered, Http.RequestAborted);
            _offered[target] = [.. list.Items.Select(record => kind.Identity is { } identity ? record[identity.Name] : record.Title)];
        }

        if (type.Fields.Any(field => field.Kind == FieldKind.Person)) _persons = [.. await Persons.ListAsync(person.Roles, Http.RequestAborted)];
    }

    private async Task SaveAsync()
    {
        if (_type is null) return;
        var post = Http.Request.Form;
        var given = _type.Fields.Where(field => post.ContainsKey(field.Name)).ToDictionary(field => field.Name, field => (string?)Unchanged(field, post[field.Name].ToString()));
        var saved = await Commands.SaveAsync(_type, Key == 0 ? null : Key, given, int.TryParse(post["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null, _actor, Http.RequestAborted);
        if (saved.Succeeded) Navigation.NavigateTo($"/registry/{TypeCode}/{saved.Key}");
        (_errors, _problem) = (saved.Errors ?? [], saved.Problem is { } problem ? (Language == "en" ? problem.En : problem.Tr) : null);
    }

    // A reference is shown by its title; untouched it stays the record that it was, whatever else has the same title.
    private string Unchanged(RecordField field, string posted) => field.Kind == FieldKind.Ref && _record is not null && posted == _titles.GetValueOrDefault(_record[field.Name]) ? _record[field.Name] : posted;

    private string Value(RecordField field)
    {
        if (IsPosted && Http.Request.Form.TryGetValue(field.Name, out var posted)) return posted.ToString();
        var stored = _record?[field.Name] ?? "";
        return field.Kind switch
        {
            FieldKind.Ref => _titles.GetValueOrDefault(stored, ""),
            FieldKind.DateTime when stored.Length > 0 => DateTimeOffset.Parse(stored, CultureInfo.InvariantCulture).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture),
            FieldKind.Money or FieldKind.Number when stored.Length > 0 => decimal.Parse(stored, CultureInfo.InvariantCulture).ToString("0.############", CultureInfo.CurrentCulture),
            _ => stored,
        };
    }

    private IEnumerable<(string Value, string Label)> Options(RecordField field) => field.Kind switch
    {
        FieldKind.YesNo => [("true", T["Yes"]), ("false", T["No"])],
        FieldKind.State when _record is not null => field.Options.Where(option => option.Tr == _record[field.Name] || field.Moves.GetValueOrDefault(_record[field.Name], []).Contains(option.Tr)).Select(option => (option.Tr, option.In(Language))),
        _ => field.Options.Select(option => (option.Tr, option.In(Language))),
    };
}
