using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.People;
using Akis.People.Accounts;
using Akis.Registry;
using Akis.Registry.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Akis.Server.Tests.Registry;

/// <summary>Models give tasks to whom the organisation and the registry name.</summary>
public sealed class OrganisationTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akis-organisation-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));
    private ServiceProvider _services = null!; // made before each test

    private AkisDatabase Database => _services.GetRequiredService<AkisDatabase>();

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddSingleton(AkisDatabase.Open(_folder, null, _clock)).AddSingleton(new EngineSettings(_clock))
            .AddAkisEngine(background: false).AddAkisPeople().AddAkisRegistry().BuildServiceProvider();
        await Migrator.MigrateAsync(Database, [EngineServices.Migrations, PeopleServices.Migrations, RegistryServices.Migrations]);
        var commands = _services.GetRequiredService<PersonCommands>();
        await commands.SaveUnitAsync("REK", "Rektörlük", "Rectorate", null, "rektor");
        await commands.SaveUnitAsync("MUH", "Mühendislik", "Engineering", "REK", "dekan");
        await commands.SaveUnitAsync("MUH-BIL", "Bilgisayar", "Computer", "MUH", null);
        await commands.SaveUnitAsync("ESKI", "Eski Fakülte", "Old Faculty", "REK", "eski.dekan");
        foreach (var (user, unit) in new[] { ("ayse", "MUH-BIL"), ("dekan", "MUH"), ("lab", "MUH") })
        {
            (await commands.SaveAsync(user, user, $"{user}@demouni.example", "Akademik", unit, ["akademik"], "uzun-bir-parola-42")).Problem.ShouldBeNull();
        }

        await Database.WriteAsync(async (session, token) =>
        {
            await session.ExecuteAsync("UPDATE unit SET deputy = 'dekan.yardimcisi' WHERE code = 'MUH'", token);
            await session.ExecuteAsync("UPDATE unit SET valid_until = '2026-06-30', successor = 'MUH' WHERE code = 'ESKI'", token);
            await session.ExecuteAsync("INSERT INTO work_group (code, name_tr, name_en, role, lead, deputy, calendar, email, active) VALUES ('AG', 'Ağ', 'Network', 'uzman-ag', 'sorumlu.ag', 'uzman.ag', 'T1', '', true)", token);
            return true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("manager of(\"ayse\")", "dekan")]
    [InlineData("manager of(\"dekan\")", "rektor")]
    [InlineData("manager of(\"kimse\")", null)]
    [InlineData("unit manager(\"MUH-BIL\")", "dekan")]
    [InlineData("unit manager(\"ESKI\")", "dekan")]
    [InlineData("deputy of(\"MUH\")", "dekan.yardimcisi")]
    [InlineData("lead of(\"AG\")", "sorumlu.ag")]
    [InlineData("deputy of(\"AG\")", "uzman.ag")]
    [InlineData("lead of(\"YOK\")", null)]
    [InlineData("if lead of(\"AG\") = \"sorumlu.ag\" then manager of(requester) else null", "dekan")]
    public async Task A_task_goes_to_whom_the_organisation_names(string expression, string? assignee)
    {
        var task = await TaskAsync(expression, "masa", ("requester", FeelValue.Of("ayse")));
        task.Assignee.ShouldBe(assignee);
    }

    [Fact]
    public async Task A_record_says_which_role_looks_after_it_and_in_whose_hands_it_is()
    {
        var keeper = new Actor("tasinir", new HashSet<string> { "tasinir" });
        var commands = new RecordCommands(Database);
        var made = await commands.SaveAsync(RecordTypes.Default.Find("varlik")!, null, new Dictionary<string, string?> { ["demirbasNo"] = "253-1", ["ad"] = "Anahtar", ["tur"] = "Ağ cihazı", ["durum"] = "Kullanımda" }, null, keeper);
        made.Succeeded.ShouldBeTrue();
        var key = made.Key.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (await TaskAsync("keeper of(varlik)", "=[owner group of(varlik)]", ("varlik", FeelValue.Of(key)))).Assignee.ShouldBeNull();
        (await commands.SaveAsync(RecordTypes.Default.Find("zimmet")!, null, new Dictionary<string, string?> { ["varlik"] = key, ["kisi"] = "lab", ["baslangic"] = "2026-01-01" }, null, keeper)).Succeeded.ShouldBeTrue();
        var task = await TaskAsync("keeper of(varlik)", "=[owner group of(varlik)]", ("varlik", FeelValue.Of(key)));
        task.Assignee.ShouldBe("lab");
        (await _services.GetRequiredService<ProcessQueries>().CandidatesAsync(task.Key)).Groups.ShouldBe(["uzman-ag"]);
    }

    private async Task<TaskView> TaskAsync(string assignee, string groups, params (string, FeelValue)[] variables)
    {
        var model = $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><process id="p" isExecutable="true">
              <startEvent id="s"/><userTask id="t"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="={System.Security.SecurityElement.Escape(assignee)}" candidateGroups="{groups}"/></extensionElements></userTask>
              <endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/></process></definitions>
            """;
        var engine = _services.GetRequiredService<ProcessEngine>();
        (await Database.WriteAsync((s, c) => engine.DeployAsync(s, [new DeploymentResource("p.bpmn", model)], c))).Problem.ShouldBeNull();
        var started = await Database.WriteAsync((s, c) => engine.StartAsync(s, new("p", FeelContext.Of(variables)), Actor.System, c));
        started.Problem.ShouldBeNull();
        return (await _services.GetRequiredService<ProcessQueries>().TasksOfAsync(started.Value.Key)).Single();
    }
}
