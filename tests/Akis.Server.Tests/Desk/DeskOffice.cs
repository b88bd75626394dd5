using Akis.Desk;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Tests;
using Akis.Handbook.Calendars;
using Akis.Handbook.Content;
using Akis.Handbook.Requests;
using Akis.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

[assembly: AssemblyFixture(typeof(PostgreSqlCluster))]

namespace Akis.Server.Tests.Desk;

/// <summary>A desk with people, on a database of its own: a Monday morning, a clock that only tests move.</summary>
public sealed class DeskOffice : IAsyncDisposable
{
    private static readonly (string User, string[] Roles)[] People =
    [
        ("ogrenci", ["ogrenci"]), ("ogrenci2", ["ogrenci"]), ("hoca", ["akademik"]), ("masaci", ["masa"]), ("ag.ali", ["uzman-ag"]), ("ag.ayse", ["uzman-ag"]), ("ag.can", ["uzman-ag"]),
        ("ag.sorumlu", ["sorumlu-ag"]), ("sistemci", ["uzman-sistem"]), ("bgs", ["guvenlik"]), ("denetci", ["kalite"]), ("mudur", ["baskan"]),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-office-").FullName;
    private ServiceProvider _services = null!; // made when it opens

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));

    public TicketQueries Tickets => Get<TicketQueries>();

    public TicketCommands Commands => Get<TicketCommands>();

    public static async Task<DeskOffice> OpenAsync(string? connectionString)
    {
        var office = new DeskOffice();
        var database = AkisDatabase.Open(office._folder, connectionString, office.Clock);
        office._services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(office.Clock)
            .AddSingleton(database)
            .AddSingleton(new EngineSettings(office.Clock) { Calendars = CalendarReader.Read(Processes) })
            .AddAkisEngine(background: false)
            .AddAkisPeople()
            .AddAkisRequests()
            .AddAkisDesk(Path.Combine(office._folder, "attachments"))
            .BuildServiceProvider();
        await Migrator.MigrateAsync(database, [EngineServices.Migrations, PeopleServices.Migrations, RequestServices.Migrations, DeskServices.Migrations]);
        (await ContentDeployer.DeployAsync(database, office.Get<ProcessEngine>(), Processes)).Problem.ShouldBeNull();
        await database.WriteAsync<Outcome>(async (session, cancel) =>
        {
            await session.ExecuteAsync("INSERT INTO unit (code, name_tr, name_en) VALUES ('B', 'Birim', 'Unit')", cancel);
            foreach (var (user, roles) in People)
            {
                await session.ExecuteAsync("INSERT INTO person (user_name, display_name, email, status, unit_code, password_hash, failed_sign_ins, active) VALUES (@user, @user, @user, '', 'B', '', 0, true)", cancel, ("user", user));
                foreach (var role in roles) await session.ExecuteAsync("INSERT INTO person_role (user_name, role) VALUES (@user, @role)", cancel, ("user", user), ("role", role));
            }

            return Outcome.Done;
        });
        return office;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Actor Person(string user) => Roles.Actor(user, People.Single(person => person.User == user).Roles.ToHashSet());

    /// <summary>A ticket of the network queue.</summary>
    public async Task<string> TicketAsync(string requester = "ogrenci", string category = "VPN-02", string subject = "VPN bağlantısı kurulamıyor")
    {
        var opened = await Get<OpenTicket>().RunAsync(new(category, subject, "Evden bağlanmaya çalışınca hata alıyorum.", null, null), [], new Requester(requester, requester, "Birim", "Öğrenci", requester, null), Person(requester), "Portal", null);
        opened.Problem.ShouldBeNull();
        return opened.Value.Number;
    }

    public async Task<TicketPage> PageAsync(string number, string user) => (await Tickets.PageAsync(number, Person(user))).ShouldNotBeNull();

    public async Task<string> StateAsync(string number) => (await PageAsync(number, "ag.ali")).Ticket.State;

    /// <summary>Time passes and what the desk has put off is done.</summary>
    public Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return Get<DeskClock>().TurnAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static string Processes
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Akis.slnx"))) folder = folder.Parent;
            return Path.Combine(folder!.FullName, "processes"); // the tests run inside the checkout
        }
    }
}

/// <summary>One office for each database, for the tests of a class: opening one takes longer than a test.</summary>
public sealed class DeskOffices(PostgreSqlCluster cluster) : IAsyncLifetime
{
    private readonly Dictionary<string, DeskOffice> _offices = [];

    public DeskOffice this[string database] => _offices[database];

    public async ValueTask InitializeAsync()
    {
        _offices["sqlite"] = await DeskOffice.OpenAsync(null);
        _offices["postgresql"] = await DeskOffice.OpenAsync(cluster.NewDatabase());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var office in _offices.Values) await office.DisposeAsync();
    }
}

/// <summary>Runs a test on both databases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothDatabasesAttribute : Xunit.v3.DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(System.Reflection.MethodInfo testMethod, Xunit.Sdk.DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<string>("sqlite"), new TheoryDataRow<string>("postgresql")]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
