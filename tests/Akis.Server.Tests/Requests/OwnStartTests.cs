using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Requests;

public sealed class OwnStartTests
{
    private const string Model = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
          <process id="sek-08-04-02-kapasite" isExecutable="true">
            <startEvent id="ay"><timerEventDefinition><timeCycle>R/P30D</timeCycle></timerEventDefinition></startEvent><sequenceFlow id="f1" sourceRef="ay" targetRef="t" />
            <startEvent id="ileti"><messageEventDefinition messageRef="m" /></startEvent><sequenceFlow id="f2" sourceRef="ileti" targetRef="t" />
            <userTask id="t" /><sequenceFlow id="f3" sourceRef="t" targetRef="son" /><endEvent id="son" />
          </process>
          <message id="m" name="kapasite-istendi" />
        </definitions>
        """;

    [Fact]
    public async Task What_begins_by_itself_is_numbered_like_a_request_and_keeps_what_a_message_brings()
    {
        var folder = Directory.CreateTempSubdirectory("akis-own-start-").FullName;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero));
        await using var services = new ServiceCollection().AddLogging()
            .AddSingleton(AkisDatabase.Open(folder, null, clock))
            .AddSingleton(new EngineSettings(clock))
            .AddSingleton(CatalogueReader.Read(Path.Combine(Desk.DeskHouse.Root, "processes")))
            .AddSingleton<IOwnStart, OwnStart>()
            .AddAkisEngine(background: false).BuildServiceProvider();
        var (database, engine, queries) = (services.GetRequiredService<AkisDatabase>(), services.GetRequiredService<ProcessEngine>(), services.GetRequiredService<ProcessQueries>());
        await Migrator.MigrateAsync(database, [EngineServices.Migrations, RequestServices.Migrations]);
        (await database.WriteAsync((session, cancel) => engine.DeployAsync(session, [new DeploymentResource("kapasite.bpmn", Model)], cancel))).Problem.ShouldBeNull();

        clock.Advance(TimeSpan.FromDays(31));
        await services.GetRequiredService<TimerClock>().FireDueAsync();
        await database.WriteAsync((session, cancel) => engine.PublishMessageAsync(session, "kapasite-istendi", "", FeelContext.Of(("requester", FeelValue.Of("uzman.sistem")), ("processCode", FeelValue.Of("başkasının"))), null, TimeSpan.Zero, Actor.System, cancel));

        var started = (await queries.SearchInstancesAsync("sek-08-04-02-kapasite", null, null, null, 0, 10)).OrderBy(instance => instance.Key).ToList();
        started.Select(instance => instance.BusinessKey).ShouldBe(["SEK08-04-02/2026-000001", "SEK08-04-02/2026-000002"]);
        var byTimer = await queries.VariablesAsync(started[0].Key);
        byTimer.Get("processCode").AsString().ShouldBe("SEK08-04-02/2026-000001");
        byTimer.Get("source").AsString().ShouldBe("Zamanlanmış");
        byTimer.ContainsKey("requester").ShouldBeTrue();
        byTimer.Get("requester").IsNull.ShouldBeTrue();
        var byMessage = await queries.VariablesAsync(started[1].Key);
        byMessage.Get("requester").AsString().ShouldBe("uzman.sistem");
        byMessage.Get("processCode").AsString().ShouldBe("SEK08-04-02/2026-000002");
        Directory.Delete(folder, recursive: true);
    }
}
