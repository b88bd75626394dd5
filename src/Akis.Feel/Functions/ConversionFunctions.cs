using Akis.Feel.Evaluation;
using Akis.Feel.Numbers;
using Akis.Feel.Temporal;

namespace Akis.Feel.Functions;

/// <summary>Conversion between kinds (DMN 1.5 table 66).</summary>
internal static class ConversionFunctions
{
    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("string", "from -> string", (v, e) => v[0].IsNull ? default : e.Text(FeelText.Plain(v[0]))),
        BuiltIn.Of("number", "from: string | number -> number", (v, e) => v[0].AsString() is { } text ? Read(text, v[0], e) : v[0]),
        BuiltIn.Of("number", "from: string, grouping separator: string??, decimal separator: string?? -> number", Separated) is var separated
            ? separated with { Signature = separated.Signature with { IsAllGiven = true } }
            : separated,
        BuiltIn.Of("date", "from: string | date | date and time -> date", Date),
        BuiltIn.Of("date", "year: number, month: number, day: number -> date", (v, e) =>
            v[0].AsInteger() is { } year && v[1].AsInteger() is { } month && v[2].AsInteger() is { } day && FeelDate.Create(year, month, day) is { } date ? FeelValue.Of(date) : Invalid(v, e)),
        BuiltIn.Of("time", "from: string | time | date | date and time -> time", Time),
        BuiltIn.Of("time", "hour: number, minute: number, second: number, offset: days and time duration?? -> time", TimeOfParts),
        BuiltIn.Of("date and time", "from: string | date | date and time -> date and time", DateAndTime),
        BuiltIn.Of("date and time", "date: date | date and time, time: time | string -> date and time", DateWithTime),
        BuiltIn.Of("date and time", "year: number, month: number, day: number, hour: number, minute: number, second: number, offset: days and time duration | string? -> date and time", DateTimeOfParts),
        BuiltIn.Of("duration", "from: string | days and time duration | years and months duration -> Any", (v, e) => v[0].AsString() is { } text ? Known(TemporalText.Duration(text), v, e) : v[0]),
        BuiltIn.Of("years and months duration", "from: date | date and time, to: date | date and time -> years and months duration", MonthsBetween),
    ];

    /// <summary>The day of a date or of a date and time.</summary>
    public static FeelDate Day(in FeelValue value) => value.AsDateTime()?.Date ?? value.Day;

    private static FeelValue Invalid(ReadOnlySpan<FeelValue> v, Evaluator e) => e.Fail("feel.temporal", e.Site, v.Length == 1 ? v[0] : FeelValue.Of(FeelList.Of(v.ToArray())));

    private static FeelValue Known(FeelValue value, ReadOnlySpan<FeelValue> v, Evaluator e) => value.IsNull ? Invalid(v, e) : value;

    private static FeelValue Read(string text, in FeelValue from, Evaluator e) => FeelNumber.TryParse(text.Trim(), out var number) ? FeelValue.Of(number) : e.Fail("feel.no-number", e.Site, from);

    private static FeelValue Separated(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var (text, grouping, point) = (v[0].AsString() ?? "", v[1].AsString(), v[2].AsString());
        if (grouping is not (null or " " or "," or ".") || point is not (null or "." or ",") || (grouping is not null && grouping == (point ?? "."))) return e.Fail("feel.separators", e.Site, v[1], v[2]);
        if (grouping is not null) text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (point == ",") text = text.Contains('.', StringComparison.Ordinal) ? "" : text.Replace(',', '.');
        return Read(text, v[0], e);
    }

    private static FeelValue Date(ReadOnlySpan<FeelValue> v, Evaluator e) =>
        v[0].AsString() is { } text ? Known(TemporalText.Date(text), v, e) : FeelValue.Of(Day(v[0]));

    // A date is its midnight in UTC.
    private static FeelValue Time(ReadOnlySpan<FeelValue> v, Evaluator e) => v[0].Kind switch
    {
        FeelKind.String => Known(TemporalText.Time(v[0].AsString()!), v, e), // the kind was asked, here and below
        FeelKind.DateTime => FeelValue.Of(v[0].AsDateTime()!.Time),
        FeelKind.Date => FeelValue.Of(new FeelTime(0, FeelPlace.Utc)),
        _ => v[0],
    };

    private static FeelValue TimeOfParts(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (Clock(v[0], v[1], v[2]) is not { } nanos) return Invalid(v, e);
        if (v[3].IsNull) return FeelValue.Of(new FeelTime(nanos, FeelPlace.Local));
        var offset = v[3].Nanos / FeelTime.NanosPerSecond;
        return Int128.Abs(offset) <= 18 * 3600 ? FeelValue.Of(new FeelTime(nanos, new((int)offset, null))) : Invalid(v, e);
    }

    private static long? Clock(in FeelValue hour, in FeelValue minute, in FeelValue second) =>
        hour.AsInteger() is { } h and >= 0 and < 24 && minute.AsInteger() is { } m and >= 0 and < 60 && second.AsDecimal() is { } s and >= 0 and < 60
            ? (((h * 3600) + (m * 60)) * FeelTime.NanosPerSecond) + (long)(s * FeelTime.NanosPerSecond)
            : null;

    private static FeelValue DateAndTime(ReadOnlySpan<FeelValue> v, Evaluator e) => v[0].Kind switch
    {
        FeelKind.String => Known(TemporalText.DateTime(v[0].AsString()!), v, e), // the kind was asked
        FeelKind.Date => FeelValue.Of(new FeelDateTime(v[0].Day, 0, FeelPlace.Utc)),
        _ => v[0],
    };

    // The second may be the name of a zone, to which an instant is moved (Camunda's addition).
    private static FeelValue DateWithTime(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (v[1].Kind == FeelKind.Time) return FeelValue.Of(new FeelDateTime(Day(v[0]), v[1].Clock.NanoOfDay, v[1].Clock.Place));
        if (v[0].AsDateTime() is not { } instant || v[1].AsString() is not { } name || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)) return Invalid(v, e);
        return FeelDateTime.FromInstant(instant.Instant, new(null, name)) is { } moved ? FeelValue.Of(moved) : Invalid(v, e);
    }

    private static FeelValue DateTimeOfParts(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (v[0].AsInteger() is not { } year || v[1].AsInteger() is not { } month || v[2].AsInteger() is not { } day || FeelDate.Create(year, month, day) is not { } date || Clock(v[3], v[4], v[5]) is not { } nanos) return Invalid(v, e);
        FeelPlace? place = v[6].Kind switch
        {
            FeelKind.Null => FeelPlace.Local,
            FeelKind.DaysDuration when Int128.Abs(v[6].Nanos) <= (Int128)18 * 3600 * FeelTime.NanosPerSecond => new((int)(v[6].Nanos / FeelTime.NanosPerSecond), null),
            FeelKind.String when TimeZoneInfo.TryFindSystemTimeZoneById(v[6].AsString()!, out _) => new(null, v[6].AsString()), // the kind was asked
            _ => null,
        };
        return place is { } known ? FeelValue.Of(new FeelDateTime(date, nanos, known)) : Invalid(v, e);
    }

    // Whole months that lie between, toward zero.
    private static FeelValue MonthsBetween(ReadOnlySpan<FeelValue> v, Evaluator _)
    {
        var (from, to) = (Day(v[0]), Day(v[1]));
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        if (months > 0 && to.DayOfMonth < from.DayOfMonth) months--;
        if (months < 0 && to.DayOfMonth > from.DayOfMonth) months++;
        return FeelValue.OfMonths(months);
    }
}
