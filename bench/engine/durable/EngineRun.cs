using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Bench.Durable;

/// <summary>The engine: start → user task → exclusive gateway → service task → parallel split, two nodes, join → end.</summary>
internal sealed class EngineRun : IProcessListener
{
    private const string Xml = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
          <process id="bench" isExecutable="true">
            <startEvent id="start"/>
            <userTask id="approve"><extensionElements><zeebe:assignmentDefinition candidateGroups="uzman"/></extensionElements></userTask>
            <exclusiveGateway id="decide" default="no"/>
            <serviceTask id="work"><extensionElements><zeebe:taskDefinition type="work"/></extensionElements></serviceTask>
            <parallelGateway id="fork"/><task id="a"/><task id="b"/><parallelGateway id="join"/><endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="approve"/><sequenceFlow id="f2" sourceRef="approve" targetRef="decide"/>
            <sequenceFlow id="yes" sourceRef="decide" targetRef="work"><conditionExpression>=approved and amount &lt; 1000</conditionExpression></sequenceFlow>
            <sequenceFlow id="no" sourceRef="decide" targetRef="end"/>
            <sequenceFlow id="f3" sourceRef="work" targetRef="fork"/>
            <sequenceFlow id="f4" sourceRef="fork" targetRef="a"/><sequenceFlow id="f5" sourceRef="fork" targetRef="b"/>
            <sequenceFlow id="f6" sourceRef="a" targetRef="join"/><sequenceFlow id="f7" sourceRef="b" targetRef="join"/>
            <sequenceFlow id="f8" sourceRef="join" targetRef="end"/>
          </process>
        </definitions>
        """;

    private static readonly Actor Expert = new("uzman1", new HashSet<string> { "uzman" });
    private static readonly FeelContext Started = FeelContext.Of(("requester", FeelValue.Of("ayse")), ("amount", FeelValue.Of(120L)), ("reason", FeelValue.Of("Uzaktan çalışma için erişim gerekiyor.")));
    private static readonly FeelContext Approved = FeelContext.Of(("approved", FeelValue.Of(true)));

    private readonly AkisDatabase _database;
    private readonly ProcessEngine _engine;
    private readonly AsyncLocal<StrongBox> _waiting = new();

    private EngineRun(AkisDatabase database)
    {
        _database = database;
        _engine = new ServiceCollection().AddLogging().AddSingleton(database).AddSingleton(new EngineSettings(TimeProvider.System)).AddSingleton<IProcessListener>(this)
            .AddAkisEngine(background: false).BuildServiceProvider().GetRequiredService<ProcessEngine>();
    }

    public static async Task<EngineRun> PrepareAsync(AkisDatabase database)
    {
        await Migrator.MigrateAsync(database, [EngineServices.Migrations]);
        await database.WriteAsync(async (session, cancel) =>
        {
            await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS bench_ticket (key bigint PRIMARY KEY, number text NOT NULL, subject text NOT NULL, state integer NOT NULL, changed_at bigint NOT NULL)", cancel);
            return Outcome.Done;
        });
        var run = new EngineRun(database);
        Check((await database.WriteAsync((session, cancel) => run._engine.DeployAsync(session, [new("bench.bpmn", Xml)], cancel))).Problem);
        return run;
    }

    /// <summary>One instance from start to end; its key.</summary>
    public async Task<long> OnceAsync(bool ticket)
    {
        var box = new StrongBox();
        var started = await _database.WriteAsync(async (session, cancel) =>
        {
            _waiting.Value = box; // the work runs on the writer's flow, and so does the listener
            var outcome = await _engine.StartAsync(session, new("bench", Started), Expert, cancel);
            if (ticket) await Ticket.OpenAsync(session, outcome.Value.Key, cancel);
            return outcome;
        });
        Check(started.Problem);
        Check((await _database.WriteAsync(async (session, cancel) =>
        {
            _waiting.Value = box;
            if (ticket) await Ticket.ChangeAsync(session, started.Value.Key, 1, cancel);
            return await _engine.CompleteTaskAsync(session, box.Key, Approved, Expert, cancel);
        })).Problem);
        Check((await _database.WriteAsync(async (session, cancel) =>
        {
            if (ticket) await Ticket.ChangeAsync(session, started.Value.Key, 2, cancel);
            return await _engine.AnswerJobAsync(session, box.Key, new JobAnswer.Completed(FeelContext.Empty), Expert, cancel);
        })).Problem);
        return started.Value.Key;
    }

    /// <summary>An instance that goes on waiting for its user task; its key.</summary>
    public async Task<long> StartOnlyAsync()
    {
        var started = await _database.WriteAsync((session, cancel) =>
        {
            _waiting.Value = new();
            return _engine.StartAsync(session, new("bench", Started), Expert, cancel);
        });
        Check(started.Problem);
        return started.Value.Key;
    }

    /// <inheritdoc />
    public ValueTask OnTransitionAsync(WriteSession session, InstanceTransition transition, CancellationToken cancel)
    {
        foreach (var happened in transition.Events)
        {
            if (happened is TaskCreated task) _waiting.Value!.Key = task.TaskKey; // set by the caller
            else if (happened is JobCreated job) _waiting.Value!.Key = job.JobKey;
        }

        return ValueTask.CompletedTask;
    }

    private static void Check(Problem? problem)
    {
        if (problem is not null) throw new InvalidOperationException(problem.En);
    }

    private sealed class StrongBox
    {
        public long Key { get; set; }
    }
}
