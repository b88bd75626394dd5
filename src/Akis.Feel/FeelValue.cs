using Akis.Feel.Numbers;
using Akis.Feel.Temporal;

namespace Akis.Feel;

/// <summary>
/// A FEEL value: immutable, compared by content, free of allocation for null, booleans, ordinary numbers, dates, times and durations.
/// <c>default</c> is null.
/// </summary>
public readonly struct FeelValue : IEquatable<FeelValue>
{
    private const int NoOffset = int.MinValue;

    // What these three hold depends on the kind: a number's coefficient and scale, a date's day, a duration's seconds and nanoseconds …
    private readonly object? _reference;
    private readonly long _bits;
    private readonly int _extra;

    private FeelValue(FeelKind kind, object? reference, long bits = 0, int extra = 0) => (Kind, _reference, _bits, _extra) = (kind, reference, bits, extra);

    /// <summary>The FEEL null.</summary>
    public static FeelValue Null => default;

    /// <summary>true.</summary>
    public static FeelValue True => new(FeelKind.Boolean, null, 1);

    /// <summary>false.</summary>
    public static FeelValue False => new(FeelKind.Boolean, null);

    /// <summary>What kind of value this is.</summary>
    public FeelKind Kind { get; }

    /// <summary>True only for the FEEL null.</summary>
    public bool IsNull => Kind == FeelKind.Null;

    /// <summary>True only for the boolean true; FEEL's conditions ask exactly this.</summary>
    public bool IsTrue => Kind == FeelKind.Boolean && _bits == 1;

    /// <summary>True only for the boolean false.</summary>
    public bool IsFalse => Kind == FeelKind.Boolean && _bits == 0;

    /// <summary>A boolean.</summary>
    public static FeelValue Of(bool value) => value ? True : False;

    /// <summary>A number.</summary>
    public static FeelValue Of(decimal value) => Of(FeelNumber.Of(value));

    /// <summary>A number.</summary>
    public static FeelValue Of(long value) => new(FeelKind.Number, null, value);

    /// <summary>Text; null becomes the FEEL null.</summary>
    public static FeelValue Of(string? value) => value is null ? Null : new(FeelKind.String, value);

    /// <summary>A list.</summary>
    public static FeelValue Of(FeelList value) => new(FeelKind.List, value);

    /// <summary>A context.</summary>
    public static FeelValue Of(FeelContext value) => new(FeelKind.Context, value);

    /// <summary>A range.</summary>
    public static FeelValue Of(FeelRange value) => new(FeelKind.Range, value);

    /// <summary>A function.</summary>
    public static FeelValue Of(FeelFunction value) => new(FeelKind.Function, value);

    /// <summary>A day.</summary>
    public static FeelValue Of(DateOnly value) => Of(FeelDate.Of(value));

    /// <summary>A day and time with an offset.</summary>
    public static FeelValue Of(DateTimeOffset value) => Of(FeelDateTime.Of(value));

    /// <summary>A days and time duration.</summary>
    public static FeelValue Of(TimeSpan value) => OfNanos((Int128)value.Ticks * 100);

    /// <summary>A years and months duration of so many months.</summary>
    public static FeelValue OfMonths(long months) => new(FeelKind.YearsDuration, null, months);

    internal static FeelValue Of(in FeelNumber value) => new(FeelKind.Number, value.Large, value.Small, value.Scale);

    internal static FeelValue Of(FeelDate value) => new(FeelKind.Date, null, value.Day);

    internal static FeelValue Of(FeelTime value) => new(FeelKind.Time, value.Place.Zone, value.NanoOfDay, value.Place.Offset ?? NoOffset);

    internal static FeelValue Of(FeelDateTime value) => new(FeelKind.DateTime, value);

    /// <summary>A days and time duration of so many nanoseconds; null where 64 bits do not hold its seconds.</summary>
    internal static FeelValue OfNanos(Int128 nanos)
    {
        var (seconds, rest) = Int128.DivRem(nanos, FeelTime.NanosPerSecond);
        return seconds >= long.MinValue && seconds <= long.MaxValue ? new(FeelKind.DaysDuration, null, (long)seconds, (int)rest) : default;
    }

    /// <summary>The text, or null when this is no string.</summary>
    public string? AsString() => Kind == FeelKind.String ? (string)_reference! : null; // a string value always carries its text

    /// <summary>The boolean, or null when this is none.</summary>
    public bool? AsBoolean() => Kind == FeelKind.Boolean ? _bits == 1 : null;

    /// <summary>The number, rounded to <see cref="decimal"/>'s 28 digits; null when this is none or too large for it.</summary>
    public decimal? AsDecimal() => Kind == FeelKind.Number ? Number.AsDecimal() : null;

    /// <summary>The number, or null when this is none, has a fraction, or exceeds 64 bits.</summary>
    public long? AsInteger() => Kind == FeelKind.Number ? Number.AsInteger() : null;

    /// <summary>The list, or null when this is none.</summary>
    public FeelList? AsList() => _reference as FeelList;

    /// <summary>The context, or null when this is none.</summary>
    public FeelContext? AsContext() => _reference as FeelContext;

    /// <summary>The range, or null when this is none.</summary>
    public FeelRange? AsRange() => _reference as FeelRange;

    /// <summary>The function, or null when this is none.</summary>
    public FeelFunction? AsFunction() => _reference as FeelFunction;

    /// <summary>The day, or null when this is no date or lies outside the years 1 to 9999.</summary>
    public DateOnly? AsDate() => Kind == FeelKind.Date ? Day.AsDateOnly() : null;

    /// <summary>The days and time duration to 100 ns, or null when this is none or longer than <see cref="TimeSpan"/> holds.</summary>
    public TimeSpan? AsDuration() => Kind == FeelKind.DaysDuration && Nanos / 100 is var ticks && ticks >= long.MinValue && ticks <= long.MaxValue ? new TimeSpan((long)ticks) : null;

    /// <summary>The months of a years and months duration, or null when this is none or it exceeds 32 bits.</summary>
    public int? AsMonths() => Kind == FeelKind.YearsDuration && _bits is >= int.MinValue and <= int.MaxValue ? (int)_bits : null;

    /// <summary>The instant of a date and time (local ones, and days at midnight, are taken in <paramref name="zone"/>); null for other kinds and outside the years 1 to 9999.</summary>
    public DateTimeOffset? AsInstant(TimeZoneInfo zone) =>
        Kind == FeelKind.Date ? new FeelDateTime(Day, 0, FeelPlace.Local).InZone(zone) : AsDateTime()?.InZone(zone);

    /// <summary>The order of two ordinary numbers of one scale, as nearly all are; false for everything else.</summary>
    internal static bool TryCompareOrdinary(in FeelValue left, in FeelValue right, out int order)
    {
        order = left._bits.CompareTo(right._bits);
        return left.Kind == FeelKind.Number && right.Kind == FeelKind.Number && left._extra == right._extra && left._reference is null && right._reference is null;
    }

    internal FeelNumber Number => new(_reference, _bits, _extra);

    internal FeelDate Day => new(_bits);

    internal FeelTime Clock => new(_bits, new(_extra == NoOffset ? null : _extra, (string?)_reference));

    internal Int128 Nanos => ((Int128)_bits * FeelTime.NanosPerSecond) + _extra;

    internal long Months => _bits;

    internal FeelDateTime? AsDateTime() => _reference as FeelDateTime;

    /// <inheritdoc />
    public bool Equals(FeelValue other) => Kind == other.Kind && Kind switch
    {
        FeelKind.Number => Number.Equals(other.Number),
        FeelKind.String => string.Equals((string?)_reference, (string?)other._reference, StringComparison.Ordinal),
        _ => _bits == other._bits && _extra == other._extra && Equals(_reference, other._reference),
    };

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is FeelValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Kind == FeelKind.Number ? Number.GetHashCode() : HashCode.Combine(Kind, _bits, _extra, _reference);

    /// <summary>Equality of content.</summary>
    public static bool operator ==(FeelValue left, FeelValue right) => left.Equals(right);

    /// <summary>Inequality of content.</summary>
    public static bool operator !=(FeelValue left, FeelValue right) => !left.Equals(right);

    /// <summary>The value as a FEEL literal.</summary>
    public override string ToString() => FeelText.Literal(this);
}
