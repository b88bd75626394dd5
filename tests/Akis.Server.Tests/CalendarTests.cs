using System.Globalization;
using Akis.Feel.Calendars;
using Akis.Handbook.Calendars;

namespace Akis.Server.Tests;

/// <summary>The handbook's work calendars against the worked examples of the specification.</summary>
public sealed class CalendarTests
{
    private static readonly IReadOnlyDictionary<string, WorkCalendar> Calendars = CalendarReader.Read(Processes());

    [Theory]
    [InlineData("2026-11-23 09:00", 2, "2026-11-23 11:00")]
    [InlineData("2026-11-23 11:00", 2, "2026-11-23 14:00")]
    [InlineData("2026-11-23 08:30", 8, "2026-11-23 17:30")]
    [InlineData("2026-11-23 12:20", 1, "2026-11-23 14:00")]
    [InlineData("2026-11-27 16:00", 4, "2026-11-30 11:00")]
    [InlineData("2026-11-28 14:00", 1, "2026-11-30 09:30")]
    [InlineData("2026-11-23 17:30", 1, "2026-11-24 09:30")]
    [InlineData("2026-03-18 16:30", 8, "2026-03-23 12:00")]
    [InlineData("2026-05-25 09:00", 16, "2026-06-01 14:30")]
    [InlineData("2026-10-28 10:00", 8, "2026-10-30 15:30")]
    [InlineData("2026-04-22 17:00", 1, "2026-04-24 09:00")]
    [InlineData("2025-12-31 15:00", 4, "2026-01-02 10:00")]
    [InlineData("2027-05-14 16:00", 24, "2027-05-24 16:00")]
    [InlineData("2029-04-20 15:00", 8, "2029-04-30 15:00")]
    [InlineData("2028-02-25 09:00", 6, "2028-02-29 11:30")]
    [InlineData("2026-05-29 03:00", 4, "2026-06-01 13:30")]
    public void Office_hours_end_when_the_work_is_done(string start, double hours, string end)
    {
        Calendars["T1"].Add(At(start), TimeSpan.FromHours(hours)).ShouldBe(At(end));
        Calendars["T1"].Between(At(start), At(end)).ShouldBe(TimeSpan.FromHours(hours));
        Calendars["T1"].Between(At(end), At(start)).ShouldBe(-TimeSpan.FromHours(hours));
    }

    [Theory]
    [InlineData("2026-10-28 23:00", 4, "2026-10-29 03:00")]
    [InlineData("2026-05-29 03:00", 4, "2026-05-29 07:00")]
    public void Around_the_clock_counts_holidays(string start, double hours, string end) => Calendars["T2"].Add(At(start), TimeSpan.FromHours(hours)).ShouldBe(At(end));

