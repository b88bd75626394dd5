using System.Globalization;
using static Akis.Feel.Evaluation.Builtins;

namespace Akis.Feel.Evaluation;

/// <summary>Functions over dates, times and durations.</summary>
internal static class TimeFunctions
{
    public static IEnumerable<KeyValuePair<string, FeelFunction>> All { get; } =
    [
        Define("now", "", (_, e) => FeelValue.Of(Now(e))),
        Define("today", "", (_, e) => FeelValue.Of(DateOnly.FromDateTime(Now(e).DateTime))),
        Define("date", "from|year, month, day", Date, 1),
        Define("time", "from|hour, minute, second, offset", Time, 1),
        Define("date and time", "from|date, time", DateAndTime, 1),
        Define("duration", "from", (v, e) => v[0].AsString() is { } text ? Known(Temporal.Duration(text), e) : v[0].Kind is FeelKind.DaysDuration or FeelKind.YearsDuration ? v[0] : Wrong("duration", e)),
        Define("years and months duration", "from, to", Months),
        Define("day of week", "date", (v, e) => Day(v[0]) is { } day ? FeelValue.Of(CultureInfo.InvariantCulture.DateTimeFormat.GetDayName(day.DayOfWeek)) : Wrong("day of week", e)),
        Define("day of year", "date", (v, e) => Day(v[0]) is { } day ? FeelValue.Of(day.DayOfYear) : Wrong("day of year", e)),
        Define("month of year", "date", (v, e) => Day(v[0]) is { } day ? FeelValue.Of(CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(day.Month)) : Wrong("month of year", e)),
        Define("week of year", "date", (v, e) => Day(v[0]) is { } day ? FeelValue.Of(ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue))) : Wrong("week of year", e)),
        Define("last day of month", "date", (v, e) => Day(v[0]) is { } day ? FeelValue.Of(new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month))) : Wrong("last day of month", e)),
    ];

    private static DateTimeOffset Now(Evaluator e) => TimeZoneInfo.ConvertTime(e.Environment.Clock.GetUtcNow(), e.Environment.Zone);

    private static DateOnly? Day(FeelValue value) => value.AsDate() ?? (value.AsDateTime() is { } instant ? DateOnly.FromDateTime(instant.Value) : null);

    private static FeelValue Known(FeelValue value, Evaluator e) =>
        value.IsNull ? e.Fail("feel.temporal", "Bu metin geçerli bir tarih, saat ya da süre değil.", "This text is no valid date, time or duration.") : value;

    private static FeelValue Date(FeelValue[] v, Evaluator e)
    {
        if (v.Length == 1) return v[0].AsString() is { } text ? Known(Temporal.Date(text), e) : Day(v[0]) is { } day ? FeelValue.Of(day) : Wrong("date", e);
        if (v.Length != 3 || v[0].AsDecimal() is not { } year || v[1].AsDecimal() is not { } month || v[2].AsDecimal() is not { } date) return Wrong("date", e);
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && date >= 1 && date <= DateTime.DaysInMonth((int)year, (int)month)
            ? FeelValue.Of(new DateOnly((int)year, (int)month, (int)date))
            : Known(default, e);
    }

    private static FeelValue Time(FeelValue[] v, Evaluator e)
    {
        if (v.Length == 1)
        {
            return v[0].AsString() is { } text ? Known(Temporal.Time(text), e)
                : v[0].AsDateTime() is { } instant ? FeelValue.Of(new FeelTime(TimeOnly.FromDateTime(instant.Value), instant.Offset, instant.Zone))
                : v[0].AsDate() is not null ? FeelValue.Of(new FeelTime(TimeOnly.MinValue, TimeSpan.Zero, null)) // a date is its midnight in UTC
                : v[0].AsTime() is not null ? v[0]
                : Wrong("time", e);
        }

        if (v.Length < 3 || v[0].AsDecimal() is not { } hour || v[1].AsDecimal() is not { } minute || v[2].AsDecimal() is not { } second) return Wrong("time", e);
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or >= 60) return Known(default, e);
        if (v.Length == 4 && !v[3].IsNull && v[3].AsDuration() is null) return Wrong("time", e);
        var clock = new TimeOnly((int)hour, (int)minute).Add(TimeSpan.FromTicks((long)(second * TimeSpan.TicksPerSecond)));
        return FeelValue.Of(new FeelTime(clock, v.Length == 4 ? v[3].AsDuration() : null, null));
    }

    private static FeelValue DateAndTime(FeelValue[] v, Evaluator e)
    {
        if (v.Length == 1) return v[0].AsString() is { } text ? Known(Temporal.DateTime(text), e) : v[0].AsDateTime() is not null ? v[0] : Wrong("date and time", e);
        return Day(v[0]) is { } day && v[1].AsTime() is { } time ? FeelValue.Of(new FeelDateTime(day.ToDateTime(time.Value), time.Offset, time.Zone)) : Wrong("date and time", e);
    }

    private static FeelValue Months(FeelValue[] v, Evaluator e)
    {
        if (Day(v[0]) is not { } from || Day(v[1]) is not { } to) return Wrong("years and months duration", e);
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        if (months > 0 && to.Day < from.Day) months--;
        if (months < 0 && to.Day > from.Day) months++;
        return FeelValue.OfMonths(months);
    }
}
