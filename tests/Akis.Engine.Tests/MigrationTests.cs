using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Repair;
using Akis.Engine.Runtime;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteMigrationTests : MigrationTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlMigrationTests(PostgreSqlCluster cluster) : MigrationTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>Running instances go on with another version with everything that waits in them; ended ones are taken up again; the same on both databases.</summary>
public abstract class MigrationTests
{
    private const string Message = """<message id="m" name="geldi"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>""";

    private static readonly Actor Lead = new("lider", new HashSet<string>(), IsAdministrator: true);

    private static readonly string First = Busy("task", "İncele", "job", "timer", "msg");

    private static readonly string Second = Busy("inceleme", "Başvuruyu incele", "iş", "süre", "ileti");

    private static readonly Dictionary<string, string> Renamed = new() { ["task"] = "inceleme", ["job"] = "iş", ["timer"] = "süre", ["msg"] = "ileti" };

    [Fact]
    public async Task Everything_that_waits_goes_on_under_its_keys_and_the_names_of_the_new_version()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", First));
        var key = await office.StartAsync("p", "ayşe", ("no", FeelValue.Of("7")));
        var (task, job) = ((await office.TaskAsync(key, "task")).Key, (await office.Queries.JobsAsync(key, null, 0, 0, 1)).Single().Key);
        var second = (await office.DeployAsync(("p.bpmn", Second))).Items[0].Key;

        (await MigrateAsync(office, key, second, [])).Problem.ShouldNotBeNull().Code.ShouldBe("migration.no-counterpart");
        await office.ShouldRebuildAsync(key);
        (await MigrateAsync(office, key, second, Renamed)).Problem.ShouldBeNull();

        var view = (await office.Queries.TaskAsync(task)).ShouldNotBeNull();
        (view.ElementId, view.Name, view.DefinitionKey, view.State).ShouldBe(("inceleme", "Başvuruyu incele", second, 0));
        (await office.Queries.InstanceAsync(key)).ShouldNotBeNull().DefinitionKey.ShouldBe(second);
        (await office.Queries.PathAsync(key)).Where(step => step.State == 0).Select(step => step.ElementId).Order(StringComparer.Ordinal).ShouldBe(["ileti", "inceleme", "iş", "süre"]);
        await office.ShouldRebuildAsync(key);

