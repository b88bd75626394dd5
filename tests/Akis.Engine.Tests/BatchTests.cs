using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine.Batches;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteBatchTests : BatchTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlBatchTests(PostgreSqlCluster cluster) : BatchTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>One thing done to many instances, in slices, that can be held and survives a restart; the same on both databases.</summary>
public abstract class BatchTests
{
    private static readonly Actor Lead = new("lider", new HashSet<string>(), IsAdministrator: true);

    private static readonly string TwoTasks = Process("q", """<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>""" + Flow("s a b e"));

    [Fact]
    public async Task A_batch_means_what_matched_when_it_began_and_goes_on_where_it_was_held()
    {
        await using var office = await OfficeAsync();
        for (var i = 0; i < 50; i++) await office.StartAsync("q");
        var batch = (await BeginAsync(office, BatchKind.CancelInstances, """{"processDefinitionId":"q"}""")).Value;
        (batch.Total, batch.State).ShouldBe((50, BatchState.Active));
        var later = await office.StartAsync("q");

        (await office.RunBatchesAsync(slices: 1)).ShouldBe(20);
        (await DoAsync(office, s => office.Repair.SuspendBatchAsync(s, batch.Key))).Problem.ShouldBeNull();
        (await office.RunBatchesAsync()).ShouldBe(0);
        var held = (await office.Batches.BatchAsync(batch.Key)).ShouldNotBeNull();
        (held.State, held.Done).ShouldBe((BatchState.Suspended, 20));
        (await DoAsync(office, s => office.Repair.ResumeBatchAsync(s, batch.Key))).Problem.ShouldBeNull();
        (await office.RunBatchesAsync()).ShouldBe(30);

        var done = (await office.Batches.BatchAsync(batch.Key)).ShouldNotBeNull();
        (done.State, done.Done, done.Failed).ShouldBe((BatchState.Completed, 50, 0));
        done.EndedAt.ShouldNotBeNull();
        (await office.Queries.SearchInstancesAsync("q", InstanceStatus.Active, null, null, 0, 100)).ShouldHaveSingleItem().Key.ShouldBe(later);
        (await office.Batches.ItemsAsync(batch.Key, BatchItemState.Completed, 0, 100)).Count.ShouldBe(50);
        (await DoAsync(office, s => office.Repair.CancelBatchAsync(s, batch.Key))).Problem.ShouldNotBeNull().Code.ShouldBe("batch.state");
    }

