using Akis.Feel.Calendars;
using static Akis.Feel.Evaluation.Builtins;

namespace Akis.Feel.Evaluation;

/// <summary>Business time: durations that pass only while a named work calendar is open.</summary>
internal static class WorkingTimeFunctions
{
    public static IEnumerable<KeyValuePair<string, FeelFunction>> All { get; } =
    [
        Define("working time between", "a, b, calendar", (v, e) =>
            Calendar(v[2], e) is { } calendar && v[0].AsInstant(e.Environment.Zone) is { } from && v[1].AsInstant(e.Environment.Zone) is { } to
                ? Guard(e, () => FeelValue.Of(calendar.Between(from, to)))
                : Wrong("working time between", e)),
        Define("add working time", "instant, duration, calendar", (v, e) =>
            Calendar(v[2], e) is { } calendar && v[0].AsInstant(e.Environment.Zone) is { } from && v[1].AsDuration() is { } span
                ? Guard(e, () => FeelValue.Of(calendar.Add(from, span)))
                : Wrong("add working time", e)),
        Define("is working day", "date, calendar", (v, e) =>
            Calendar(v[1], e) is { } calendar && (v[0].AsDate() ?? (v[0].AsInstant(e.Environment.Zone) is { } at ? DateOnly.FromDateTime(at.DateTime) : null)) is { } day
                ? Guard(e, () => FeelValue.Of(calendar.IsWorkingDay(day)))
                : Wrong("is working day", e)),
    ];

    private static WorkCalendar? Calendar(FeelValue name, Evaluator e) => name.AsString() is { } code ? e.Environment.Calendars.GetValueOrDefault(code) : null;

    private static FeelValue Guard(Evaluator e, Func<FeelValue> compute)
    {
        try
        {
            return compute();
        }
        catch (CalendarYearMissing missing)
        {
            return e.Fail("feel.calendar-year", $"İş takviminde {missing.Year} yılı tanımlı değil.", $"The work calendar does not define the year {missing.Year}.");
        }
    }
}