    [Fact]
    public void Administrative_leave_is_no_working_time()
    {
        var folder = Directory.CreateTempSubdirectory("akis-calendar-").FullName;
        var file = File.ReadAllText(Path.Combine(Processes(), CalendarReader.FileName)).Replace("  full: []\n  half: []", "  full: [\"2026-12-31\"]\n  half: [\"2026-12-30\"]", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, CalendarReader.FileName), file);
        var changed = CalendarReader.Read(folder)["T1"];
        changed.Between(At("2026-12-30 08:30"), At("2027-01-04 08:30")).ShouldBe(TimeSpan.FromHours(3.5));
        changed.Version.ShouldNotBe(Calendars["T1"].Version);
        CalendarReader.Read(Processes())["T1"].Version.ShouldBe(Calendars["T1"].Version);
        Directory.Delete(folder, recursive: true);
    }

    // §10.6, examples 20 and 21: leave that is announced, also for a day that has begun.
    [Theory]
    [InlineData("2026-05-22 15:00", 8, "2026-05-25 15:00", "2026-06-01 15:00", "2026-05-25 00:00 2026-05-25 24:00;2026-05-26 08:30 2026-05-26 12:00")]
    [InlineData("2027-01-20 11:00", 8, "2027-01-21 11:00", "2027-01-21 15:30", "2027-01-20 14:00 2027-01-20 24:00")]
    public void Announced_leave_moves_what_ends_after_it(string start, double hours, string without, string with, string announced)
    {
        var leaves = announced.Split(';').Select(text => text.Split(' ')).Select(parts => new CalendarLeave(LeaveKind.Leave, Day(parts[0]), Day(parts[2]), Minute(parts[1]), Minute(parts[3]), new HashSet<string>())).ToList();
        var changed = CalendarReader.Read(Processes(), leaves);
        Calendars["T1"].Add(At(start), TimeSpan.FromHours(hours)).ShouldBe(At(without));
        changed["T1"].Add(At(start), TimeSpan.FromHours(hours)).ShouldBe(At(with));
        changed["T2"].Version.ShouldBe(Calendars["T2"].Version, "around the clock keeps no leave");

        static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        static int Minute(string time) => (int.Parse(time[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(time[3..], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_declared_working_day_is_worked_whatever_else_is_said()
    {
        var day = new DateOnly(2026, 10, 29);
        var whole = new CalendarLeave(LeaveKind.WorkingDay, day, day, 0, CalendarLeave.WholeDay, new HashSet<string> { "T1" });
        var changed = CalendarReader.Read(Processes(), [whole, whole with { Kind = LeaveKind.Leave }]);
        changed["T1"].Between(At("2026-10-29 00:00"), At("2026-10-30 00:00")).ShouldBe(TimeSpan.FromHours(8));
        changed["T3"].IsWorkingDay(day).ShouldBeFalse();
    }

    [Fact]
    public void From_the_eve_of_a_feast_to_its_end_no_work_is_done() => Calendars["T1"].Between(At("2026-05-26 13:00"), At("2026-06-01 08:30")).ShouldBe(TimeSpan.Zero);

    [Theory]
    [InlineData(2024, 250, 1991)]
    [InlineData(2025, 251, 1999)]
    [InlineData(2026, 251, 1994.5)]
    [InlineData(2027, 250, 1991)]
    [InlineData(2028, 254, 2023)]
    [InlineData(2029, 249, 1987.5)]
    [InlineData(2030, 250, 1991)]
    public void A_year_has_so_many_days_and_hours(int year, int days, double hours)
    {
        var (first, next) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        Enumerable.Range(0, next.DayNumber - first.DayNumber + 1).Count(day => Calendars["T1"].IsWorkingDay(first.AddDays(day))).ShouldBe(days);
        Calendars["T1"].Between(At($"{year}-01-01 00:00"), At($"{year}-12-31 23:59")).ShouldBe(TimeSpan.FromHours(hours));
    }

    [Fact]
    public void A_year_that_is_not_defined_is_refused() => Should.Throw<CalendarYearMissing>(() => Calendars["T1"].Add(At("2035-12-31 17:00"), TimeSpan.FromHours(1))).Year.ShouldBe(2036);

    // The religious calendar of the framework goes by other criteria than the official one here: a day apart at most.
    [Fact]
    public void Feasts_of_every_year_are_where_the_lunar_calendar_has_them()
    {
        var lunar = new UmAlQuraCalendar();
        for (var year = 2024; year <= 2035; year++)
        {
            var first = new DateOnly(year, 1, 1);
            foreach (var day in Enumerable.Range(0, 365).Select(first.AddDays))
            {
                var date = day.ToDateTime(TimeOnly.MinValue);
                var (month, dayOfMonth) = (lunar.GetMonth(date), lunar.GetDayOfMonth(date));
                // A day of the feast that both have, whichever of them begins it a day earlier.
                if ((month, dayOfMonth) is (10, 2) or (12, 11)) Calendars["T1"].IsWorkingDay(day).ShouldBeFalse($"{day:O}");
            }
        }
    }

    [Fact]
    public void A_year_may_hold_two_feasts_of_Ramazan()
    {
        foreach (var day in new[] { "2033-01-03", "2033-01-04", "2033-12-23" }) Calendars["T1"].IsWorkingDay(DateOnly.Parse(day, CultureInfo.InvariantCulture)).ShouldBeFalse(day);
        Calendars["T1"].Between(At("2033-12-22 00:00"), At("2033-12-23 00:00")).ShouldBe(TimeSpan.FromHours(3.5));
    }

    private static DateTimeOffset At(string local) => new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(3));

    private static string Processes()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "processes", "calendars.yaml"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "processes"); // the tests run inside the repository
    }
}
