using Akis.Engine.Batches;
using Akis.Engine.Database;
using Akis.Engine.History;
using Akis.Engine.Repair;
using Akis.Engine.Runtime;
using Akis.Engine.Search;
using Akis.Engine.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Engine;

/// <summary>Registers the engine.</summary>
public static class EngineServices
{
    /// <summary>The engine's migrations.</summary>
    public static MigrationSet Migrations { get; } = new("engine", typeof(EngineServices).Assembly);

    /// <summary>Adds the engine on an <see cref="AkisDatabase"/> and <see cref="EngineSettings"/> that are registered already. Timers and jobs run only where <paramref name="background"/> is true.</summary>
    public static IServiceCollection AddAkisEngine(this IServiceCollection services, bool background = true)
    {
        services.AddSingleton<LiveUpdates>();
        services.AddSingleton<Definitions>();
        services.AddSingleton<IJobHandler, Continuation>();
        services.AddSingleton(s => new CommandRoad(s.GetRequiredService<Definitions>(), s.GetRequiredService<EngineSettings>(), s.GetServices<IProcessListener>(), s.GetRequiredService<LiveUpdates>(), s.GetServices<HostFunction>(), s.GetService<IOwnStart>()));
        services.AddSingleton(s => new ProcessEngine(s.GetRequiredService<CommandRoad>(), s.GetRequiredService<Definitions>(), s.GetRequiredService<EngineSettings>(), s.GetService<ITaskPeople>()));
        services.AddSingleton(s => new ProcessQueries(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<Definitions>(), s.GetRequiredService<EngineSettings>()));
        services.AddSingleton(s => new ProcessSearches(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<Definitions>()));
        services.AddSingleton(s => new TimerClock(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<ProcessEngine>(), s.GetRequiredService<EngineSettings>(), s.GetRequiredService<LiveUpdates>(), s.GetRequiredService<ILogger<TimerClock>>()));
        services.AddSingleton(s => new JobRunner(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<ProcessEngine>(), s.GetServices<IJobHandler>(), s.GetRequiredService<EngineSettings>(), s.GetRequiredService<LiveUpdates>(), s.GetRequiredService<ILogger<JobRunner>>()));
        services.AddSingleton(s => new CalendarChanges(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<ProcessEngine>(), s.GetRequiredService<EngineSettings>(), s.GetRequiredService<ILogger<CalendarChanges>>()));
        services.AddSingleton(s => new JobPolling(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<ProcessEngine>(), s.GetRequiredService<LiveUpdates>(), s.GetRequiredService<EngineSettings>()));
        services.AddSingleton(s => new Housekeeping(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<EngineSettings>(), s.GetServices<IHistoryListener>(), s.GetRequiredService<ILogger<Housekeeping>>()));
        services.AddSingleton(s => new ProcessRepair(s.GetRequiredService<CommandRoad>(), s.GetRequiredService<Definitions>(), s.GetRequiredService<EngineSettings>(), s.GetServices<IHistoryListener>()));
        services.AddSingleton(s => new BatchRunner(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<ProcessEngine>(), s.GetRequiredService<ProcessRepair>(), s.GetRequiredService<ILogger<BatchRunner>>()));
        services.AddSingleton(s => new BatchQueries(s.GetRequiredService<AkisDatabase>()));
        services.AddSingleton(s => new DecisionEvaluation(s.GetRequiredService<Definitions>(), s.GetRequiredService<EngineSettings>()));
        services.AddSingleton(s => new DecisionQueries(s.GetRequiredService<AkisDatabase>()));
        if (!background) return services;
        services.AddSingleton<IHostedService>(s => new NodeNews(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<LiveUpdates>(), s.GetRequiredService<ILogger<NodeNews>>()));
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<Housekeeping>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<BatchRunner>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<CalendarChanges>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<TimerClock>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<JobRunner>());
        return services;
    }
}
