using System.Globalization;
using System.Text.RegularExpressions;

namespace Akis.Bpmn.Expressions;

/// <summary>An ISO 8601 period with all its parts; FEEL's two duration types allow either years and months or days and time, timers allow both at once.</summary>
internal readonly partial record struct IsoPeriod(int Months, TimeSpan Span)
{
    public bool IsPositive => Months > 0 || Span > TimeSpan.Zero;

    public static IsoPeriod? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || text.EndsWith('P') || text.EndsWith('T')) return null;
        try
        {
            var months = checked((Whole("y") * 12) + Whole("mo"));
            var span = TimeSpan.FromDays((Whole("w") * 7) + Whole("d")) + TimeSpan.FromHours(Whole("h")) + TimeSpan.FromMinutes(Whole("mi"))
                + TimeSpan.FromSeconds(match.Groups["s"].Success ? double.Parse(match.Groups["s"].Value, CultureInfo.InvariantCulture) : 0);
            return match.Groups["sign"].Success ? new(-months, -span) : new(months, span);
        }
        catch (OverflowException)
        {
            return null;
        }

        int Whole(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Months are counted on the local calendar, so that the hour of day stays over a change of offset.</summary>
    public DateTimeOffset AddTo(DateTimeOffset start, TimeZoneInfo zone)
    {
        if (Months == 0) return start + Span;
        var local = TimeZoneInfo.ConvertTime(start, zone).DateTime.AddMonths(Months);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime() + Span;
    }

    [GeneratedRegex(@"^(?<sign>-)?P(?:(?<y>\d{1,6})Y)?(?:(?<mo>\d{1,6})M)?(?:(?<w>\d{1,6})W)?(?:(?<d>\d{1,7})D)?(?:T(?:(?<h>\d{1,8})H)?(?:(?<mi>\d{1,8})M)?(?:(?<s>\d{1,9}(?:\.\d{1,9})?)S)?)?$")]
    private static partial Regex Pattern();
}
