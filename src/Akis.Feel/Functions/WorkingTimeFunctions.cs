using Akis.Feel.Calendars;
using Akis.Feel.Evaluation;

namespace Akis.Feel.Functions;

/// <summary>Business time, no part of the standard: durations that pass only while a named work calendar of the environment is open.</summary>
internal static class WorkingTimeFunctions
{
    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("working time between", "a, b, calendar: string -> days and time duration", (v, e) =>
            Calendar(v[2], e) is not { } calendar ? NoCalendar(v[2], e)
            : v[0].AsInstant(e.Environment.Zone) is not { } from ? NoInstant("working time between", "a", v[0], e)
            : v[1].AsInstant(e.Environment.Zone) is not { } to ? NoInstant("working time between", "b", v[1], e)
            : Guard(e, () => FeelValue.Of(calendar.Between(from, to)))),
        BuiltIn.Of("add working time", "instant, duration: days and time duration, calendar: string -> date and time", (v, e) =>
        {
            if (Calendar(v[2], e) is not { } calendar) return NoCalendar(v[2], e);
            if (v[0].AsInstant(e.Environment.Zone) is not { } from) return NoInstant("add working time", "instant", v[0], e);
            return v[1].AsDuration() is { } span ? Guard(e, () => FeelValue.Of(calendar.Add(from, span))) : NoInstant("add working time", "duration", v[1], e);
        }),
        BuiltIn.Of("is working day", "date, calendar: string -> boolean", (v, e) =>
        {
            if (Calendar(v[1], e) is not { } calendar) return NoCalendar(v[1], e);
            return (v[0].AsDate() ?? (v[0].AsInstant(e.Environment.Zone) is { } at ? DateOnly.FromDateTime(at.DateTime) : null)) is { } day
                ? Guard(e, () => FeelValue.Of(calendar.IsWorkingDay(day)))
                : NoInstant("is working day", "date", v[0], e);
        }),
    ];

    private static WorkCalendar? Calendar(in FeelValue name, Evaluator e) => e.Environment.Calendars.GetValueOrDefault(name.AsString() ?? "");

    private static FeelValue NoCalendar(in FeelValue name, Evaluator e) => e.Fail("feel.calendar", e.Site, name);

    private static FeelValue NoInstant(string function, string parameter, in FeelValue value, Evaluator e) => e.Fail("feel.argument", e.Site, function, parameter, "date and time", value);

    private static FeelValue Guard(Evaluator e, Func<FeelValue> compute)
    {
        try
        {
            return compute();
        }
        catch (CalendarYearMissing missing)
        {
            return e.Fail("feel.calendar-year", e.Site, missing.Year);
        }
        catch (ArgumentOutOfRangeException)
        {
            // The framework's calendar ends before the result.
            return e.Fail("feel.temporal-range", e.Site);
        }
    }
}