    [Fact]
    public async Task What_is_refused_for_one_says_why_and_undoes_nothing_of_the_others()
    {
        await using var office = await OfficeAsync();
        var (atA, atB) = (await office.StartAsync("q"), await office.StartAsync("q"));
        await office.CompleteAsync((await office.TaskAsync(atB, "a")).Key, Lead);
        var second = (await office.DeployAsync(("q.bpmn", Process("q", """<startEvent id="s"/><userTask id="c"/><userTask id="a"/><endEvent id="e"/>""" + Flow("s c a e"))))).Items[0].Key;
        var batch = (await BeginAsync(office, BatchKind.MigrateInstances, """{"processDefinitionId":"q"}""", new(second))).Value;
        await office.RunBatchesAsync();
        var done = (await office.Batches.BatchAsync(batch.Key)).ShouldNotBeNull();
        (done.State, done.Done, done.Failed).ShouldBe((BatchState.Completed, 1, 1));
        var failed = (await office.Batches.ItemsAsync(batch.Key, BatchItemState.Failed, 0, 10)).ShouldHaveSingleItem();
        (failed.InstanceKey, failed.Code).ShouldBe((atB, "migration.no-counterpart"));
        failed.Tr.ShouldNotBeNull().ShouldContain("'b'");
        (await office.Queries.InstanceAsync(atA)).ShouldNotBeNull().DefinitionKey.ShouldBe(second);
        foreach (var key in new[] { atA, atB }) await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task Tokens_of_many_instances_move_and_incidents_are_resolved()
    {
        await using var office = await OfficeAsync(("j.bpmn", Process("j", """<startEvent id="s"/><serviceTask id="w"><extensionElements><zeebe:taskDefinition type="iş"/></extensionElements></serviceTask><endEvent id="e"/>""" + Flow("s w e"))));
        for (var i = 0; i < 3; i++) await office.StartAsync("q");
        await BeginAsync(office, BatchKind.ModifyInstances, """{"processDefinitionId":"q","elementId":"a","elementInstanceState":"ACTIVE"}""", new(Elements: new Dictionary<string, string> { ["a"] = "b" }));
        for (var i = 0; i < 3; i++) await office.StartAsync("j");
        foreach (var job in await office.Database.WriteAsync((s, c) => office.Engine.ActivateJobsAsync(s, "iş", "işçi", 10, TimeSpan.FromMinutes(1), c)))
            await DoAsync(office, s => office.Engine.AnswerJobAsync(s, job.Key, new JobAnswer.Failed("olmadı", Retries: 0), Lead));
        await BeginAsync(office, BatchKind.ResolveIncidents, """{"processDefinitionId":"j","hasIncident":true}""");
        await office.RunBatchesAsync();
        (await office.Queries.SearchTasksAsync(null, 0, null, "b", 0, 10)).Count.ShouldBe(3);
        (await office.Queries.IncidentsAsync(null, true, 0, 10)).ShouldBeEmpty();
        (await office.Queries.JobsAsync(null, "iş", 0, 0, 10)).Count.ShouldBe(3);
        foreach (var instance in await office.Queries.SearchInstancesAsync(null, null, null, null, 0, 10)) await office.ShouldRebuildAsync(instance.Key);
    }

    [Fact]
    public async Task A_batch_needs_a_condition_and_something_that_matches_it()
    {
        await using var office = await OfficeAsync();
        await office.StartAsync("q");
        (await BeginAsync(office, BatchKind.CancelInstances, "{}")).Problem.ShouldNotBeNull().Code.ShouldBe("batch.no-filter");
        (await BeginAsync(office, BatchKind.CancelInstances, """{"süreç":"q"}""")).Problem.ShouldNotBeNull().Status.ShouldBe(400); // what is not understood might mean fewer
        (await BeginAsync(office, BatchKind.CancelInstances, """{"processDefinitionId":"yok"}""")).Problem.ShouldNotBeNull().Code.ShouldBe("batch.nothing");
        (await BeginAsync(office, BatchKind.MigrateInstances, """{"processDefinitionId":"q"}""", new(1))).Problem.ShouldNotBeNull().Code.ShouldBe("definition.unknown");
    }

    [Fact]
    public async Task The_history_of_ended_instances_is_deleted_with_all_that_hangs_on_it()
    {
        await using var office = await OfficeAsync(
            ("child.bpmn", Process("child", """<startEvent id="s"/><userTask id="t"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="uzman"/></extensionElements></userTask><endEvent id="e"/>""" + Flow("s t e"))),
            ("caller.bpmn", Process("caller", """<startEvent id="s"/><callActivity id="c"><extensionElements><zeebe:calledElement processId="child"/></extensionElements></callActivity><endEvent id="e"/>""" + Flow("s c e"))));
        var (ended, running) = (await office.StartAsync("caller"), await office.StartAsync("caller"));
        var task = (await office.TaskAsync((await office.Queries.CalledByAsync(ended))[0].Key, "t")).Key;
        await DoAsync(office, s => office.Engine.CommentTaskAsync(s, task, "bakıldı", Lead));
        await office.CompleteAsync(task, Lead);
        (await DoAsync(office, s => office.Repair.DeleteInstanceAsync(s, running))).Problem.ShouldNotBeNull().Code.ShouldBe("instance.active");
        (await BeginAsync(office, BatchKind.DeleteInstances, """{"processDefinitionId":"caller"}""")).Value.Total.ShouldBe(1);
        await office.RunBatchesAsync();
        (await office.Queries.SearchInstancesAsync(null, null, null, null, 0, 10)).Select(instance => instance.RootKey).Distinct().ShouldBe([running]);
        (await RowsAsync(office, running)).ShouldBe(0);
    }

    [Fact]
    public async Task History_is_kept_as_long_as_its_process_says()
    {
        await using var office = await OfficeAsync(("keep.bpmn", Process("keep", """<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>""" + Flow("s a e"))));
        (await DoAsync(office, s => office.Repair.KeepHistoryAsync(s, new Dictionary<string, string> { ["q"] = "beş yıl" }))).Problem.ShouldNotBeNull().Code.ShouldBe("retention.period");
        (await DoAsync(office, s => office.Repair.KeepHistoryAsync(s, new Dictionary<string, string> { ["q"] = "P1Y" }))).Problem.ShouldBeNull();

        // Ended long ago, ended just now though begun long ago, running, and of a process without a rule. Keys carry the real time of their start.
        var now = DateTimeOffset.UtcNow;
        office.Clock.SetUtcNow(now);
        var keys = new List<long>();
        for (var i = 0; i < 120; i++) keys.Add(await office.StartAsync("q"));
        var (late, running, other) = (await office.StartAsync("q"), await office.StartAsync("q"), await office.StartAsync("keep"));
        foreach (var key in keys.Append(other)) await DoAsync(office, s => office.Engine.CancelInstanceAsync(s, key, "", Lead));
        office.Clock.SetUtcNow(now + TimeSpan.FromDays(300));
        await DoAsync(office, s => office.Engine.CancelInstanceAsync(s, late, "", Lead));
        await office.TidyAsync();
        (await office.Queries.SearchInstancesAsync(null, null, null, null, 0, 500)).Count.ShouldBe(123);
        office.Clock.SetUtcNow(now + TimeSpan.FromDays(370));
        (await office.TidyAsync()).ShouldBe(120);
        (await office.Queries.SearchInstancesAsync(null, null, null, null, 0, 500)).Select(instance => instance.Key).ShouldBe([late, running, other]);
        foreach (var key in new[] { late, running, other }) await office.ShouldRebuildAsync(key);
        office.Clock.SetUtcNow(now + TimeSpan.FromDays(700));
        (await office.TidyAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_goes_on_after_a_restart()
    {
        var database = NewDatabase();
        await using var office = await OpenAsync(database);
        await office.DeployAsync(("q.bpmn", TwoTasks));
        for (var i = 0; i < 30; i++) await office.StartAsync("q");
        var batch = (await BeginAsync(office, BatchKind.CancelInstances, """{"processDefinitionId":"q"}""")).Value;
        await office.RunBatchesAsync(slices: 1);
        await using var again = await ReopenAsync(office, database);
        await again.RunBatchesAsync();
        var done = (await again.Batches.BatchAsync(batch.Key)).ShouldNotBeNull();
        (done.State, done.Done).ShouldBe((BatchState.Completed, 30));
    }

    protected abstract string? NewDatabase();

    private async Task<Office> OfficeAsync(params (string, string)[] more)
    {
        var office = await OpenAsync(NewDatabase());
        await office.DeployAsync([("q.bpmn", TwoTasks), .. more]);
        return office;
    }

    private static Task<Outcome> DoAsync(Office office, Func<WriteSession, Task<Outcome>> work) => office.Database.WriteAsync((s, _) => work(s));

    private static Task<Outcome<BatchView>> BeginAsync(Office office, BatchKind kind, string filter, BatchPlan? plan = null) =>
        office.Database.WriteAsync((s, c) => office.Repair.BeginBatchAsync(s, kind, JsonSerializer.Deserialize<JsonElement>(filter), plan ?? new(), Lead, c));

    // What is left of instances other than those of one tree.
    private static async Task<long> RowsAsync(Office office, long root)
    {
        var tables = new[] { "history_event", "element_instance", "user_task", "job", "incident", "decision_instance", "variable" };
        var sum = string.Join(" + ", tables.Select(table => $"(SELECT count(*) FROM {table} x WHERE x.instance_key NOT IN (SELECT key FROM process_instance WHERE root_key = @root))"));
        return (await office.Database.ReadAsync((connection, c) => connection.QueryAsync(
            $"SELECT {sum} + (SELECT count(*) FROM user_task_comment) + (SELECT count(*) FROM user_task_candidate n WHERE n.task_key NOT IN (SELECT key FROM user_task))", row => row.GetInt64(0), c, ("root", root))))[0];
    }
}
