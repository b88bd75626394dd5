using System.Globalization;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;
using Akis.Feel;
using Akis.Feel.Calendars;
using Cronos;

namespace Akis.Bpmn.Stepping;

/// <summary>What a due time in working time was computed from, so that it can be computed again when the calendar changes.</summary>
/// <param name="Calendar">The work calendar's code.</param>
/// <param name="From">From when it counts.</param>
/// <param name="Months">Months, which pass by the wall's calendar.</param>
/// <param name="Span">Working time after them.</param>
public sealed record TimerBasis(string Calendar, DateTimeOffset From, int Months, TimeSpan Span);

/// <summary>When a timer is due, how often it fires again (-1 without end), and for working time what it was computed from.</summary>
public readonly record struct TimerDue(DateTimeOffset Due, int Repeats, TimerBasis? Basis = null);

/// <summary>When a timer is due, and how often it fires again.</summary>
public static class Timers
{
    /// <summary>The due time and the further firings (-1 without end); null where the expression gives no time.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="scope">Variables that its expressions see.</param>
    /// <param name="feel">Zone and work calendars.</param>
    /// <param name="from">From when it counts: now, or for a cycle's next firing the time that the last one was due.</param>
    /// <param name="isNext">Whether a cycle has fired already; its start date no longer counts then.</param>
    public static TimerDue? Due(TimerTrigger timer, IFeelScope scope, FeelEnvironment feel, DateTimeOffset from, bool isNext = false)
    {
        try
        {
            if (timer.Date is not null) return Instant(timer.Date.Evaluate(scope, feel).Value, feel) is { } at ? new(at, 0) : null;
            if (timer.Duration is not null) return Period(timer.Duration.Evaluate(scope, feel).Value) is { } period ? After(from, period, timer.Calendar, feel, 0) : null;
            var cycle = timer.Cycle?.Evaluate(scope, feel).Value ?? default;
            if (cycle.AsString() is { } text) return Cycle(text.Trim(), timer.Calendar, feel, from, isNext);
            return Period(cycle) is { IsPositive: true } each ? After(from, each, timer.Calendar, feel, -1) : null;
        }
        catch (Exception impossible) when (impossible is CalendarYearMissing or ArgumentOutOfRangeException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The due time that follows from the same by the calendar as it is now; null where the calendar is gone or ends before.</summary>
    public static DateTimeOffset? Again(TimerBasis basis, FeelEnvironment feel)
    {
        try
        {
            return After(basis.From, new IsoPeriod(basis.Months, basis.Span), basis.Calendar, feel, 0).Due;
        }
        catch (Exception impossible) when (impossible is CalendarYearMissing or ArgumentOutOfRangeException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The instant that lies an ISO 8601 period before another; null where the text is no positive period.</summary>
    public static DateTimeOffset? Before(DateTimeOffset instant, string period, TimeZoneInfo zone) =>
        IsoPeriod.Parse(period) is { IsPositive: true } positive ? new IsoPeriod(-positive.Months, -positive.Span).AddTo(instant, zone) : null;

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
    private static TimerDue After(DateTimeOffset from, IsoPeriod period, string? calendar, FeelEnvironment feel, int repeats)
    {
        if (calendar is null) return new(period.AddTo(from, feel.Zone), repeats);
        var start = period.Months == 0 ? from : new IsoPeriod(period.Months, TimeSpan.Zero).AddTo(from, feel.Zone);
        return new(feel.Calendars[calendar].Add(start, period.Span), repeats, new(calendar, from, period.Months, period.Span));
    }

    // ISO 8601 "R3/PT1H", "R/2026-01-01T09:00:00+03:00/P1D", or a cron text with five or six fields.
    private static TimerDue? Cycle(string text, string? calendar, FeelEnvironment feel, DateTimeOffset from, bool isNext)
    {
        if (!text.StartsWith('R')) return Cron(text, feel, from);
        var parts = text.Split('/');
        var repeats = -1;
        if (parts[0].Length > 1 && (!int.TryParse(parts[0].AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out repeats) || repeats is 0 or < -1)) return null;
        if (repeats > 0) repeats--;
        if (parts.Length is < 2 or > 3 || IsoPeriod.Parse(parts[^1]) is not { IsPositive: true } every) return null;
        if (parts.Length == 3 && parts[1].Length > 0 && !isNext) return Instant(FeelValue.Of(parts[1]), feel) is { } start ? new(start, repeats) : null;
        return After(from, every, calendar, feel, repeats);
    }

    private static TimerDue? Cron(string text, FeelEnvironment feel, DateTimeOffset from)
    {
        var format = text.Count(c => c == ' ') >= 5 ? CronFormat.IncludeSeconds : CronFormat.Standard;
        return CronExpression.TryParse(text, format, out var cron) && cron.GetNextOccurrence(from, feel.Zone) is { } due ? new(due, -1) : null;
    }
}
