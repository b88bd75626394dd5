using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.CrashDriver;

/// <summary>One client: a new instance, its message, its first task, and the second task of whichever instance is ready.</summary>
internal sealed class Client(AkisDatabase database, ProcessEngine engine, ProcessQueries queries, TextWriter output)
{
    private static readonly Actor Worker = new("isci", new HashSet<string>(), IsAdministrator: true);

    public async Task GoOnceAsync()
    {
        var no = Guid.NewGuid().ToString("N");
        var started = await database.WriteAsync((session, cancel) => engine.StartAsync(session, new("crash", FeelContext.Of(("no", FeelValue.Of(no)))), Worker, cancel));
        if (started.Succeeded) await output.WriteLineAsync($"started {started.Value.Key}");
        var published = await database.WriteAsync((session, cancel) => engine.PublishMessageAsync(session, "geldi", no, FeelContext.Empty, no, TimeSpan.FromDays(1), Worker, cancel));
        if (published.Succeeded) await output.WriteLineAsync($"published {published.Value.Key}");
        foreach (var task in await queries.TasksOfAsync(started.Value.Key)) await CompleteAsync(task.Key);
        foreach (var task in await queries.SearchTasksAsync(null, 0, null, "second", 0, 5)) await CompleteAsync(task.Key);
    }

    private async Task CompleteAsync(long task)
    {
        var completed = await database.WriteAsync((session, cancel) => engine.CompleteTaskAsync(session, task, FeelContext.Empty, Worker, cancel));
        if (completed.Succeeded) await output.WriteLineAsync($"completed {task}");
    }
}
