using Akis.Desk;
using Akis.Desk.Incidents;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Calendars;
using Akis.Handbook.Content;
using Akis.Handbook.Requests;
using Akis.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Akis.Server.Tests.Desk;

/// <summary>A desk without its web server: the real content, a clock that stands, SQLite in a folder or a database of a real PostgreSQL.</summary>
internal sealed class DeskHouse : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akis-desk-").FullName;
    private readonly ServiceProvider _services;

    private DeskHouse(string? postgres)
    {
        Database = AkisDatabase.Open(_folder, postgres, Clock);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Database)
            .AddSingleton(new EngineSettings(Clock) { Calendars = CalendarReader.Read(Processes) })
            .AddAkisEngine(background: false)
            .AddAkisRequests()
            .AddAkisDesk(Path.Combine(_folder, "attachments"))
            .AddSingleton<IDeskOutbox>(Mail)
            .BuildServiceProvider();
    }

    public Letters Mail { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));

    public AkisDatabase Database { get; }

    public static string Root { get; } = FindRoot();

    private static string Processes => Path.Combine(Root, "processes");

    public static async Task<DeskHouse> OpenAsync(string? postgres = null)
    {
        var house = new DeskHouse(postgres);
        await Migrator.MigrateAsync(house.Database, [EngineServices.Migrations, PeopleServices.Migrations, RequestServices.Migrations, DeskServices.Migrations]);
        (await ContentDeployer.DeployAsync(house.Database, house.Get<ProcessEngine>(), Processes)).Problem.ShouldBeNull();
        return house;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static Actor Person(string user, params string[] roles) => new(user, roles.ToHashSet());

    public async Task<string> TicketAsync(string category, string subject, string body, Actor requester)
    {
        var opened = await Get<OpenTicket>().RunAsync(new(category, subject, body, null, null), [], new Requester(requester.UserName, requester.UserName, "Birim", "Öğrenci", $"{requester.UserName}@demouni.example", null), requester, "Portal", null);
        opened.Problem.ShouldBeNull();
        return opened.Value.Number;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Akis.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("Akis.slnx");
        return folder.FullName;
    }
}

/// <summary>An outbox that can be read.</summary>
internal sealed class Letters : IDeskOutbox
{
    public string PublicUrl => "https://akis.example";

    public List<(string To, string Subject, string Body)> Sent { get; } = [];

    public Task AddAsync(WriteSession session, string id, string recipient, string subject, string body, string? unsubscribe, CancellationToken cancel)
    {
        session.OnCommitted(() => Sent.Add((recipient, subject, body)));
        return Task.CompletedTask;
    }
}

[CollectionDefinition(Name)]
public sealed class DeskPostgreSql : ICollectionFixture<Akis.Engine.Tests.PostgreSqlCluster>
{
    public const string Name = "desk-postgresql";
}
