using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Numbering;
using Akis.Handbook.Requests;
using Akis.Handbook.Tasks;
using Akis.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Requests;

public sealed class RequestStoryTests : IAsyncLifetime
{
    private const string Form = """{ "id": "izin-onay", "type": "default", "components": [{ "type": "radio", "key": "karar", "label": "Karar", "validate": { "required": true }, "values": [{ "label": "Onayla", "value": "onay" }] }] }""";

    private static readonly Actor Requester = new("ogrenci", new HashSet<string> { "ogrenci" });
    private static readonly Actor Expert = new("uzman.ag", new HashSet<string> { "uzman-ag" });
    private static readonly Actor Stranger = new("akademik", new HashSet<string> { "akademik" });

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-requests-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 12, 31, 20, 59, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!; // made before each test

    private AkisDatabase Database => _services.GetRequiredService<AkisDatabase>();

    private RequestQueries Requests => _services.GetRequiredService<RequestQueries>();

    private TaskQueries Tasks => _services.GetRequiredService<TaskQueries>();

    private TaskCommands Commands => _services.GetRequiredService<TaskCommands>();

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(AkisDatabase.Open(_folder, null, _clock))
            .AddSingleton(new EngineSettings(_clock))
            .AddAkisEngine(background: false)
            .AddAkisRequests()
            .BuildServiceProvider();
        await Migrator.MigrateAsync(Database, [EngineServices.Migrations, RequestServices.Migrations]);
        var model = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Requests", "leave.bpmn"));
        var deployed = await Database.WriteAsync((session, cancel) =>
            _services.GetRequiredService<ProcessEngine>().DeployAsync(session, [new DeploymentResource("leave.bpmn", model), new DeploymentResource("onay.form", Form)], cancel));
        deployed.Problem.ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<StartedRequest> StartAsync(Actor who, string? once = null, FeelContext? answers = null)
    {
        var started = await Database.WriteAsync((session, cancel) => _services.GetRequiredService<StartRequest>().RunAsync(
            session, "SEK 08-04-34", "izin", answers ?? FeelContext.Empty, new Requester(who.UserName, "Demo Öğrenci 1", "Mühendislik", "Öğrenci", "o@demouni.example", "dekan"), who, commandId: once, cancel: cancel));
        started.Problem.ShouldBeNull();
        return started.Value;
    }

    [Fact]
    public async Task A_request_goes_from_its_requester_to_an_expert_and_back()
    {
        var request = await StartAsync(Requester);
        request.ProcessCode.ShouldBe("SEK08-04-34/2026-000001");

        var page = (await Requests.PageAsync(request.InstanceKey, Requester))!; // its requester sees it
        page.Now.Select(step => step.Name).ShouldBe(["Talebi onayla"]);
        page.Now.Single().Task!.Groups.ShouldBe(["uzman-ag"]);
        page.Stages.Select(stage => (stage.Name, stage.IsCurrent)).ShouldBe([("Onay", true), ("Sonuç", false)]);

        var offered = (await Tasks.ListAsync(Expert)).ShouldHaveSingleItem();
        offered.ForWhom.ShouldBe("ogrenci");
        (await Tasks.ListAsync(Requester)).ShouldBeEmpty();

        var task = (await Tasks.PageAsync(offered.Key, Expert))!; // offered to the reader
        task.MayWork.ShouldBeTrue();
        (await Commands.CompleteAsync(task, FeelContext.Empty, Expert)).Errors.ShouldHaveSingleItem().Path.ShouldBe("karar");
        (await Commands.CompleteAsync(task, FeelContext.Of(("karar", FeelValue.Of("onay"))), Expert)).Succeeded.ShouldBeTrue();

        var mine = (await Tasks.ListAsync(Requester)).ShouldHaveSingleItem();
        mine.IsMine.ShouldBeTrue();
        (await Commands.CompleteAsync((await Tasks.PageAsync(mine.Key, Requester))!, FeelContext.Empty, Requester)).Succeeded.ShouldBeTrue();

        var ended = (await Requests.PageAsync(request.InstanceKey, Requester))!;
        ended.Status.ShouldBe(InstanceStatus.Completed);
        ended.Outcome.ShouldBe(["İzin verildi"]);
        ended.Steps.Select(step => step.Name).ShouldBe(["Talep geldi", "Talebi onayla", "Sonucu gör", "İzin verildi"]);
        ended.Steps[1].Task!.EndedBy.ShouldBe("uzman.ag");
    }

