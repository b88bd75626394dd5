using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteMessageTests : MessageTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlMessageTests(PostgreSqlCluster cluster) : MessageTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>Whom a message reaches, how often, and what is kept; whom a signal reaches. The same on both databases.</summary>
public abstract class MessageTests
{
    private const string Message = """<message id="m" name="geldi"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message><message id="m2" name="döndü"/>""";
    private const string Signal = """<signal id="sig" name="haber"/>""";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static string Waiting(string id) => Process(id, """<startEvent id="s"/><receiveTask id="c" messageRef="m"/><userTask id="t"/><endEvent id="e"/>""" + Flow("s c t e"), Message);

    private static string Started(string id, string property = "") => Process(id, $"""
        <startEvent id="s"><extensionElements><zeebe:properties>{property}</zeebe:properties></extensionElements><messageEventDefinition messageRef="m"/></startEvent>
        <startEvent id="s2"><extensionElements><zeebe:properties>{property}</zeebe:properties></extensionElements><messageEventDefinition messageRef="m2"/></startEvent>
        <userTask id="t"/><endEvent id="e"/>
        """ + Flow("s t e") + Flow("s2 t"), Message);

    private const string OnePerKey = """<zeebe:property name="akis:onePerKey" value="true"/>""";

    [Fact]
    public async Task Who_waits_comes_before_what_is_started_and_other_processes_are_started()
    {
        await using var office = await OfficeAsync(("a", Waiting("a")), ("b", Started("b")));
        var waiting = await WaitAsync(office, "a", "1");
        var reached = (await PublishAsync(office, "1")).Value.InstanceKeys;
        reached[0].ShouldBe(waiting);
        (await office.Queries.SearchInstancesAsync("b", null, null, null, 0, 10)).ShouldHaveSingleItem().Key.ShouldBe(reached[1]);
    }

    [Fact]
    public async Task Of_those_of_one_process_the_one_that_has_waited_longest_receives_it()
    {
        await using var office = await OfficeAsync(("a", Waiting("a")));
        var (first, second) = (await WaitAsync(office, "a", "1"), await WaitAsync(office, "a", "1"));
        (await PublishAsync(office, "1")).Value.InstanceKeys.ShouldBe([first]);
        (await PublishAsync(office, "1")).Value.InstanceKeys.ShouldBe([second]);
    }

    [Fact]
    public async Task A_message_for_one_is_refused_where_several_could_have_it_and_changes_nothing()
    {
        await using var office = await OfficeAsync(("a", Waiting("a")), ("b", Started("b")), ("b2", Started("b2")));
        await WaitAsync(office, "a", "1");
        await WaitAsync(office, "a", "1");
        (await CorrelateAsync(office, "1")).Problem.ShouldNotBeNull().Code.ShouldBe("message.ambiguous");
        (await CorrelateAsync(office, "2")).Problem.ShouldNotBeNull().Code.ShouldBe("message.ambiguous"); // two processes start by it
        (await office.Queries.SearchInstancesAsync(null, null, null, null, 0, 10)).Count.ShouldBe(2);
        var only = await WaitAsync(office, "a", "3");
        (await CorrelateAsync(office, "3")).Value.InstanceKeys.ShouldBe([only]);
    }

    [Fact]
    public async Task A_message_to_all_reaches_all_who_wait_only_when_that_is_asked_for()
    {
        await using var office = await OfficeAsync(("a", Waiting("a")), ("b", Started("b")));
        long[] waiting = [await WaitAsync(office, "a", "1"), await WaitAsync(office, "a", "1"), await WaitAsync(office, "a", "1")];
        (await CorrelateAsync(office, "1", MessageReach.All)).Value.InstanceKeys.ShouldBe(waiting);
        (await office.Queries.SearchInstancesAsync("b", null, null, null, 0, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_reaches_nobody_is_not_kept_by_correlation_and_may_be_sent_again()
    {
        await using var office = await OfficeAsync(("a", Waiting("a")));
        (await CorrelateAsync(office, "1", id: "bir")).Problem.ShouldNotBeNull().Code.ShouldBe("message.nobody");
        var waiting = await WaitAsync(office, "a", "1");
        (await office.Queries.TasksOfAsync(waiting)).ShouldBeEmpty();
        (await CorrelateAsync(office, "1", id: "bir")).Value.InstanceKeys.ShouldBe([waiting]);
        (await CorrelateAsync(office, "1", id: "bir")).Problem.ShouldNotBeNull().Code.ShouldBe("message.repeated");
    }

    [Fact]
    public async Task A_kept_message_is_gone_when_its_time_is_over()
    {
        await using var office = await OfficeAsync(("a", Waiting("a")));
        await PublishAsync(office, "1");
        office.Clock.Advance(Hour);
        (await office.Queries.TasksOfAsync(await WaitAsync(office, "a", "1"))).ShouldBeEmpty();
        await PublishAsync(office, "2");
        office.Clock.Advance(Hour - TimeSpan.FromMinutes(1));
        (await office.Queries.TasksOfAsync(await WaitAsync(office, "a", "2"))).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_message_sent_at_once_is_taken_once()
    {
        await using var office = await OfficeAsync(("a", Waiting("a")));
        for (var round = 0; round < 10; round++)
        {
            var no = $"{round}";
            long[] waiting = [await WaitAsync(office, "a", no), await WaitAsync(office, "a", no)];
            var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PublishAsync(office, no, id: "bir"))));
            sent.Count(outcome => outcome.Succeeded).ShouldBe(1);
            sent.Where(outcome => !outcome.Succeeded).ShouldAllBe(outcome => outcome.Problem!.Code == "message.repeated");
            (await office.Queries.TasksOfAsync(waiting[0])).ShouldHaveSingleItem();
            (await office.Queries.TasksOfAsync(waiting[1])).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Of_messages_that_come_at_once_for_one_instance_exactly_one_reaches_it()
    {
        await using var office = await OfficeAsync(("a", Waiting("a")));
        for (var round = 0; round < 10; round++)
        {
            var no = $"{round}";
            var waiting = await WaitAsync(office, "a", no);
            var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CorrelateAsync(office, no))));
            sent.Count(outcome => outcome.Succeeded).ShouldBe(1);
            (await office.Queries.TasksOfAsync(waiting)).ShouldHaveSingleItem();
            await office.ShouldRebuildAsync(waiting);
        }
    }

