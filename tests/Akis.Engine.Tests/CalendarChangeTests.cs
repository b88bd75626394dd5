using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel.Calendars;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteCalendarChangeTests : CalendarChangeTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlCalendarChangeTests(PostgreSqlCluster cluster) : CalendarChangeTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>What waits in working time moves when its calendar changes; the same on both databases. It is Monday, 23 November 2026, 09:00.</summary>
public abstract class CalendarChangeTests
{
    private static readonly DateOnly Tuesday = new(2026, 11, 24);

    private static readonly string Deadline = Process("p", """
        <startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t"><timerEventDefinition xmlns:akis="http://akis.demouni.example/schema/1.0/bpmn" akis:calendar="T1"><timeDuration>PT8H</timeDuration></timerEventDefinition></boundaryEvent>
        <boundaryEvent id="w" attachedToRef="t" cancelActivity="false"><timerEventDefinition><timeDuration>PT8H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e"/><endEvent id="late"/>
        """ + Flow("s t e") + Flow("b late") + Flow("w e"));

    [Fact]
    public async Task Administrative_leave_moves_a_deadline_and_the_history_says_from_when_to_when()
    {
        await using var office = await OfficeAsync();
        await office.DeployAsync(("p.bpmn", Deadline));
        office.Clock.Advance(TimeSpan.FromHours(4)); // 13:00: four hours are left of this day
        var key = await office.StartAsync("p");
        (await DueAsync(office, "b")).ShouldBe(At(24, 13));
        (await ChangeAsync(office, Office(Tuesday))).ShouldBe(["T1"]);
        (await office.RecomputeAsync()).ShouldBe(1);
        (await DueAsync(office, "b")).ShouldBe(At(25, 13));
        (await DueAsync(office, "w")).ShouldBe(At(23, 21)); // the wall clock knows no leave
        var moved = (await office.Queries.HistoryAsync(key)).Select(entry => entry.Event).OfType<TimerMoved>().ShouldHaveSingleItem();
        (moved.OldDue, moved.NewDue).ShouldBe((At(24, 13), At(25, 13)));
        await office.ShouldRebuildAsync(key);

        await office.PassAsync(TimeSpan.FromHours(36));
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Active);
        await office.PassAsync(TimeSpan.FromHours(12));
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
    }

    [Fact]
    public async Task The_same_calendar_again_moves_nothing_and_one_that_is_taken_back_moves_back()
    {
        await using var office = await OfficeAsync();
        await office.DeployAsync(("p.bpmn", Deadline));
        office.Clock.Advance(TimeSpan.FromHours(4));
        var key = await office.StartAsync("p");
        (await ChangeAsync(office, Office())).ShouldBeEmpty();
        (await office.RecomputeAsync()).ShouldBe(0);
        await ChangeAsync(office, Office(Tuesday));
        await office.RecomputeAsync();
        (await office.RecomputeAsync()).ShouldBe(0);
        await ChangeAsync(office, Office());
        (await office.RecomputeAsync()).ShouldBe(1);
        (await DueAsync(office, "b")).ShouldBe(At(24, 13));
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task What_is_past_by_the_new_calendar_fires_at_once()
    {
        await using var office = await OfficeAsync();
        await ChangeAsync(office, Office(new DateOnly(2026, 11, 23)));
        await office.DeployAsync(("p.bpmn", Deadline));
        var key = await office.StartAsync("p");
        (await DueAsync(office, "b")).ShouldBe(At(24, 17));
        office.Clock.Advance(TimeSpan.FromHours(9));
        await ChangeAsync(office, Office());
        await office.RecomputeAsync();
        await office.PassAsync(TimeSpan.Zero);
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
    }

    [Fact]
    public async Task A_repetition_goes_on_from_its_new_time()
    {
        await using var office = await OfficeAsync();
        await office.DeployAsync(("p.bpmn", Process("p", """
            <startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition xmlns:akis="http://akis.demouni.example/schema/1.0/bpmn" akis:calendar="T1"><timeCycle>R3/PT8H</timeCycle></timerEventDefinition></boundaryEvent>
            <endEvent id="e"/>
            """ + Flow("s t e") + Flow("b e"))));
        var key = await office.StartAsync("p");
        await office.PassAsync(TimeSpan.FromHours(8));
        (await DueAsync(office, "b")).ShouldBe(At(24, 17));
        await ChangeAsync(office, Office(Tuesday));
        await office.RecomputeAsync();
        (await DueAsync(office, "b")).ShouldBe(At(25, 17));
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_start_in_working_time_moves_too()
    {
        await using var office = await OfficeAsync();
        await office.DeployAsync(("z.bpmn", Process("z", """
            <startEvent id="s"><timerEventDefinition xmlns:akis="http://akis.demouni.example/schema/1.0/bpmn" akis:calendar="T1"><timeCycle>R/PT16H</timeCycle></timerEventDefinition></startEvent><endEvent id="e"/>
            """ + Flow("s e"))));
        await ChangeAsync(office, Office(Tuesday));
        (await office.RecomputeAsync()).ShouldBe(1);
        await office.PassAsync(At(24, 18) - office.Clock.GetUtcNow());
        (await office.Queries.SearchInstancesAsync("z", null, null, null, 0, 10)).ShouldBeEmpty();
        await office.PassAsync(TimeSpan.FromDays(1));
        (await office.Queries.SearchInstancesAsync("z", null, null, null, 0, 10)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_timer_that_fires_while_its_calendar_changes_fires_once_or_moves()
    {
        await using var office = await OfficeAsync();
        await office.DeployAsync(("p.bpmn", Deadline));
        var keys = new List<long>();
        for (var i = 0; i < 10; i++) keys.Add(await office.StartAsync("p"));
        office.Clock.Advance(TimeSpan.FromHours(8));
        await ChangeAsync(office, Office(new DateOnly(2026, 11, 23)));
        await Task.WhenAll(Task.Run(() => office.RecomputeAsync()), Task.Run(() => office.PassAsync(TimeSpan.Zero)));
        foreach (var key in keys)
        {
            var events = (await office.Queries.HistoryAsync(key)).Select(entry => entry.Event).ToList();
            var fired = events.OfType<TimerFired>().Count(timer => timer.NodeId == "b");
            (fired + events.OfType<TimerMoved>().Count()).ShouldBe(1);
            (await office.StatusAsync(key)).ShouldBe(fired == 1 ? InstanceStatus.Completed : InstanceStatus.Active);
            await office.ShouldRebuildAsync(key);
        }
    }

    protected abstract string? NewDatabase();

    private async Task<Office> OfficeAsync()
    {
        var office = await OpenAsync(NewDatabase());
        (await ChangeAsync(office, Office())).ShouldBe(["T1"]);
        return office;
    }

    // Office hours from 09:00 to 17:00 on weekdays, but for days of leave.
    private static Dictionary<string, WorkCalendar> Office(params DateOnly[] leave) => new()
    {
        ["T1"] = new(Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToDictionary(day => day, _ => new[] { new WorkBlock(9 * 60, 17 * 60) }),
            leave.ToDictionary(day => day, _ => Array.Empty<WorkBlock>()), null, TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul")),
    };

    private static DateTimeOffset At(int day, int hour) => new(2026, 11, day, hour, 0, 0, TimeSpan.FromHours(3));

    private static Task<IReadOnlyList<string>> ChangeAsync(Office office, IReadOnlyDictionary<string, WorkCalendar> calendars) => office.Database.WriteAsync((s, c) => office.Engine.ChangeCalendarsAsync(s, calendars, c));

    private static Task<DateTimeOffset> DueAsync(Office office, string node) => office.Database.ReadAsync(async (connection, c) =>
        (await connection.QueryAsync("SELECT due_at FROM timer WHERE element_id = @node", row => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), c, ("node", node))).Single());
}
