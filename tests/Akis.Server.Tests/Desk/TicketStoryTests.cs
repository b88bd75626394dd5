using Akis.Desk;
using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Calendars;
using Akis.Handbook.Content;
using Akis.Handbook.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Desk;

public sealed class TicketStoryTests : IAsyncLifetime
{
    private static readonly Actor Student = Person("ogrenci", "ogrenci");
    private static readonly Actor Expert = Person("uzman.ag", "uzman-ag");
    private static readonly NewTicket Vpn = new("VPN-02", "VPN bağlantısı kurulamıyor", "Evden bağlanmaya çalışınca hata alıyorum.", null, null);

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-desk-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));
    private ServiceProvider _services = null!; // made before each test

    private TicketQueries Tickets => _services.GetRequiredService<TicketQueries>();

    private TicketCommands Commands => _services.GetRequiredService<TicketCommands>();

    public async ValueTask InitializeAsync()
    {
        var database = AkisDatabase.Open(_folder, null, _clock);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(database)
            .AddSingleton(new EngineSettings(_clock) { Calendars = CalendarReader.Read(Processes) })
            .AddAkisEngine(background: false)
            .AddAkisRequests()
            .AddAkisDesk(Path.Combine(_folder, "attachments"))
            .BuildServiceProvider();
        await Migrator.MigrateAsync(database, [EngineServices.Migrations, RequestServices.Migrations, DeskServices.Migrations]);
        (await ContentDeployer.DeployAsync(database, _services.GetRequiredService<ProcessEngine>(), Processes)).Problem.ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_ticket_is_asked_about_answered_solved_reopened_and_closed()
    {
        var number = await OpenAsync(Vpn);
        number.ShouldBe("2026-000001");
        (await StateAsync(number)).ShouldBe(TicketState.Assigned);
        (await PageAsync(number, Expert)).Ticket.Priority.ShouldBe("P3"); // D-01: one person, seriously held up

        await DoneAsync(Commands.TakeAsync(number, null, Expert));
        (await StateAsync(number)).ShouldBe(TicketState.InProgress);
        await DoneAsync(Commands.AskAsync(number, "Hangi sürümü kullanıyorsunuz?", null, Expert));
        (await StateAsync(number)).ShouldBe(TicketState.WaitingForUser);
        await DoneAsync(Commands.ReplyAsync(number, "5.1", [], Student));
        (await StateAsync(number)).ShouldBe(TicketState.InProgress);
        await DoneAsync(Commands.ResolveAsync(number, "fixed", "Hesabınızın süresi uzatıldı.", null, Expert));
        (await StateAsync(number)).ShouldBe(TicketState.Resolved);
        await DoneAsync(Commands.AnswerAsync(number, isSolved: false, "Hâlâ bağlanamıyorum.", Student));
        (await StateAsync(number)).ShouldBe(TicketState.InProgress);
        await DoneAsync(Commands.ResolveAsync(number, "fixed", "Parolanız yenilendi.", null, Expert));
        await DoneAsync(Commands.AnswerAsync(number, isSolved: true, null, Student));
        (await StateAsync(number)).ShouldBe(TicketState.Closed);
        (await Commands.ReplyAsync(number, "Teşekkürler", [], Student)).Problem!.Code.ShouldBe("ticket.over");
    }

    [Fact]
    public async Task Who_sees_a_ticket_follows_the_table_and_to_others_it_does_not_exist()
    {
        var number = await OpenAsync(Vpn);
        TicketView Expected(string role) => role switch
        {
            "uzman-ag" or "sorumlu-ag" or "masa" => TicketView.Agent,
            "baskan" or "kalite" => TicketView.Reader,
            _ => TicketView.None,
        };
        foreach (var role in new[] { "uzman-ag", "sorumlu-ag", "masa", "baskan", "kalite", "uzman-sistem", "gelistirici", "yonetici", "akademik", "guvenlik" })
        {
            ((await Tickets.PageAsync(number, Person("biri", role)))?.View ?? TicketView.None).ShouldBe(Expected(role), role);
        }

        (await Commands.NoteAsync(number, "x", Person("denetci", "kalite"))).Problem!.Status.ShouldBe(403);
        (await Commands.NoteAsync(number, "x", Person("baskasi", "akademik"))).Problem!.Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_confidential_ticket_is_for_its_requester_the_security_officer_and_who_has_it()
    {
        var number = await OpenAsync(Vpn with { Category = "GUV-01" });
        (await Tickets.PageAsync(number, Person("masaci", "masa"))).ShouldBeNull();
        (await Tickets.PageAsync(number, Person("denetci", "kalite"))).ShouldBeNull();
        (await Tickets.OfDeskAsync(Person("masaci", "masa"), DeskFilter.Open, 0, 10)).ShouldBeEmpty();
        var officer = Person("bgs", "guvenlik");
        (await Tickets.OfDeskAsync(officer, DeskFilter.Open, 0, 10)).ShouldHaveSingleItem();
        (await PageAsync(number, officer)).View.ShouldBe(TicketView.Agent);
    }

    [Fact]
    public async Task An_internal_note_never_reaches_its_requester()
    {
        var number = await OpenAsync(Vpn);
        await DoneAsync(Commands.NoteAsync(number, "Kullanıcı sık arıyor.", Expert));
        (await PageAsync(number, Student)).Messages.ShouldAllBe(message => message.Kind != MessageKind.Note);
        (await PageAsync(number, Expert)).Messages.ShouldContain(message => message.Kind == MessageKind.Note);
    }

    [Fact]
    public async Task Two_agents_at_once_do_not_overwrite_each_other()
    {
        var number = await OpenAsync(Vpn);
        var seen = (await PageAsync(number, Expert)).Revision;
        await DoneAsync(Commands.TakeAsync(number, seen, Expert));
        (await Commands.ResolveAsync(number, "fixed", "Başka biri çözdü sanıyor.", seen, Person("uzman2", "uzman-ag"))).Problem!.Code.ShouldBe("ticket.changed");
    }

    [Fact]
    public async Task A_ticket_of_an_unclear_category_is_sorted_first_and_may_change_its_queue()
    {
        var number = await OpenAsync(Vpn with { Category = "DIG-99" });
        (await StateAsync(number)).ShouldBe(TicketState.New);
        await DoneAsync(Commands.ClassifyAsync(number, "AGK-01", null, Person("masaci", "masa")));
        (await PageAsync(number, Expert)).Ticket.Queue.ShouldBe("AG");
        await DoneAsync(Commands.ClassifyAsync(number, "SUN-03", null, Expert));
        (await Tickets.PageAsync(number, Expert)).ShouldBeNull();
        (await PageAsync(number, Person("sistemci", "uzman-sistem"))).Ticket.Priority.ShouldBe("P2");
    }

    [Fact]
    public async Task It_waits_for_a_supplier_is_planned_and_its_requester_may_cancel()
    {
        var number = await OpenAsync(Vpn);
        await DoneAsync(Commands.WaitForSupplierAsync(number, "Firma, vaka 42", null, Expert));
        (await StateAsync(number)).ShouldBe(TicketState.WaitingForSupplier);
        await DoneAsync(Commands.SupplierAnsweredAsync(number, "Parça geldi", null, Expert));
        (await Commands.PlanAsync(number, new DateOnly(2026, 11, 1), null, Expert)).Problem!.Code.ShouldBe("ticket.past");
        await DoneAsync(Commands.PlanAsync(number, new DateOnly(2026, 12, 1), null, Expert));
        (await StateAsync(number)).ShouldBe(TicketState.Planned);
        (await Commands.CancelAsync(number, Expert)).Problem!.Status.ShouldBe(403);
        await DoneAsync(Commands.CancelAsync(number, Student));
        (await StateAsync(number)).ShouldBe(TicketState.Cancelled);
    }

    [Fact]
    public async Task Numbers_are_given_once_and_the_same_command_opens_one_ticket()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenAsync(Vpn)));
        numbers.Distinct().Count().ShouldBe(20);
        (await OpenAsync(Vpn, "bir")).ShouldBe(await OpenAsync(Vpn, "bir"));
    }

    [Theory]
    [InlineData("VPN-02", "Kısa", "Yirmi karakterden uzun bir açıklama.", "subject")]
    [InlineData("VPN-02", "Uygun bir konu", "Kısa", "body")]
    [InlineData("YOK-01", "Uygun bir konu", "Yirmi karakterden uzun bir açıklama.", "category")]
    public void What_cannot_be_opened_says_why_at_its_field(string category, string subject, string body, string field) =>
        TicketRules.Check(new NewTicket(category, subject, body, null, null)).ShouldHaveSingleItem().Field.ShouldBe(field);

    [Theory]
    [InlineData("fatura.pdf", 1000, true)]
    [InlineData("oyun.EXE", 1000, false)]
    [InlineData("sayfa.html", 1000, false)]
    [InlineData("oyun.exe. ", 1000, false)]
    [InlineData("video.mp4", 26L * 1024 * 1024, false)]
    public void Files_are_limited_in_kind_and_size(string name, long size, bool taken) => (Attachments.Refuse(name, size) is null).ShouldBe(taken);

    [Fact]
    public async Task A_file_is_kept_by_its_content_and_its_name_never_becomes_a_path()
    {
        var attachments = _services.GetRequiredService<Attachments>();
        var stored = await attachments.StoreAsync("../../etc/parola.txt", "text/plain", new MemoryStream([1, 2, 3]));
        stored.Name.ShouldBe("parola.txt");
        Directory.GetFiles(Path.Combine(_folder, "attachments")).Select(Path.GetFileName).ShouldBe([stored.Sha256]);
    }

    [Fact]
    public void Every_category_has_both_names_a_queue_and_words_that_the_priority_table_knows()
    {
        CategoryTree.Default.All.Count.ShouldBe(50);
        foreach (var category in CategoryTree.Default.All)
        {
            category.Tr.ShouldNotBeNullOrWhiteSpace();
            category.En.ShouldNotBeNullOrWhiteSpace();
            Queues.Of(category.Queue).ShouldNotBeNull();
            TicketRules.Impacts.ShouldContain(category.Impact);
            TicketRules.Urgencies.ShouldContain(category.Urgency);
        }
    }

    private static string Processes
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Akis.slnx"))) folder = folder.Parent;
            return Path.Combine(folder!.FullName, "processes"); // the tests run inside the checkout
        }
    }

    private static Actor Person(string name, params string[] roles) => new(name, roles.ToHashSet());

    private static async Task DoneAsync(Task<Outcome> command) => (await command).Problem.ShouldBeNull();

    private async Task<string> OpenAsync(NewTicket ticket, string? once = null)
    {
        var opened = await _services.GetRequiredService<OpenTicket>().RunAsync(ticket, [], new Requester("ogrenci", "Demo Öğrenci 1", "Mühendislik", "Öğrenci", "o@demouni.example", "dekan"), Student, "Portal", once);
        opened.Problem.ShouldBeNull();
        return opened.Value.Number;
    }

    private async Task<TicketPage> PageAsync(string number, Actor actor) => (await Tickets.PageAsync(number, actor)).ShouldNotBeNull();

    private async Task<string> StateAsync(string number) => (await PageAsync(number, Student)).Ticket.State;
}
