using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteRandomWorkTests : RandomWorkTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlRandomWorkTests(PostgreSqlCluster cluster) : RandomWorkTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>Clients that do anything, at once, on few instances; afterwards state, history and rows say the same. <c>AKIS_RANDOM_SEED</c> repeats a run's choices.</summary>
public abstract class RandomWorkTests
{
    private const string Message = """<message id="m" name="geldi"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>""";

    private static readonly Actor Admin = new("y", new HashSet<string>(), IsAdministrator: true);

    private static readonly string Parent = Process("parent", """
        <startEvent id="s"/><parallelGateway id="f"/>
        <userTask id="a"/><boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent><userTask id="remind"/><endEvent id="e2"/>
        <callActivity id="c"><extensionElements><zeebe:calledElement processId="child" propagateAllChildVariables="true"/></extensionElements></callActivity>
        <intermediateCatchEvent id="msg"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <parallelGateway id="j"/><userTask id="z"/><endEvent id="e"/>
        """ + Flow("s f a j z e") + Flow("f c j") + Flow("f msg j") + Flow("late remind e2"), Message);

    private static readonly string Child = Process("child", """
        <startEvent id="s"/><serviceTask id="job"><extensionElements><zeebe:taskDefinition type="iş" retries="2"/></extensionElements></serviceTask>
        <boundaryEvent id="broken" attachedToRef="job"><errorEventDefinition/></boundaryEvent><userTask id="mend"/><endEvent id="e"/><endEvent id="e2"/>
        """ + Flow("s job e") + Flow("broken mend e2"));

    [Fact]
    public async Task Whatever_clients_do_at_once_state_history_and_rows_agree()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("AKIS_RANDOM_SEED"), out var given) ? given : Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("AKIS_RANDOM_SEED={0}", seed);
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("child.bpmn", Child), ("parent.bpmn", Parent));
        await office.DeployAsync(("parent.bpmn", Parent.Replace("<userTask id=\"a\"/>", "<userTask id=\"a\" name=\"İlk adım\"/>", StringComparison.Ordinal)));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(client => Task.Run(() => ClientAsync(office, new Random(seed + client)))));

        var instances = await office.Queries.SearchInstancesAsync(null, null, null, null, 0, int.MaxValue);
        instances.Count.ShouldBeGreaterThan(10);
        foreach (var instance in instances)
        {
            await office.ShouldRebuildAsync(instance.Key);
            await ShouldProjectAsync(office, instance.Key);
        }
    }

    protected abstract string? NewDatabase();

    private static async Task ClientAsync(Office office, Random random)
    {
        for (var step = 0; step < 60; step++)
        {
            var tasks = await office.Queries.SearchTasksAsync(null, 0, null, null, 0, 20);
            var task = tasks.Count == 0 ? 0 : tasks[random.Next(tasks.Count)].Key;
            var jobs = await office.Queries.JobsAsync(null, "iş", 0, 0, 10);
            var job = jobs.Count == 0 ? 0 : jobs[random.Next(jobs.Count)].Key;
            var living = await office.Queries.SearchInstancesAsync("parent", InstanceStatus.Active, null, null, 0, 20);
            var instance = living.Count == 0 ? 0 : living[random.Next(living.Count)].Key;
            var versions = await office.Queries.DefinitionsAsync("parent", newestOnly: false);
            var choice = random.Next(100);
            await office.Database.WriteAsync<Outcome>(async (s, c) => choice switch
            {
                < 12 => new((await office.Engine.StartAsync(s, new("parent", FeelContext.Of(("no", FeelValue.Of($"{random.Next(3)}")))), Admin, c)).Problem),
                < 40 => await office.Engine.CompleteTaskAsync(s, task, FeelContext.Of(("n", FeelValue.Of(step))), Admin, c),
                < 50 => await office.Engine.AssignTaskAsync(s, task, random.Next(2) == 0 ? "ali" : null, Admin, c),
                < 57 => await office.Engine.AnswerJobAsync(s, job, new JobAnswer.Completed(FeelContext.Empty), Admin, c),
                < 61 => await office.Engine.AnswerJobAsync(s, job, new JobAnswer.Failed("olmadı"), Admin, c),
                < 64 => await office.Engine.AnswerJobAsync(s, job, new JobAnswer.Error("HATA", null, FeelContext.Empty), Admin, c),
                < 67 => await office.Engine.SuspendInstanceAsync(s, instance, "deneme", Admin, c),
                < 72 => await office.Engine.ResumeInstanceAsync(s, instance, Admin, c),
                < 77 => await office.Repair.MigrateInstanceAsync(s, instance, versions[random.Next(versions.Count)].Key, new Dictionary<string, string>(), Admin, c),
                < 92 => new((await office.Engine.PublishMessageAsync(s, "geldi", $"{random.Next(3)}", FeelContext.Empty, null, TimeSpan.FromMinutes(1), Admin, c)).Problem),
                < 95 => tasks.Count == 0 ? Outcome.Done : await office.Engine.CancelInstanceAsync(s, tasks[0].InstanceKey, "deneme", Admin, c),
                _ => Outcome.Done,
            });
            if (choice >= 95) await office.PassAsync(TimeSpan.FromMinutes(40));
        }
    }

    // What is open, told by the history alone, is what the tables say.
    private static async Task ShouldProjectAsync(Office office, long instance)
    {
        var (tasks, jobs, timers, messages, incidents, elements) = (new SortedSet<long>(), new SortedSet<long>(), new SortedSet<long>(), new SortedSet<long>(), new SortedSet<long>(), new SortedSet<long>());
        foreach (var happened in (await office.Queries.HistoryAsync(instance)).Select(entry => entry.Event))
        {
            _ = happened switch
            {
                TaskCreated e => tasks.Add(e.TaskKey),
                TaskCompleted e => tasks.Remove(e.TaskKey),
                TaskCancelled e => tasks.Remove(e.TaskKey),
                JobCreated e => jobs.Add(e.JobKey),
                JobCompleted e => jobs.Remove(e.JobKey),
                JobCancelled e => jobs.Remove(e.JobKey),
                TimerSet e => timers.Add(e.TimerKey),
                TimerFired e => timers.Remove(e.TimerKey),
                TimerCancelled e => timers.Remove(e.TimerKey),
                SubscriptionOpened e => messages.Add(e.SubscriptionKey),
                MessageCorrelated { StaysOpen: false } e => messages.Remove(e.SubscriptionKey),
                SubscriptionClosed e => messages.Remove(e.SubscriptionKey),
                IncidentRaised e => incidents.Add(e.IncidentKey),
                IncidentResolved e => incidents.Remove(e.IncidentKey),
                ElementActivated e => elements.Add(e.Key),
                ElementCompleted e => elements.Remove(e.Key),
                ElementCancelled e => elements.Remove(e.Key),
                _ => false,
            };
        }

        (await KeysAsync("user_task", "state = 0")).ShouldBe(tasks);
        (await KeysAsync("job", "state IN (0, 3)")).ShouldBe(jobs);
        (await KeysAsync("timer", "1 = 1")).ShouldBe(timers);
        (await KeysAsync("message_subscription", "1 = 1")).ShouldBe(messages);
        (await KeysAsync("incident", "resolved_at IS NULL")).ShouldBe(incidents);
        (await KeysAsync("element_instance", "state = 0")).ShouldBe(elements);

        Task<List<long>> KeysAsync(string table, string condition) => office.Database.ReadAsync((connection, c) =>
            connection.QueryAsync($"SELECT key FROM {table} WHERE instance_key = @key AND {condition} ORDER BY key", row => row.GetInt64(0), c, ("key", instance)));
    }
}