    [Fact]
    public async Task Who_has_no_part_in_a_request_does_not_see_it()
    {
        var request = await StartAsync(Requester);
        var key = (await Tasks.ListAsync(Expert))[0].Key;
        (await Requests.PageAsync(request.InstanceKey, Stranger)).ShouldBeNull();
        (await Requests.MarksAsync(request.InstanceKey, Stranger)).ShouldBeNull();
        (await Tasks.PageAsync(key, Stranger)).ShouldBeNull();
        foreach (var role in new[] { "uzman-ag", "sorumlu-ag", "baskan", "kalite" })
        {
            (await Requests.PageAsync(request.InstanceKey, Roles.Actor("biri", new HashSet<string> { role }))).ShouldNotBeNull(role);
        }

        (await Tasks.PageAsync(key, new Actor("kalite", new HashSet<string> { "kalite" })))!.MayWork.ShouldBeFalse();
        (await Requests.PageAsync(request.InstanceKey, new Actor("yonetici", new HashSet<string> { "yonetici" }))).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_approves_their_own_request()
    {
        await StartAsync(Expert);
        var task = (await Tasks.PageAsync((await Tasks.ListAsync(Expert))[0].Key, Expert))!; // they asked themselves
        task.IsSegregated.ShouldBeTrue();
        task.MayWork.ShouldBeFalse();
        (await Commands.CompleteAsync(task, FeelContext.Of(("karar", FeelValue.Of("onay"))), Expert)).Problem!.Code.ShouldBe("task.segregation");
    }

    [Fact]
    public async Task Its_requester_may_call_it_off_and_nobody_else()
    {
        var request = await StartAsync(Requester);
        var cancel = _services.GetRequiredService<CancelRequest>();
        (await cancel.RunAsync(request.InstanceKey, "vazgeçtim", Expert)).Problem!.Code.ShouldBe("request.not-cancellable");
        (await cancel.RunAsync(request.InstanceKey, "vazgeçtim", Stranger)).Problem!.Status.ShouldBe(404);
        (await cancel.RunAsync(request.InstanceKey, "vazgeçtim", Requester)).Problem.ShouldBeNull();
        var page = (await Requests.PageAsync(request.InstanceKey, Requester))!;
        page.Status.ShouldNotBe(InstanceStatus.Active);
        page.Cancellation.ShouldBeNull();
    }

    [Fact]
    public async Task A_form_sent_twice_starts_one_request()
    {
        var first = await StartAsync(Requester, once: "a");
        (await StartAsync(Requester, once: "a")).ShouldBe(first);
        (await StartAsync(Requester, once: "b")).ProcessCode.ShouldEndWith("000002");
        (await StartAsync(Stranger, once: "a")).InstanceKey.ShouldNotBe(first.InstanceKey);
    }

    [Fact]
    public async Task Answers_cannot_overrule_who_asks()
    {
        var request = await StartAsync(Requester, answers: FeelContext.Of(("requester", FeelValue.Of("baskan")), ("processCode", FeelValue.Of("uydurma"))));
        var variables = await _services.GetRequiredService<ProcessQueries>().VariablesAsync(request.InstanceKey);
        variables.Get("requester").AsString().ShouldBe("ogrenci");
        variables.Get("processCode").AsString().ShouldBe(request.ProcessCode);
    }

    [Fact]
    public async Task A_claimed_task_is_gone_from_the_others_and_comes_back_with_its_draft()
    {
        await StartAsync(Requester);
        var colleague = Expert with { UserName = "uzman2" };
        var key = (await Tasks.ListAsync(Expert))[0].Key;
        (await Commands.ClaimAsync(key, Expert)).Problem.ShouldBeNull();
        (await Tasks.ListAsync(colleague)).ShouldBeEmpty();
        (await Commands.SaveDraftAsync(key, FeelContext.Of(("karar", FeelValue.Of("onay"))), Expert)).Problem.ShouldBeNull();
        (await Commands.ReleaseAsync(key, Expert)).Problem.ShouldBeNull();
        (await Tasks.PageAsync(key, colleague))!.Draft.Get("karar").AsString().ShouldBe("onay");
    }

    [Fact]
    public async Task Numbers_are_given_once_under_concurrency_and_begin_anew_each_year()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Database.WriteAsync((session, cancel) => ProcessNumbers.NextAsync(session, "SEK 08-04-01", cancel))));
        numbers.Distinct().Count().ShouldBe(50);
        numbers.Order().Last().ShouldBe("SEK08-04-01/2026-000050");
        _clock.Advance(TimeSpan.FromMinutes(2)); // midnight in Istanbul
        (await Database.WriteAsync((session, cancel) => ProcessNumbers.NextAsync(session, "SEK 08-04-01", cancel))).ShouldBe("SEK08-04-01/2027-000001");
    }

    [Fact]
    public async Task The_diagram_is_marked_with_what_is_done_and_where_it_is()
    {
        var request = await StartAsync(Requester);
        var marks = (await Requests.MarksAsync(request.InstanceKey, Requester))!;
        marks.Completed.ShouldBe(["basla"]);
        marks.Flows.ShouldBe(["f1"]);
        marks.Active.Single().ShouldBe(new ActiveMark("onay", _clock.GetUtcNow()));
    }
}
