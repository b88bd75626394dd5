using System.Globalization;
using Akis.Desk.Sla;
using Akis.Desk.Tickets;
using Akis.Feel.Calendars;
using Akis.Handbook.Calendars;
using Akis.Server.Tests.Scenarios;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Desk.Sla;

/// <summary>The clocks against the worked examples (domain §10.6) and the table of states (§8.4).</summary>
public sealed class SlaExamplesTests
{
    private static readonly IReadOnlyDictionary<string, WorkCalendar> Calendars = CalendarReader.Read(ScenarioTests.Processes);
    private static readonly SlaTargets P1 = new("T2", TimeSpan.FromMinutes(15), TimeSpan.FromHours(4), TimeSpan.FromMinutes(30));
    private static readonly SlaTargets P2 = new("T1", TimeSpan.FromHours(1), TimeSpan.FromHours(8), TimeSpan.FromHours(4));
    private static readonly SlaTargets P3 = new("T1", TimeSpan.FromHours(4), TimeSpan.FromHours(24), TimeSpan.FromHours(16));

    [Fact]
    public void Without_a_pause_the_solution_is_due_as_in_example_18()
    {
        var report = At("2026-11-23 10:00", Opened("2026-11-23 10:00"), Set("2026-11-23 10:00", "P2", P2));
        Due(report, SlaClock.Solution).ShouldBe(Time("2026-11-24 10:00"));
        Due(report, SlaClock.FirstAnswer).ShouldBe(Time("2026-11-23 11:00"));
        report.Last(SlaClock.Update).ShouldBeNull(); // silence counts once somebody works on it
    }

    [Fact]
    public void A_pause_keeps_what_was_spent_as_in_example_18()
    {
        SlaFact[] facts = [Opened("2026-11-23 10:00"), Set("2026-11-23 10:00", "P2", P2), State("2026-11-23 15:00", TicketState.WaitingForUser, "Hangi sürüm?"), State("2026-11-25 11:00", TicketState.InProgress)];
        var paused = At("2026-11-24 12:00", facts).Last(SlaClock.Solution)!; // it has run, here and below
        paused.ShouldSatisfyAllConditions(() => paused.State.ShouldBe(SlaState.Paused), () => paused.Due.ShouldBeNull(), () => paused.Left.ShouldBe(TimeSpan.FromHours(4)));
        var round = At("2026-11-25 11:00", facts).Last(SlaClock.Solution)!;
        round.Due.ShouldBe(Time("2026-11-25 16:00"));
        round.Spent.ShouldBe(TimeSpan.FromHours(4));
        round.Segments.Single(segment => !segment.Counts).Reason.ShouldBe("Hangi sürüm?");
    }

    [Fact]
    public void Two_pauses_and_a_weekend_as_in_example_19()
    {
        SlaFact[] facts =
        [
            Opened("2026-11-26 14:00"), Set("2026-11-26 14:00", "P3", P3), State("2026-11-27 09:30", TicketState.WaitingForUser), State("2026-11-30 10:00", TicketState.InProgress),
            State("2026-12-01 16:30", TicketState.Planned), State("2026-12-02 09:00", TicketState.InProgress),
        ];
        Due(At("2026-12-02 09:00", facts), SlaClock.Solution).ShouldBe(Time("2026-12-02 16:00"));
        var before = At("2026-11-26 14:00", facts[..2]).Last(SlaClock.Solution)!;
        before.Due.ShouldBe(Time("2026-12-01 14:00"));
        SlaTimeline.Mark(before, 75, Calendars["T1"]).ShouldBe(Time("2026-11-30 16:00"));
        var days = SlaDays.Of(At("2026-12-02 16:00", facts).Last(SlaClock.Solution)!, Calendars["T1"]);
        days.Where(day => day.Counts).Select(day => day.Spent.TotalHours).ShouldBe([3.5, 1, 6.5, 7, 6]);
        days[^1].Total.ShouldBe(TimeSpan.FromHours(24));
    }

    [Fact]
    public void A_change_of_priority_counts_from_the_opening_as_in_example_22()
    {
        SlaFact[] facts = [Opened("2026-11-23 09:00"), Set("2026-11-23 09:00", "P3", P3)];
        Due(At("2026-11-23 15:00", facts), SlaClock.Solution).ShouldBe(Time("2026-11-26 09:00"));
        var raised = At("2026-11-23 15:00", [.. facts, Set("2026-11-23 15:00", "P2", P2)]).Last(SlaClock.Solution)!;
        raised.Due.ShouldBe(Time("2026-11-24 09:00"));
        raised.Spent.ShouldBe(TimeSpan.FromHours(5));
    }

    [Theory]
    [InlineData("2026-10-28 23:00", "2026-10-29 03:00")]
    [InlineData("2026-05-29 03:00", "2026-05-29 07:00")]
    public void P1_counts_around_the_clock_as_in_examples_16_and_17(string opened, string due) => Due(At(opened, Opened(opened), Set(opened, "P1", P1)), SlaClock.Solution).ShouldBe(Time(due));

