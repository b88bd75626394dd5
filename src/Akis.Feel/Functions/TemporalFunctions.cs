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
        BuiltIn.Of("now", "-> date and time", (_, e) => FeelValue.Of(Now(e))),
        BuiltIn.Of("today", "-> date", (_, e) => FeelValue.Of(DateOnly.FromDateTime(Now(e).DateTime))),
        OfDay("day of week", "string", day => FeelValue.Of(Weekdays[day.Weekday - 1])),
        OfDay("day of year", "number", day => FeelValue.Of(day.DayOfYear)),
        OfDay("month of year", "string", day => FeelValue.Of(MonthNames[day.Month - 1])),
        OfDay("week of year", "number", day => FeelValue.Of(day.WeekOfYear)),
        OfDay("last day of month", "date", day => FeelValue.Of(new FeelDate(day.Day - day.DayOfMonth + day.DaysInMonth))),
    ];

    private static DateTimeOffset Now(Evaluator e) => TimeZoneInfo.ConvertTime(e.Environment.Clock.GetUtcNow(), e.Environment.Zone);

    private static BuiltIn OfDay(string name, string result, Func<FeelDate, FeelValue> compute) =>
        BuiltIn.Of(name, $"date: date | date and time -> {result}", (v, _) => compute(ConversionFunctions.Day(v[0])));
}
