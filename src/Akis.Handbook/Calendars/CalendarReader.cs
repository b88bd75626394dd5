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

    /// <summary>The calendars by code.</summary>
    public static IReadOnlyDictionary<string, WorkCalendar> Read(string folder)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<CalendarFile>(File.ReadAllText(Path.Combine(folder, FileName)));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(yaml.Zone);
        return yaml.Calendars.ToDictionary(entry => entry.Key, entry => Calendar(yaml, entry.Value, zone));
    }

    private static WorkCalendar Calendar(CalendarFile file, CalendarEntry entry, TimeZoneInfo zone)
    {
        var week = entry.Week.SelectMany(row => row.Days.Select(day => (Day: Enum.Parse<DayOfWeek>(day, ignoreCase: true), Blocks: row.Blocks.Select(Block).ToArray()))).ToDictionary(row => row.Day, row => row.Blocks);
        return entry.Holidays ? new(week, Exceptions(file, week), file.Feasts.Keys.ToHashSet(), zone) : new(week, new Dictionary<DateOnly, WorkBlock[]>(), null, zone);
    }

    private static Dictionary<DateOnly, WorkBlock[]> Exceptions(CalendarFile file, Dictionary<DayOfWeek, WorkBlock[]> week)
    {
        var days = new Dictionary<DateOnly, WorkBlock[]>();
        foreach (var (year, feasts) in file.Feasts)
        {
            foreach (var (first, length) in new[] { (Day(year, feasts.Ramazan), RamazanDays), (Day(year, feasts.Kurban), KurbanDays) })
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
        public string Ramazan { get; set; } = "";

        public string Kurban { get; set; } = "";
    }
}
