using Akis.Bpmn.Stepping;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Processes;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Desk;

/// <summary>Tickets that start processes, and processes that open tickets.</summary>
public sealed class LinkedProcessTests : IAsyncLifetime
{
    private const string Reporting = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="http://akis.test">
          <bpmn:process id="denetim" name="Denetim" isExecutable="true">
            <bpmn:startEvent id="basla"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="basla" targetRef="bilet" />
            <bpmn:serviceTask id="bilet" name="Bilet Aç"><bpmn:extensionElements><zeebe:taskDefinition type="akis.ticket.open" /></bpmn:extensionElements></bpmn:serviceTask>
            <bpmn:sequenceFlow id="f2" sourceRef="bilet" targetRef="son" />
            <bpmn:endEvent id="son" />
          </bpmn:process>
        </bpmn:definitions>
        """;

    private static readonly BoundProcess Leave = new("izin", FeelContext.Of(("gun", FeelValue.Of(3))));

    private DeskWorld _desk = null!; // made before each test

    public async ValueTask InitializeAsync()
    {
        _desk = await DeskWorld.OpenAsync();
        var model = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Requests", "leave.bpmn"));
        (await _desk.Database.WriteAsync((session, token) => _desk.Get<ProcessEngine>().DeployAsync(session, [new("leave.bpmn", model), new("reporting.bpmn", Reporting)], token))).Problem.ShouldBeNull();
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_ticket_of_a_bound_category_begins_with_its_process_and_is_solved_with_it()
    {
        var number = await _desk.TicketAsync(DeskWorld.Vpn with { Bound = Leave });
        (await _desk.PageAsync(number)).Ticket.State.ShouldBe(TicketState.InProcess);
        var linked = (await LinkedAsync(number)).ShouldHaveSingleItem();
        linked.Stage.ShouldBe("Onay");
        (await _desk.Get<LinkedQueries>().TicketOfAsync(linked.InstanceKey))!.Number.ShouldBe(number); // it was just linked
        (await _desk.Get<LinkedQueries>().TasksAsync((await _desk.PageAsync(number)).Ticket.Key, DeskWorld.Expert)).ShouldHaveSingleItem().Name.ShouldBe("Talebi onayla");
        (await _desk.Get<LinkedQueries>().TasksAsync((await _desk.PageAsync(number)).Ticket.Key, DeskWorld.StudentActor)).ShouldBeEmpty();

        await CompleteAsync("onay", DeskWorld.Expert);
        (await _desk.PageAsync(number)).Messages.ShouldContain(message => message.Kind == MessageKind.Event && message.Body.EndsWith(": Sonuç", StringComparison.Ordinal));
        await CompleteAsync("bilgi", DeskWorld.StudentActor);
        var page = await _desk.PageAsync(number);
        page.Ticket.State.ShouldBe(TicketState.Resolved);
        page.Resolution.ShouldBe("İzin: İzin verildi.");
        (await LinkedAsync(number)).Single().ShouldSatisfyAllConditions(process => process.IsCancelled.ShouldBeFalse(), process => process.EndedAt.ShouldNotBeNull());
    }

    [Fact]
    public async Task An_agent_starts_processes_and_the_last_one_to_end_decides()
    {
        var number = await _desk.TicketAsync();
        var start = _desk.Get<StartFromTicket>();
        (await start.RunAsync(number, Leave, DeskWorld.Student, null, DeskWorld.StudentActor)).Problem!.Status.ShouldBe(403);
        await DeskWorld.DoneAsync(start.RunAsync(number, Leave, DeskWorld.Student, null, DeskWorld.Expert));
        await DeskWorld.DoneAsync(start.RunAsync(number, Leave, DeskWorld.Student, null, DeskWorld.Expert));
        (await _desk.PageAsync(number)).Ticket.State.ShouldBe(TicketState.InProcess);
        var processes = await LinkedAsync(number);
        processes.Count.ShouldBe(2);
        await CancelAsync(processes[0].InstanceKey);
        (await _desk.PageAsync(number)).Ticket.State.ShouldBe(TicketState.InProcess);
        await CancelAsync(processes[1].InstanceKey);
        (await _desk.PageAsync(number)).Ticket.State.ShouldBe(TicketState.InProgress); // a cancelled process does not close its ticket
    }

    [Fact]
    public async Task A_process_that_cannot_start_leaves_no_ticket()
    {
        var opened = await _desk.Get<OpenTicket>().RunAsync(DeskWorld.Vpn with { Bound = new("yok", FeelContext.Empty) }, [], DeskWorld.Student, DeskWorld.StudentActor, "Portal", null);
        opened.Problem!.Status.ShouldBe(404);
        (await _desk.RowsAsync("SELECT count(*) FROM ticket", row => row.GetInt64(0)))[0].ShouldBe(0);
    }

    [Fact]
    public async Task A_process_opens_one_ticket_a_matter_and_chains_end()
    {
        await ReportAsync("yedek+sunucu1", 0);
        await ReportAsync("yedek+sunucu1", 0);
        await ReportAsync("yedek+sunucu2", 2);
        var tickets = await _desk.RowsAsync("SELECT number FROM ticket ORDER BY key", row => row.GetString(0));
        tickets.Count.ShouldBe(2);
        (await _desk.PageAsync(tickets[0], DeskWorld.Person("uzman.sistem", "uzman-sistem"))).Messages.ShouldContain(message => message.Kind == MessageKind.Note && message.Body.EndsWith("(2. kez)", StringComparison.Ordinal));
        await ReportAsync("yedek+sunucu3", 3); // its ticket would be the fourth in a row
        (await _desk.RowsAsync("SELECT count(*) FROM ticket", row => row.GetInt64(0)))[0].ShouldBe(2);
        (await _desk.RowsAsync("SELECT count(*) FROM incident WHERE resolved_at IS NULL", row => row.GetInt64(0)))[0].ShouldBe(1);
    }

    private async Task ReportAsync(string key, int depth)
    {
        var variables = FeelContext.Of(
            ("ticketSubject", FeelValue.Of("Yedekleme başarısız")), ("ticketBody", FeelValue.Of("Bu geceki yedekleme tamamlanamadı.")), ("ticketCategory", FeelValue.Of("YED-02")), ("ticketDedupeKey", FeelValue.Of(key)),
            ("ticketDepth", FeelValue.Of(depth)), ("requester", FeelValue.Of("sistemci")));
        (await _desk.Database.WriteAsync((session, token) => _desk.Get<ProcessEngine>().StartAsync(session, new StartProcess("denetim", variables), Actor.System, token))).Problem.ShouldBeNull();
        await _desk.Get<JobRunner>().RunDueAsync();
    }

    private async Task CompleteAsync(string elementId, Actor actor)
    {
        var task = await _desk.OpenTaskAsync(elementId);
        await DeskWorld.DoneAsync(_desk.Database.WriteAsync((session, token) => _desk.Get<ProcessEngine>().CompleteTaskAsync(session, task.Key, FeelContext.Empty, actor, token)));
    }

    private Task CancelAsync(long instance) => DeskWorld.DoneAsync(_desk.Database.WriteAsync((session, token) => _desk.Get<ProcessEngine>().CancelInstanceAsync(session, instance, "Vazgeçildi", Actor.System, token)));

    private async Task<List<LinkedProcess>> LinkedAsync(string number) => await _desk.Get<LinkedQueries>().OfAsync((await _desk.PageAsync(number)).Ticket.Key);
}
