using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Calendars;
using Akis.People;
using Akis.Server.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Admin.Calendars;

/// <summary>What is read and entered on the page of the work calendars.</summary>
public sealed partial class CalendarsPage
{
    private const string Path = "/admin/calendars";

    private CalendarOverview _overview = new([], []);
    private IReadOnlyList<LeaveEntry> _entries = [];
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private Actor _actor = null!; // set before anything is asked
    private LeaveEffect? _effect;
    private bool _mayEnter;
    private bool _mayApprove;
    private string? _problem;

    /// <summary>An entry was just sent for approval.</summary>
    [SupplyParameterFromQuery(Name = "entered")] public bool Entered { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var person = await User.GetAsync();
        (_actor, _mayEnter, _mayApprove) = (person.Actor, person.Is(Roles.Administrator), person.Is(Roles.Head));
        _overview = CalendarReader.Overview(Options.Processes);
        _entries = await Leaves.ListAsync(Post.Cancel);
        _names = await Persons.NamesAsync(_entries.SelectMany(entry => new[] { entry.EnteredBy, entry.ApprovedBy }).OfType<string>(), Post.Cancel);
    }

    private static string NameOf(CalendarHours calendar) => IsEnglish ? calendar.En : calendar.Tr;

    private static string When(CalendarLeave leave)
    {
        var days = leave.First == leave.Last ? Day(leave.First) : $"{Day(leave.First)} – {Day(leave.Last)}";
        return leave is { From: 0, To: CalendarLeave.WholeDay } ? days : $"{days}, {Time(leave.From)}–{Time(leave.To)}";

        static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);
        static string Time(int minute) => $"{minute / 60:00}:{minute % 60:00}";
    }

    private string NameOf(string userName) => _names.GetValueOrDefault(userName, userName);

    private string? Posted(string name) => Http.Request.HasFormContentType && Http.Request.Form["_handler"] == "leave" ? Http.Request.Form[name].ToString() : null;

    private async Task EnterAsync()
    {
        if (!int.TryParse(Posted("kind"), CultureInfo.InvariantCulture, out var kind) || Day("first") is not { } first || Minute("from", 0) is not { } from || Minute("to", CalendarLeave.WholeDay) is not { } to)
        {
            _problem = T["WrongDays"];
            return;
        }

        var leave = new CalendarLeave((LeaveKind)kind, first, Day("last") ?? first, from, to, Post.All("calendar").ToHashSet());
        if (Posted("act") == "preview") _effect = await Leaves.EffectAsync(leave, Post.Cancel);
        else _problem = Post.Done((await Leaves.EnterAsync(leave, Posted("basis") ?? "", Posted("document") ?? "", Day("document-day"), _actor, Post.Cancel)).Problem, $"{Path}?entered=true");
    }

    private async Task ChangeAsync(long key)
    {
        var outcome = Http.Request.Form["act"] == "approve" ? await Leaves.ApproveAsync(key, _actor, Post.Cancel) : await Leaves.RemoveAsync(key, _actor, Post.Cancel);
        _problem = Post.Done(outcome.Problem, Path);
    }

    private DateOnly? Day(string name) => DateOnly.TryParseExact(Posted(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private int? Minute(string name, int empty) => Posted(name) is not { Length: > 0 } text ? empty
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;
}
