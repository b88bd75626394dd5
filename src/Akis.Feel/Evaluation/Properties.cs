using Akis.Feel.Temporal;

namespace Akis.Feel.Evaluation;

/// <summary>Properties of temporal values and ranges (DMN 1.5 table 65).</summary>
internal static class Properties
{
    /// <summary>The value of a property; null where the kind has no such property.</summary>
    public static FeelValue? Get(in FeelValue value, string name) => value.Kind switch
    {
        FeelKind.Date => OfDay(value.Day, name),
        FeelKind.DateTime => OfDateTime(value.AsDateTime()!, name), // the kind was asked
        FeelKind.Time => OfClock(value.Clock, name),
        FeelKind.DaysDuration => OfNanos(value.Nanos, name),
        FeelKind.YearsDuration when name == "years" => FeelValue.Of(value.Months / 12),
        FeelKind.YearsDuration when name == "months" => FeelValue.Of(value.Months % 12),
        FeelKind.Range => OfRange(value.AsRange()!, name), // the kind was asked
        _ => null,
    };

    private static FeelValue? OfDay(FeelDate day, string name) => name switch
    {
        "year" => FeelValue.Of(day.Year),
        "month" => FeelValue.Of(day.Month),
        "day" => FeelValue.Of(day.DayOfMonth),
        "weekday" => FeelValue.Of(day.Weekday),
        _ => null,
    };

    // The offset of a zone is that of the day.
    private static FeelValue? OfDateTime(FeelDateTime value, string name) =>
        name == "time offset" && value.Place.Zone is not null
            ? FeelValue.OfNanos((Int128)value.Place.OffsetAt(value.Date, value.NanoOfDay) * FeelTime.NanosPerSecond)
            : OfDay(value.Date, name) ?? OfClock(value.Time, name);

    private static FeelValue? OfClock(FeelTime time, string name) => name switch
    {
        "hour" => FeelValue.Of(time.Hour),
        "minute" => FeelValue.Of(time.Minute),
        "second" => FeelValue.Of(time.Second + (time.NanoOfSecond / 1_000_000_000m)),
        "time offset" => time.Place.IsKnown ? FeelValue.OfNanos((Int128)time.Place.StandardOffset * FeelTime.NanosPerSecond) : FeelValue.Null,
        "timezone" => FeelValue.Of(time.Place.Zone),
        _ => null,
    };

    private static FeelValue? OfNanos(Int128 nanos, string name) => name switch
    {
        "days" => FeelValue.Of((long)(nanos / FeelTime.NanosPerDay)),
        "hours" => FeelValue.Of((long)(nanos / (3600 * FeelTime.NanosPerSecond) % 24)),
        "minutes" => FeelValue.Of((long)(nanos / (60 * FeelTime.NanosPerSecond) % 60)),
        "seconds" => FeelValue.Of((decimal)(long)(nanos % (60 * FeelTime.NanosPerSecond)) / FeelTime.NanosPerSecond),
        _ => null,
    };

    private static FeelValue? OfRange(FeelRange range, string name) => name switch
    {
        "start" => range.From,
        "end" => range.To,
        "start included" => FeelValue.Of(range.FromIncluded),
        "end included" => FeelValue.Of(range.ToIncluded),
        _ => null,
    };
}
