using Akis.Desk.Sla;
using Akis.Desk.Tickets;
using Akis.Feel.Calendars;
using CsCheck;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Desk.Sla;

/// <summary>The clocks against a count that looks at every single minute and knows nothing of blocks, sums or closed forms.</summary>
public sealed class SlaReferenceTests
{
    private const int Minutes = 40 * 24 * 60;
    private const int Horizon = 24 * 24 * 60; // events happen before it, targets may lie behind

    // Over the change of the clocks in spring and in autumn, over a new year with feasts, and where there is no daylight saving.
    private static readonly Setting[] Settings =
    [
        Setting.Make("Europe/Berlin", new DateTime(2026, 3, 14, 0, 0, 0, DateTimeKind.Utc)), Setting.Make("America/New_York", new DateTime(2026, 10, 20, 0, 0, 0, DateTimeKind.Utc)),
        Setting.Make("Europe/Istanbul", new DateTime(2026, 12, 20, 0, 0, 0, DateTimeKind.Utc)), Setting.Make("Europe/Istanbul", new DateTime(2026, 3, 10, 0, 0, 0, DateTimeKind.Utc)),
    ];

    private static readonly string[] States =
    [
        TicketState.New, TicketState.Assigned, TicketState.InProgress, TicketState.WaitingForUser, TicketState.WaitingForSupplier, TicketState.Planned, TicketState.InProcess, TicketState.Resolved, TicketState.Reopened,
        TicketState.Closed,
    ];

    private static readonly Gen<Case> Cases =
        from setting in Gen.Int[0, Settings.Length - 1]
        from events in Gen.Select(Gen.Int[1, Horizon], Gen.Int[0, 13]).List[0, 12]
        from targets in Gen.Select(Gen.Int[1, 900], Gen.Int[1, 1000], Gen.Int[1, 1500], Gen.Bool).List[1, 4]
        from now in Gen.Int[0, Horizon]
        select new Case(Settings[setting], [.. events.Select(e => new Happening(e.Item1, e.Item2)).OrderBy(e => e.Minute)], [.. targets.Select(t => new Target(t.Item1, t.Item2, t.Item3, t.Item4))], now);

    [Fact]
    public void Every_clock_agrees_with_a_count_of_single_minutes() => Cases.Sample(Agrees, iter: 10_000, threads: 2);

    private static void Agrees(Case @case)
    {
        var facts = @case.Facts();
        var report = SlaTimeline.Compute(facts, @case.Setting.Calendars, @case.Setting.At(@case.Now));
        foreach (var clock in Enum.GetValues<SlaClock>())
        {
            var expected = Reference.Count(clock, facts, @case, facts.OfType<TargetsSet>().Last(set => set.At <= @case.Setting.At(@case.Now)).Targets);
            var rounds = report.Rounds.Where(round => round.Clock == clock).ToList();
            rounds.Count.ShouldBe(expected.Count, clock.ToString());
            foreach (var (round, counted) in rounds.Zip(expected))
            {
                round.Spent.ShouldBe(TimeSpan.FromMinutes(counted.Spent), clock.ToString());
                round.Allowance.ShouldBe(TimeSpan.FromMinutes(counted.Allowance), clock.ToString());
                round.BreachedAt.ShouldBe(counted.Overrun is { } overrun ? @case.Setting.At(overrun) : null, clock.ToString());
                round.Due.ShouldBe(counted.Due is { } due ? @case.Setting.At(due) : null, clock.ToString());
                SlaDays.Of(round, @case.Setting.Calendars[report.Targets.Calendar]).Aggregate(TimeSpan.Zero, (sum, day) => sum + day.Spent).ShouldBe(round.Spent, "the explanation adds up");
            }
        }
    }

    internal sealed record Happening(int Minute, int What);

    internal sealed record Target(int FirstAnswer, int Solution, int Silence, bool AroundTheClock)
    {
        // A quarter of a target is to be a whole minute.
        public SlaTargets Targets => new(AroundTheClock ? "A" : "W", TimeSpan.FromMinutes(FirstAnswer), TimeSpan.FromMinutes(Solution * 4), TimeSpan.FromMinutes(Silence));
    }

    internal sealed record Case(Setting Setting, IReadOnlyList<Happening> Happenings, IReadOnlyList<Target> Targets, int Now)
    {
        public List<SlaFact> Facts()
        {
            var used = 0;
            var facts = new List<SlaFact> { new StateEntered(Setting.At(0), TicketState.New), new TargetsSet(Setting.At(0), "P0", Targets[0].Targets) };
            foreach (var (minute, what) in Happenings)
            {
                var at = Setting.At(minute);
                if (what < States.Length) facts.Add(new StateEntered(at, States[what]));
                else if (what < 12) facts.Add(new RequesterTold(at, what == 10));
                else if (++used < Targets.Count) facts.Add(new TargetsSet(at, $"P{used}", Targets[used].Targets));
            }

            return facts;
        }
    }

    /// <summary>A zone, a stretch of minutes in it, and for each whether work is done: asked of the wall clock, minute by minute.</summary>
    internal sealed record Setting(DateTimeOffset Start, IReadOnlyDictionary<string, WorkCalendar> Calendars, bool[] Working)
    {
        public DateTimeOffset At(int minute) => Start.AddMinutes(minute);

