using System.Globalization;
using Akis.Feel.Calendars;
using Cronos;

namespace Akis.Desk.Later;

/// <summary>
/// When something comes again: <c>workday N HH:mm</c>, the N-th working day of each month (-1 is the last), <c>workdays HH:mm</c>, every working day,
/// or a cron text of five fields; all by the wall's clock in the calendar's zone.
/// </summary>
public static class Schedule
{
    private const int DaysAhead = 400;

    /// <summary>The first time after an instant; null where the text is no schedule or the calendar knows no such day.</summary>
    public static DateTimeOffset? Next(string text, DateTimeOffset after, WorkCalendar calendar)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return words switch
            {
                ["workdays", var time] when Time(time) is { } at => Day(after, calendar, at, calendar.IsWorkingDay),
                ["workday", var nth, var time] when Time(time) is { } at && int.TryParse(nth, CultureInfo.InvariantCulture, out var n) && n is >= -23 and <= 23 and not 0 => Day(after, calendar, at, day => IsNth(day, n, calendar)),
                [_, _, _, _, _] when CronExpression.TryParse(text, out var cron) => cron.GetNextOccurrence(after, calendar.Zone),
                _ => null,
            };
        }
        catch (CalendarYearMissing)
        {
            return null; // the calendar of that year is not published yet
        }
    }

    private static TimeOnly? Time(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static DateTimeOffset? Day(DateTimeOffset after, WorkCalendar calendar, TimeOnly time, Func<DateOnly, bool> isWanted)
    {
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, calendar.Zone).DateTime);
        for (var day = first; day < first.AddDays(DaysAhead); day = day.AddDays(1))
        {
            var local = day.ToDateTime(time);
            var at = new DateTimeOffset(local, calendar.Zone.GetUtcOffset(local));
            if (at > after && isWanted(day)) return at;
        }

        return null;
    }

    private static bool IsNth(DateOnly day, int n, WorkCalendar calendar)
    {
        if (!calendar.IsWorkingDay(day)) return false;
        var month = Enumerable.Range(1, DateTime.DaysInMonth(day.Year, day.Month)).Select(number => new DateOnly(day.Year, day.Month, number)).Where(calendar.IsWorkingDay).ToList();
        return month.IndexOf(day) == (n > 0 ? n - 1 : month.Count + n);
    }
}
