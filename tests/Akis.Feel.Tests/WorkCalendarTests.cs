using System.Globalization;
using Akis.Feel.Calendars;

namespace Akis.Feel.Tests;

/// <summary>The department's worked examples of business time: weekday hours with a lunch break, holidays, half days, leave, pauses.</summary>
public sealed class WorkCalendarTests
{
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");
    private static readonly WorkBlock Morning = new(510, 720);
    private static readonly WorkBlock Afternoon = new(780, 1050);

    private static readonly WorkCalendar Office = Make();

    private static readonly WorkCalendar RoundTheClock = new(
        Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => new WorkBlock[] { new(0, 1440) }), new Dictionary<DateOnly, WorkBlock[]>(), null, Istanbul);

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
    public void Work_ends_when_its_hours_are_first_complete(string start, int hours, string end) => Office.Add(At(start), TimeSpan.FromHours(hours)).ShouldBe(At(end));

    [Theory]
    [InlineData("2026-10-28 23:00", "2026-10-29 03:00")]
    [InlineData("2026-05-29 03:00", "2026-05-29 07:00")]
    public void Round_the_clock_holidays_do_not_matter(string start, string end) => RoundTheClock.Add(At(start), TimeSpan.FromHours(4)).ShouldBe(At(end));

    [Theory]
    [InlineData("2026-11-23 10:00", 8, "2026-11-23 15:00/2026-11-25 11:00", "2026-11-25 16:00")]
    [InlineData("2026-11-26 14:00", 24, "2026-11-27 09:30/2026-11-30 10:00,2026-12-01 16:30/2026-12-02 09:00", "2026-12-02 16:00")]
    public void After_a_pause_only_the_rest_is_added(string start, int hours, string pauses, string end)
    {
        var (rest, from) = (TimeSpan.FromHours(hours), At(start));
        foreach (var pause in pauses.Split(',').Select(text => text.Split('/')))
        {
            rest -= Office.Between(from, At(pause[0]));
            from = At(pause[1]);
        }

        Office.Add(from, rest).ShouldBe(At(end));
    }

    [Fact]
    public void Administrative_leave_moves_the_end()
    {
        var leave = Make((new(2026, 5, 25), []), (new(2026, 5, 26), []));
        leave.Add(At("2026-05-22 15:00"), TimeSpan.FromHours(8)).ShouldBe(At("2026-06-01 15:00"));
        Office.Add(At("2026-05-22 15:00"), TimeSpan.FromHours(8)).ShouldBe(At("2026-05-25 15:00"));

        var snow = Make((new(2027, 1, 20), [Morning, new(780, 840)]));
        snow.Add(At("2027-01-20 11:00"), TimeSpan.FromHours(8)).ShouldBe(At("2027-01-21 15:30"));
    }

    [Fact]
    public void A_new_priority_counts_from_the_opening()
    {
        var opened = At("2026-11-23 09:00");
        Office.Add(opened, TimeSpan.FromHours(24)).ShouldBe(At("2026-11-26 09:00"));
        Office.Between(opened, At("2026-11-23 15:00")).ShouldBe(TimeSpan.FromHours(5));
        Office.Add(opened, TimeSpan.FromHours(8)).ShouldBe(At("2026-11-24 09:00"));
    }

    [Fact]
    public void Nothing_is_worked_over_the_feast() => Office.Between(At("2026-05-26 13:00"), At("2026-06-01 08:30")).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void A_year_without_holidays_is_an_error() => Should.Throw<CalendarYearMissing>(() => Office.Add(At("2031-01-02 09:00"), TimeSpan.FromHours(1))).Year.ShouldBe(2031);

    private static DateTimeOffset At(string local) => new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(3));

    private static WorkCalendar Make(params (DateOnly Day, WorkBlock[] Blocks)[] leave)
    {
        var days = new Dictionary<DateOnly, WorkBlock[]>();
        foreach (var eve in new[] { "2026-03-19", "2026-05-26", "2027-05-15", "2028-02-25", "2029-04-23" }) days[Day(eve)] = [Morning];
        for (var year = 2025; year <= 2029; year++)
        {
            days[new(year, 10, 28)] = [Morning];
            foreach (var (month, day) in new[] { (1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29) }) days[new(year, month, day)] = [];
        }

        foreach (var (first, count) in new[] { ("2026-03-20", 3), ("2026-05-27", 4), ("2027-05-16", 4), ("2028-02-26", 3), ("2029-04-24", 4) })
        {
            for (var i = 0; i < count; i++) days[Day(first).AddDays(i)] = [];
        }

        // An eve on a weekend opens nothing: half days only shorten days that are worked.
        foreach (var eve in days.Keys.Where(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).ToList()) days[eve] = [];
        foreach (var (day, blocks) in leave) days[day] = blocks;
        DayOfWeek[] week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
        return new(week.ToDictionary(day => day, _ => new[] { Morning, Afternoon }), days, Enumerable.Range(2025, 5).ToHashSet(), Istanbul);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
