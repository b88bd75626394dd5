using System.Globalization;
using Akis.Bpmn.Graph;
using Akis.Feel;
using Akis.Feel.Calendars;

namespace Akis.Bpmn.Stepping;

/// <summary>When a timer is due, and how often it fires again.</summary>
internal static class Timers
{
    /// <summary>The due time and the further firings (-1 without end); null where the expression gives no time.</summary>
    public static (DateTimeOffset Due, int Repeats)? Due(TimerTrigger timer, IFeelScope scope, FeelEnvironment feel, DateTimeOffset from)
    {
        try
        {
            if (timer.Date is not null) return Instant(timer.Date.Evaluate(scope, feel).Value, feel) is { } at ? (at, 0) : null;
            if (timer.Duration is not null) return After(timer.Duration.Evaluate(scope, feel).Value, timer.Calendar, feel, from) is { } due ? (due, 0) : null;
            if (timer.Cycle?.EvaluateText(scope, feel)?.Split('/') is not [['R', .. var times], var every]) return null;
            var repeats = times.Length == 0 ? -1 : int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count - 1 : -2;
            return repeats >= -1 && After(FeelValue.Of(every), timer.Calendar, feel, from) is { } first ? (first, repeats) : null;
        }
        catch (Exception impossible) when (impossible is CalendarYearMissing or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The instant that a value names: a date and time, a date, or a text of either.</summary>
    public static DateTimeOffset? Instant(FeelValue value, FeelEnvironment feel)
    {
        if (value.AsString() is { } text) value = FeelExpression.Parse($"@\"{text.Replace("\"", "", StringComparison.Ordinal)}\"").Evaluate(FeelContext.Empty, feel).Value;
        return value.AsInstant(feel.Zone);
    }

    private static DateTimeOffset? After(FeelValue value, string? calendar, FeelEnvironment feel, DateTimeOffset from)
    {
        if (value.AsString() is { } text) value = FeelExpression.Parse($"duration(\"{text.Replace("\"", "", StringComparison.Ordinal)}\")").Evaluate(FeelContext.Empty, feel).Value;
        if (value.AsMonths() is { } months) return TimeZoneInfo.ConvertTime(from, feel.Zone).AddMonths(months);
        if (value.AsDuration() is not { } span) return null;
        if (calendar is null) return from + span;
        return feel.Calendars.TryGetValue(calendar, out var hours) ? hours.Add(from, span) : null;
    }
}
