using Akis.Bpmn.Stepping;
using Akis.Feel;
using Akis.Engine.Runtime;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteBeginningTests : BeginningTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlBeginningTests(PostgreSqlCluster cluster) : BeginningTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>How instances begin by other events than a plain start, and which versions they use; the same on both databases.</summary>
public abstract class BeginningTests
{
    private const string Messages = """
        <message id="m" name="talep"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>
        <message id="n" name="onay"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>
        """;

    [Fact]
    public async Task A_parallel_gateway_begins_one_instance_by_whichever_message_comes_first()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """
            <eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/><intermediateCatchEvent id="x"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
            <intermediateCatchEvent id="y"><messageEventDefinition messageRef="n"/></intermediateCatchEvent><parallelGateway id="j"/><userTask id="a"/><endEvent id="e"/>
            """ + Flow("g x j a e") + Flow("g y j"), Messages)));
        var key = (await Publish(office, "onay")).Single();
        (await Publish(office, "talep")).ShouldBe([key]);
        await office.TaskAsync(key, "a");
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_receive_task_begins_an_instance_for_each_message()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """<receiveTask id="r" messageRef="m" instantiate="true"/><userTask id="a"/><endEvent id="e"/>""" + Flow("r a e"), Messages)));
        var (one, other) = ((await Publish(office, "talep")).Single(), (await Publish(office, "talep")).Single());
        one.ShouldNotBe(other);
        await office.TaskAsync(one, "a");
    }

    [Fact]
    public async Task Each_definition_of_a_start_event_begins_an_instance()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """
            <startEvent id="s"><messageEventDefinition messageRef="m"/><timerEventDefinition><timeCycle>R/PT1H</timeCycle></timerEventDefinition><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></startEvent><userTask id="a"/>
            """ + Flow("s a"), Messages)));
        (await Publish(office, "talep")).Count.ShouldBe(1);
        await office.PassAsync(TimeSpan.FromHours(1));
        (await Instances(office)).ShouldBe(2);
        for (var hour = 1; hour < 24; hour++) await office.PassAsync(TimeSpan.FromHours(1));
        (await Instances(office)).ShouldBe(26); // one by message, one an hour, one a day
    }

    [Fact]
    public async Task A_start_condition_is_asked_with_the_variables_that_somebody_brings()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """<startEvent id="s"><conditionalEventDefinition><condition>=sicaklik > 30</condition></conditionalEventDefinition></startEvent><userTask id="a"/>""" + Flow("s a"))));
        (await Ask(20)).ShouldBeEmpty();
        await office.TaskAsync((await Ask(31)).Single().Key, "a");
        (await Ask(31, definition: 1)).ShouldBeEmpty();

        async Task<IReadOnlyList<StartedInstance>> Ask(int degrees, long? definition = null) =>
            (await office.Database.WriteAsync((s, c) => office.Engine.StartByConditionAsync(s, FeelContext.Of(("sicaklik", FeelValue.Of((long)degrees))), definition, Actor.System, c))).Value;
    }

    [Theory]
    [InlineData("latest", "", "yeni")]
    [InlineData("deployment", "", "eski")]
    [InlineData("versionTag", "bir", "eski")]
    [InlineData("version", "1", "eski")]
    public async Task A_decision_is_made_by_the_version_that_the_task_means(string binding, string tag, string expected)
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("d.dmn", Decision("eski", "bir")), ("p.bpmn", Process("p", $"""
            <startEvent id="s"/><businessRuleTask id="b"><extensionElements><zeebe:calledDecision decisionId="karar" resultVariable="sonuc" bindingType="{binding}" versionTag="{tag}"/></extensionElements></businessRuleTask><userTask id="a"/>
            """ + Flow("s b a"))));
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        await office.DeployAsync(("d.dmn", Decision("yeni", "iki")));
        (await office.Queries.VariablesAsync(await office.StartAsync("p"))).Get("sonuc").ShouldBe(FeelValue.Of(expected));
    }

    [Theory]
    [InlineData("latest", "", "yeni")]
    [InlineData("deployment", "", "eski")]
    [InlineData("versionTag", "bir", "eski")]
    public async Task A_form_is_shown_in_the_version_that_the_task_means(string binding, string tag, string expected)
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("f.form", Form("eski", "bir")), ("p.bpmn", Process("p", $"""
            <startEvent id="s"/><userTask id="a"><extensionElements><zeebe:formDefinition formId="f" bindingType="{binding}" versionTag="{tag}"/></extensionElements></userTask>
            """ + Flow("s a"))));
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        await office.DeployAsync(("f.form", Form("yeni", "iki")));
        var task = await office.TaskAsync(await office.StartAsync("p"), "a");
        (await office.Queries.FormAsync("f", task.DefinitionKey, "a"))!.ShouldContain(expected); // it is deployed
    }

    [Fact]
    public async Task A_form_that_lies_in_the_process_is_deployed_with_it()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", $"""
            <extensionElements><zeebe:userTaskForm id="icerde">{Form("gömülü", "x")}</zeebe:userTaskForm></extensionElements><startEvent id="s"/><userTask id="a"><extensionElements><zeebe:formDefinition formKey="camunda-forms:bpmn:icerde"/></extensionElements></userTask>
            """ + Flow("s a"))));
        var task = await office.TaskAsync(await office.StartAsync("p"), "a");
        (await office.Queries.FormAsync(task.FormId!, task.DefinitionKey, "a"))!.ShouldContain("gömülü"); // named in the model
    }

    [Fact]
    public async Task A_continuation_is_a_commit_that_the_engine_itself_goes_on_from()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """<startEvent id="s"/><userTask id="a" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:asyncBefore="true"/>""" + Flow("s a"))));
        var key = await office.StartAsync("p");
        (await office.Queries.TasksOfAsync(key)).ShouldBeEmpty();
        await office.RunJobsAsync();
        await office.TaskAsync(key, "a");
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_listener_that_denies_leaves_the_task_as_it_was()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """
            <startEvent id="s"/><userTask id="a"><extensionElements><zeebe:assignmentDefinition assignee="ayşe"/><zeebe:taskListeners><zeebe:taskListener eventType="completing" type="denetle"/></zeebe:taskListeners></extensionElements></userTask><endEvent id="e"/>
            """ + Flow("s a e"))));
        var key = await office.StartAsync("p");
        var task = await office.TaskAsync(key, "a");
        (await office.CompleteAsync(task.Key, Person("ayşe"))).Problem.ShouldBeNull();
        await Answer(new JobAnswer.Completed(FeelContext.Empty) { Denied = "eksik belge" });
        (await office.TaskAsync(key, "a")).Key.ShouldBe(task.Key);
        (await office.CompleteAsync(task.Key, Person("ayşe"))).Problem.ShouldBeNull();
        await Answer(new JobAnswer.Completed(FeelContext.Empty));
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
        await office.ShouldRebuildAsync(key);

        async Task Answer(JobAnswer answer)
        {
            var job = (await office.Queries.JobsAsync(key, "denetle", 0, 0, 10)).Single();
            (await office.Database.WriteAsync((s, c) => office.Engine.AnswerJobAsync(s, job.Key, answer, Actor.System, c))).Problem.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_listener_puts_right_whatever_the_task_says_when_it_is_given_changed_or_done()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """
            <startEvent id="s"/><userTask id="a"><extensionElements><zeebe:assignmentDefinition assignee="ayşe" candidateGroups="masa"/><zeebe:taskSchedule dueDate="2026-12-01T00:00:00Z"/>
            <zeebe:taskListeners><zeebe:taskListener eventType="assigning" type="verme"/><zeebe:taskListener eventType="updating" type="değişme"/><zeebe:taskListener eventType="completing" type="bitme"/></zeebe:taskListeners></extensionElements></userTask><endEvent id="e"/>
            """ + Flow("s a e"))));
        var key = await office.StartAsync("p");
        await Answer("verme", new(Assignee: "ali", Priority: 90, CandidateGroups: ["uzman-ag"], Cleared: TaskDates.Due));
        var given = await office.TaskAsync(key, "a");
        (given.Assignee, given.Due, given.Priority).ShouldBe(("ali", null, 90));
        (await office.Queries.CandidatesAsync(given.Key)).Groups.ShouldBe(["uzman-ag"]);

        var day = office.Clock.GetUtcNow() + TimeSpan.FromDays(3);
        (await office.Database.WriteAsync((s, c) => office.Engine.UpdateTaskAsync(s, given.Key, new(Due: day, Priority: 10), Person("ali"), c))).Problem.ShouldBeNull();
        await Answer("değişme", new(Assignee: "", Priority: 20));
        var changed = await office.TaskAsync(key, "a");
        (changed.Assignee, changed.Due, changed.Priority).ShouldBe((null, day, 20));

        (await office.CompleteAsync(given.Key, Person("veli", "uzman-ag"))).Problem.ShouldBeNull();
        await Answer("bitme", new(Assignee: "veli"));
        (await office.Queries.TaskAsync(given.Key)).ShouldNotBeNull().Assignee.ShouldBe("veli");
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
        await office.ShouldRebuildAsync(key);

        async Task Answer(string listener, TaskChange corrections)
        {
            var job = (await office.Queries.JobsAsync(key, listener, 0, 0, 10)).Single();
            (await office.Database.WriteAsync((s, c) => office.Engine.AnswerJobAsync(s, job.Key, new JobAnswer.Completed(FeelContext.Empty) { Corrections = corrections }, Actor.System, c))).Problem.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_job_waits_between_its_tries_as_long_as_its_model_says()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """
            <startEvent id="s"/><serviceTask id="w" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:class="iş"><extensionElements><camunda:failedJobRetryTimeCycle>R3/PT20M</camunda:failedJobRetryTimeCycle></extensionElements></serviceTask>
            """ + Flow("s w"))));
        await office.StartAsync("p");
        var job = (await Take()).Single();
        (await office.Database.WriteAsync((s, c) => office.Engine.AnswerJobAsync(s, job.Key, new JobAnswer.Failed("olmadı"), job.Fence, c))).Problem.ShouldBeNull();
        office.Clock.Advance(TimeSpan.FromMinutes(19));
        (await Take()).ShouldBeEmpty();
        office.Clock.Advance(TimeSpan.FromMinutes(2));
        (await Take()).Count.ShouldBe(1);

        Task<IReadOnlyList<ActivatedJob>> Take() => office.Database.WriteAsync((s, c) => office.Engine.ActivateJobsAsync(s, "iş", "işçi", 5, TimeSpan.FromMinutes(1), c));
    }

    [Fact]
    public async Task A_message_drawn_between_two_pools_of_one_file_begins_the_other_process()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("iki.bpmn", Process("alıcı", """<startEvent id="s"/><intermediateThrowEvent id="t"><messageEventDefinition/></intermediateThrowEvent><userTask id="a"/>""" + Flow("s t a"), $"""
            <message id="m" name="sipariş"/><collaboration id="c"><participant id="p1" processRef="alıcı"/><participant id="p2" processRef="satıcı"/><messageFlow id="mf" sourceRef="t" targetRef="qs"/></collaboration>
            <process id="satıcı" isExecutable="true"><startEvent id="qs"><messageEventDefinition messageRef="m"/></startEvent><userTask id="qa"/>{Flow("qs qa")}</process>
            """)));
        await office.StartAsync("alıcı");
        (await office.Queries.SearchInstancesAsync("satıcı", null, null, null, 0, 10)).Count.ShouldBe(1);
    }

    private static async Task<IReadOnlyList<long>> Publish(Office office, string name) =>
        (await office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, name, "7", FeelContext.Of(("no", FeelValue.Of("7"))), null, TimeSpan.FromMinutes(1), Actor.System, c))).Value.InstanceKeys;

    private static async Task<int> Instances(Office office) => (await office.Queries.SearchInstancesAsync("p", null, null, null, 0, 100)).Count;

    private static string Form(string text, string tag) => $$"""{"id":"f","type":"default","versionTag":"{{tag}}","components":[{"type":"text","text":"{{text}}"}]}""";

    private static string Decision(string result, string tag) => $"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="n">
          <decision id="karar" name="karar" camunda:versionTag="{tag}"><variable name="karar"/><literalExpression><text>"{result}"</text></literalExpression></decision>
        </definitions>
        """;

    protected abstract string? NewDatabase();
}
