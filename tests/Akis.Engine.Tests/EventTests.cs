using Akis.Bpmn.Stepping;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteEventTests : EventTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlEventTests(PostgreSqlCluster cluster) : EventTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>Signals, sent messages and escalations between instances; the same on both databases.</summary>
public abstract class EventTests
{
    private const string Signal = """<signal id="sig" name="haber"/>""";

    private static readonly string Listener = Process("dinleyen", """
        <startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><signalEventDefinition signalRef="sig"/></boundaryEvent><userTask id="u"/><endEvent id="e"/>
        """ + Flow("s t e") + Flow("b u e"), Signal);

    [Fact]
    public async Task A_signal_thrown_in_one_instance_reaches_the_others_each_time()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("dinleyen.bpmn", Listener), ("atan.bpmn", Process("atan", """<startEvent id="s"/><endEvent id="e"><signalEventDefinition signalRef="sig"/></endEvent>""" + Flow("s e"), Signal)));
        var key = await office.StartAsync("dinleyen");
        await office.StartAsync("atan");
        await office.StartAsync("atan");
        (await office.Queries.PathAsync(key)).Count(step => step.ElementId == "u").ShouldBe(2);
        await office.ShouldRebuildAsync(key);
    }

    [Fact]
    public async Task A_signal_from_outside_reaches_who_listens_and_is_not_kept()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("dinleyen.bpmn", Listener));
        await Broadcast(office);
        var key = await office.StartAsync("dinleyen");
        (await office.Queries.PathAsync(key)).ShouldNotContain(step => step.ElementId == "u");
        await Broadcast(office);
        (await office.Queries.PathAsync(key)).ShouldContain(step => step.ElementId == "u");
        (await office.CompleteAsync((await office.TaskAsync(key, "t")).Key, new Actor("yönetici", new HashSet<string>(), IsAdministrator: true))).Problem.ShouldBeNull();
        await Broadcast(office);
        (await office.Queries.PathAsync(key)).Count(step => step.ElementId == "u").ShouldBe(1);
    }

    [Fact]
    public async Task A_message_sent_by_one_process_is_received_by_another()
    {
        const string message = """<message id="m" name="hazır"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>""";
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(
            ("bekleyen.bpmn", Process("bekleyen", """<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="e"/>""" + Flow("s c e"), message)),
            ("gönderen.bpmn", Process("gönderen", """
                <startEvent id="s"/><endEvent id="e"><extensionElements><zeebe:ioMapping><zeebe:input source="=7" target="sayı"/></zeebe:ioMapping></extensionElements><messageEventDefinition messageRef="m"/></endEvent>
                """ + Flow("s e"), message)));
        var key = await office.StartAsync("bekleyen", "ali", ("no", FeelValue.Of("A1")));
        await office.StartAsync("gönderen", "ali", ("no", FeelValue.Of("A1")));
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
        (await office.Queries.VariablesAsync(key)).Get("sayı").ShouldBe(FeelValue.Of(7L));
    }

    [Fact]
    public async Task An_escalation_of_a_called_process_reaches_its_caller_and_both_go_on()
    {
        const string escalation = """<escalation id="esc" escalationCode="GECIKTI"/>""";
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(
            ("alt.bpmn", Process("alt", """<startEvent id="s"/><intermediateThrowEvent id="x"><escalationEventDefinition escalationRef="esc"/></intermediateThrowEvent><endEvent id="e"/>""" + Flow("s x e"), escalation)),
            ("üst.bpmn", Process("üst", """
                <startEvent id="s"/><callActivity id="c"><extensionElements><zeebe:calledElement processId="alt"/></extensionElements></callActivity>
                <boundaryEvent id="b" attachedToRef="c" cancelActivity="false"><escalationEventDefinition escalationRef="esc"/></boundaryEvent><userTask id="u"/><endEvent id="e"/>
                """ + Flow("s c e") + Flow("b u e"), escalation)));
        var key = await office.StartAsync("üst");
        (await office.Queries.PathAsync(key)).Select(step => step.ElementId).ShouldContain("u");
        (await office.Queries.PathAsync(key)).Select(step => step.ElementId).ShouldContain("e");
        (await office.StatusAsync(key)).ShouldBe(InstanceStatus.Active);
    }

    [Fact]
    public async Task A_call_takes_the_version_that_its_binding_means()
    {
        static string Called(string tag) => Process("alt", $"""<extensionElements><zeebe:versionTag value="{tag}"/></extensionElements><startEvent id="s"/><userTask id="{tag}"><extensionElements><zeebe:assignmentDefinition candidateGroups="masa"/></extensionElements></userTask><endEvent id="e"/>""" + Flow($"s {tag} e"));
        static string Caller(string binding) => Process("üst", $"""
            <startEvent id="s"/><callActivity id="c"><extensionElements><zeebe:calledElement processId="alt" {binding}/></extensionElements></callActivity><endEvent id="e"/>
            """ + Flow("s c e"));
        await using var office = await OpenAsync(NewDatabase());
        foreach (var (binding, expected) in new[] { ("", "v3"), ("""bindingType="deployment" """, "v2"), ("""bindingType="versionTag" versionTag="v1" """, "v1") })
        {
            await office.DeployAsync(("alt.bpmn", Called("v1")));
            await office.DeployAsync(("alt.bpmn", Called("v2")), ("üst.bpmn", Caller(binding)));
            office.Clock.Advance(TimeSpan.FromMinutes(1));
            await office.DeployAsync(("alt.bpmn", Called("v3")));
            await office.StartAsync("üst");
            (await office.Queries.TasksForAsync(Person("ayşe", "masa"))).MaxBy(task => task.Key).ShouldNotBeNull().ElementId.ShouldBe(expected);
            office.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    protected abstract string? NewDatabase();

    private static async Task Broadcast(Office office) =>
        (await office.Database.WriteAsync((s, c) => office.Engine.BroadcastSignalAsync(s, "haber", FeelContext.Empty, Actor.System, c))).Problem.ShouldBeNull();
}
