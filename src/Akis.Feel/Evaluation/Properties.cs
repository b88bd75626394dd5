namespace Akis.Feel.Evaluation;

/// <summary>Properties of temporal values and ranges (DMN 1.5 table 65).</summary>
internal static class Properties
{
    /// <summary>The value of a property; null where the kind has no such property.</summary>
    public static FeelValue? Get(FeelValue value, string name) => value.Kind switch
    {
        FeelKind.Date => Day(value.AsDate()!.Value, name), // the kind was asked, here and below
        FeelKind.DateTime => Day(DateOnly.FromDateTime(value.AsDateTime()!.Value), name)
            ?? Clock(TimeOnly.FromDateTime(value.AsDateTime()!.Value), value.AsDateTime()!.Offset, value.AsDateTime()!.Zone, name),
        FeelKind.Time => Clock(value.AsTime()!.Value, value.AsTime()!.Offset, value.AsTime()!.Zone, name),
        FeelKind.DaysDuration => Span(value.AsDuration()!.Value, name),
        FeelKind.YearsDuration when name == "years" => FeelValue.Of(value.AsMonths()!.Value / 12),
        FeelKind.YearsDuration when name == "months" => FeelValue.Of(value.AsMonths()!.Value % 12),
        FeelKind.Range => Ends(value.AsRange()!, name),
        _ => null,
    };

    private static FeelValue? Day(DateOnly day, string name) => name switch
    {
        "year" => FeelValue.Of(day.Year),
        "month" => FeelValue.Of(day.Month),
        "day" => FeelValue.Of(day.Day),
        "weekday" => FeelValue.Of(day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek),
        _ => null,
    };

    private static FeelValue? Clock(TimeOnly time, TimeSpan? offset, string? zone, string name) => name switch
    {
        "hour" => FeelValue.Of(time.Hour),
        "minute" => FeelValue.Of(time.Minute),
        "second" => FeelValue.Of(time.Second),
        "time offset" => offset is { } shift ? FeelValue.Of(shift) : FeelValue.Null,
        "timezone" => FeelValue.Of(zone),
        _ => null,
    };

    private static FeelValue? Span(TimeSpan span, string name) => name switch
    {
        "days" => FeelValue.Of(span.Days),
        "hours" => FeelValue.Of(span.Hours),
        "minutes" => FeelValue.Of(span.Minutes),
        "seconds" => FeelValue.Of(span.Seconds),
        _ => null,
    };

    private static FeelValue? Ends(FeelRange range, string name) => name switch
    {
        "start" => range.From,
        "end" => range.To,
        "start included" => FeelValue.Of(range.FromIncluded),
        "end included" => FeelValue.Of(range.ToIncluded),
        _ => null,
    };
}
