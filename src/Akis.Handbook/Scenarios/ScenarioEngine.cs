using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Feel.Calendars;
using Akis.Handbook.Checks;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Handbook.Scenarios;

/// <summary>The real engine on a database of its own, with a clock that the scenario turns and workers that answer as the scenario says.</summary>
internal sealed class ScenarioEngine : IAsyncDisposable
{
    private const int MostTurns = 2_000;

    private readonly string _folder;
    private readonly ServiceProvider _services;
    private readonly IReadOnlyDictionary<string, JobContract> _jobs;
    private readonly RehearsalMemory _memory = new();

    private ScenarioEngine(string folder, IReadOnlyDictionary<string, JobContract> jobs, DateTimeOffset start, FeelContext organisation, IReadOnlyDictionary<string, WorkCalendar> calendars)
    {
        (_folder, _jobs) = (folder, jobs);
        Clock = new(start);
        Calendars = calendars;
        var services = new ServiceCollection().AddLogging();
        foreach (var name in OrganisationNames.All) services.AddSingleton(new HostFunction(name, (_, asked) => organisation.Get(name) is var answer && answer.AsContext() is { } answers ? answers.Get(asked) : answer));
        _services = services
            .AddSingleton(AkisDatabase.Open(_folder, null, Clock))
            .AddSingleton(new EngineSettings(Clock) { Calendars = calendars })
            .AddAkisEngine(background: false).BuildServiceProvider();
    }

    public VirtualClock Clock { get; }

    public IReadOnlyDictionary<string, WorkCalendar> Calendars { get; }

    public AkisDatabase Database => _services.GetRequiredService<AkisDatabase>();

    public ProcessEngine Engine => _services.GetRequiredService<ProcessEngine>();

    public ProcessQueries Queries => _services.GetRequiredService<ProcessQueries>();

    public FeelEnvironment Feel => new() { Clock = Clock, Calendars = Calendars };

    /// <summary>Opens one on a copy of what is deployed.</summary>
    public static async Task<ScenarioEngine> OpenAsync(ScenarioGround ground, IReadOnlyDictionary<string, JobContract> jobs, DateTimeOffset start, FeelContext organisation, CancellationToken cancel)
    {
        var engine = new ScenarioEngine(await ground.CopyAsync(start, cancel), jobs, start, organisation, ground.Calendars);
        await Migrator.MigrateAsync(engine.Database, [EngineServices.Migrations], cancel); // nothing is left to do but to take keys of its own
        return engine;
    }

    /// <summary>Deploys models into a new database in a folder.</summary>
    public static async Task DeployAsync(string folder, IReadOnlyList<DeploymentResource> resources, DateTimeOffset start, IReadOnlyDictionary<string, WorkCalendar> calendars, CancellationToken cancel)
    {
        var engine = new ScenarioEngine(folder, new Dictionary<string, JobContract>(), start, FeelContext.Empty, calendars);
        await using var services = engine._services;
        await Migrator.MigrateAsync(engine.Database, [EngineServices.Migrations], cancel);
        var deployed = await engine.Database.WriteAsync((session, token) => engine.Engine.DeployAsync(session, resources, token), cancel);
        if (deployed.Problem is { } problem) throw new ScenarioFailed("deploy", "a model that can run", problem.En);
    }

    /// <summary>Answers all jobs that wait.</summary>
    public async Task RunJobsAsync(Scenario scenario, Dictionary<string, int> answered, CancellationToken cancel)
    {
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var types = await Database.ReadAsync((connection, token) => connection.QueryAsync("SELECT DISTINCT type FROM job WHERE state = 0 AND due_at <= @now ORDER BY type", row => row.GetString(0), token, ("now", Clock.GetUtcNow())), cancel);
            if (types.Count == 0) return;
            await Database.WriteAsync(async (session, token) =>
            {
                foreach (var job in await Engine.ActivateJobsAsync(session, types[0], "scenario", 1, TimeSpan.FromHours(1), token))
                {
                    var outcome = await Engine.AnswerJobAsync(session, job.Key, Answer(scenario, answered, job), Actor.System, token);
                    if (outcome.Problem is { } problem) throw new ScenarioFailed($"job {job.Type}", "an answer that the engine takes", problem.En);
                }

                return true;
            }, cancel);
        }

