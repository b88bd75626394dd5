using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Microsoft.Extensions.DependencyInjection;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteEngineTests : EngineTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlEngineTests(PostgreSqlCluster cluster) : EngineTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>What users of the engine rely on; the same on both databases.</summary>
public abstract class EngineTests
{
    private static readonly Actor Expert = Person("uzman", "uzman-ag");

    private static readonly string Approval = Process("onay", """
        <startEvent id="s"/><userTask id="t" name="Onayla"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="uzman-ag"/>
        <zeebe:properties><zeebe:property name="akis:segregation" value="requester"/></zeebe:properties></extensionElements></userTask>
        <boundaryEvent id="b" attachedToRef="t"><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition></boundaryEvent>
        <serviceTask id="j"><extensionElements><zeebe:taskDefinition type="iş"/></extensionElements></serviceTask><endEvent id="e"/><endEvent id="late"/>
        """ + Flow("s t j e") + Flow("b late"));

    [Fact]
    public async Task An_instance_runs_from_start_to_end_and_its_history_rebuilds_its_state()
    {
        await using var office = await OpenAsync(NewDatabase(), services => services.AddSingleton<IJobHandler>(new Handler("iş", false, _ => new JobAnswer.Completed(FeelContext.Of(("sonuç", FeelValue.Of("tamam")))))));
        await office.DeployAsync(("onay.bpmn", Approval));
        var key = await office.StartAsync("onay");
        (await office.Queries.TasksForAsync(Expert)).ShouldHaveSingleItem().Name.ShouldBe("Onayla");
        (await office.CompleteAsync((await office.TaskAsync(key, "t")).Key, Expert)).Problem.ShouldBeNull();
        await office.ShouldRebuildAsync(key);
        (await office.RunJobsAsync()).ShouldBe(1);
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
        (await office.Queries.VariablesAsync(key)).Get("sonuç").ShouldBe(FeelValue.Of("tamam"));
        (await office.Queries.PathAsync(key)).Select(step => (step.ElementId, step.State)).ShouldBe([("s", 1), ("t", 1), ("j", 1), ("e", 1)]);
        (await office.Queries.FlowsTakenAsync(key)).ShouldBe(["s_t", "t_j", "j_e"]);
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task Deploying_the_same_again_makes_no_new_version_and_running_instances_stay_on_theirs()
    {
        await using var office = await OpenAsync(NewDatabase());
        var first = (await office.DeployAsync(("onay.bpmn", Approval))).Items.Single();
        var key = await office.StartAsync("onay");
        (await office.DeployAsync(("onay.bpmn", Approval))).Items.Single().Version.ShouldBe(1);
        (await office.DeployAsync(("onay.bpmn", Approval.Replace("Onayla", "Karar ver", StringComparison.Ordinal)))).Items.Single().Version.ShouldBe(2);
        (await office.Queries.InstanceAsync(key)).ShouldNotBeNull().DefinitionKey.ShouldBe(first.Key);
    }

    [Fact]
    public async Task A_set_with_one_bad_file_deploys_nothing()
    {
        await using var office = await OpenAsync(NewDatabase());
        var outcome = await office.Database.WriteAsync((s, c) => office.Engine.DeployAsync(s, [new("iyi.bpmn", Approval), new("kötü.bpmn", "<a/>")], c));
        outcome.Problem.ShouldNotBeNull().Tr.ShouldContain("kötü.bpmn");
        (await office.Queries.DefinitionsAsync(null, false)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_a_candidate_may_work_on_a_task_and_never_on_an_own_request()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        var key = await office.StartAsync("onay", "uzman", ("requester", FeelValue.Of("uzman")));
        var task = (await office.TaskAsync(key, "t")).Key;
        (await office.CompleteAsync(task, Person("öğrenci", "ogrenci"))).Problem.ShouldNotBeNull().Code.ShouldBe("task.not-a-candidate");
        (await office.CompleteAsync(task, Expert)).Problem.ShouldNotBeNull().Code.ShouldBe("task.segregation");
        var colleague = Person("uzman2", "uzman-ag");
        (await office.Database.WriteAsync((s, c) => office.Engine.AssignTaskAsync(s, task, "uzman2", colleague, c))).Problem.ShouldBeNull();
        (await office.CompleteAsync(task, Person("uzman3", "uzman-ag"))).Problem.ShouldNotBeNull().Code.ShouldBe("task.not-yours");
        (await office.CompleteAsync(task, colleague)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Two_who_complete_one_task_at_once_get_one_completion()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        for (var round = 0; round < 20; round++)
        {
            var task = (await office.TaskAsync(await office.StartAsync("onay"), "t")).Key;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => office.CompleteAsync(task, Expert))));
            outcomes.Count(outcome => outcome.Succeeded).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Branches_that_complete_at_once_join_once()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """<startEvent id="s"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/><userTask id="c"/><parallelGateway id="j"/><userTask id="z"/><endEvent id="e"/>""" + Flow("s f a j z e") + Flow("f b j") + Flow("f c j"))));
        for (var round = 0; round < 20; round++)
        {
            var key = await office.StartAsync("p");
            var tasks = await office.Queries.TasksOfAsync(key);
            var admin = new Actor("y", new HashSet<string>(), true);
            await Task.WhenAll(tasks.Select(task => Task.Run(async () => (await office.CompleteAsync(task.Key, admin)).Problem.ShouldBeNull())));
            (await office.Queries.TasksOfAsync(key)).Count(task => task.ElementId == "z").ShouldBe(1);
            await office.ShouldRebuildAsync(key);
        }
    }

    [Fact]
    public async Task Timers_fire_when_due_and_are_gone_with_their_host()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        var (late, early) = (await office.StartAsync("onay"), await office.StartAsync("onay"));
        await office.CompleteAsync((await office.TaskAsync(early, "t")).Key, Expert);
        await office.PassAsync(TimeSpan.FromDays(3));
        (await office.StatusAsync(late)).ShouldBe(InstanceStatus.Completed);
        (await office.Queries.PathAsync(late))[^1].ElementId.ShouldBe("late");
        (await office.Queries.PathAsync(early))[^1].ElementId.ShouldBe("j");
    }

    [Fact]
    public async Task A_caller_waits_for_what_it_calls_and_cancels_it_with_itself()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("a.bpmn", Process("a", """<startEvent id="s"/><callActivity id="c"><extensionElements><zeebe:calledElement processId="b" propagateAllChildVariables="true"/></extensionElements></callActivity><endEvent id="e"/>""" + Flow("s c e"))),
            ("b.bpmn", Process("b", """<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e"))));
        var admin = new Actor("y", new HashSet<string>(), true);
        var key = await office.StartAsync("a", "ayşe", ("x", FeelValue.Of(1L)));
        var child = (await office.Queries.CalledByAsync(key)).ShouldHaveSingleItem();
        (await office.Queries.VariablesAsync(child.Key)).Get("x").ShouldBe(FeelValue.Of(1L));
        await office.CompleteAsync((await office.TaskAsync(child.Key, "t")).Key, admin, ("y", FeelValue.Of(2L)));
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
        (await office.Queries.VariablesAsync(key)).Get("y").ShouldBe(FeelValue.Of(2L));

        var second = await office.StartAsync("a");
        var called = (await office.Queries.CalledByAsync(second)).Single().Key;
        (await office.Database.WriteAsync((s, c) => office.Engine.CancelInstanceAsync(s, called, "olmaz", admin, c))).Problem.ShouldNotBeNull().Code.ShouldBe("instance.is-called");
        await office.Database.WriteAsync((s, c) => office.Engine.CancelInstanceAsync(s, second, "gerek kalmadı", admin, c));
        (await office.Queries.CalledByAsync(second)).Single().Status.ShouldBe(InstanceStatus.Cancelled);
    }

    [Fact]
    public async Task A_call_of_an_unknown_process_is_an_incident_that_deployment_and_a_new_try_mend()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("a.bpmn", Process("a", """<startEvent id="s"/><callActivity id="c"><extensionElements><zeebe:calledElement processId="yok"/></extensionElements></callActivity><endEvent id="e"/>""" + Flow("s c e"))));
        var key = await office.StartAsync("a");
        var incident = (await office.Queries.IncidentsAsync(key, true, 0, 10)).ShouldHaveSingleItem();
        incident.Tr.ShouldContain("yok");
        await office.DeployAsync(("yok.bpmn", Process("yok", """<startEvent id="s"/><endEvent id="e"/>""" + Flow("s e"))));
        (await office.Database.WriteAsync((s, c) => office.Engine.ResolveIncidentAsync(s, incident.Key, Actor.System, c))).Problem.ShouldBeNull();
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
    }

    [Fact]
    public async Task A_message_reaches_who_waits_is_kept_for_who_comes_later_and_is_taken_once()
    {
        const string message = """<message id="msg" name="geldi"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>""";
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("m.bpmn", Process("m", """<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="msg"/></intermediateCatchEvent><endEvent id="e"/>""" + Flow("s c e"), message)));
        var waiting = await office.StartAsync("m", "ayşe", ("no", FeelValue.Of("7")));
        (await Publish("7", "bir")).Value.InstanceKeys.ShouldBe([waiting]);
        (await office.StatusAsync(waiting)).ShouldBe(InstanceStatus.Completed);
        (await Publish("7", "bir")).Problem.ShouldNotBeNull().Code.ShouldBe("message.repeated");

        (await Publish("8", "iki")).Value.InstanceKeys.ShouldBeEmpty();
        (await office.StatusAsync(await office.StartAsync("m", "ayşe", ("no", FeelValue.Of("8"))))).ShouldBe(InstanceStatus.Completed);
        (await office.StatusAsync(await office.StartAsync("m", "ayşe", ("no", FeelValue.Of("8"))))).ShouldBe(InstanceStatus.Active);

        Task<Outcome<PublishedMessage>> Publish(string key, string id) =>
            office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, "geldi", key, FeelContext.Empty, id, TimeSpan.FromHours(1), Actor.System, c));
    }

    [Fact]
    public async Task A_job_that_keeps_failing_becomes_an_incident_and_is_done_after_it_is_resolved()
    {
        var broken = true;
        await using var office = await OpenAsync(NewDatabase(), services => services.AddSingleton<IJobHandler>(new Handler("iş", false, _ => broken ? new JobAnswer.Failed("bağlanamadı") : new JobAnswer.Completed(FeelContext.Empty))));
        await office.DeployAsync(("onay.bpmn", Approval));
        var key = await office.StartAsync("onay");
        await office.CompleteAsync((await office.TaskAsync(key, "t")).Key, Expert);
        for (var i = 0; i < 4; i++) await office.PassAsync(TimeSpan.FromMinutes(10));
        var incident = (await office.Queries.IncidentsAsync(key, true, 0, 10)).ShouldHaveSingleItem();
        incident.Tr.ShouldBe("bağlanamadı");
        broken = false;
        await office.Database.WriteAsync((s, c) => office.Engine.ResolveIncidentAsync(s, incident.Key, Actor.System, c));
        await office.RunJobsAsync();
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
    }

    [Fact]
    public async Task A_late_answer_of_a_worker_whose_lease_ended_is_refused()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        var key = await office.StartAsync("onay");
        await office.CompleteAsync((await office.TaskAsync(key, "t")).Key, Expert);
        var first = (await Activate("bir")).ShouldHaveSingleItem();
        (await Activate("iki")).ShouldBeEmpty();
        office.Clock.Advance(TimeSpan.FromMinutes(2));
        var second = (await Activate("iki")).ShouldHaveSingleItem();
        second.IdempotencyKey.ShouldBe(first.IdempotencyKey);
        (await Answer(first)).Problem.ShouldNotBeNull().Code.ShouldBe("job.not-yours");
        (await Answer(second)).Problem.ShouldBeNull();

        Task<IReadOnlyList<ActivatedJob>> Activate(string worker) => office.Database.WriteAsync((s, c) => office.Engine.ActivateJobsAsync(s, "iş", worker, 10, TimeSpan.FromMinutes(1), c));

        Task<Outcome> Answer(ActivatedJob job) => office.Database.WriteAsync((s, c) => office.Engine.AnswerJobAsync(s, job.Key, new JobAnswer.Completed(FeelContext.Empty), job.Fence, c));
    }

    [Fact]
    public async Task A_handler_that_touches_only_the_database_is_undone_with_its_job()
    {
        var fail = true;
        await using var office = await OpenAsync(NewDatabase(), services => services.AddSingleton<IJobHandler>(new Handler("iş", true, call =>
        {
            call.Session!.ExecuteAsync("INSERT INTO remembered_command (id, answer, at) VALUES (@id, '', 0)", default, ("id", Guid.NewGuid().ToString())).GetAwaiter().GetResult(); // set for such a handler
            return fail ? throw new InvalidOperationException("yarıda kaldı") : new JobAnswer.Completed(FeelContext.Empty);
        })));
        await office.DeployAsync(("onay.bpmn", Approval));
        var key = await office.StartAsync("onay");
        await office.CompleteAsync((await office.TaskAsync(key, "t")).Key, Expert);
        await office.RunJobsAsync();
        (await Rows()).ShouldBe(0);
        var failed = (await office.Queries.JobsAsync(key, null, null, 0, 10)).ShouldHaveSingleItem();
        (failed.Retries, failed.Message).ShouldBe((2, "yarıda kaldı"));
        fail = false;
        await office.PassAsync(TimeSpan.FromMinutes(1));
        (await Rows()).ShouldBe(1);
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);

        Task<int> Rows() => office.Database.ReadAsync(async (connection, c) => (await connection.QueryAsync("SELECT id FROM remembered_command", row => row.GetString(0), c)).Count);
    }

    [Fact]
    public async Task A_handler_that_always_fails_holds_up_no_other()
    {
        await using var office = await OpenAsync(NewDatabase(), services => services
            .AddSingleton<IJobHandler>(new Handler("bozuk", true, _ => throw new InvalidOperationException("bozuk")))
            .AddSingleton<IJobHandler>(new Handler("iş", true, _ => new JobAnswer.Completed(FeelContext.Empty))));
        await office.DeployAsync(
            ("bozuk.bpmn", Process("bozuk", """<startEvent id="s"/><serviceTask id="j"><extensionElements><zeebe:taskDefinition type="bozuk"/></extensionElements></serviceTask><endEvent id="e"/>""" + Flow("s j e"))),
            ("iyi.bpmn", Process("iyi", """<startEvent id="s"/><serviceTask id="j"><extensionElements><zeebe:taskDefinition type="iş"/></extensionElements></serviceTask><endEvent id="e"/>""" + Flow("s j e"))));
        var (bad, good) = (await office.StartAsync("bozuk"), await office.StartAsync("iyi"));
        await office.RunJobsAsync();
        (await office.StatusAsync(good)).ShouldBe(InstanceStatus.Completed);
        (await office.StatusAsync(bad)).ShouldBe(InstanceStatus.Active);
        await office.ShouldRebuildAsync(bad);
    }

    [Fact]
    public async Task Of_those_who_claim_at_once_one_gets_the_task()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        for (var round = 0; round < 20; round++)
        {
            var task = await office.TaskAsync(await office.StartAsync("onay"), "t");
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
                office.Database.WriteAsync((s, c) => office.Engine.AssignTaskAsync(s, task.Key, $"uzman{i}", Person($"uzman{i}", "uzman-ag"), c)))));
            outcomes.Count(outcome => outcome.Succeeded).ShouldBe(1);
            (await office.Queries.TaskAsync(task.Key)).ShouldNotBeNull().Assignee.ShouldBe($"uzman{Array.FindIndex(outcomes, outcome => outcome.Succeeded)}");
        }
    }

    [Fact]
    public async Task Who_had_a_task_and_what_was_changed_stands_in_the_history()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        var key = await office.StartAsync("onay");
        var task = (await office.TaskAsync(key, "t")).Key;
        var due = office.Clock.GetUtcNow() + TimeSpan.FromDays(1);
        await office.Database.WriteAsync((s, c) => office.Engine.AssignTaskAsync(s, task, "uzman", Expert, c));
        await office.Database.WriteAsync((s, c) => office.Engine.UpdateTaskAsync(s, task, new(Due: due, Priority: 80), Expert, c));
        await office.Database.WriteAsync((s, c) => office.Engine.AssignTaskAsync(s, task, null, Expert, c));
        var view = (await office.Queries.TaskAsync(task)).ShouldNotBeNull();
        (view.Assignee, view.Priority, view.Due).ShouldBe((null, 80, due));
        (await office.Queries.HistoryAsync(key)).Where(entry => entry.Event is TaskAssigned).Select(entry => (entry.Actor, ((TaskAssigned)entry.Event).Assignee)).ShouldBe([("uzman", "uzman"), ("uzman", null)]);
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_request_that_comes_several_times_is_done_once_and_gets_the_first_answer()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => office.Database.WriteAsync((s, c) => s.OnceAsync("ayşe/1", () => office.Engine.StartAsync(s, new("onay", FeelContext.Empty), Expert, c), c)))));
        answers.Select(answer => answer.Value).Distinct().ShouldHaveSingleItem();
        (await office.Queries.SearchInstancesAsync("onay", null, null, null, 0, 10)).ShouldHaveSingleItem().Key.ShouldBe(answers[0].Value.Key);

        var refused = await office.Database.WriteAsync((s, c) => s.OnceAsync("ayşe/2", () => office.Engine.StartAsync(s, new("yok", FeelContext.Empty), Expert, c), c));
        refused.Problem.ShouldNotBeNull();
        (await office.Database.WriteAsync((s, c) => s.OnceAsync("ayşe/2", () => office.Engine.StartAsync(s, new("onay", FeelContext.Empty), Expert, c), c))).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Old_messages_and_commands_are_forgotten()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, "geldi", "1", FeelContext.Empty, null, TimeSpan.FromMinutes(5), Actor.System, c));
        await office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, "geldi", "1", FeelContext.Empty, "bir", TimeSpan.FromMinutes(5), Actor.System, c));
        await office.Database.WriteAsync((s, c) => s.OnceAsync("ayşe/1", () => Task.FromResult<Outcome<int>>(1), c));
        (await office.TidyAsync()).ShouldBe(0);
        office.Clock.Advance(TimeSpan.FromHours(1));
        (await office.TidyAsync()).ShouldBe(1);
        office.Clock.Advance(TimeSpan.FromDays(8));
        (await office.TidyAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_message_and_who_begins_to_wait_for_it_at_the_same_moment_always_meet()
    {
        const string message = """<message id="msg" name="geldi"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>""";
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("m.bpmn", Process("m", """<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="msg"/></intermediateCatchEvent><endEvent id="e"/>""" + Flow("s c e"), message)));
        for (var round = 0; round < 30; round++)
        {
            var no = $"{round}";
            var start = Task.Run(() => office.StartAsync("m", "ayşe", ("no", FeelValue.Of(no))));
            await Task.WhenAll(start, Task.Run(() => office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, "geldi", no, FeelContext.Empty, null, TimeSpan.FromHours(1), Actor.System, c))));
            (await office.StatusAsync(await start)).ShouldBe(InstanceStatus.Completed);
        }
    }

    [Fact]
    public async Task What_a_listener_writes_is_undone_with_a_refused_command()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        await office.Database.WriteAsync(async (s, c) =>
        {
            (await office.Engine.StartAsync(s, new("onay", FeelContext.Empty), Expert, c)).Problem.ShouldBeNull();
            return (Outcome)new Problem("test", 422, "vazgeçildi", "given up");
        });
        (await office.Queries.SearchInstancesAsync(null, null, null, null, 0, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_writers_are_all_acknowledged_and_all_on_disk()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        var keys = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => office.StartAsync("onay"))));
        keys.Distinct().Count().ShouldBe(100);
        (await office.Queries.SearchInstancesAsync("onay", null, null, null, 0, 200)).Count.ShouldBe(100);
    }

    protected abstract string? NewDatabase();

    private sealed class Handler(string type, bool inside, Func<JobCall, JobAnswer> work) : IJobHandler
    {
        public string Type => type;

        public bool TouchesOnlyTheDatabase => inside;

        public Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel) => Task.FromResult(work(call));
    }
}
