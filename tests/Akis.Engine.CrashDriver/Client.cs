using System.Text.Json;
using Akis.Engine.Batches;
using Akis.Engine.Database;
using Akis.Engine.Repair;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Engine.CrashDriver;

/// <summary>One client: a new instance, its message, jobs as a worker outside, its first task, and the second task of whichever instance is ready.</summary>
internal sealed class Client(AkisDatabase database, ProcessEngine engine, ProcessRepair repair, ProcessQueries queries, TextWriter output)
{
    private static readonly JsonElement Running = JsonSerializer.Deserialize<JsonElement>("""{"processDefinitionId":"crash"}""");
    private static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(100); // ends before the next start, so what a killed worker held is taken again

    private static readonly Actor Worker = new("isci", new HashSet<string>(), IsAdministrator: true);

    public async Task GoOnceAsync()
    {
        var no = Guid.NewGuid().ToString("N");
        var started = await database.WriteAsync((session, cancel) => engine.StartAsync(session, new("crash", FeelContext.Of(("no", FeelValue.Of(no)))), Worker, cancel));
        if (started.Succeeded) await output.WriteLineAsync($"started {started.Value.Key}");
        var published = await database.WriteAsync((session, cancel) => engine.PublishMessageAsync(session, "geldi", no, FeelContext.Empty, no, TimeSpan.FromDays(1), Worker, cancel));
        if (published.Succeeded) await output.WriteLineAsync($"published {published.Value.Key}");
        await WorkAsync();
        foreach (var task in await queries.TasksOfAsync(started.Value.Key)) await CompleteAsync(task.Key);
        foreach (var task in await queries.SearchTasksAsync(null, 0, null, "second", 0, 5)) await CompleteAsync(task.Key);
    }

    /// <summary>Moves everything that runs to the older or the newer version, in the background; by one client, since all is moved by one batch.</summary>
    public async Task MigrateAsync()
    {
        var definitions = await queries.DefinitionsAsync("crash", newestOnly: false);
        var target = definitions[Random.Shared.Next(definitions.Count)].Key;
        var begun = await database.WriteAsync((session, cancel) => repair.BeginBatchAsync(session, BatchKind.MigrateInstances, Running, new(target), Worker, cancel));
        if (begun.Succeeded) await output.WriteLineAsync($"batch {begun.Value.Key}");
    }

    private async Task WorkAsync()
    {
        foreach (var job in await database.WriteAsync((session, cancel) => engine.ActivateJobsAsync(session, "dışarı", "işçi", 5, Lease, cancel)))
        {
            var done = await database.WriteAsync((session, cancel) => engine.AnswerJobAsync(session, job.Key, new JobAnswer.Completed(FeelContext.Empty), Worker, cancel));
            if (done.Succeeded) await output.WriteLineAsync($"worked {job.Key}");
        }
    }

    private async Task CompleteAsync(long task)
    {
        var completed = await database.WriteAsync((session, cancel) => engine.CompleteTaskAsync(session, task, FeelContext.Empty, Worker, cancel));
        if (completed.Succeeded) await output.WriteLineAsync($"completed {task}");
    }
}
