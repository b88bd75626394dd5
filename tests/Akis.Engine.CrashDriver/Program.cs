using Akis.Engine;
using Akis.Engine.CrashDriver;
using Akis.Engine.Database;
using Akis.Engine.Repair;
using Akis.Engine.Runtime;
using Akis.Feel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Works until it is killed: eight clients start instances, publish messages, complete tasks and jobs and migrate in batches while timers and jobs run. A line on
// standard output for every command that was acknowledged. Arguments: data folder, PostgreSQL connection string or "-".
await using var database = AkisDatabase.Open(args[0], args[1] == "-" ? null : args[1], TimeProvider.System);
await Migrator.MigrateAsync(database, [EngineServices.Migrations]);
await database.WriteAsync(async (session, cancel) =>
{
    await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS crash_effect (job_key bigint NOT NULL)", cancel);
    return Outcome.Done;
});

await using var services = new ServiceCollection()
    .AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Critical))
    .AddSingleton(database).AddSingleton(new EngineSettings(TimeProvider.System)).AddSingleton<IJobHandler, EffectHandler>()
    .AddAkisEngine().BuildServiceProvider();
foreach (var service in services.GetServices<IHostedService>()) await service.StartAsync(default);

var engine = services.GetRequiredService<ProcessEngine>();
foreach (var version in new[] { CrashProcess.Xml, CrashProcess.Renamed })
{
    var deployed = await database.WriteAsync((session, cancel) => engine.DeployAsync(session, [new("crash.bpmn", version)], cancel));
    if (deployed.Problem is { } refused) throw new InvalidOperationException(refused.En);
}

await using var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
{
    var client = new Client(database, engine, services.GetRequiredService<ProcessRepair>(), services.GetRequiredService<ProcessQueries>(), output);
    for (var turn = 0; ; turn++)
    {
        if (number == 0 && turn % 4 == 0) await client.MigrateAsync();
        await client.GoOnceAsync();
    }
})));
