using Akis.Bpmn.Stepping;
using Akis.Feel;
using Akis.Engine.Runtime;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteRepairTests : RepairTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlRepairTests(PostgreSqlCluster cluster) : RepairTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>Running instances are put right, held and let go; the same on both databases.</summary>
public abstract class RepairTests
{
    private static readonly Actor Lead = Person("lider", "lead");

    private static readonly string Waiting = Process("bekleyen", """
        <startEvent id="s"/><parallelGateway id="g"/>
        <serviceTask id="w"><extensionElements><zeebe:taskDefinition type="is"/></extensionElements></serviceTask>
        <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <intermediateCatchEvent id="m"><messageEventDefinition messageRef="msg"/></intermediateCatchEvent>
        <intermediateCatchEvent id="n"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent>
        <endEvent id="e"/>
        """ + Flow("s g w e") + Flow("g t e") + Flow("g m e") + Flow("g n e"),
        """<message id="msg" name="haber"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message><signal id="sig" name="duyuru"/>""");

    [Fact]
    public async Task A_suspended_instance_neither_fires_nor_works_nor_hears_and_catches_up_when_it_goes_on()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("bekleyen.bpmn", Waiting));
        var key = await office.StartAsync("bekleyen", "ayşe", ("no", FeelValue.Of("7")));
        await DoAsync(office, session => office.Engine.SuspendInstanceAsync(session, key, "bakım", Lead));

        await office.PassAsync(TimeSpan.FromHours(2));
        (await ActivateAsync(office)).ShouldBeEmpty();
        await DoAsync(office, session => office.Engine.PublishMessageAsync(session, "haber", "7", FeelContext.Empty, null, TimeSpan.FromHours(1), Lead));
        await DoAsync(office, session => office.Engine.BroadcastSignalAsync(session, "duyuru", FeelContext.Empty, Lead));
        (await ActiveAsync(office, key)).ShouldBe(["m", "n", "t", "w"]);

        await DoAsync(office, session => office.Engine.ResumeInstanceAsync(session, key, Lead));
        await office.PassAsync(TimeSpan.Zero);
        (await ActiveAsync(office, key)).ShouldBe(["n", "w"]); // the kept message came, the timer fired; a signal is not kept
        (await ActivateAsync(office)).Count.ShouldBe(1);
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_modification_moves_a_token_with_its_rows_and_is_refused_as_a_whole()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>""" + Flow("s a b e"))));
        var key = await office.StartAsync("p");
        var task = (await office.Queries.PathAsync(key)).Single(step => step.ElementId == "a").Key;

        var refused = await office.Database.WriteAsync((session, cancel) => office.Engine.ModifyInstanceAsync(session, key, new([new("b", null, []), new("yok", null, [])], [task]), Lead, cancel));
        refused.Problem.ShouldNotBeNull().Code.ShouldBe("modify.unknown-element");
        (await ActiveAsync(office, key)).ShouldBe(["a"]);

        await DoAsync(office, session => office.Engine.ModifyInstanceAsync(session, key, new([new("b", null, [("p", FeelContext.Of(("x", FeelValue.Of(1L))))])], [task]), Lead));
        (await ActiveAsync(office, key)).ShouldBe(["b"]);
        (await office.Queries.VariablesAsync(key)).Get("x").ShouldBe(FeelValue.Of(1L));
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task What_is_active_at_an_element_is_moved_or_ended_by_the_id_of_the_element()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("p.bpmn", Process("p", """<startEvent id="s"/><parallelGateway id="f"/><exclusiveGateway id="g"/><userTask id="a"/><userTask id="b"/><userTask id="c"/><endEvent id="e"/>""" + Flow("s f a c e") + Flow("f g a") + Flow("f b e"))));
        var key = await office.StartAsync("p");
        (await ActiveAsync(office, key)).ShouldBe(["a", "a", "b"]);

        var nothing = new ModifyInstance([], []) { TerminateAt = ["b", "c"] };
        (await office.Database.WriteAsync((session, cancel) => office.Engine.ModifyInstanceAsync(session, key, nothing, Lead, cancel))).Problem.ShouldNotBeNull().Code.ShouldBe("modify.nothing-there");
        await DoAsync(office, session => office.Engine.ModifyInstanceAsync(session, key, new([], []) { Move = [new("a", null, new("c", null, [(null, FeelContext.Of(("x", FeelValue.Of(1L))))]))], TerminateAt = ["b"] }, Lead));
        (await ActiveAsync(office, key)).ShouldBe(["c", "c"]);
        (await office.Queries.VariablesAsync(key)).Get("x").ShouldBe(FeelValue.Of(1L));
        await office.ShouldRebuildAsync(key);
    }

    protected abstract string? NewDatabase();

    private static async Task DoAsync(Office office, Func<Database.WriteSession, Task<Database.Outcome>> work) => (await office.Database.WriteAsync((session, _) => work(session))).Problem.ShouldBeNull();

    private static async Task DoAsync<T>(Office office, Func<Database.WriteSession, Task<Database.Outcome<T>>> work) => (await office.Database.WriteAsync((session, _) => work(session))).Problem.ShouldBeNull();

    private static Task<IReadOnlyList<ActivatedJob>> ActivateAsync(Office office) => office.Database.WriteAsync((session, cancel) => office.Engine.ActivateJobsAsync(session, "is", "işçi", 10, TimeSpan.FromMinutes(1), cancel));

    private static async Task<IEnumerable<string>> ActiveAsync(Office office, long key) => (await office.Queries.PathAsync(key)).Where(step => step.State == 0 && step.ElementId != "bekleyen" && step.ElementId != "p").Select(step => step.ElementId).Order();
}