        throw new ScenarioFailed("jobs", "an end", $"still jobs after {MostTurns} turns");
    }

    /// <summary>Lets time pass, timer by timer in due order.</summary>
    public async Task MoveToAsync(DateTimeOffset target, Scenario scenario, Dictionary<string, int> answered, CancellationToken cancel)
    {
        var timers = _services.GetRequiredService<TimerClock>();
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (await timers.NextDueAsync(cancel) is not { } due || due > target)
            {
                Clock.MoveTo(target);
                return;
            }

            Clock.MoveTo(due);
            await timers.FireDueAsync(cancel);
            await RunJobsAsync(scenario, answered, cancel);
        }

        throw new ScenarioFailed("time", $"to reach {target:O}", $"still timers at {Clock.GetUtcNow():O} after {MostTurns} turns");
    }

    /// <summary>An instance and everything that it calls, at any depth.</summary>
    public async Task<IReadOnlyList<InstanceView>> TreeAsync(long root, CancellationToken cancel)
    {
        var tree = new List<InstanceView>();
        var open = new Queue<long>([root]);
        while (open.TryDequeue(out var key))
        {
            if (await Queries.InstanceAsync(key, cancel) is not { } instance) continue;
            tree.Add(instance);
            foreach (var called in await Queries.CalledByAsync(key, cancel)) open.Enqueue(called.Key);
        }

        return tree;
    }

    /// <summary>What a tree of instances waits at: leaves only, no sub-processes.</summary>
    public async Task<IReadOnlyList<(long InstanceKey, ElementView Element)>> WaitingAsync(long root, CancellationToken cancel)
    {
        var waiting = new List<(long, ElementView)>();
        foreach (var instance in await TreeAsync(root, cancel))
        {
            if (instance.Status != InstanceStatus.Active) continue;
            waiting.AddRange((await Queries.PathAsync(instance.Key, cancel)).Where(element => element.State == 0 && element.Kind is not (NodeKind.Process or NodeKind.SubProcess or NodeKind.EventSubProcess)).Select(element => (instance.Key, element)));
        }

        return waiting;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    // Several answers are given one after the other; the last one stays.
    private JobAnswer Answer(Scenario scenario, Dictionary<string, int> answered, ActivatedJob job)
    {
        if (!scenario.Jobs.TryGetValue(job.Type, out var answers)) return new JobAnswer.Completed(Rehearse(job, null));
        var count = answered.GetValueOrDefault(job.Type);
        answered[job.Type] = count + 1;
        var answer = answers[Math.Min(count, answers.Count - 1)];
        var variables = FeelContext.Of(answer.Variables.Select(entry => (entry.Key, entry.Value.AsString() is ['=', .. var expression] ? FeelExpression.Parse(expression, job.Variables.Keys).Evaluate(job.Variables, Feel).Value : entry.Value)));
        return answer.Fails ? new JobAnswer.Failed(answer.Message ?? "") : answer.ErrorCode is { } code ? new JobAnswer.Error(code, answer.Message, variables) : new JobAnswer.Completed(Rehearse(job, variables));
    }

    // What the connector itself would refuse, no scenario may have it take.
    private FeelContext Rehearse(ActivatedJob job, FeelContext? scripted)
    {
        if (_jobs.GetValueOrDefault(job.Type)?.Rehearsal is not { } rehearsal) return scripted ?? FeelContext.Empty;
        var rehearsed = rehearsal(_memory, job, scripted);
        return rehearsed.Refusal is { } refusal ? throw new ScenarioFailed($"{job.Type} of '{job.ElementId}' in {job.ProcessId}", "what the connector takes and gives", refusal) : rehearsed.Answer;
    }
}
