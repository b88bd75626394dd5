using System.Globalization;

namespace Akis.Server.Pages.Shared;

/// <summary>Days and hours as people write them here, as instants.</summary>
internal static class LocalDays
{
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    /// <summary>The first instant of a day from a date field; null where it is no date.</summary>
    public static DateTimeOffset? Start(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? At(day.ToDateTime(TimeOnly.MinValue)) : null;

    /// <summary>The first instant after a day from a date field.</summary>
    public static DateTimeOffset? End(string? text) => Start(text) is { } start ? At(start.DateTime.AddDays(1)) : null;

    /// <summary>An instant from a date and time field; null where it is none.</summary>
    public static DateTimeOffset? Instant(string? text) => DateTime.TryParseExact(text, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? At(moment) : null;

    /// <summary>For a date and time field.</summary>
    public static string Field(DateTimeOffset? instant) => instant is { } at ? TimeZoneInfo.ConvertTime(at, Istanbul).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>For a date field.</summary>
    public static string Day(DateTimeOffset? instant) => instant is { } at ? TimeZoneInfo.ConvertTime(at, Istanbul).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";

    /// <summary>A day in words.</summary>
    public static string Words(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Istanbul).ToString("d MMMM yyyy", CultureInfo.CurrentCulture);

    private static DateTimeOffset At(DateTime local) => new(local, Istanbul.GetUtcOffset(local));
}
