using System.Diagnostics;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Bench.Durable;

/// <summary>Many timers that are due at once, as after downtime.</summary>
internal static class TimersRun
{
    private const string Xml = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
          <process id="timers" isExecutable="true">
            <startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
          </process>
        </definitions>
        """;

    /// <summary>Timers fired in a second.</summary>
    public static async Task<double> MeasureAsync(string folder, string? postgres, int count)
    {
        var clock = new ShiftedClock();
        await using var database = AkisDatabase.Open(folder, postgres, clock);
        await Migrator.MigrateAsync(database, [EngineServices.Migrations]);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(database).AddSingleton(new EngineSettings(clock)).AddAkisEngine(background: false).BuildServiceProvider();
        var engine = services.GetRequiredService<ProcessEngine>();
        await database.WriteAsync((session, cancel) => engine.DeployAsync(session, [new("timers.bpmn", Xml)], cancel));
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, stop) =>
            await database.WriteAsync((session, cancel) => engine.StartAsync(session, new("timers", FeelContext.Empty), Actor.System, cancel), stop));
        clock.Shift = TimeSpan.FromHours(2);
        var watch = Stopwatch.StartNew();
        var fired = await services.GetRequiredService<TimerClock>().FireDueAsync();
        return fired == count ? fired / watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"{fired} of {count} timers fired.");
    }

    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Shift;
    }
}
