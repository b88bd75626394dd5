using System.Globalization;
using Akis.Feel.Calendars;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Akis.Handbook.Calendars;

/// <summary>Reads <c>processes/calendars.yaml</c>: weekly hours, public holidays of every year (Law 2429), the religious feasts of each, and administrative leave.</summary>
public static class CalendarReader
{
    /// <summary>The file's name in the folder of the processes.</summary>
    public const string FileName = "calendars.yaml";

    private const int RamazanDays = 3;
    private const int KurbanDays = 4;

    /// <summary>The calendars by code, with what was announced besides.</summary>
    public static IReadOnlyDictionary<string, WorkCalendar> Read(string folder, IReadOnlyList<CalendarLeave>? announced = null)
    {
        var yaml = Open(folder);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(yaml.Zone);
        return yaml.Calendars.ToDictionary(entry => entry.Key, entry => Calendar(yaml, entry.Value, zone, [.. (announced ?? []).Where(leave => leave.Changes(entry.Key))]));
    }

    /// <summary>The calendars and the feasts as people read them.</summary>
    public static CalendarOverview Overview(string folder)
    {
        var yaml = Open(folder);
        return new(
            [.. yaml.Calendars.Select(entry => new CalendarHours(entry.Key, entry.Value.Name["tr"], entry.Value.Name["en"], entry.Value.Holidays, [.. entry.Value.Week.Select(row => ((IReadOnlyList<DayOfWeek>)[.. row.Days.Select(Weekday)], (IReadOnlyList<string>)row.Blocks))]))],
            [.. yaml.Feasts.SelectMany(year => year.Value.DaysIn(year.Key).Select(feast => new Feast(feast.First, feast.Length, year.Key <= yaml.OfficialUntil))).OrderBy(feast => feast.First)]);
    }

    private static CalendarFile Open(string folder) => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<CalendarFile>(File.ReadAllText(Path.Combine(folder, FileName)));

    private static DayOfWeek Weekday(string day) => Enum.Parse<DayOfWeek>(day, ignoreCase: true);

    private static WorkCalendar Calendar(CalendarFile file, CalendarEntry entry, TimeZoneInfo zone, IReadOnlyList<CalendarLeave> announced)
    {
        var week = entry.Week.SelectMany(row => row.Days.Select(day => (Day: Weekday(day), Blocks: row.Blocks.Select(Block).ToArray()))).ToDictionary(row => row.Day, row => row.Blocks);
        return entry.Holidays ? new(week, Announced(Exceptions(file, week), week, announced), file.Feasts.Keys.ToHashSet(), zone) : new(week, new Dictionary<DateOnly, WorkBlock[]>(), null, zone);
    }

    private static Dictionary<DateOnly, WorkBlock[]> Exceptions(CalendarFile file, Dictionary<DayOfWeek, WorkBlock[]> week)
    {
        var days = new Dictionary<DateOnly, WorkBlock[]>();
        foreach (var (year, feasts) in file.Feasts)
        {
            foreach (var (first, length) in feasts.DaysIn(year))
            {
                days.TryAdd(first.AddDays(-1), Morning(first.AddDays(-1)));
                for (var i = 0; i < length; i++) days[first.AddDays(i)] = [];
            }

            foreach (var half in file.EveryYear.Half) days.TryAdd(Day(year, half), Morning(Day(year, half)));
        }

        foreach (var day in file.Leave.Half.Select(Date)) days.TryAdd(day, Morning(day));

        // A full holiday wins over the eve that falls on it.
        foreach (var year in file.Feasts.Keys) foreach (var full in file.EveryYear.Full) days[Day(year, full)] = [];
        foreach (var full in file.Leave.Full.Select(Date)) days[full] = [];
        return days;

        WorkBlock[] Morning(DateOnly day) => week.TryGetValue(day.DayOfWeek, out var blocks)
            ? [.. blocks.Where(block => block.From < Minutes(file.HalfDayUntil)).Select(block => block with { To = Math.Min(block.To, Minutes(file.HalfDayUntil)) })]
            : [];
    }

    // In the order of §10.2 (6): leave closes what is left of a day; a declared working day stands over everything.
    private static Dictionary<DateOnly, WorkBlock[]> Announced(Dictionary<DateOnly, WorkBlock[]> days, Dictionary<DayOfWeek, WorkBlock[]> week, IReadOnlyList<CalendarLeave> announced)
    {
        foreach (var leave in announced.OrderBy(leave => leave.Kind == LeaveKind.WorkingDay))
        {
            foreach (var day in leave.Days)
            {
                if (leave.Kind != LeaveKind.WorkingDay) days[day] = [.. (days.GetValueOrDefault(day) ?? week.GetValueOrDefault(day.DayOfWeek) ?? []).SelectMany(block => Without(block, leave.From, leave.To))];
                else if (week.TryGetValue(DayOfWeek.Monday, out var usual)) days[day] = usual;
            }
        }

        return days;
    }

    private static IEnumerable<WorkBlock> Without(WorkBlock block, int from, int to)
    {
        if (block.From < from) yield return block with { To = Math.Min(block.To, from) };
        if (block.To > to) yield return block with { From = Math.Max(block.From, to) };
    }

    private static DateOnly Day(int year, string monthDay) => DateOnly.ParseExact($"{year}-{monthDay}", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Date(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static WorkBlock Block(string text) => text.Split('-') is [var from, var to] ? new(Minutes(from), Minutes(to)) : throw new FormatException($"calendars.yaml: '{text}' is no block of hours.");

    private static int Minutes(string time) => time.Split(':') is [var hours, var minutes] ? (int.Parse(hours, CultureInfo.InvariantCulture) * 60) + int.Parse(minutes, CultureInfo.InvariantCulture) : throw new FormatException($"calendars.yaml: '{time}' is no time.");

    private sealed class CalendarFile
    {
        public string Zone { get; set; } = "";

        public string HalfDayUntil { get; set; } = "";

        public Dictionary<string, CalendarEntry> Calendars { get; set; } = [];

        public YearDays EveryYear { get; set; } = new();

        public YearDays Leave { get; set; } = new();

        public int OfficialUntil { get; set; }

        public Dictionary<int, Feasts> Feasts { get; set; } = [];
    }

    private sealed class CalendarEntry
    {
        public Dictionary<string, string> Name { get; set; } = [];

        public bool Holidays { get; set; }

        public List<WeekRow> Week { get; set; } = [];
    }

    private sealed class WeekRow
    {
        public List<string> Days { get; set; } = [];

        public List<string> Blocks { get; set; } = [];
    }

    private sealed class YearDays
    {
        public List<string> Full { get; set; } = [];

        public List<string> Half { get; set; } = [];
    }

    private sealed class Feasts
    {
        // One day or, in a year that two of them fall into, a list.
        public object Ramazan { get; set; } = "";

        public object Kurban { get; set; } = "";

        public IEnumerable<(DateOnly First, int Length)> DaysIn(int year) =>
            Days(Ramazan).Select(day => (Day(year, day), RamazanDays)).Concat(Days(Kurban).Select(day => (Day(year, day), KurbanDays)));

        private static IEnumerable<string> Days(object given) => given is IEnumerable<object> several ? several.Cast<string>() : [(string)given];
    }
}
