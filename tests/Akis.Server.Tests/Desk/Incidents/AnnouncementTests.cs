using Akis.Desk.Incidents;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Engine.Tests;
using Akis.Feel;

namespace Akis.Server.Tests.Desk.Incidents;

/// <summary>A process tells the public about work.</summary>
public abstract class AnnouncementTests : IAsyncLifetime
{
    private const string Model = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="http://akis.test">
          <bpmn:process id="TYPE" isExecutable="true">
            <bpmn:startEvent id="basla" />
            <bpmn:sequenceFlow id="f1" sourceRef="basla" targetRef="is" />
            <bpmn:serviceTask id="is"><bpmn:extensionElements><zeebe:taskDefinition type="TYPE" /></bpmn:extensionElements></bpmn:serviceTask>
            <bpmn:sequenceFlow id="f2" sourceRef="is" targetRef="oldu" />
            <bpmn:endEvent id="oldu" />
            <bpmn:boundaryEvent id="olmadi" attachedToRef="is"><bpmn:errorEventDefinition /></bpmn:boundaryEvent>
            <bpmn:sequenceFlow id="f3" sourceRef="olmadi" targetRef="bekle" />
            <bpmn:userTask id="bekle"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask>
          </bpmn:process>
        </bpmn:definitions>
        """;

    private DeskHouse _house = null!; // made before each test

    protected abstract string? Postgres { get; }

    private IncidentQueries Incidents => _house.Get<IncidentQueries>();

    private DateTimeOffset Tomorrow => _house.Clock.GetUtcNow().AddDays(1);

    public async ValueTask InitializeAsync()
    {
        _house = await DeskHouse.OpenAsync(Postgres);
        foreach (var type in new[] { "announcement.create", "announcement.end" })
        {
            (await _house.Database.WriteAsync((session, token) => _house.Get<ProcessEngine>().DeployAsync(session, [new($"{type}.bpmn", Model.Replace("TYPE", type, StringComparison.Ordinal))], token))).Problem.ShouldBeNull();
        }

        await _house.Get<StatusMail>().AskAsync("abone@demouni.example", "tr");
        var body = _house.Mail.Sent.Single().Body;
        await _house.Get<StatusMail>().ConfirmAsync(body[(body.IndexOf("abonelik/", StringComparison.Ordinal) + 9)..].Split('\n')[0]);
        _house.Mail.Sent.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task Announced_work_stands_on_the_status_page_near_its_time_on_every_page_and_goes_to_subscribers()
    {
        await RunAsync("announcement.create", Work(Tomorrow.AddDays(2), "vpn", "E-posta"));
        (await Incidents.PlannedAsync()).Select(work => (work.Service, work.TitleTr, work.Reference)).ShouldBe([("e-posta", "Sunucular güncellenecek", "DUY-1"), ("vpn", "Sunucular güncellenecek", "DUY-1")], ignoreOrder: true);
        _house.Mail.Sent.Count.ShouldBe(2);
        _house.Mail.Sent.ShouldAllBe(letter => letter.To == "abone@demouni.example" && letter.Body.Contains("Sunucular güncellenecek", StringComparison.Ordinal));
        (await Incidents.NearAsync()).ShouldBeEmpty();
        _house.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
        (await Incidents.NearAsync()).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("2026-12-07T20:00")]
    [InlineData("2026-12-07T20:00:00@Europe/Istanbul")]
    [InlineData("2026-12-07T17:00:00Z")]
    public async Task A_time_from_a_form_a_zone_and_an_offset_mean_the_same(string from)
    {
        await RunAsync("announcement.create", Work(Tomorrow, "vpn").With("announcementFrom", FeelValue.Of(from)).With("announcementUntil", FeelValue.Of("2026-12-07T22:00")));
        (await Incidents.PlannedAsync()).ShouldHaveSingleItem().From.ShouldBe(new DateTimeOffset(2026, 12, 7, 20, 0, 0, TimeSpan.FromHours(3)));
    }

    [Fact]
    public async Task What_no_service_is_known_to_need_is_announced_for_the_infrastructure()
    {
        await RunAsync("announcement.create", Work(Tomorrow, "kenar-anahtar-7"));
        (await Incidents.PlannedAsync()).ShouldHaveSingleItem().Service.ShouldBe("altyapi");
    }

    [Fact]
    public async Task Announcing_again_moves_the_work_and_ending_it_takes_it_off()
    {
        await RunAsync("announcement.create", Work(Tomorrow, "vpn"));
        await RunAsync("announcement.create", Work(Tomorrow.AddDays(3), "vpn"));
        (await Incidents.PlannedAsync()).ShouldHaveSingleItem().From.ShouldBe(Tomorrow.AddDays(3), TimeSpan.FromSeconds(1));
        _house.Mail.Sent.Count.ShouldBe(2);

        await RunAsync("announcement.end", FeelContext.Of(("announcementReference", FeelValue.Of("DUY-1")), ("announcementText", FeelValue.Of("Çalışma ertelendi."))));
        (await Incidents.PlannedAsync()).ShouldBeEmpty();
        _house.Mail.Sent[^1].Body.ShouldContain("Çalışma ertelendi.");
    }

    [Fact]
    public async Task Work_that_goes_on_ends_with_its_process()
    {
        await RunAsync("announcement.create", Work(_house.Clock.GetUtcNow(), "vpn"));
        _house.Clock.Advance(TimeSpan.FromMinutes(5));
        await RunAsync("announcement.end", FeelContext.Of(("announcementReference", FeelValue.Of("DUY-1"))));
        (await Incidents.PlannedAsync()).ShouldBeEmpty();
        _house.Mail.Sent.Count.ShouldBe(1, "no text, no second mail");
    }

    [Fact]
    public async Task Work_without_a_title_or_in_the_past_is_an_error_that_the_process_can_catch()
    {
        await RunAsync("announcement.create", Work(Tomorrow, "vpn").With("announcementTitle", FeelValue.Of("x")));
        await RunAsync("announcement.create", Work(_house.Clock.GetUtcNow().AddDays(-3), "vpn"));
        await RunAsync("announcement.create", Work(Tomorrow, "vpn").With("announcementFrom", FeelValue.Of("yarın")));
        (await Incidents.PlannedAsync()).ShouldBeEmpty();
        (await _house.Database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key FROM user_task WHERE element_id = 'bekle'", row => row.GetInt64(0), token))).Count.ShouldBe(3);
    }

    private static FeelContext Work(DateTimeOffset from, params string[] targets) => FeelContext.Of(
        ("announcementReference", FeelValue.Of("DUY-1")), ("announcementTitle", FeelValue.Of("Sunucular güncellenecek")), ("announcementTargets", FeelValue.Of(FeelList.Of(targets.Select(FeelValue.Of)))),
        ("announcementFrom", FeelValue.Of(from.ToString("O"))), ("announcementUntil", FeelValue.Of(from.AddHours(2).ToString("O"))));

    private async Task RunAsync(string process, FeelContext variables)
    {
        (await _house.Database.WriteAsync((session, token) => _house.Get<ProcessEngine>().StartAsync(session, new StartProcess(process, variables), Actor.System, token))).Problem.ShouldBeNull();
        await _house.Get<JobRunner>().RunDueAsync();
    }
}

public sealed class SqliteAnnouncementTests : AnnouncementTests
{
    protected override string? Postgres => null;
}

[Collection(DeskPostgreSql.Name)]
public sealed class PostgreSqlAnnouncementTests(PostgreSqlCluster cluster) : AnnouncementTests
{
    protected override string? Postgres => cluster.NewDatabase();
}
