using System.Globalization;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;
using Akis.Feel;
using Akis.Feel.Calendars;
using Cronos;

namespace Akis.Bpmn.Stepping;

/// <summary>When a timer is due, and how often it fires again.</summary>
public static class Timers
{
    /// <summary>The due time and the further firings (-1 without end); null where the expression gives no time.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="scope">Variables that its expressions see.</param>
    /// <param name="feel">Zone and work calendars.</param>
    /// <param name="from">From when it counts: now, or for a cycle's next firing the time that the last one was due.</param>
    /// <param name="isNext">Whether a cycle has fired already; its start date no longer counts then.</param>
    public static (DateTimeOffset Due, int Repeats)? Due(TimerTrigger timer, IFeelScope scope, FeelEnvironment feel, DateTimeOffset from, bool isNext = false)
    {
        try
        {
            if (timer.Date is not null) return Instant(timer.Date.Evaluate(scope, feel).Value, feel) is { } at ? (at, 0) : null;
            if (timer.Duration is not null) return Period(timer.Duration.Evaluate(scope, feel).Value) is { } period ? (After(from, period, timer.Calendar, feel), 0) : null;
            var cycle = timer.Cycle?.Evaluate(scope, feel).Value ?? default;
            if (cycle.AsString() is { } text) return Cycle(text.Trim(), timer.Calendar, feel, from, isNext);
            return Period(cycle) is { IsPositive: true } each ? (After(from, each, timer.Calendar, feel), -1) : null;
        }
        catch (Exception impossible) when (impossible is CalendarYearMissing or ArgumentOutOfRangeException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The instant that a value names: a date and time, a date, or a text of either.</summary>
    internal static DateTimeOffset? Instant(FeelValue value, FeelEnvironment feel)
    {
        if (value.AsString() is { } text) value = FeelTexts.DateTime(text.Trim());
        return value.AsInstant(feel.Zone);
    }

    private static IsoPeriod? Period(FeelValue value) =>
        value.AsDuration() is { } span ? new IsoPeriod(0, span)
        : value.AsMonths() is { } months ? new IsoPeriod(months, TimeSpan.Zero)
        : value.AsString() is { } text ? IsoPeriod.Parse(text.Trim())
        : null;

    // In a work calendar a duration is counted in working time: P1D is 24 working hours, not the next working day.
    private static DateTimeOffset After(DateTimeOffset from, IsoPeriod period, string? calendar, FeelEnvironment feel)
    {
        if (calendar is null) return period.AddTo(from, feel.Zone);
        var start = period.Months == 0 ? from : new IsoPeriod(period.Months, TimeSpan.Zero).AddTo(from, feel.Zone);
        return feel.Calendars[calendar].Add(start, period.Span);
    }

    // ISO 8601 "R3/PT1H", "R/2026-01-01T09:00:00+03:00/P1D", or a cron text with five or six fields.
    private static (DateTimeOffset Due, int Repeats)? Cycle(string text, string? calendar, FeelEnvironment feel, DateTimeOffset from, bool isNext)
    {
        if (!text.StartsWith('R')) return Cron(text, feel, from);
        var parts = text.Split('/');
        var repeats = -1;
        if (parts[0].Length > 1 && (!int.TryParse(parts[0].AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out repeats) || repeats is 0 or < -1)) return null;
        if (repeats > 0) repeats--;
        if (parts.Length is < 2 or > 3 || IsoPeriod.Parse(parts[^1]) is not { IsPositive: true } every) return null;
        if (parts.Length == 3 && parts[1].Length > 0 && !isNext) return Instant(FeelValue.Of(parts[1]), feel) is { } start ? (start, repeats) : null;
        return (After(from, every, calendar, feel), repeats);
    }

    private static (DateTimeOffset Due, int Repeats)? Cron(string text, FeelEnvironment feel, DateTimeOffset from)
    {
        var format = text.Count(c => c == ' ') >= 5 ? CronFormat.IncludeSeconds : CronFormat.Standard;
        return CronExpression.TryParse(text, format, out var cron) && cron.GetNextOccurrence(from, feel.Zone) is { } due ? (due, -1) : null;
    }
}