        public static Setting Make(string zoneId, DateTime start)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
            WorkBlock[] day = [new(8 * 60 + 30, 12 * 60), new(13 * 60, 17 * 60 + 30)];
            var night = new WorkBlock[] { new(0, 24 * 60) }; // Saturdays around the clock, over the hour that daylight saving takes or gives
            var week = new Dictionary<DayOfWeek, WorkBlock[]>
            {
                [DayOfWeek.Monday] = day, [DayOfWeek.Tuesday] = day, [DayOfWeek.Wednesday] = day, [DayOfWeek.Thursday] = day, [DayOfWeek.Friday] = day, [DayOfWeek.Sunday] = night,
            };
            var first = DateOnly.FromDateTime(start);
            var special = new Dictionary<DateOnly, WorkBlock[]>();
            for (var i = 3; i < 60; i += 7) special[first.AddDays(i)] = i % 2 == 0 ? [] : [new(8 * 60 + 30, 12 * 60)];
            var around = Enum.GetValues<DayOfWeek>().ToDictionary(weekday => weekday, _ => night);
            var calendars = new Dictionary<string, WorkCalendar> { ["W"] = new(week, special, null, zone), ["A"] = new(around, new Dictionary<DateOnly, WorkBlock[]>(), null, zone) };
            var working = new bool[Minutes + 1];
            var origin = new DateTimeOffset(start);
            for (var minute = 0; minute <= Minutes; minute++)
            {
                var local = TimeZoneInfo.ConvertTime(origin.AddMinutes(minute), zone).DateTime;
                var blocks = special.TryGetValue(DateOnly.FromDateTime(local), out var other) ? other : week.GetValueOrDefault(local.DayOfWeek, []);
                working[minute] = blocks.Any(block => local.TimeOfDay.TotalMinutes >= block.From && local.TimeOfDay.TotalMinutes < block.To);
            }

            return new(origin, calendars, working);
        }
    }

    /// <summary>Lives through every minute.</summary>
    internal static class Reference
    {
        public sealed record Counted(int Allowance, int Spent, int? Overrun, int? Due);

        private sealed class Open(int allowance)
        {
            public int Allowance => allowance;

            public int Spent { get; set; }

            public int? Full { get; set; }

            public int? Overrun { get; set; }
        }

        public static List<Counted> Count(SlaClock clock, List<SlaFact> facts, Case @case, SlaTargets targets)
        {
            var whole = (int)targets.Of(clock).TotalMinutes;
            var (rounds, state, left, next) = (new List<Counted>(), "", whole, 0);
            Open? open = null;
            for (var minute = 0; minute <= @case.Now; minute++)
            {
                for (; next < facts.Count && facts[next].At <= @case.Setting.At(minute); next++) Happen(facts[next]);
                if (minute < @case.Now && open is not null && Runs(clock, state)) Spend(open, minute);
            }

            if (open is not null) rounds.Add(new(open.Allowance, open.Spent, open.Overrun, Runs(clock, state) ? open.Full ?? WhenFull(open) : null));
            return rounds;

            void Happen(SlaFact fact)
            {
                switch (fact)
                {
                    case StateEntered entered:
                        state = entered.State;
                        if (clock == SlaClock.FirstAnswer && state == TicketState.Reopened) End();
                        if (Ends(clock, state)) End();
                        else if (open is null && Begins(clock, state, rounds.Count)) open = new(rounds.Count > 0 && clock != SlaClock.Update ? left : whole);
                        break;
                    case RequesterTold told when open is not null && (clock == SlaClock.Update || (clock == SlaClock.FirstAnswer && told.IsHuman)):
                        End();
                        if (clock == SlaClock.Update) open = new(whole);
                        break;
                }
            }

            void End()
            {
                if (open is null) return;
                rounds.Add(new(open.Allowance, open.Spent, open.Overrun, null));
                left = clock == SlaClock.FirstAnswer ? whole : Math.Max(open.Allowance - open.Spent, whole / 4);
                open = null;
            }

            void Spend(Open round, int minute)
            {
                if (!Works(minute)) return;
                if (round.Spent == round.Allowance) round.Overrun ??= round.Full;
                round.Spent++;
                if (round.Spent == round.Allowance) round.Full = minute + 1;
            }

            int WhenFull(Open round)
            {
                var spent = round.Spent;
                for (var minute = @case.Now; ; minute++) if (Works(minute) && ++spent == round.Allowance) return minute + 1;
            }

            bool Works(int minute) => targets.Calendar == "A" || @case.Setting.Working[minute];
        }

        private static bool Runs(SlaClock clock, string state) => (clock, state) switch
        {
            (_, TicketState.InProgress or TicketState.Reopened) => true,
            (SlaClock.FirstAnswer or SlaClock.Solution or SlaClock.GroupSolution, TicketState.New or TicketState.Assigned) => true,
            (SlaClock.Solution or SlaClock.Update, TicketState.WaitingForSupplier) => true,
            (SlaClock.Update, TicketState.InProcess) => true,
            _ => false,
        };

        private static bool Ends(SlaClock clock, string state) => state is TicketState.Resolved or TicketState.Closed || (clock == SlaClock.Update && state is TicketState.New or TicketState.Assigned);

        private static bool Begins(SlaClock clock, string state, int before) => clock switch
        {
            SlaClock.FirstAnswer => before == 0 || state == TicketState.Reopened,
            SlaClock.Update => Runs(clock, state),
            _ => before == 0 || Runs(clock, state),
        };
    }
}
