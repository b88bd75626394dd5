using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Akis.Feel.Temporal;

/// <summary>Reads and writes FEEL's ISO 8601 texts (DMN 1.5 §10.3.2.3.4 to 10.3.2.3.8); what is no such text gives null.</summary>
internal static partial class TemporalText
{
    private const int MaxOffset = 18 * 3600;

    public static FeelValue Date(string text) => ReadDate(text) is { } day ? FeelValue.Of(day) : default;

    public static FeelValue Time(string text) => ReadTime(text) is { } time ? FeelValue.Of(time) : default;

    /// <summary>A date and time; a day alone is its midnight.</summary>
    public static FeelValue DateTime(string text)
    {
        var parts = text.Split('T', 2);
        if (ReadDate(parts[0]) is not { } day) return default;
        if (parts.Length == 1) return FeelValue.Of(new FeelDateTime(day, 0, FeelPlace.Local));
        // 24:00:00 is the midnight at the day's end (ISO 8601, XML Schema).
        if (parts[1].StartsWith("24:00:00", StringComparison.Ordinal) && ReadTime("00" + parts[1][2..]) is { NanoOfDay: 0 } midnight)
            return day.AddDays(1) is { } next ? FeelValue.Of(new FeelDateTime(next, 0, midnight.Place)) : default;
        return ReadTime(parts[1]) is { } time ? FeelValue.Of(new FeelDateTime(day, time.NanoOfDay, time.Place)) : default;
    }

    public static FeelValue Duration(string text)
    {
        var match = DurationPattern().Match(text);
        if (!match.Success || text.EndsWith('T') || text.EndsWith('P')) return default;
        var sign = text[0] == '-' ? -1 : 1;
        var ofMonths = match.Groups["y"].Success || match.Groups["mo"].Success;
        var ofDays = match.Groups["d"].Success || match.Groups["h"].Success || match.Groups["m"].Success || match.Groups["s"].Success;
        if (ofMonths == ofDays) return default; // neither, or a mixture that has no order
        if (ofMonths)
        {
            var months = (Whole(match, "y") * 12) + Whole(match, "mo");
            return months <= long.MaxValue ? FeelValue.OfMonths(sign * (long)months) : default;
        }

        var seconds = (Whole(match, "d") * 86_400) + (Whole(match, "h") * 3600) + (Whole(match, "m") * 60) + Whole(match, "s");
        if (seconds > long.MaxValue / 2) return default;
        return FeelValue.OfNanos(sign * (((Int128)(long)seconds * FeelTime.NanosPerSecond) + Fraction(match.Groups["f"].Value)));
    }

    /// <summary>The value of an <c>@"…"</c> literal: whichever temporal kind its text is.</summary>
    public static FeelValue Any(string text) =>
        text.StartsWith('P') || text.StartsWith("-P", StringComparison.Ordinal) ? Duration(text)
        : text.Contains('T', StringComparison.Ordinal) && DateTime(text) is { IsNull: false } instant ? instant
        : Date(text) is { IsNull: false } day ? day
        : Time(text);

    public static string OfNanos(Int128 nanos)
    {
        if (nanos == 0) return "PT0S";
        var text = new StringBuilder(nanos < 0 ? "-P" : "P");
        var (seconds, fraction) = Int128.DivRem(Int128.Abs(nanos), FeelTime.NanosPerSecond);
        var (days, rest) = ((long)(seconds / 86_400), (int)(seconds % 86_400));
        if (days > 0) text.Append(CultureInfo.InvariantCulture, $"{days}D");
        if (rest == 0 && fraction == 0) return text.ToString();
        text.Append('T');
        if (rest >= 3600) text.Append(CultureInfo.InvariantCulture, $"{rest / 3600}H");
        if (rest / 60 % 60 > 0) text.Append(CultureInfo.InvariantCulture, $"{rest / 60 % 60}M");
        if (rest % 60 > 0 || fraction != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{rest % 60}");
            if (fraction != 0) text.Append('.').Append(((long)fraction).ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0'));
            text.Append('S');
        }

        return text.ToString();
    }

    public static string OfMonths(long months)
    {
        if (months == 0) return "P0M";
        var (years, rest) = Math.DivRem(Math.Abs(months), 12);
        return string.Create(CultureInfo.InvariantCulture, $"{(months < 0 ? "-P" : "P")}{(years == 0 ? "" : $"{years}Y")}{(rest == 0 ? "" : $"{rest}M")}");
    }

    private static FeelDate? ReadDate(string text)
    {
        var match = DatePattern().Match(text);
        if (!match.Success) return null;
        var year = match.Groups["y"].ValueSpan;
        if (year.Length > 4 && year[0] == '0') return null;
        return FeelDate.Create(long.Parse(year, CultureInfo.InvariantCulture) * (text[0] == '-' ? -1 : 1), int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["d"].ValueSpan, CultureInfo.InvariantCulture));
    }

    private static FeelTime? ReadTime(string text)
    {
        var match = TimePattern().Match(text);
        if (!match.Success || ReadPlace(match.Groups["p"].Value) is not { } place) return null;
        var (hour, minute, second) = (Number(match, "h"), Number(match, "m"), Number(match, "s"));
        return hour < 24 && minute < 60 && second < 60
            ? new FeelTime((((hour * 3600L) + (minute * 60) + second) * FeelTime.NanosPerSecond) + Fraction(match.Groups["f"].Value), place)
            : null;
    }

    private static FeelPlace? ReadPlace(string text)
    {
        if (text.Length == 0) return FeelPlace.Local;
        if (text is "Z" or "z") return FeelPlace.Utc;
        if (text[0] == '@') return TimeZoneInfo.TryFindSystemTimeZoneById(text[1..], out _) ? new(null, text[1..]) : null;
        var parts = text[1..].Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var seconds = (parts[0] * 3600) + (parts[1] * 60) + (parts.Length > 2 ? parts[2] : 0);
        if (parts[1] > 59 || (parts.Length > 2 && parts[2] > 59) || seconds > MaxOffset) return null;
        return new(text[0] == '-' ? -seconds : seconds, null);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static BigInteger Whole(Match match, string group) => match.Groups[group] is { Success: true, Length: < 30 } found ? BigInteger.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : match.Groups[group].Success ? long.MaxValue : 0;

    // Nanoseconds of the digits behind the point; digits beyond the ninth are cut off.
    private static long Fraction(string digits) => digits.Length == 0 ? 0 : long.Parse(digits.Length > 9 ? digits[..9] : digits.PadRight(9, '0'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^-?(?<y>[0-9]{4,9})-(?<m>[0-9]{2})-(?<d>[0-9]{2})\z")]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^(?<h>[0-9]{2}):(?<m>[0-9]{2}):(?<s>[0-9]{2})(\.(?<f>[0-9]+))?(?<p>[Zz]|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?|@[A-Za-z][A-Za-z_/+\-0-9]*)?\z")]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^-?P((?<y>[0-9]+)Y)?((?<mo>[0-9]+)M)?((?<d>[0-9]+)D)?(T((?<h>[0-9]+)H)?((?<m>[0-9]+)M)?((?<s>[0-9]+)(\.(?<f>[0-9]*))?S)?)?\z")]
    private static partial Regex DurationPattern();
}
