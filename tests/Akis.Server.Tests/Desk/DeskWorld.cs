using Akis.Bpmn.Stepping;
using Akis.Desk;
using Akis.Desk.Incidents;
using Akis.Desk.Sla;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Calendars;
using Akis.Handbook.Content;
using Akis.Handbook.Requests;
using Akis.Server.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace Akis.Server.Tests.Desk;

/// <summary>A desk with the real content, a clock that only tests move, and a few people.</summary>
internal sealed class DeskWorld : IAsyncDisposable
{
    public static readonly Requester Student = new("ogrenci", "Demo Öğrenci 1", "Mühendislik", "Öğrenci", "o@demouni.example", "dekan");
    public static readonly Actor StudentActor = Person("ogrenci", "ogrenci");
    public static readonly Actor Expert = Person("uzman.ag", "uzman-ag");
    public static readonly Actor Lead = Person("sorumlu.ag", "sorumlu-ag", "uzman-ag");
    public static readonly NewTicket Vpn = new("VPN-02", "VPN bağlantısı kurulamıyor", "Evden bağlanmaya çalışınca hata alıyorum.", null, null);

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-desk-").FullName;
    private readonly ServiceProvider _services;

    private DeskWorld()
    {
        Database = AkisDatabase.Open(_folder, null, Clock);
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(Database).AddSingleton(new EngineSettings(Clock) { Calendars = CalendarReader.Read(ScenarioTests.Processes) })
            .AddAkisEngine(background: false).AddAkisRequests().AddAkisDesk(Path.Combine(_folder, "attachments")).AddSingleton<IDeskOutbox, Letters>().BuildServiceProvider();
    }

    /// <summary>Monday, 23 November 2026, 09:00 in Istanbul.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));

    public AkisDatabase Database { get; }

    public TicketQueries Tickets => Get<TicketQueries>();

    public TicketCommands Commands => Get<TicketCommands>();

    public static async Task<DeskWorld> OpenAsync()
    {
        var world = new DeskWorld();
        await Migrator.MigrateAsync(world.Database, [EngineServices.Migrations, RequestServices.Migrations, DeskServices.Migrations]);
        (await ContentDeployer.DeployAsync(world.Database, world.Get<ProcessEngine>(), ScenarioTests.Processes)).Problem.ShouldBeNull();
        return world;
    }

    public static Actor Person(string name, params string[] roles) => new(name, roles.ToHashSet());

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<string> TicketAsync(NewTicket? ticket = null)
    {
        var opened = await Get<OpenTicket>().RunAsync(ticket ?? Vpn, [], Student, StudentActor, "Portal", null);
        opened.Problem.ShouldBeNull();
        return opened.Value.Number;
    }

    public async Task<TicketPage> PageAsync(string number, Actor? reader = null) => (await Tickets.PageAsync(number, reader ?? StudentActor)).ShouldNotBeNull();

    public async Task<SlaExplanation> ClocksAsync(string number) => (await Get<SlaQueries>().ExplainAsync((await PageAsync(number)).Ticket.Key)).ShouldNotBeNull();

    public static async Task DoneAsync(Task<Outcome> command) => (await command).Problem.ShouldBeNull();

    /// <summary>Time passes: timers fire, clocks are looked at, notifications are taken as sent.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Get<TimerClock>().FireDueAsync();
        await Get<SlaWatch>().RunDueAsync();
        var engine = Get<ProcessEngine>();
        await Database.WriteAsync(async (session, token) =>
        {
            foreach (var job in await engine.ActivateJobsAsync(session, "akis.notify", "test", 100, TimeSpan.FromMinutes(1), token))
            {
                Notified.Add(job.Headers["template"]);
                (await engine.AnswerJobAsync(session, job.Key, new JobAnswer.Completed(FeelContext.Empty), Actor.System, token)).Problem.ShouldBeNull();
            }

            return Outcome.Done;
        });
    }

    /// <summary>The templates of what was sent.</summary>
    public List<string> Notified { get; } = [];

    public Task<List<T>> RowsAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> row) => Database.ReadAsync((connection, token) => connection.QueryAsync(sql, row, token));

    public async Task<(long Key, string ElementId)> OpenTaskAsync(string elementId) => (await RowsAsync($"SELECT key, element_id FROM user_task WHERE state = 0 AND element_id = '{elementId}'", row => (row.GetInt64(0), row.GetString(1)))).Single();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