    [Fact]
    public async Task Where_the_model_allows_one_per_key_the_next_is_started_when_the_first_has_ended()
    {
        await using var office = await OfficeAsync(("b", Started("b", OnePerKey)));
        var first = (await PublishAsync(office, "1")).Value.InstanceKeys.ShouldHaveSingleItem();
        (await PublishAsync(office, "1", id: "iki")).Value.InstanceKeys.ShouldBeEmpty();
        (await PublishAsync(office, "1", name: "döndü")).Value.InstanceKeys.ShouldBeEmpty();
        (await PublishAsync(office, "2")).Value.InstanceKeys.ShouldHaveSingleItem(); // another key
        await EndAsync(office, first);
        var second = (await LivingAsync(office, "1")).ShouldHaveSingleItem();
        second.ShouldNotBe(first);
        (await office.Database.WriteAsync((s, c) => office.Engine.CancelInstanceAsync(s, second, "gerekmiyor", Actor.System, c))).Problem.ShouldBeNull();
        var third = (await LivingAsync(office, "1")).ShouldHaveSingleItem(); // by the other message
        (await office.Queries.PathAsync(third))[0].ElementId.ShouldBe("s2");
        await EndAsync(office, third);
        (await LivingAsync(office, "1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_kept_for_the_next_of_its_key_is_gone_when_its_time_is_over()
    {
        await using var office = await OfficeAsync(("b", Started("b", OnePerKey)));
        var first = (await PublishAsync(office, "1")).Value.InstanceKeys[0];
        await PublishAsync(office, "1");
        office.Clock.Advance(Hour);
        await EndAsync(office, first);
        (await LivingAsync(office, "1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_that_come_at_once_start_one_of_a_key_and_none_is_lost_while_it_ends()
    {
        await using var office = await OfficeAsync(("b", Started("b", OnePerKey)));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => PublishAsync(office, "1", name: i % 2 == 0 ? "geldi" : "döndü"))));
        var ended = 0;
        while (await LivingAsync(office, "1") is { Count: > 0 } living)
        {
            living.ShouldHaveSingleItem();
            var another = ended++ == 2 ? Task.Run(() => PublishAsync(office, "1")) : Task.CompletedTask; // comes while the third one ends
            await Task.WhenAll(EndAsync(office, living[0]), another);
        }

        ended.ShouldBe(7);
    }

    [Fact]
    public async Task A_signal_reaches_those_who_listened_when_it_was_sent_each_once()
    {
        // What the signal sets off listens again at once: that is for the next signal.
        await using var office = await OfficeAsync(("d", Process("d", """
            <startEvent id="s"/><exclusiveGateway id="g"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent>
            <subProcess id="x" triggeredByEvent="true"><startEvent id="xs" isInterrupting="false"><signalEventDefinition signalRef="sig"/></startEvent><endEvent id="xe"/><sequenceFlow id="xf" sourceRef="xs" targetRef="xe"/></subProcess>
            """ + """<sequenceFlow id="c_g" sourceRef="c" targetRef="g"/>""" + Flow("s g c"), Signal)));
        long[] keys = [await office.StartAsync("d"), await office.StartAsync("d")];
        for (var round = 1; round <= 2; round++)
        {
            (await office.Database.WriteAsync((s, c) => office.Engine.BroadcastSignalAsync(s, "haber", FeelContext.Empty, Actor.System, c))).Problem.ShouldBeNull();
            foreach (var key in keys)
            {
                (await office.Queries.HistoryAsync(key)).Count(entry => entry.Event is SignalCaught).ShouldBe(2 * round);
                await office.ShouldRebuildAsync(key);
            }
        }
    }

    protected abstract string? NewDatabase();

    private async Task<Office> OfficeAsync(params (string Id, string Model)[] models)
    {
        var office = await OpenAsync(NewDatabase());
        await office.DeployAsync([.. models.Select(model => ($"{model.Id}.bpmn", model.Model))]);
        return office;
    }

    private static Task<long> WaitAsync(Office office, string process, string no) => office.StartAsync(process, variables: ("no", FeelValue.Of(no)));

    private static Task<Outcome<PublishedMessage>> PublishAsync(Office office, string no, string? id = null, string name = "geldi") =>
        office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, name, no, FeelContext.Of(("no", FeelValue.Of(no))), id, Hour, Actor.System, c));

    private static Task<Outcome<PublishedMessage>> CorrelateAsync(Office office, string no, MessageReach reach = MessageReach.One, string? id = null) =>
        office.Database.WriteAsync((s, c) => office.Engine.CorrelateMessageAsync(s, "geldi", no, FeelContext.Empty, Actor.System, reach, id, c));

    private static async Task EndAsync(Office office, long instance) =>
        (await office.CompleteAsync((await office.TaskAsync(instance, "t")).Key, new Actor("yönetici", new HashSet<string>(), IsAdministrator: true))).Problem.ShouldBeNull();

    private static async Task<IReadOnlyList<long>> LivingAsync(Office office, string no) =>
        [.. (await office.Queries.SearchInstancesAsync(null, InstanceStatus.Active, no, null, 0, 20)).Select(instance => instance.Key)];
}
