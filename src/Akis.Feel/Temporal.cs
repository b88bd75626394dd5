using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Akis.Feel;

/// <summary>A date and time: local (no offset), with an offset, or in a named zone.</summary>
internal sealed record FeelDateTime(DateTime Value, TimeSpan? Offset, string? Zone)
{
    public static FeelDateTime Local(DateTime value) => new(value, null, null);

    public DateTimeOffset InZone(TimeZoneInfo zone)
    {
        var own = Zone is null ? zone : TimeZoneInfo.FindSystemTimeZoneById(Zone);
        return new DateTimeOffset(DateTime.SpecifyKind(Value, DateTimeKind.Unspecified), Offset ?? own.GetUtcOffset(Value));
    }

    public bool HasPlace => Offset is not null || Zone is not null;

    public FeelDateTime Plus(TimeSpan span) => this with { Value = Value + span };

    public override string ToString() => Value.ToString(Value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + Temporal.Suffix(Offset, Zone);
}

/// <summary>A time of day: local, with an offset, or in a named zone.</summary>
internal sealed record FeelTime(TimeOnly Value, TimeSpan? Offset, string? Zone)
{
    public override string ToString() => Value.ToString(Value.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + Temporal.Suffix(Offset, Zone);
}

/// <summary>Reads and writes FEEL's ISO 8601 texts (DMN 1.5 §10.3.2.3.4 to 10.3.2.3.8); what is no such text gives null.</summary>
internal static partial class Temporal
{
    public static FeelValue Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? FeelValue.Of(day) : default;

    public static FeelValue Time(string text)
    {
        var match = TimePattern().Match(text);
        return match.Success && ReadTime(match, out var time) && ReadPlace(match, out var offset, out var zone) ? FeelValue.Of(new FeelTime(time, offset, zone)) : default;
    }

    public static FeelValue DateTime(string text)
    {
        var parts = text.Split('T', 2);
        if (Date(parts[0]).AsDate() is not { } day) return default;
        if (parts.Length == 1) return FeelValue.Of(FeelDateTime.Local(day.ToDateTime(TimeOnly.MinValue)));
        return Time(parts[1]).AsTime() is { } time ? FeelValue.Of(new FeelDateTime(day.ToDateTime(time.Value), time.Offset, time.Zone)) : default;
    }

    public static FeelValue Duration(string text)
    {
        if (!DurationPattern().IsMatch(text) || text.EndsWith('T') || text.EndsWith('P')) return default;
        var negative = text[0] == '-';
        var months = MonthsPattern().Match(text);
        try
        {
            if (!months.Success) return FeelValue.Of(XmlConvert.ToTimeSpan(text));
            var count = (Number(months, "y") * 12) + Number(months, "m");
            return FeelValue.OfMonths(negative ? -count : count);
        }
        catch (Exception broken) when (broken is FormatException or OverflowException)
        {
            return default;
        }

        static int Number(Match match, string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The value of an <c>@"…"</c> literal: whichever temporal kind its text is.</summary>
    public static FeelValue Any(string text) =>
        text.StartsWith('P') || text.StartsWith("-P", StringComparison.Ordinal) ? Duration(text)
        : text.Contains('T', StringComparison.Ordinal) ? DateTime(text)
        : Date(text) is { IsNull: false } day ? day
        : Time(text);

    public static string Suffix(TimeSpan? offset, string? zone) =>
        zone is not null ? "@" + zone
        : offset is not { } shift ? ""
        : shift == TimeSpan.Zero ? "Z"
        : (shift < TimeSpan.Zero ? "-" : "+") + shift.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    public static string DurationText(TimeSpan span) => span == TimeSpan.Zero ? "PT0S" : XmlConvert.ToString(span);

    public static string MonthsText(int months)
    {
        if (months == 0) return "P0M";
        var (years, rest) = Math.DivRem(Math.Abs(months), 12);
        return (months < 0 ? "-P" : "P") + (years == 0 ? "" : $"{years}Y") + (rest == 0 ? "" : $"{rest}M");
    }

    private static bool ReadTime(Match match, out TimeOnly time) =>
        TimeOnly.TryParseExact(match.Groups["t"].Value, ["HH:mm:ss", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static bool ReadPlace(Match match, out TimeSpan? offset, out string? zone)
    {
        (offset, zone) = (null, null);
        var place = match.Groups["p"].Value;
        if (place.Length == 0) return true;
        if (place == "Z")
        {
            offset = TimeSpan.Zero;
            return true;
        }

        if (place[0] == '@')
        {
            zone = place[1..];
            return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);
        }

        var read = TimeSpan.TryParseExact(place[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var shift) && shift <= TimeSpan.FromHours(14);
        offset = place[0] == '-' ? -shift : shift;
        return read;
    }

    [GeneratedRegex(@"^(?<t>\d\d:\d\d:\d\d(\.\d{1,7})?)(?<p>Z|[+-]\d\d:\d\d|@[A-Za-z_/+\-0-9]+)?$")]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^-?P(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^-?P(?=\d)((?<y>\d+)Y)?((?<m>\d+)M)?$")]
    private static partial Regex MonthsPattern();
}
