using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Akis.Feel.Calendars;

/// <summary>Hours of a day in which work is done, as minutes since midnight; half-open.</summary>
public readonly record struct WorkBlock(int From, int To);

/// <summary>A calendar was asked about a year that it has no holidays for: silence would count it as a year without holidays.</summary>
#pragma warning disable CA1032 // it is thrown in one place, with its year
public sealed class CalendarYearMissing(int year) : Exception($"The work calendar does not define the year {year}.")
#pragma warning restore CA1032
{
    /// <summary>The year that is missing.</summary>
    public int Year { get; } = year;
}

/// <summary>
/// Working time: weekly hours less holidays, half days and administrative leave. Durations are minutes of work; the result of an
/// addition is the first instant at which the work is done, so it falls on the end of a block rather than on the next one's start.
/// </summary>
public sealed class WorkCalendar
{
    private readonly IReadOnlyDictionary<DayOfWeek, WorkBlock[]> _week;
    private readonly IReadOnlyDictionary<DateOnly, WorkBlock[]> _exceptions;
    private readonly IReadOnlySet<int>? _years;

    /// <summary>Makes a calendar.</summary>
    /// <param name="week">Blocks of each weekday, in order and without overlap; a missing day is closed.</param>
    /// <param name="exceptions">Days that differ: holidays (no blocks), half days, leave, declared working days.</param>
    /// <param name="years">Years whose holidays are known; null where holidays do not matter.</param>
    /// <param name="zone">Zone of the local hours.</param>
    public WorkCalendar(IReadOnlyDictionary<DayOfWeek, WorkBlock[]> week, IReadOnlyDictionary<DateOnly, WorkBlock[]> exceptions, IReadOnlySet<int>? years, TimeZoneInfo zone) =>
        (_week, _exceptions, _years, Zone, Version) = (week, exceptions, years, zone, VersionOf(week, exceptions, years, zone));

    /// <summary>The same for calendars of the same content: what was computed with another one has to be computed again.</summary>
    public string Version { get; }

    /// <summary>Zone of the local hours.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Whether any work is done on that day.</summary>
    /// <exception cref="CalendarYearMissing">The year is not defined.</exception>
    public bool IsWorkingDay(DateOnly day) => Blocks(day).Length > 0;

    /// <summary>The first instant at which <paramref name="working"/> has been worked since <paramref name="start"/>; backwards where it is negative.</summary>
    /// <exception cref="CalendarYearMissing">The way leads into a year that is not defined.</exception>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan working)
    {
        if (working == TimeSpan.Zero) return start;
        var back = working < TimeSpan.Zero;
        var rest = working.Duration();
        var local = TimeZoneInfo.ConvertTime(start, Zone);
        for (var day = DateOnly.FromDateTime(local.DateTime); ; day = day.AddDays(back ? -1 : 1))
        {
            var blocks = Blocks(day);
            for (var i = 0; i < blocks.Length; i++)
            {
                var (from, to) = Instants(day, blocks[back ? blocks.Length - 1 - i : i]);
                if (back ? to > start : from < start) (from, to) = back ? (from, start) : (start, to);
                if (to <= from) continue;
                if (to - from >= rest) return TimeZoneInfo.ConvertTime(back ? to - rest : from + rest, Zone);
                rest -= to - from;
            }
        }
    }

    /// <summary>How long work was done between two instants; negative where <paramref name="to"/> is the earlier one.</summary>
    /// <exception cref="CalendarYearMissing">A year between them is not defined.</exception>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from) return -Between(to, from);
        var total = TimeSpan.Zero;
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(to, Zone).DateTime);
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, Zone).DateTime); day <= last; day = day.AddDays(1))
        {
            foreach (var block in Blocks(day))
            {
                var (start, end) = Instants(day, block);
                if (start < from) start = from;
                if (end > to) end = to;
                if (end > start) total += end - start;
            }
        }

        return total;
    }

    private static string VersionOf(IReadOnlyDictionary<DayOfWeek, WorkBlock[]> week, IReadOnlyDictionary<DateOnly, WorkBlock[]> exceptions, IReadOnlySet<int>? years, TimeZoneInfo zone)
    {
        var text = new StringBuilder(zone.Id);
        foreach (var (day, blocks) in week.OrderBy(entry => entry.Key)) text.Append(CultureInfo.InvariantCulture, $";{(int)day}={string.Join(',', blocks)}");
        foreach (var (day, blocks) in exceptions.OrderBy(entry => entry.Key)) text.Append(CultureInfo.InvariantCulture, $";{day:O}={string.Join(',', blocks)}");
        if (years is not null) text.Append(CultureInfo.InvariantCulture, $";{string.Join(',', years.Order())}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    private WorkBlock[] Blocks(DateOnly day)
    {
        if (_years is not null && !_years.Contains(day.Year)) throw new CalendarYearMissing(day.Year);
        return _exceptions.TryGetValue(day, out var special) ? special : _week.TryGetValue(day.DayOfWeek, out var usual) ? usual : [];
    }

    private (DateTimeOffset From, DateTimeOffset To) Instants(DateOnly day, WorkBlock block) => (At(day, block.From), At(day, block.To));

    private DateTimeOffset At(DateOnly day, int minutes)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }
}
