using System.Globalization;
using Akis.Engine;
using Akis.Registry.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Akis.Server.Pages.Registry;

/// <summary>Records of one kind.</summary>
public sealed partial class RecordListPage
{
    private const int PageSize = 50, MostColumns = 4;

    private RecordType? _type;
    private RecordList _list = new([], 0);
    private IReadOnlyDictionary<string, string> _titles = new Dictionary<string, string>();
    private IReadOnlyList<RecordView> _views = [];
    private Dictionary<string, string> _filters = [];
    private Actor _actor = null!; // set before anything is asked
    private bool _mayWrite;

    /// <summary>The kind.</summary>
    [Parameter] public string TypeCode { get; set; } = "";

    /// <summary>Words to search for.</summary>
    [SupplyParameterFromQuery(Name = "q")] public string? Words { get; set; }

    /// <summary>How many were shown before.</summary>
    [SupplyParameterFromQuery(Name = "skip")] public int Skip { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private IEnumerable<RecordField> Filters => _type!.Fields.Where(one => one.Kind is FieldKind.Choice or FieldKind.State).Take(4); // the page ends before where there is none

    private IEnumerable<RecordField> Columns => _type!.Fields.Where(one => one.Kind != FieldKind.Long && !_type.Title.Contains("{" + one.Name + "}", StringComparison.Ordinal) && (!one.IsPersonal || RecordAccess.MaySeePersonal(_actor, _type))) // as above
        .OrderByDescending(one => one.Kind == FieldKind.State).ThenByDescending(one => one.IsRequired).Take(MostColumns);

    private string Query => QueryHelpers.AddQueryString("", _filters.Where(filter => filter.Value.Length > 0).Select(filter => KeyValuePair.Create(filter.Key, (string?)filter.Value)).Concat(string.IsNullOrWhiteSpace(Words) ? [] : [KeyValuePair.Create("q", (string?)Words)]));

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _actor = (await User.GetAsync()).Actor;
        if (RecordTypes.Default.Find(TypeCode) is not { } type || !RecordAccess.MayRead(_actor, type))
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        (_type, _mayWrite) = (type, RecordAccess.MayWrite(_actor, type));
        _filters = type.Fields.ToDictionary(field => field.Name, field => Http.Request.Query[field.Name].ToString());
        _list = await Records.ListAsync(_actor, type, Words, _filters, Math.Max(0, Skip), PageSize, Http.RequestAborted);
        _titles = await Records.TitlesAsync(_list.Items, Http.RequestAborted);
        _views = await Views.OfAsync(_actor.UserName, type, Http.RequestAborted);
    }

    private static string ForgetName(RecordView view) => $"forget-{view.Key}";

    private string PageAt(int skip) => $"/registry/{TypeCode}{QueryHelpers.AddQueryString(Query.Length == 0 ? "?" : Query, "skip", skip.ToString(CultureInfo.InvariantCulture)).Replace("?&", "?", StringComparison.Ordinal)}";

    private async Task KeepAsync()
    {
        await Views.KeepAsync(_actor.UserName, _type!, Http.Request.Form["name"].ToString(), Query, Http.RequestAborted); // the form is on the page of a kind
        Navigation.NavigateTo($"/registry/{TypeCode}{Query}");
    }

    private async Task ForgetAsync(long key)
    {
        await Views.ForgetAsync(_actor.UserName, key, Http.RequestAborted);
        Navigation.NavigateTo($"/registry/{TypeCode}{Query}");
    }
}
