using System.Diagnostics;
using Akis.Automation;
using Akis.Desk;
using Akis.Desk.Incidents;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Content;
using Akis.Handbook.Documents;
using Akis.Handbook.Requests;
using Akis.People;
using Akis.Registry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Akis.Server.Tests.Documents;

/// <summary>A handbook with one process that makes one document, on a database of its own.</summary>
internal sealed class DocumentHouse : IAsyncDisposable
{
    private const string Model = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="http://akis.test">
          <bpmn:process id="teslim" name="Teslim" isExecutable="true">
            <bpmn:startEvent id="s" /><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="belge" />
            <bpmn:serviceTask id="belge"><bpmn:extensionElements><zeebe:taskDefinition type="document.create" retries="1" /><zeebe:taskHeaders><zeebe:header key="template" value="teslim-tutanagi" /></zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>
            <bpmn:sequenceFlow id="f2" sourceRef="belge" targetRef="bekle" />
            <bpmn:userTask id="bekle"><bpmn:extensionElements><zeebe:userTask /><zeebe:assignmentDefinition assignee="=requester" /></bpmn:extensionElements></bpmn:userTask>
            <bpmn:sequenceFlow id="f3" sourceRef="bekle" targetRef="e" /><bpmn:endEvent id="e" />
          </bpmn:process>
        </bpmn:definitions>
        """;

    private const string Template = """
        ---
        title: { tr: "Cihaz Teslim Tutanağı", en: "Hand-over of devices" }
        series: CTT
        signatures:
          - { role: "Teslim Eden", name: "{{ teslimEden }}" }
          - { role: "Teslim Alan", name: "{{ requesterName }}" }
        ---
        Aşağıda dökümü yapılan cihazlar **{{ requesterUnit }}** adına {{ requesterName }} tarafından {{ teslimTarihi }} günü eksiksiz ve çalışır durumda teslim alınmıştır.

        | Sıra | Cihaz | Seri no | Değer (TL) |
        |---|---|---|---|
        {{#each cihazlar}}
        | {{ sira }} | {{ ad }} | {{ seriNo }} | {{ deger }} |
        {{/each}}

        Açıklama: {{ aciklama }}

        Veriler silindi: {{ silindi }}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-documents-").FullName;
    private ServiceProvider _services = null!; // made when it opens

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));

    public AkisDatabase Database => Get<AkisDatabase>();

    public static FeelContext Variables => FeelContext.Of(
        ("requester", FeelValue.Of("ogrenci")), ("requesterName", FeelValue.Of("Şükrü Çağlayan Iğdır")), ("requesterUnit", FeelValue.Of("Gümüşsuyu Öğrenci İşleri")), ("processCode", FeelValue.Of("SEK08-04-07/2026-000012")),
        ("teslimEden", FeelValue.Of("Ayşe Öz")), ("teslimTarihi", FeelValue.Of("2026-11-20")), ("silindi", FeelValue.True), ("aciklama", FeelValue.Of("Kutu <b>açık</b> | geldi\n{{ 1 + 1 }} ![x](file:///etc/passwd) & kapandı")),
        ("cihazlar", FeelValue.Of(FeelList.Of(new[] { Device(1, "Dizüstü bilgisayar", "ÖZ-1|A", 45250.5m), Device(2, "Ağ anahtarı", "İÇ-2", 9800m) }))));

    public static async Task<DocumentHouse> OpenAsync(string? connectionString)
    {
        var house = new DocumentHouse();
        var processes = Path.Combine(house._folder, "processes");
        var folder = Directory.CreateDirectory(Path.Combine(processes, "shared", "teslim")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "process.bpmn"), Model);
        await File.WriteAllTextAsync(Path.Combine(folder, "teslim-tutanagi.belge.md"), Template);
        await File.WriteAllTextAsync(Path.Combine(processes, "index.yaml"), """
            university: { tr: "Örnek Üniversitesi", en: "Example University" }
            department: { tr: "Bilgi İşlem Daire Başkanlığı", en: "IT" }
            address: { tr: "Maslak, İstanbul", en: "Maslak, Istanbul" }
            phone: "0212 000 0000"
            help: { tr: "-", en: "-" }
            groups: []
            """);
        var database = AkisDatabase.Open(house._folder, connectionString, house.Clock);
        house._services = new ServiceCollection()
            .AddLogging().AddSingleton<TimeProvider>(house.Clock).AddSingleton(database).AddSingleton(new EngineSettings(house.Clock))
            .AddAkisEngine(background: false).AddAkisPeople().AddAkisRegistry().AddAkisRequests().AddAkisDesk(Path.Combine(house._folder, "attachments")).AddSingleton<IDeskOutbox, Hosting.DeskOutbox>()
            .AddAkisAutomation(new AutomationSettings(house._folder, null, "a@demouni.example", "https://akis.demouni.example", null), processes, background: false)
            .BuildServiceProvider();
        await Migrator.MigrateAsync(database, [EngineServices.Migrations, PeopleServices.Migrations, RequestServices.Migrations, RegistryServices.Migrations, AutomationServices.Migrations, DeskServices.Migrations]);
        (await ContentDeployer.DeployAsync(database, house.Get<ProcessEngine>(), processes)).Problem.ShouldBeNull();
        return house;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts the process and does its job; gives the instance.</summary>
    public async Task<long> RunAsync()
    {
        var started = await Database.WriteAsync((session, cancel) => Get<ProcessEngine>().StartAsync(session, new StartProcess("teslim", Variables, "SEK08-04-07/2026-000012"), new Actor("ogrenci", new HashSet<string>()), cancel));
        started.Problem.ShouldBeNull();
        await Get<JobRunner>().RunDueAsync(TestContext.Current.CancellationToken);
        return started.Value.Key;
    }

    /// <summary>What a tool of the system says.</summary>
    public static async Task<string> ToolAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!; // no shell is asked for
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return await output;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static FeelValue Device(int row, string name, string serial, decimal value) =>
        FeelValue.Of(FeelContext.Of(("sira", FeelValue.Of(row)), ("ad", FeelValue.Of(name)), ("seriNo", FeelValue.Of(serial)), ("deger", FeelValue.Of(value))));
}
