using System.Globalization;
using Akis.Feel.Evaluation;

namespace Akis.Feel;

/// <summary>
/// A FEEL value: immutable, compared by content, free of allocation for null, booleans and numbers. <c>default</c> is null.
/// </summary>
public readonly struct FeelValue : IEquatable<FeelValue>
{
    private readonly object? _reference;
    private readonly decimal _number;

    private FeelValue(FeelKind kind, decimal number, object? reference) => (Kind, _number, _reference) = (kind, number, reference);

    /// <summary>The FEEL null.</summary>
    public static FeelValue Null => default;

    /// <summary>true.</summary>
    public static FeelValue True { get; } = new(FeelKind.Boolean, 1, null);

    /// <summary>false.</summary>
    public static FeelValue False { get; } = new(FeelKind.Boolean, 0, null);

    /// <summary>What kind of value this is.</summary>
    public FeelKind Kind { get; }

    /// <summary>True only for the FEEL null.</summary>
    public bool IsNull => Kind == FeelKind.Null;

    /// <summary>True only for the boolean true; FEEL's conditions ask exactly this.</summary>
    public bool IsTrue => Kind == FeelKind.Boolean && _number == 1;

    /// <summary>True only for the boolean false.</summary>
    public bool IsFalse => Kind == FeelKind.Boolean && _number == 0;

    /// <summary>A boolean.</summary>
    public static FeelValue Of(bool value) => value ? True : False;

    /// <summary>A number.</summary>
    public static FeelValue Of(decimal value) => new(FeelKind.Number, value, null);

    /// <summary>A number.</summary>
    public static FeelValue Of(long value) => new(FeelKind.Number, value, null);

    /// <summary>Text; null becomes the FEEL null.</summary>
    public static FeelValue Of(string? value) => value is null ? Null : new(FeelKind.String, 0, value);

    /// <summary>A list.</summary>
    public static FeelValue Of(FeelList value) => new(FeelKind.List, 0, value);

    /// <summary>A context.</summary>
    public static FeelValue Of(FeelContext value) => new(FeelKind.Context, 0, value);

    /// <summary>A day.</summary>
    public static FeelValue Of(DateOnly value) => new(FeelKind.Date, 0, value);

    /// <summary>A day and time with an offset.</summary>
    public static FeelValue Of(DateTimeOffset value) => Of(new FeelDateTime(value.DateTime, value.Offset, null));

    /// <summary>A days and time duration.</summary>
    public static FeelValue Of(TimeSpan value) => new(FeelKind.DaysDuration, 0, value);

    /// <summary>A years and months duration of so many months.</summary>
    public static FeelValue OfMonths(int months) => new(FeelKind.YearsDuration, months, null);

    internal static FeelValue Of(FeelDateTime value) => new(FeelKind.DateTime, 0, value);

    internal static FeelValue Of(FeelTime value) => new(FeelKind.Time, 0, value);

    internal static FeelValue Of(FeelRange value) => new(FeelKind.Range, 0, value);

    internal static FeelValue Of(FeelFunction value) => new(FeelKind.Function, 0, value);

    /// <summary>The text, or null when this is no string.</summary>
    public string? AsString() => Kind == FeelKind.String ? (string)_reference! : null; // a string value always carries its text

    /// <summary>The boolean, or null when this is none.</summary>
    public bool? AsBoolean() => Kind == FeelKind.Boolean ? _number == 1 : null;

    /// <summary>The number, or null when this is none.</summary>
    public decimal? AsDecimal() => Kind == FeelKind.Number ? _number : null;

    /// <summary>The list, or null when this is none.</summary>
    public FeelList? AsList() => _reference as FeelList;

    /// <summary>The context, or null when this is none.</summary>
    public FeelContext? AsContext() => _reference as FeelContext;

    /// <summary>The day, or null when this is no date.</summary>
    public DateOnly? AsDate() => Kind == FeelKind.Date ? (DateOnly)_reference! : null; // a date always carries its day

    /// <summary>The days and time duration, or null when this is none.</summary>
    public TimeSpan? AsDuration() => Kind == FeelKind.DaysDuration ? (TimeSpan)_reference! : null; // as above

    /// <summary>The months of a years and months duration, or null when this is none.</summary>
    public int? AsMonths() => Kind == FeelKind.YearsDuration ? (int)_number : null;

    /// <summary>The instant of a date and time (local ones, and days at midnight, are taken in <paramref name="zone"/>); null for other kinds.</summary>
    public DateTimeOffset? AsInstant(TimeZoneInfo zone) => _reference switch
    {
        FeelDateTime value => value.InZone(zone),
        DateOnly day when Kind == FeelKind.Date => FeelDateTime.Local(day.ToDateTime(TimeOnly.MinValue)).InZone(zone),
        _ => null,
    };

    internal FeelDateTime? AsDateTime() => _reference as FeelDateTime;

    internal FeelTime? AsTime() => _reference as FeelTime;

    internal FeelRange? AsRange() => _reference as FeelRange;

    internal FeelFunction? AsFunction() => _reference as FeelFunction;

    /// <inheritdoc />
    public bool Equals(FeelValue other) => Kind == other.Kind && _number == other._number && Equals(_reference, other._reference);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is FeelValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, _number, _reference);

    /// <summary>Equality of content.</summary>
    public static bool operator ==(FeelValue left, FeelValue right) => left.Equals(right);

    /// <summary>Inequality of content.</summary>
    public static bool operator !=(FeelValue left, FeelValue right) => !left.Equals(right);

    /// <summary>The value as a FEEL literal.</summary>
    public override string ToString() => FeelText.Literal(this);

    internal string NumberText => _number.ToString("0.############################", CultureInfo.InvariantCulture);
}
