using System.Globalization;

namespace Akis.Feel.Temporal;

/// <summary>A day of the proleptic Gregorian calendar, counted from 1970-01-01; years from -999,999,999 to 999,999,999.</summary>
internal readonly record struct FeelDate(long Day) : IComparable<FeelDate>
{
    public const long MaxYear = 999_999_999;
    private const long DaysOf400Years = 146_097;
    private const long DaysBefore1970 = 719_468; // from 0000-03-01

    public long Year => Civil().Year;

    public int Month => Civil().Month;

    public int DayOfMonth => Civil().Day;

    /// <summary>Monday is 1, Sunday 7.</summary>
    public int Weekday => (int)Modulo(Day + 3, 7) + 1;

    public int DayOfYear => (int)(Day - Of(Year, 1, 1).Day) + 1;

    /// <summary>The week of ISO 8601: the one with the year's first Thursday is the first.</summary>
    public int WeekOfYear => (new FeelDate(Day - Weekday + 4).DayOfYear + 6) / 7;

    public int DaysInMonth => DaysIn(Year, Month);

    /// <summary>The same day in the framework's type, or null outside the years 1 to 9999.</summary>
    public DateOnly? AsDateOnly() => Year is >= 1 and <= 9999 ? DateOnly.FromDayNumber((int)(Day + 719_162)) : null;

    public static FeelDate Of(DateOnly day) => new(day.DayNumber - 719_162);

    public static FeelDate? Create(long year, long month, long day) =>
        Math.Abs(year) <= MaxYear && month is >= 1 and <= 12 && day >= 1 && day <= DaysIn(year, (int)month) ? Of(year, (int)month, (int)day) : null;

    /// <summary>Months later, on the last day of the month where that has no such day; null outside the years.</summary>
    public FeelDate? AddMonths(long months)
    {
        var (year, month, day) = Civil();
        if (Math.Abs(months) > 3 * MaxYear * 12) return null;
        var count = (year * 12) + month - 1 + months;
        var (newYear, newMonth) = (Math.DivRem(count - Modulo(count, 12), 12).Quotient, (int)Modulo(count, 12) + 1);
        return Create(newYear, newMonth, Math.Min(day, DaysIn(newYear, newMonth)));
    }

    public FeelDate? AddDays(long days) => Math.Abs(days) <= 800_000_000_000 && new FeelDate(Day + days) is var later && Math.Abs(later.Year) <= MaxYear ? later : null;

    public int CompareTo(FeelDate other) => Day.CompareTo(other.Day);

    public override string ToString()
    {
        var (year, month, day) = Civil();
        return (year < 0 ? "-" : "") + Math.Abs(year).ToString("0000", CultureInfo.InvariantCulture) + "-" + month.ToString("00", CultureInfo.InvariantCulture) + "-" + day.ToString("00", CultureInfo.InvariantCulture);
    }

    private static int DaysIn(long year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    // Both ways of the calendar after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms": a year that begins in March ends with its leap day.
    private static FeelDate Of(long year, int month, int day)
    {
        if (month <= 2) year--;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return new((era * DaysOf400Years) + dayOfEra - DaysBefore1970);
    }

    private (long Year, int Month, int Day) Civil()
    {
        var day = Day + DaysBefore1970;
        var era = (day >= 0 ? day : day - DaysOf400Years + 1) / DaysOf400Years;
        var dayOfEra = day - (era * DaysOf400Years);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var march = ((5 * dayOfYear) + 2) / 153;
        var month = (int)(march < 10 ? march + 3 : march - 9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (((153 * march) + 2) / 5) + 1));
    }

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}
