using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteJobTests : JobTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlJobTests(PostgreSqlCluster cluster) : JobTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>Jobs for workers outside: who gets which, for how long, and what becomes of one that fails; the same on both databases.</summary>
public abstract class JobTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static readonly string Work = Process("p", """
        <startEvent id="s"/><serviceTask id="j"><extensionElements><zeebe:taskDefinition type="iş" retries="2"/><zeebe:jobPriorityDefinition priority="=acele"/></extensionElements></serviceTask><endEvent id="e"/>
        <boundaryEvent id="b" attachedToRef="j"><errorEventDefinition errorRef="x"/></boundaryEvent><endEvent id="hata"/>
        """ + Flow("s j e") + Flow("b hata"), """<error id="x" errorCode="YETKI"/>""");

    [Fact]
    public async Task Workers_take_the_highest_priority_first_and_then_the_oldest()
    {
        await using var office = await OfficeAsync();
        var (low, old, young, high) = (await StartAsync(office, -5), await StartAsync(office, 0), await StartAsync(office, 0), await StartAsync(office, 80));
        (await TakeAsync(office, 2)).Select(job => job.InstanceKey).ShouldBe([high, old]);
        (await TakeAsync(office, 5)).Select(job => job.InstanceKey).ShouldBe([young, low]);
    }

    [Theory]
    [InlineData("""<serviceTask id="j" camunda:type="external" camunda:topic="iş" camunda:taskPriority="7"/>""", 7)]
    [InlineData("""<serviceTask id="j" camunda:type="external" camunda:topic="iş" camunda:jobPriority="${3 + 1}"/>""", 4)]
    [InlineData("""<serviceTask id="j" camunda:type="external" camunda:topic="iş"/>""", 12)]
    public async Task The_other_dialect_says_priorities_too_and_a_process_says_them_for_all(string task, int priority)
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("c.bpmn", $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
              <process id="c" isExecutable="true" camunda:jobPriority="12"><startEvent id="s"/>{task}<endEvent id="e"/>{Flow("s j e")}</process>
            </definitions>
            """));
        await office.StartAsync("c");
        (await office.Queries.JobsAsync(null, "iş", null, 0, 10)).ShouldHaveSingleItem().Priority.ShouldBe(priority);
    }

    [Fact]
    public async Task A_priority_that_is_no_number_is_refused_or_becomes_an_incident()
    {
        await using var office = await OfficeAsync();
        var refused = await office.Database.WriteAsync((s, c) => office.Engine.DeployAsync(s, [new("k.bpmn", Work.Replace("\"=acele\"", "\"çok\"", StringComparison.Ordinal))], c));
        refused.Problem.ShouldNotBeNull().Tr.ShouldContain("önceliği");
        var key = await office.StartAsync("p", variables: ("acele", FeelValue.Of("çok")));
        var incident = (await office.Queries.IncidentsAsync(key, true, 0, 10)).ShouldHaveSingleItem();
        incident.Code.ShouldBe("bpmn.job-priority");
        await office.Database.WriteAsync((s, c) => office.Engine.SetVariablesAsync(s, key, FeelContext.Of(("acele", FeelValue.Of(9L))), Actor.System, c));
        (await office.Database.WriteAsync((s, c) => office.Engine.ResolveIncidentAsync(s, incident.Key, Actor.System, c))).Problem.ShouldBeNull();
        (await TakeAsync(office, 1)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lease_that_is_renewed_keeps_others_away_and_one_that_ends_lets_them_in()
    {
        await using var office = await OfficeAsync();
        await StartAsync(office, 0);
        var job = (await TakeAsync(office, 1)).Single();
        office.Clock.Advance(Lease / 2);
        (await ChangeAsync(office, job.Key, new(Lease: Lease))).Problem.ShouldBeNull();
        office.Clock.Advance(Lease * 0.9);
        (await TakeAsync(office, 1)).ShouldBeEmpty();
        office.Clock.Advance(Lease / 2);
        (await ChangeAsync(office, job.Key, new(Lease: Lease))).Problem.ShouldNotBeNull().Code.ShouldBe("job.not-leased");
        (await TakeAsync(office, 1)).ShouldHaveSingleItem().Fence.ShouldBe(job.Fence + 1);
    }

    [Fact]
    public async Task A_worker_says_when_to_try_again_and_leaves_variables_for_it()
    {
        await using var office = await OfficeAsync();
        var key = await StartAsync(office, 0);
        var job = (await TakeAsync(office, 1)).Single();
        (await AnswerAsync(office, job.Key, new JobAnswer.Failed("meşgul", Retries: 1, BackOff: TimeSpan.FromMinutes(10), Variables: FeelContext.Of(("kaldığıYer", FeelValue.Of(3L)))))).Problem.ShouldBeNull();
        office.Clock.Advance(TimeSpan.FromMinutes(9));
        (await TakeAsync(office, 1)).ShouldBeEmpty();
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = (await TakeAsync(office, 1)).ShouldHaveSingleItem();
        (again.Retries, again.Variables.Get("kaldığıYer")).ShouldBe((1, FeelValue.Of(3L)));
        (await office.Queries.VariablesAsync(key)).ContainsKey("kaldığıYer").ShouldBeFalse(); // it belongs to the job alone
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_job_that_waits_for_its_next_try_can_be_tried_now()
    {
        await using var office = await OfficeAsync();
        await StartAsync(office, 0);
        var job = (await TakeAsync(office, 1)).Single();
        (await RetryAsync(office, job.Key)).Problem.ShouldNotBeNull().Code.ShouldBe("job.leased");
        await AnswerAsync(office, job.Key, new JobAnswer.Failed("meşgul", Retries: 1, BackOff: TimeSpan.FromHours(1)));
        (await RetryAsync(office, job.Key)).Problem.ShouldBeNull();
        (await TakeAsync(office, 1)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_BPMN_error_brings_its_variables_to_who_catches_it()
    {
        await using var office = await OfficeAsync();
        var key = await StartAsync(office, 0);
        var job = (await TakeAsync(office, 1)).Single();
        (await AnswerAsync(office, job.Key, new JobAnswer.Error("YETKI", "Hesap kapalı", FeelContext.Of(("neden", FeelValue.Of("kapalı")))))).Problem.ShouldBeNull();
        (await office.Queries.PathAsync(key)).Select(step => step.ElementId).ShouldContain("hata");
        (await office.Queries.VariablesAsync(key)).Get("neden").ShouldBe(FeelValue.Of("kapalı"));
        (await office.Queries.JobsAsync(key, null, null, 0, 10)).ShouldHaveSingleItem().State.ShouldBe((int)RowState.Cancelled);
    }

    [Fact]
    public async Task Tries_given_to_a_job_that_failed_count_when_its_incident_is_resolved()
    {
        await using var office = await OfficeAsync();
        var key = await StartAsync(office, 0);
        var job = await FailAsync(office);
        (await ChangeAsync(office, job, new(Retries: 0))).Problem.ShouldNotBeNull().Code.ShouldBe("job.retries");
        (await ChangeAsync(office, job, new(Retries: 5, Priority: 3))).Problem.ShouldBeNull();
        (await TakeAsync(office, 1)).ShouldBeEmpty();
        (await RetryAsync(office, job)).Problem.ShouldBeNull();
        (await TakeAsync(office, 1)).ShouldHaveSingleItem().Retries.ShouldBe(5);
        (await office.Queries.HistoryAsync(key)).ShouldContain(entry => entry.Event is JobUpdated);
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task Incidents_are_resolved_many_at_once_and_only_those_that_are_meant()
    {
        await using var office = await OfficeAsync();
        await office.DeployAsync(("q.bpmn", Process("q", """<startEvent id="s"/><exclusiveGateway id="g"/><endEvent id="e"/>""" + Flow("s g") + """<sequenceFlow id="g_e" sourceRef="g" targetRef="e"><conditionExpression>=açık = true</conditionExpression></sequenceFlow>""")));
        await office.StartAsync("q");
        for (var i = 0; i < 5; i++)
        {
            await StartAsync(office, 0);
            await FailAsync(office);
        }

        var first = await ResolveAsync(office, new(ProcessId: "p", JobType: "iş"), 3);
        (first.Resolved.Count, first.Refused.Count).ShouldBe((3, 0));
        var rest = await ResolveAsync(office, new(ProcessId: "p", JobType: "iş", After: first.Last.ShouldNotBeNull()), 3);
        (rest.Resolved.Count, rest.Last).ShouldBe((2, null));
        (await office.Queries.IncidentsAsync(null, true, 0, 10)).ShouldHaveSingleItem().Code.ShouldBe("bpmn.no-flow");
        (await TakeAsync(office, 10)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Two_who_resolve_the_same_incidents_at_once_resolve_each_once()
    {
        await using var office = await OfficeAsync();
        for (var i = 0; i < 4; i++)
        {
            await StartAsync(office, 0);
            await FailAsync(office);
        }

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => ResolveAsync(office, new(), 100))));
        both.Sum(result => result.Resolved.Count).ShouldBe(4);
        (await TakeAsync(office, 10)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_worker_that_waits_gets_a_job_as_soon_as_there_is_one()
    {
        await using var office = await OfficeAsync();
        var waiting = Task.Run(() => office.Polling.ActivateAsync("iş", "işçi", 5, Lease, TimeSpan.FromHours(1)));
        var key = await StartAsync(office, 0);
        (await waiting).ShouldHaveSingleItem().InstanceKey.ShouldBe(key);
        (await office.Polling.ActivateAsync("iş", "işçi", 5, Lease, TimeSpan.Zero)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_workers_that_wait_together_one_gets_the_job()
    {
        await using var office = await OfficeAsync();
        using var patience = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 4).Select(i => Task.Run(() => office.Polling.ActivateAsync("iş", $"işçi{i}", 5, Lease, TimeSpan.FromHours(1), patience.Token))).ToList();
        await StartAsync(office, 0);
        (await (await Task.WhenAny(waiting))).ShouldHaveSingleItem();
        await patience.CancelAsync();
        var others = 0;
        foreach (var worker in waiting)
        {
            try
            {
                others += (await worker).Count;
            }
            catch (OperationCanceledException)
            {
                // It was asking the database when it gave up.
            }
        }

        others.ShouldBe(1);
    }

    protected abstract string? NewDatabase();

    private async Task<Office> OfficeAsync()
    {
        var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Work));
        return office;
    }

    private static Task<long> StartAsync(Office office, long priority) => office.StartAsync("p", variables: ("acele", FeelValue.Of(priority)));

    private static Task<IReadOnlyList<ActivatedJob>> TakeAsync(Office office, int most) => office.Database.WriteAsync((s, c) => office.Engine.ActivateJobsAsync(s, "iş", "işçi", most, Lease, c));

    private static Task<Outcome> AnswerAsync(Office office, long job, JobAnswer answer) => office.Database.WriteAsync((s, c) => office.Engine.AnswerJobAsync(s, job, answer, Actor.System, c));

    private static Task<Outcome> ChangeAsync(Office office, long job, JobChange change) => office.Database.WriteAsync((s, c) => office.Engine.UpdateJobAsync(s, job, change, Actor.System, c));

    private static Task<Outcome> RetryAsync(Office office, long job) => office.Database.WriteAsync((s, c) => office.Engine.RetryJobAsync(s, job, Actor.System, c));

    private static Task<ResolvedIncidents> ResolveAsync(Office office, IncidentFilter filter, int most) => office.Database.WriteAsync((s, c) => office.Engine.ResolveIncidentsAsync(s, filter, most, Actor.System, c));

    private static async Task<long> FailAsync(Office office)
    {
        var job = (await TakeAsync(office, 1)).Single();
        (await AnswerAsync(office, job.Key, new JobAnswer.Failed("olmadı", Retries: 0))).Problem.ShouldBeNull();
        return job.Key;
    }
}