        (await office.CompleteAsync(task, Lead)).Problem.ShouldBeNull();
        (await DoAsync(office, s => office.Engine.AnswerJobAsync(s, job, new JobAnswer.Completed(FeelContext.Empty), Lead))).Problem.ShouldBeNull();
        (await office.Database.WriteAsync((s, c) => office.Engine.CorrelateMessageAsync(s, "geldi", "7", FeelContext.Empty, Lead, cancel: c))).Problem.ShouldBeNull();
        await office.PassAsync(TimeSpan.FromHours(1));
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_migration_says_before_what_it_would_meet()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", First));
        var key = await office.StartAsync("p", "ayşe", ("no", FeelValue.Of("7")));
        var second = (await office.DeployAsync(("p.bpmn", Second))).Items[0].Key;
        var findings = (await office.Database.WriteAsync((s, c) => office.Repair.CheckMigrationAsync(s, key, second, new Dictionary<string, string> { ["task"] = "iş" }, c))).Value;
        findings.Where(finding => finding.Refuses).Select(finding => $"{finding.ElementId} {finding.Code}").ShouldContain("task migration.kind");
        findings.ShouldAllBe(finding => finding.Tr.Length > 0 && finding.En.Length > 0);
        (await office.Database.WriteAsync((s, c) => office.Repair.CheckMigrationAsync(s, key, 1, Renamed, c))).Problem.ShouldNotBeNull().Code.ShouldBe("definition.unknown");
    }

    [Fact]
    public async Task What_a_suspended_instance_begins_to_wait_for_is_held_too()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("q.bpmn", Process("q", """<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>""" + Flow("s a e"))));
        var key = await office.StartAsync("q");
        var second = (await office.DeployAsync(("q.bpmn", Process("q", """
            <startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e"/><endEvent id="late"/>
            """ + Flow("s a e") + Flow("b late"))))).Items[0].Key;
        await DoAsync(office, s => office.Engine.SuspendInstanceAsync(s, key, "bakım", Lead));
        (await MigrateAsync(office, key, second, [])).Problem.ShouldBeNull();
        await office.PassAsync(TimeSpan.FromHours(2));
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Active);
        await DoAsync(office, s => office.Engine.ResumeInstanceAsync(s, key, Lead));
        await office.PassAsync(TimeSpan.Zero);
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_called_instance_returns_to_a_caller_that_was_migrated()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("child.bpmn", Process("child", """<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e"))), ("caller.bpmn", Caller("c")));
        var key = await office.StartAsync("caller");
        var child = (await office.Queries.CalledByAsync(key)).ShouldHaveSingleItem().Key;
        var second = (await office.DeployAsync(("caller.bpmn", Caller("d")))).Items[0].Key;
        (await MigrateAsync(office, key, second, new() { ["c"] = "d" })).Problem.ShouldBeNull();
        await office.CompleteAsync((await office.TaskAsync(child, "t")).Key, Lead);
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
        (await office.Queries.PathAsync(key)).ShouldContain(step => step.ElementId == "d" && step.State == 1);

        static string Caller(string id) => Process("caller", $"""<startEvent id="s"/><callActivity id="{id}"><extensionElements><zeebe:calledElement processId="child"/></extensionElements></callActivity><endEvent id="e"/>""" + Flow($"s {id} e"));
    }

    [Fact]
    public async Task Of_two_who_repair_what_they_saw_at_the_same_time_one_is_told_that_it_has_changed()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("q.bpmn", Process("q", """<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>""" + Flow("s a b e"))));
        for (var round = 0; round < 10; round++)
        {
            var key = await office.StartAsync("q");
            var (seen, task) = ((await office.Queries.InstanceAsync(key))!.Revision, (await office.Queries.PathAsync(key)).Single(step => step.ElementId == "a").Key); // the test started it
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => office.Database.WriteAsync(async (s, c) =>
                await office.Repair.RequireRevisionAsync(s, key, seen, c) is { Problem: { } changed } ? changed : await office.Engine.ModifyInstanceAsync(s, key, new ModifyInstance([new("b", null, [])], [task]), Lead, c)))));
            outcomes.Count(outcome => outcome.Succeeded).ShouldBe(1);
            outcomes.Where(outcome => !outcome.Succeeded).ShouldAllBe(outcome => outcome.Problem!.Code == "instance.changed");
            (await office.Queries.TasksOfAsync(key)).Count(open => open.State == 0).ShouldBe(1);
        }
    }

    [Fact]
    public async Task An_ended_instance_is_taken_up_again_with_its_first_or_its_last_variables()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("q.bpmn", Process("q", """<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>""" + Flow("s a b e"))));
        var key = await office.StartAsync("q", "ayşe", ("x", FeelValue.Of(1L)));
        (await RestartAsync(office, new(key, [], false))).Problem.ShouldNotBeNull().Code.ShouldBe("restart.active");
        await office.CompleteAsync((await office.TaskAsync(key, "a")).Key, Lead, ("x", FeelValue.Of(2L)));
        (await DoAsync(office, s => office.Engine.CancelInstanceAsync(s, key, "yanlış", Lead))).Problem.ShouldBeNull();

        var anew = (await RestartAsync(office, new(key, [], WithLastVariables: false))).Value.Key;
        (await office.Queries.VariablesAsync(anew)).Get("x").ShouldBe(FeelValue.Of(1L));
        (await office.TaskAsync(anew, "a")).State.ShouldBe(0);
        var on = (await RestartAsync(office, new(key, ["b"], WithLastVariables: true))).Value.Key;
        (await office.Queries.VariablesAsync(on)).Get("x").ShouldBe(FeelValue.Of(2L));
        (await office.TaskAsync(on, "b")).State.ShouldBe(0);
        (await office.Queries.HistoryAsync(on))[0].Event.ShouldBeOfType<InstanceStarted>().RestartOf.ShouldBe(key);
        (await RestartAsync(office, new(key, ["yok"], true))).Problem.ShouldNotBeNull().Code.ShouldBe("modify.unknown-element");
        foreach (var instance in new[] { key, anew, on }) await office.ShouldRebuildAsync(instance);
    }

    protected abstract string? NewDatabase();

    private static string Busy(string task, string name, string job, string timer, string message) => Process("p", $"""
        <startEvent id="s"/><parallelGateway id="f"/><userTask id="{task}" name="{name}"/>
        <serviceTask id="{job}"><extensionElements><zeebe:taskDefinition type="iş"/></extensionElements></serviceTask>
        <intermediateCatchEvent id="{timer}"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <intermediateCatchEvent id="{message}"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="e"/>
        """ + Flow($"s f {task} e") + Flow($"f {job} e") + Flow($"f {timer} e") + Flow($"f {message} e"), Message);

    private static Task<Outcome> DoAsync(Office office, Func<WriteSession, Task<Outcome>> work) => office.Database.WriteAsync((s, _) => work(s));

    private static Task<Outcome> MigrateAsync(Office office, long key, long target, Dictionary<string, string> elements) => DoAsync(office, s => office.Repair.MigrateInstanceAsync(s, key, target, elements, Lead));

    private static Task<Outcome<StartedInstance>> RestartAsync(Office office, RestartInstance restart) => office.Database.WriteAsync((s, c) => office.Repair.RestartInstanceAsync(s, restart, Lead, c));
}
