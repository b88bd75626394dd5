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
    public void A_year_that_is_not_defined_is_refused() => Should.Throw<CalendarYearMissing>(() => Calendars["T1"].Add(At("2035-01-01 09:00"), TimeSpan.FromHours(1))).Year.ShouldBe(2035);

    private static DateTimeOffset At(string local) => new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(3));

    private static string Processes()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "processes", "calendars.yaml"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "processes"); // the tests run inside the repository
    }
}
