using System.Diagnostics;
using Akis.Bpmn.Stepping;
using Akis.Engine.CrashDriver;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Engine.Tests;

public sealed class SqliteCrashTests : CrashTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlCrashTests(PostgreSqlCluster cluster) : CrashTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>A program with eight clients is killed at random moments and started again; <c>AKIS_CRASH_ROUNDS</c> and <c>AKIS_CRASH_SEED</c> make it longer or the same.</summary>
public abstract class CrashTests
{
    private const string Driver = "crash-driver";

    private static readonly Actor Anybody = new("y", new HashSet<string>(), IsAdministrator: true);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_happens_twice_when_the_program_is_killed()
    {
        var seed = Setting("AKIS_CRASH_SEED", Environment.TickCount);
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage("AKIS_CRASH_SEED={0}", seed);
        var postgres = NewDatabase();
        await using var office = await Office.OpenAsync(postgres, services => services.AddSingleton<IJobHandler, EffectHandler>());
        var acknowledged = new List<string>();
        var rounds = Setting("AKIS_CRASH_ROUNDS", 20);
        for (var round = 0; round < rounds; round++)
        {
            acknowledged.AddRange(await RunAndKillAsync(office.Folder, postgres is null ? null : $"{postgres};Application Name={Driver}", random));
            if (postgres is not null) await SettleAsync(office);
        }

        var instances = await AllInstancesAsync(office);
        var events = new List<HistoryEvent>();
        foreach (var instance in instances)
        {
            await office.ShouldRebuildAsync(instance.Key);
            events.AddRange((await office.Queries.HistoryAsync(instance.Key)).Select(entry => entry.Event));
        }

        // Every acknowledged command is there, and none twice.
        Acknowledged("started").ShouldBeSubsetOf(instances.Select(instance => instance.Key));
        var completed = events.OfType<TaskCompleted>().Select(done => done.TaskKey).ToList();
        completed.ShouldBeUnique();
        Acknowledged("completed").ShouldBeSubsetOf(completed);
        Acknowledged("completed").ShouldBeUnique();
        var jobs = events.OfType<JobCompleted>().Select(done => done.JobKey).ToList();
        jobs.ShouldBeUnique();
        Acknowledged("worked").ShouldBeSubsetOf(jobs);
        Acknowledged("worked").ShouldBeUnique();
        Acknowledged("published").ShouldBeSubsetOf(await KeysAsync(office, "SELECT key FROM message WHERE correlated"));
        var effects = await KeysAsync(office, "SELECT job_key FROM crash_effect");
        effects.ShouldBeUnique();
        effects.Order().ShouldBe(await KeysAsync(office, "SELECT key FROM job WHERE type = 'etki' AND state = 1 ORDER BY key"));

        // Batches that were acknowledged go on to their end, each item once.
        await office.RunBatchesAsync();
        Acknowledged("batch").ShouldBeSubsetOf(await KeysAsync(office, "SELECT key FROM batch_operation WHERE state = 2 AND done + failed = total"));
        (await KeysAsync(office, "SELECT item_key FROM batch_operation_item WHERE state = 0")).ShouldBeEmpty();

        // No instance is stuck: what is open can be finished.
        office.Clock.Advance((DateTimeOffset.UtcNow - office.Clock.GetUtcNow()).Duration() + TimeSpan.FromHours(1));
        await PublishMissingAsync(office, instances);
        await office.PassAsync(TimeSpan.FromMinutes(1));
        while (await office.Database.WriteAsync((s, c) => office.Engine.ActivateJobsAsync(s, "dışarı", "işçi", 100, TimeSpan.FromMinutes(1), c)) is { Count: > 0 } left)
        {
            foreach (var job in left) (await office.Database.WriteAsync((s, c) => office.Engine.AnswerJobAsync(s, job.Key, new JobAnswer.Completed(Akis.Feel.FeelContext.Empty), Anybody, c))).Problem.ShouldBeNull();
        }

        for (var turn = 0; turn < 2; turn++)
        {
            foreach (var task in await office.Queries.SearchTasksAsync(null, 0, null, null, 0, int.MaxValue)) (await office.CompleteAsync(task.Key, Anybody)).Problem.ShouldBeNull();
        }

        (await AllInstancesAsync(office)).ShouldAllBe(instance => instance.Status == InstanceStatus.Completed);
        foreach (var instance in instances) await office.ShouldRebuildAsync(instance.Key);
        (await KeysAsync(office, "SELECT key FROM timer UNION ALL SELECT key FROM message_subscription UNION ALL SELECT key FROM job WHERE state = 0")).ShouldBeEmpty();
        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(5 * rounds);
        TestContext.Current.SendDiagnosticMessage("{0} acknowledged commands, {1} instances", acknowledged.Count, instances.Count);

        List<long> Acknowledged(string what) => [.. acknowledged.Where(line => line.StartsWith(what + " ", StringComparison.Ordinal)).Select(line => long.Parse(line[(what.Length + 1)..], null))];
    }

    protected abstract string? NewDatabase();

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var set) ? set : otherwise;

    private static async Task<List<string>> RunAndKillAsync(string folder, string? postgres, Random random)
    {
        var driver = Path.Combine(AppContext.BaseDirectory, "Akis.Engine.CrashDriver.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [driver, folder, postgres ?? "-"]) { RedirectStandardOutput = true })!; // a new process is started
        var lines = new List<string>();

        // Killed after a random number of answers and a moment more: how much was done does not depend on how busy the machine is.
        for (var answers = random.Next(5, 60); lines.Count < answers && await process.StandardOutput.ReadLineAsync() is { } line;) lines.Add(line);
        var reading = process.StandardOutput.ReadToEndAsync();
        await Task.Delay(random.Next(0, 20));
        process.Kill(); // SIGKILL
        var rest = await reading;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(137, "the driver must not end by itself");

        // What follows the last line break was cut off by the kill.
        lines.AddRange(rest.Split('\n')[..^1]);
        return lines;
    }

    // The program is dead, but the database server still does what it had received: a commit on its way is done after the kill, and locks last until then.
    private static async Task SettleAsync(Office office)
    {
        while ((await KeysAsync(office, $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{Driver}' AND datname = current_database()"))[0] > 0) await Task.Delay(10);
    }

    private static async Task<List<InstanceView>> AllInstancesAsync(Office office) => await office.Queries.SearchInstancesAsync(null, null, null, null, 0, int.MaxValue);

    private static Task<List<long>> KeysAsync(Office office, string sql) => office.Database.ReadAsync((connection, cancel) => connection.QueryAsync(sql, row => row.GetInt64(0), cancel));

    // Clients that were killed between start and message left instances that rightly wait for it.
    private static async Task PublishMissingAsync(Office office, IEnumerable<InstanceView> instances)
    {
        foreach (var instance in instances.Where(instance => instance.Status == InstanceStatus.Active))
        {
            var no = (await office.Queries.VariablesAsync(instance.Key)).Get("no").AsString() ?? "";
            var outcome = await office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, "geldi", no, Akis.Feel.FeelContext.Empty, no, TimeSpan.Zero, Anybody, c));
            if (outcome.Problem is { } problem) problem.Code.ShouldBe("message.repeated");
        }
    }
}
