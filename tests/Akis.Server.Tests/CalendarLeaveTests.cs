using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Calendars;
using Akis.Handbook.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Akis.Server.Tests;

/// <summary>Leave that an administrator enters counts when the head approves it, and moves what waits.</summary>
public sealed class CalendarLeaveTests : IAsyncLifetime
{
    private static readonly Actor Administrator = new("yonetici", new HashSet<string> { "yonetici" });
    private static readonly Actor Head = new("baskan", new HashSet<string> { "baskan" });

    // The twenty-first example of the specification: 20 January 2027, closed for snow after 14:00, entered on the next day.
    private static readonly CalendarLeave Snow = new(LeaveKind.Disaster, new(2027, 1, 20), new(2027, 1, 20), 14 * 60, CalendarLeave.WholeDay, new HashSet<string>());

    private readonly string _data = Directory.CreateTempSubdirectory("akis-leave-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 20, 11, 0, 0, TimeSpan.FromHours(3)));
    private ServiceProvider _services = null!; // made before each test
    private CalendarLeaves _leaves = null!; // made before each test

    private AkisDatabase Database => _services.GetRequiredService<AkisDatabase>();

    private EngineSettings Settings => _services.GetRequiredService<EngineSettings>();

    public async ValueTask InitializeAsync()
    {
        var processes = Scenarios.ScenarioTests.Processes;
        _services = new ServiceCollection().AddLogging().AddSingleton(AkisDatabase.Open(_data, null, _clock)).AddSingleton(new EngineSettings(_clock) { Calendars = CalendarReader.Read(processes) }).AddAkisEngine(background: false).BuildServiceProvider();
        await Migrator.MigrateAsync(Database, [EngineServices.Migrations, RequestServices.Migrations]);
        _leaves = new(Database, _services.GetRequiredService<ProcessEngine>(), Settings, [], processes);
        await Database.WriteAsync((s, c) => _services.GetRequiredService<ProcessEngine>().ChangeCalendarsAsync(s, Settings.Calendars, c));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Leave_counts_from_the_heads_approval_on_and_what_waits_moves_with_it()
    {
        var timer = await WaitingAsync();
        (await DueAsync(timer)).ShouldBe(At("2027-01-21 11:00"));
        _clock.Advance(TimeSpan.FromHours(22)); // the letter comes on the next morning
        var effect = await _leaves.EffectAsync(Snow, TestContext.Current.CancellationToken);
        (effect.Timers, effect.IsRetroactive).ShouldBe((1, true));
        effect.Calendars.ShouldContain("T1");
        effect.Calendars.ShouldNotContain("T2");

        var entered = await EnterAsync(Administrator);
        entered.Problem.ShouldBeNull();
        await RecomputeAsync();
        (await DueAsync(timer)).ShouldBe(At("2027-01-21 11:00"), "it waits for the head");
        (await _leaves.ApproveAsync(entered.Value, Administrator, TestContext.Current.CancellationToken)).Problem.ShouldNotBeNull().Code.ShouldBe("calendar.not-yours");
        (await _leaves.ApproveAsync(entered.Value, Head, TestContext.Current.CancellationToken)).Problem.ShouldBeNull();
        (await _leaves.ApproveAsync(entered.Value, Head, TestContext.Current.CancellationToken)).Problem.ShouldNotBeNull().Code.ShouldBe("calendar.unknown");
        await RecomputeAsync();
        (await DueAsync(timer)).ShouldBe(At("2027-01-21 15:30"));

        (await _leaves.RemoveAsync(entered.Value, Head, TestContext.Current.CancellationToken)).Problem.ShouldBeNull();
        await RecomputeAsync();
        (await DueAsync(timer)).ShouldBe(At("2027-01-21 11:00"), "what is taken back moves back");
        var entry = (await _leaves.ListAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (entry.EnteredBy, entry.ApprovedBy, entry.RemovedBy).ShouldBe(("yonetici", "baskan", "baskan"));
    }

    [Fact]
    public async Task Nobody_approves_what_he_has_entered_himself()
    {
        var both = new Actor("baskan", new HashSet<string> { "yonetici", "baskan" });
        var entered = await EnterAsync(both);
        (await _leaves.ApproveAsync(entered.Value, both, TestContext.Current.CancellationToken)).Problem.ShouldNotBeNull();
        (await EnterAsync(Head)).Problem.ShouldNotBeNull().Code.ShouldBe("calendar.not-yours");
    }

    private Task<Outcome<long>> EnterAsync(Actor by) => _leaves.EnterAsync(Snow, "Valilik kararı", "2027/15", new DateOnly(2027, 1, 20), by, TestContext.Current.CancellationToken);

    private async Task<long> WaitingAsync()
    {
        const string Model = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:akis="http://akis.demouni.example/schema/1.0/bpmn"><process id="p" isExecutable="true">
              <startEvent id="s"/><intermediateCatchEvent id="w"><timerEventDefinition akis:calendar="T1"><timeDuration>PT8H</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>
              <sequenceFlow id="f" sourceRef="s" targetRef="w"/><sequenceFlow id="g" sourceRef="w" targetRef="e"/></process></definitions>
            """;
        var engine = _services.GetRequiredService<ProcessEngine>();
        (await Database.WriteAsync((s, c) => engine.DeployAsync(s, [new("p.bpmn", Model)], c))).Problem.ShouldBeNull();
        var started = await Database.WriteAsync((s, c) => engine.StartAsync(s, new("p", FeelContext.Empty), Actor.System, c));
        return started.Value.Key;
    }

    private async Task RecomputeAsync() => await _services.GetRequiredService<Akis.Engine.Runtime.CalendarChanges>().RecomputeAsync(TestContext.Current.CancellationToken);

    private async Task<DateTimeOffset> DueAsync(long instance) =>
        (await Database.ReadAsync((connection, token) => connection.QueryAsync("SELECT due_at FROM timer WHERE instance_key = @key", row => row.Instant(0)!.Value, token, ("key", instance)))).Single();

    private static DateTimeOffset At(string local) => new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(3));
}