    [Fact]
    public void An_overrun_stays_when_a_later_priority_would_have_given_more_time()
    {
        var report = At("2026-11-23 16:00", Opened("2026-11-23 09:00"), Set("2026-11-23 09:00", "P1", P1), Set("2026-11-23 15:00", "P3", P3));
        report.Last(SlaClock.Solution)!.BreachedAt.ShouldBeNull();
        report.Breaches.ShouldContain(new SlaBreach(SlaClock.Solution, 1, Time("2026-11-23 13:00"), "P1"));
    }

    [Fact]
    public void A_priority_that_leaves_no_time_is_overrun_at_the_change_and_not_before()
    {
        var report = At("2026-11-23 16:00", Opened("2026-11-23 09:00"), Set("2026-11-23 09:00", "P3", P3), Set("2026-11-23 15:00", "P1", P1));
        report.Breaches.Single(breach => breach.Clock == SlaClock.Solution).ShouldBe(new SlaBreach(SlaClock.Solution, 1, Time("2026-11-23 15:00"), "P1"));
    }

    [Fact]
    public void Only_a_person_ends_the_first_answers_clock_and_milestones_end_a_silence()
    {
        SlaFact[] facts = [Opened("2026-11-23 09:00"), Set("2026-11-23 09:00", "P2", P2), State("2026-11-23 09:10", TicketState.InProgress), Told("2026-11-23 09:20", isHuman: false), Told("2026-11-23 09:40")];
        var early = At("2026-11-23 09:30", facts);
        early.Last(SlaClock.FirstAnswer)!.State.ShouldBe(SlaState.Running);
        early.Last(SlaClock.Update)!.ShouldSatisfyAllConditions(round => round.No.ShouldBe(2), round => round.Due.ShouldBe(Time("2026-11-23 14:20")));
        At("2026-11-23 10:00", facts).Last(SlaClock.FirstAnswer)!.EndedAt.ShouldBe(Time("2026-11-23 09:40"));
    }

    [Fact]
    public void A_supplier_stops_the_groups_clock_and_not_the_customers()
    {
        var report = At("2026-11-23 12:00", Opened("2026-11-23 09:00"), Set("2026-11-23 09:00", "P2", P2), State("2026-11-23 10:00", TicketState.WaitingForSupplier, "Firma, vaka 42"));
        report.Last(SlaClock.Solution)!.Spent.ShouldBe(TimeSpan.FromHours(3));
        report.Last(SlaClock.GroupSolution)!.Spent.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_reopened_ticket_has_what_was_left_but_a_quarter_at_least_and_owes_a_first_answer()
    {
        SlaFact[] Solved(string at) => [Opened("2026-11-23 09:00"), Set("2026-11-23 09:00", "P2", P2), Told("2026-11-23 09:30"), State(at, TicketState.Resolved), State("2026-11-25 09:00", TicketState.Reopened), State("2026-11-25 09:00", TicketState.InProgress)];
        var much = At("2026-11-25 09:00", Solved("2026-11-23 11:00"));
        Due(much, SlaClock.Solution).ShouldBe(Time("2026-11-25 16:00")); // 6 of 8 hours left
        Due(much, SlaClock.FirstAnswer).ShouldBe(Time("2026-11-25 10:00"));
        Due(At("2026-11-25 09:00", Solved("2026-11-23 17:30")), SlaClock.Solution).ShouldBe(Time("2026-11-25 11:00")); // half an hour left, so a quarter of 8
    }

    [Fact]
    public void What_ends_in_the_last_minute_is_in_time_and_a_pause_is_no_overrun()
    {
        SlaFact[] opened = [Opened("2026-11-23 10:00"), Set("2026-11-23 10:00", "P2", P2)];
        At("2026-11-30 10:00", [.. opened, State("2026-11-24 10:00", TicketState.Resolved)]).Breaches.ShouldNotContain(breach => breach.Clock == SlaClock.Solution);
        At("2026-11-30 10:00", [.. opened, State("2026-11-24 09:59", TicketState.WaitingForUser)]).Breaches.ShouldNotContain(breach => breach.Clock == SlaClock.Solution);
        At("2026-11-30 10:00", [.. opened, State("2026-11-24 10:01", TicketState.Resolved)]).Breaches.ShouldContain(new SlaBreach(SlaClock.Solution, 1, Time("2026-11-24 10:00"), "P2"));
    }

    private static SlaReport At(string now, params SlaFact[] facts) => SlaTimeline.Compute(facts, Calendars, Time(now));

    private static DateTimeOffset? Due(SlaReport report, SlaClock clock) => report.Last(clock)!.Due;

    private static StateEntered Opened(string at) => State(at, TicketState.New);

    private static StateEntered State(string at, string state, string? reason = null) => new(Time(at), state, reason);

    private static TargetsSet Set(string at, string priority, SlaTargets targets) => new(Time(at), priority, targets);

    private static RequesterTold Told(string at, bool isHuman = true) => new(Time(at), isHuman);

    private static DateTimeOffset Time(string local) => new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(3));
}
