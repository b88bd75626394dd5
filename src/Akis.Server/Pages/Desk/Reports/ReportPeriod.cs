using System.Globalization;

namespace Akis.Server.Pages.Desk.Reports;

/// <summary>The days of a report: as asked for, else the last thirty.</summary>
internal sealed record ReportPeriod(DateOnly From, DateOnly To)
{
    private const int UsualDays = 30;
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    /// <summary>Its begin.</summary>
    public DateTimeOffset Start => At(From);

    /// <summary>The first instant after it.</summary>
    public DateTimeOffset End => At(To.AddDays(1));

    public static ReportPeriod Of(string? from, string? to, TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Istanbul).DateTime);
        var last = Day(to) ?? today;
        var first = Day(from) ?? last.AddDays(1 - UsualDays);
        return first <= last ? new(first, last) : new(last, first);
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 9000 ? day : null;

    private static DateTimeOffset At(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new(local, Istanbul.GetUtcOffset(local));
    }
}
