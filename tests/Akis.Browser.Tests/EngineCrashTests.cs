using System.Collections.Concurrent;
using Akis.Engine.Tests;

namespace Akis.Browser.Tests;

/// <summary>They take the whole machine: pages are not tested beside them.</summary>
[CollectionDefinition(nameof(EngineCrashTests), DisableParallelization = true)]
public sealed class EngineCrashCollection;

[Collection(nameof(EngineCrashTests))]
public sealed class SqliteEngineCrashTests : EngineCrashTests
{
    [Fact]
    public Task The_server_on_SQLite_keeps_its_word_when_it_is_killed() => KillAsync(null, 2);
}

[Collection(nameof(EngineCrashTests))]
public sealed class PostgreSqlEngineCrashTests(PostgreSqlCluster cluster) : EngineCrashTests, IClassFixture<PostgreSqlCluster>
{
    [Fact]
    public Task The_server_on_PostgreSQL_keeps_its_word_when_it_is_killed() => KillAsync(cluster.NewDatabase(), 1);
}

/// <summary>
/// The real server is killed at random moments while eight programs work over HTTP, and started again: what was acknowledged is there, nothing twice, nothing stuck.
/// <c>AKIS_CRASH_ROUNDS</c> makes it longer (<c>bench/engine/crash.sh</c>).
/// </summary>
public abstract class EngineCrashTests
{
    private static readonly object Ours = new { processDefinitionId = "sunucu-olumu" };

    protected static async Task KillAsync(string? database, int otherwise)
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("AKIS_CRASH_ROUNDS"), out var set) ? set : otherwise;
        await using var akis = new AkisProcess(database);
        await akis.StartAsync();
        var token = (await akis.CommandAsync("token", "create", "--user", "yonetici")).Trim();
        using var client = new EngineCrashClient(akis.Address, token);
        await client.DeployAsync();
        var acknowledged = new ConcurrentQueue<string>();
        for (var round = 0; round < rounds; round++)
        {
            if (round > 0) await akis.StartAsync();
            await WorkAndKillAsync(akis, token, acknowledged);
        }

        await akis.StartAsync();
        await CheckAsync(client, acknowledged, rounds);
        await FinishAsync(client);
    }

    private static async Task WorkAndKillAsync(AkisProcess akis, string token, ConcurrentQueue<string> acknowledged)
    {
        // Killed after a random number of answers and a moment more: how much was done does not depend on how busy the machine is.
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = Random.Shared.Next(10, 80);
        var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var client = new EngineCrashClient(akis.Address, token);
            await client.WorkAsync(command =>
            {
                acknowledged.Enqueue(command);
                if (Interlocked.Decrement(ref left) <= 0) enough.TrySetResult();
            });
        })).ToList();
        await Task.WhenAny([enough.Task, .. clients]);
        await Task.Delay(Random.Shared.Next(0, 20));
        await akis.KillAsync();
        await Task.WhenAll(clients);
        enough.Task.IsCompleted.ShouldBeTrue("the server must not end by itself");
    }

    private static async Task CheckAsync(EngineCrashClient client, ConcurrentQueue<string> acknowledged, int rounds)
    {
        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(10 * rounds);
        acknowledged.ShouldBeUnique();
        Acknowledged("started").ShouldBeSubsetOf(Texts(await client.SearchAsync("process-instances", Ours), "processInstanceKey"));
        Acknowledged("completed").ShouldBeSubsetOf(Texts(await client.SearchAsync("user-tasks", new { processDefinitionId = "sunucu-olumu", state = "COMPLETED" }), "userTaskKey"));
        Acknowledged("worked").ShouldBeSubsetOf(Texts(await client.SearchAsync("jobs", new { processDefinitionId = "sunucu-olumu", state = "COMPLETED" }), "jobKey"));
        Acknowledged("published").ShouldBeSubsetOf(Texts(await client.SearchAsync("correlated-message-subscriptions", Ours), "correlationKey"));

        IEnumerable<string> Acknowledged(string what) => acknowledged.Where(line => line.StartsWith(what + " ", StringComparison.Ordinal)).Select(line => line[(what.Length + 1)..]);
    }

    // Everything that waits is given what it waits for; then each instance has ended, and each of its steps was done once.
    private static async Task FinishAsync(EngineCrashClient client)
    {
        foreach (var variable in await client.SearchAsync("variables", new { name = "no" })) await client.PublishAsync(((string)variable["value"]!).Trim('"'));
        for (var turn = 0; (await client.SearchAsync("process-instances", new { processDefinitionId = "sunucu-olumu", state = "ACTIVE" }, 1)).Count > 0; turn++)
        {
            turn.ShouldBeLessThan(600, "an instance is stuck");
            await client.WorkJobsAsync(100);
            foreach (var task in await client.TasksAsync(new { processDefinitionId = "sunucu-olumu", state = "CREATED" }, 100)) await client.CompleteAsync(task);
            await Task.Delay(100); // leases of workers that died end, timers fire
        }

        var instances = await client.SearchAsync("process-instances", Ours);
        instances.ShouldAllBe(instance => (string)instance["state"]! == "COMPLETED");
        (await client.SearchAsync("incidents", Ours)).ShouldBeEmpty();
        var steps = (await client.SearchAsync("element-instances", Ours)).Select(step => $"{step["processInstanceKey"]} {step["elementId"]}").ToList();
        steps.Where(step => !step.EndsWith(" join", StringComparison.Ordinal)).ShouldBeUnique();
        foreach (var element in new[] { "first", "job", "timer", "message", "second", "e" }) steps.Count(step => step.EndsWith($" {element}", StringComparison.Ordinal)).ShouldBe(instances.Count);
        Texts(await client.SearchAsync("jobs", Ours), "elementInstanceKey").ShouldBeUnique();
    }

    private static List<string> Texts(IEnumerable<System.Text.Json.Nodes.JsonObject> items, string field) => [.. items.Select(item => (string)item[field]!)];
}
