using Akis.Feel.Evaluation;
using Akis.Feel.Temporal;

namespace Akis.Feel.Functions;

/// <summary>Functions over dates and times (DMN 1.5 table 75).</summary>
internal static class TemporalFunctions
{
    private static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] MonthNames =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("now", "", (_, e) => FeelValue.Of(Now(e))),
        BuiltIn.Of("today", "", (_, e) => FeelValue.Of(DateOnly.FromDateTime(Now(e).DateTime))),
        OfDay("day of week", day => FeelValue.Of(Weekdays[day.Weekday - 1])),
        OfDay("day of year", day => FeelValue.Of(day.DayOfYear)),
        OfDay("month of year", day => FeelValue.Of(MonthNames[day.Month - 1])),
        OfDay("week of year", day => FeelValue.Of(day.WeekOfYear)),
        OfDay("last day of month", day => FeelValue.Of(new FeelDate(day.Day - day.DayOfMonth + day.DaysInMonth))),
    ];

    private static DateTimeOffset Now(Evaluator e) => TimeZoneInfo.ConvertTime(e.Environment.Clock.GetUtcNow(), e.Environment.Zone);

    private static BuiltIn OfDay(string name, Func<FeelDate, FeelValue> compute) =>
        BuiltIn.Of(name, "date", (v, e) => ConversionFunctions.Day(v[0]) is { } day ? compute(day) : ConversionFunctions.Wrong(name, "date", v[0], e));
}
