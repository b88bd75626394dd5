using Akis.Bpmn.Stepping;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteBetweenInstancesTests : BetweenInstancesTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlBetweenInstancesTests(PostgreSqlCluster cluster) : BetweenInstancesTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>What instances do to one another: messages and signals, and starts without a person.</summary>
public abstract class BetweenInstancesTests
{
    private const string Names = """
        <signal id="sig" name="kapandı"/>
        <message id="msg" name="sipariş"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>
        """;

    [Fact]
    public async Task A_signal_reaches_everybody_who_waits_and_starts_what_it_starts()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(
            ("waits.bpmn", Process("waits", """<startEvent id="s"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent><endEvent id="e"/>""" + Flow("s c e"), Names)),
            ("starts.bpmn", Process("starts", """<startEvent id="s"><signalEventDefinition signalRef="sig"/></startEvent><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e"), Names)),
            ("sends.bpmn", Process("sends", """<startEvent id="s"/><endEvent id="e"><signalEventDefinition signalRef="sig"/></endEvent>""" + Flow("s e"), Names)));
        var (first, second) = (await office.StartAsync("waits"), await office.StartAsync("waits"));
        await office.StartAsync("sends");
        (await office.StatusAsync(first)).ShouldBe(InstanceStatus.Completed);
        (await office.StatusAsync(second)).ShouldBe(InstanceStatus.Completed);
        (await office.Queries.SearchInstancesAsync("starts", InstanceStatus.Active, null, null, 0, 10)).ShouldHaveSingleItem();

        var third = await office.StartAsync("waits");
        var reached = await office.Database.WriteAsync((s, c) => office.Engine.BroadcastSignalAsync(s, "kapandı", FeelContext.Of(("neden", FeelValue.Of("yangın"))), Actor.System, c));
        reached.Value.Count.ShouldBe(2);
        (await office.Queries.VariablesAsync(third)).Get("neden").ShouldBe(FeelValue.Of("yangın"));
        await office.ShouldRebuildAsync(third);
    }

    [Fact]
    public async Task A_message_that_a_model_sends_starts_another_process_or_reaches_who_waits_later()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(
            ("sends.bpmn", Process("sends", """<startEvent id="s"/><endEvent id="e"><messageEventDefinition messageRef="msg"/></endEvent>""" + Flow("s e"), Names)),
            ("waits.bpmn", Process("waits", """<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="msg"/></intermediateCatchEvent><endEvent id="e"/>""" + Flow("s c e"), Names)));
        await office.StartAsync("sends", "ayşe", ("no", FeelValue.Of("5")));
        (await office.StatusAsync(await office.StartAsync("waits", "ayşe", ("no", FeelValue.Of("5"))))).ShouldBe(InstanceStatus.Completed);

        await office.DeployAsync(("starts.bpmn", Process("starts", """<startEvent id="s"><messageEventDefinition messageRef="msg"/></startEvent><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e"), Names)));
        await office.StartAsync("sends", "ayşe", ("no", FeelValue.Of("6")));
        (await office.Queries.SearchInstancesAsync("starts", null, null, null, 0, 10)).ShouldHaveSingleItem().BusinessKey.ShouldBe("6");
    }

    [Fact]
    public async Task Processes_that_start_each_other_without_end_are_stopped_and_leave_nothing()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("loop.bpmn", Process("loop", """<startEvent id="s"><messageEventDefinition messageRef="msg"/></startEvent><endEvent id="e"><messageEventDefinition messageRef="msg"/></endEvent>""" + Flow("s e"), Names)));
        var outcome = await office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, "sipariş", "1", FeelContext.Of(("no", FeelValue.Of("1"))), null, TimeSpan.Zero, Actor.System, c));
        outcome.Problem.ShouldNotBeNull().Code.ShouldBe("process.too-many-calls");
        (await office.Queries.SearchInstancesAsync(null, null, null, null, 0, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cycle_at_the_start_starts_instances_of_the_newest_version_and_does_not_make_up_for_downtime()
    {
        await using var office = await OpenAsync(NewDatabase());
        string Weekly(string cycle) => Process("weekly", $"""<startEvent id="s"><timerEventDefinition><timeCycle>{cycle}</timeCycle></timerEventDefinition></startEvent><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e"));
        await office.DeployAsync(("weekly.bpmn", Weekly("R/P7D")));
        await office.PassAsync(TimeSpan.FromDays(6));
        (await CountAsync()).ShouldBe(0);
        await office.DeployAsync(("weekly.bpmn", Weekly("R/P7D"))); // the same again does not begin the week anew
        await office.PassAsync(TimeSpan.FromDays(1));
        (await CountAsync()).ShouldBe(1);
        await office.PassAsync(TimeSpan.FromDays(30));
        (await CountAsync()).ShouldBe(2);
        await office.DeployAsync(("weekly.bpmn", Weekly("R2/P1D")));
        for (var day = 0; day < 5; day++) await office.PassAsync(TimeSpan.FromDays(1));
        (await CountAsync()).ShouldBe(4);

        async Task<int> CountAsync() => (await office.Queries.SearchInstancesAsync("weekly", null, null, null, 0, 100)).Count;
    }

    protected abstract string? NewDatabase();
}
