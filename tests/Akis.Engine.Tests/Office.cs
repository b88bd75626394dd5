using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Batches;
using Akis.Engine.Database;
using Akis.Engine.History;
using Akis.Engine.Repair;
using Akis.Engine.Runtime;
using Akis.Engine.Search;
using Akis.Feel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Akis.Engine.Tests;

/// <summary>An engine on a fresh database with a clock of its own; timers and jobs run when the test says so.</summary>
internal sealed class Office : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private readonly bool _ownsFolder;

    private Office(string? postgres, Action<IServiceCollection>? configure, bool background, string? folder = null)
    {
        (Folder, _ownsFolder) = (folder ?? Directory.CreateTempSubdirectory("akis-engine-").FullName, folder is null);
        Clock.SetUtcNow(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));
        var services = new ServiceCollection().AddLogging().AddSingleton(AkisDatabase.Open(Folder, postgres, background ? TimeProvider.System : Clock)).AddSingleton(new EngineSettings(background ? TimeProvider.System : Clock));
        configure?.Invoke(services);
        _services = services.AddAkisEngine(background).BuildServiceProvider();
    }

    public string Folder { get; }

    public FakeTimeProvider Clock { get; } = new();

    public AkisDatabase Database => _services.GetRequiredService<AkisDatabase>();

    public ProcessEngine Engine => _services.GetRequiredService<ProcessEngine>();

    public ProcessQueries Queries => _services.GetRequiredService<ProcessQueries>();

    public ProcessSearches Searches => _services.GetRequiredService<ProcessSearches>();

    public ProcessRepair Repair => _services.GetRequiredService<ProcessRepair>();

    public BatchQueries Batches => _services.GetRequiredService<BatchQueries>();

    public DecisionQueries Decisions => _services.GetRequiredService<DecisionQueries>();

    public JobPolling Polling => _services.GetRequiredService<JobPolling>();

    public LiveUpdates Live => _services.GetRequiredService<LiveUpdates>();

    public static async Task<Office> OpenAsync(string? postgres, Action<IServiceCollection>? configure = null)
    {
        var office = new Office(postgres, configure, background: false);
        await Migrator.MigrateAsync(office.Database, [EngineServices.Migrations]);
        return office;
    }

    /// <summary>A node whose timers and jobs run by themselves, by the real clock.</summary>
    public static async Task<Office> OpenNodeAsync(string? postgres, Action<IServiceCollection>? configure = null)
    {
        var node = new Office(postgres, configure, background: true);
        await Migrator.MigrateAsync(node.Database, [EngineServices.Migrations]);
        foreach (var service in node._services.GetServices<IHostedService>()) await service.StartAsync(default);
        return node;
    }

    public static Actor Person(string name, params string[] groups) => new(name, groups.ToHashSet());

    public static string Process(string id, string body, string definitions = "") => $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
          {definitions}<process id="{id}" name="{id}" isExecutable="true">{body}</process>
        </definitions>
        """;

    public static string Flow(string line)
    {
        var ids = line.Split(' ');
        return string.Concat(ids.Zip(ids.Skip(1), (from, to) => $"""<sequenceFlow id="{from}_{to}" sourceRef="{from}" targetRef="{to}"/>"""));
    }

    public async Task<Deployment> DeployAsync(params (string Name, string Content)[] resources)
    {
        var outcome = await Database.WriteAsync((s, c) => Engine.DeployAsync(s, [.. resources.Select(r => new DeploymentResource(r.Name, r.Content))], c));
        outcome.Problem.ShouldBeNull();
        return outcome.Value;
    }

    public async Task<long> StartAsync(string process, string by = "ayşe", params (string, FeelValue)[] variables)
    {
        var outcome = await Database.WriteAsync((s, c) => Engine.StartAsync(s, new(process, FeelContext.Of(variables)), Person(by), c));
        outcome.Problem.ShouldBeNull();
        return outcome.Value.Key;
    }

    public async Task<TaskView> TaskAsync(long instance, string element) => (await Queries.TasksOfAsync(instance)).Last(task => task.ElementId == element && task.State == 0);

    public Task<Outcome> CompleteAsync(long task, Actor actor, params (string, FeelValue)[] variables) =>
        Database.WriteAsync((s, c) => Engine.CompleteTaskAsync(s, task, FeelContext.Of(variables), actor, c));

    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await _services.GetRequiredService<TimerClock>().FireDueAsync();
        await RunJobsAsync();
    }

    public Task<int> RecomputeAsync() => _services.GetRequiredService<CalendarChanges>().RecomputeAsync();

    public Task<int> RunJobsAsync() => _services.GetRequiredService<JobRunner>().RunDueAsync();

    public Task<int> RunBatchesAsync(int slices = int.MaxValue) => _services.GetRequiredService<BatchRunner>().RunDueAsync(slices);

    public Task<int> TidyAsync() => _services.GetRequiredService<Housekeeping>().TidyAsync();

    public async Task<InstanceStatus> StatusAsync(long instance) => (await Queries.InstanceAsync(instance))!.Status; // the test started it

    /// <summary>What is stored follows from the history alone.</summary>
    public async Task ShouldRebuildAsync(long instance)
    {
        var events = (await Queries.HistoryAsync(instance)).Select(entry => entry.Event).ToList();
        var graphs = new Dictionary<long, ProcessGraph>();
        foreach (var migrated in events.OfType<InstanceMigrated>())
        {
            foreach (var key in new[] { migrated.FromDefinitionKey, migrated.ToDefinitionKey }) graphs[key] = (await Queries.GraphAsync(key)).ShouldNotBeNull();
        }

        var first = events.OfType<InstanceMigrated>().FirstOrDefault() is { } moved ? graphs[moved.FromDefinitionKey] : (await Queries.GraphOfAsync(instance)).ShouldNotBeNull();
        var rebuilt = InstanceState.Rebuild(first, events, key => graphs[key]);
        var stored = await Database.ReadAsync((connection, c) => connection.QueryAsync("SELECT state FROM process_instance WHERE key = @key", row => row.GetFieldValue<byte[]>(0), c, ("key", instance)));
        StateJson.Write(rebuilt).ShouldBe(stored[0]);
    }

    /// <summary>The program ends and starts again on the same data; the folder goes with the first of the two.</summary>
    public static async Task<Office> ReopenAsync(Office ended, string? postgres)
    {
        await ended.Database.DisposeAsync();
        var office = new Office(postgres, null, background: false, ended.Folder);
        await Migrator.MigrateAsync(office.Database, [EngineServices.Migrations]);
        return office;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StopAsync(default);
        await _services.DisposeAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
