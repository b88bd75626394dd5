using Akis.Desk;
using Akis.Desk.Mail;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Threading;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Tests;
using Akis.Handbook.Calendars;
using Akis.Handbook.Content;
using Akis.Handbook.Requests;
using Akis.People;
using Akis.People.Accounts;
using Akis.People.Demo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Akis.Mail.Tests;

/// <summary>The desk with the demo university, one mailbox and a clock that tests turn; on SQLite unless a database is named.</summary>
public class MailWorld : IAsyncLifetime
{
    public const string Help = "yardim@demouni.example";

    public static Mailbox Box { get; } = new("yardim", Help, "DIG-99") { TrustedServer = "mx.demouni.example" };

    private ServiceProvider _services = null!; // made before use

    public string Folder { get; } = Directory.CreateTempSubdirectory("akis-mail-").FullName;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));

    public string Ticket { get; private set; } = "";

    public string Other { get; private set; } = "";

    public string Closed { get; private set; } = "";

    public CorpusWords Words { get; private set; } = CorpusWords.Alone;

    public AkisDatabase Database => Get<AkisDatabase>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public virtual async ValueTask InitializeAsync()
    {
        var database = AkisDatabase.Open(Folder, ConnectionString(), Clock);
        var services = new ServiceCollection()
            .AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(database)
            .AddSingleton(new EngineSettings(Clock) { Calendars = CalendarReader.Read(Processes) })
            .AddAkisEngine(background: false).AddAkisPeople().AddAkisRequests().AddAkisDesk(Path.Combine(Folder, "attachments")).AddAkisMail(new Mailboxes([Box]), background: false);
        Add(services);
        _services = services.BuildServiceProvider();
        await Migrator.MigrateAsync(database, Migrations);
        (await ContentDeployer.DeployAsync(database, Get<ProcessEngine>(), Processes)).Problem.ShouldBeNull();
        await Get<DemoUniversity>().SeedAsync(Folder, "sinama-parolasi-1");
        await PrepareAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var database = Database;
        await _services.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Takes a message two hours after the last one, so that caps of one case do not touch another.</summary>
    public Task<TakenMail> TakeAsync(byte[] raw, bool sameHour = false)
    {
        if (!sameHour) Clock.Advance(TimeSpan.FromHours(2));
        return Get<MailIntake>().TakeAsync(Box, raw);
    }

    public async Task<TicketPage> PageAsync(string number) => (await Get<TicketQueries>().PageAsync(number, Head)).ShouldNotBeNull();

    public static Actor Head { get; } = new("baskan", new HashSet<string> { "baskan", "masa" });

    public async Task<Person> PersonAsync(string user) => (await Get<PersonQueries>().FindAsync(user)).ShouldNotBeNull();

    public async Task<string> OpenAsync(string user, string category = "VPN-02")
    {
        var person = await PersonAsync(user);
        var opened = await Get<OpenTicket>().RunAsync(new(category, "VPN bağlantısı kurulamıyor", "Evden bağlanmaya çalışınca hata alıyorum.", null, null), [], new(person.UserName, person.Name, person.Unit, person.Status, person.Email, person.Manager), person.Actor, "Portal", null);
        opened.Problem.ShouldBeNull();
        return opened.Value.Number;
    }

    protected virtual string? ConnectionString() => null;

    protected virtual void Add(IServiceCollection services)
    {
    }

    protected virtual IEnumerable<MigrationSet> Migrations => [EngineServices.Migrations, PeopleServices.Migrations, RequestServices.Migrations, DeskServices.Migrations];

    protected static string Processes
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Akis.slnx"))) folder = folder.Parent;
            return Path.Combine(folder!.FullName, "processes"); // the tests run inside the checkout
        }
    }

    private async Task PrepareAsync()
    {
        // The open ticket grew from a message, so that its id is known.
        var first = await Get<MailIntake>().TakeAsync(Box with { Category = "VPN-02" }, CorpusWords.Alone.Expand("{{pass}}From: ogrenci@demouni.example\r\nTo: yardim@demouni.example\r\nSubject: VPN kurulamadı\r\nMessage-ID: <ilk@demouni.example>\r\n\r\nEvden bağlanmaya çalışınca hata alıyorum."));
        first.State.ShouldBe(MailState.Ticket);
        (Ticket, Other, Closed) = (first.Number!, await OpenAsync("akademik"), await OpenAsync("ogrenci"));
        (await Get<TicketCommands>().CancelAsync(Closed, (await PersonAsync("ogrenci")).Actor)).Problem.ShouldBeNull();
        await Database.WriteAsync(async (session, token) =>
        {
            foreach (var blocked in new[] { "engelli@ornek.example", "@kotualan.example" }) await session.ExecuteAsync("INSERT INTO blocked_sender (address, blocked_by, blocked_at) VALUES (@address, 'yonetici', 0)", token, ("address", blocked));
            return await session.ExecuteAsync("INSERT INTO mail_guest (address, name, proven_at) VALUES ('konuk@ornek.example', 'Konuk', 0)", token);
        });
        var seal = await Get<TicketSeals>().GetAsync();
        Words = new(new Dictionary<string, Func<string, string>>
        {
            ["ticket"] = _ => Ticket, ["other"] = _ => Other, ["closed"] = _ => Closed, ["first"] = _ => "ilk@demouni.example", ["same"] = _ => "ayni@demouni.example",
            ["id"] = _ => seal.MessageId(Ticket, 7, "demouni.example"), ["tag"] = writer => seal.AddressFor(Help, Ticket, writer), ["TAG"] = writer => seal.AddressFor(Help, Ticket, writer).ToUpperInvariant(),
            ["mac"] = writer => seal.AddressFor(Help, Ticket, writer).Split('.')[1].Split('@')[0],
        });
    }
}

/// <summary>The same on PostgreSQL.</summary>
public class PostgreSqlMailWorld : MailWorld
{
    private readonly PostgreSqlCluster _cluster = new();

    public override async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    protected override string? ConnectionString() => _cluster.NewDatabase();
}
