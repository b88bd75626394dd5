using Akis.Desk.Incidents;
using Akis.Desk.Search;
using Akis.Desk.Search.Language;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Tests;

namespace Akis.Server.Tests.Desk.Incidents;

public abstract class IncidentTests : IAsyncLifetime
{
    private const string Answer = "Sorunu biliyoruz, çözüm üzerinde çalışıyoruz.";
    private static readonly Actor Desk = DeskHouse.Person("masa", "masa");
    private static readonly Actor Student = DeskHouse.Person("ogrenci", "ogrenci");

    private DeskHouse _house = null!; // made before each test

    protected abstract string? Postgres { get; }

    private IncidentCommands Commands => _house.Get<IncidentCommands>();

    private IncidentQueries Incidents => _house.Get<IncidentQueries>();

    public async ValueTask InitializeAsync() => _house = await DeskHouse.OpenAsync(Postgres);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task Five_tickets_about_a_service_in_a_quarter_of_an_hour_may_be_a_major_incident()
    {
        for (var i = 0; i < 4; i++) await VpnAsync(i);
        (await Incidents.CandidatesAsync(Desk)).ShouldBeEmpty();
        var fifth = await VpnAsync(4);
        var candidate = (await Incidents.CandidatesAsync(Desk)).ShouldHaveSingleItem();
        (candidate.Service, candidate.Tickets, candidate.IsUrgent).ShouldBe(("vpn", 5, false));
        (await Incidents.CandidatesAsync(Student)).ShouldBeEmpty();
        _house.Clock.Advance(IncidentRules.ShortTime + TimeSpan.FromMinutes(1));
        (await Incidents.CandidatesAsync(Desk)).ShouldBeEmpty();
        fifth.ShouldNotBeNull();
    }

    [Fact]
    public async Task Similar_tickets_become_children_with_the_known_answer_and_all_are_solved_at_once()
    {
        var (first, before) = (await VpnAsync(1), await VpnAsync(2));
        var key = (await Commands.DeclareAsync(New(first), Desk)).Value;
        (await Commands.DeclareAsync(New(before), Desk)).Problem!.Code.ShouldBe("incident.twice");
        var after = await VpnAsync(3);
        var other = await _house.TicketAsync("EPO-01", "E-posta gitmiyor bana", "Gönderdiğim iletiler karşıya ulaşmıyor.", Student);
        (await Incidents.OpenAsync()).ShouldHaveSingleItem().Children.ShouldBe(2);
        foreach (var child in new[] { before, after }) (await MessagesAsync(child)).ShouldContain(Answer, child);
        (await MessagesAsync(other)).ShouldNotContain(Answer);

        (await Commands.UpdateAsync(key, IncidentState.Over, "Sorun giderildi, bağlantılarınızı deneyebilirsiniz.", "", Desk)).Problem.ShouldBeNull();
        foreach (var number in new[] { first, before, after })
        {
            (await StateAsync(number)).ShouldBe(TicketState.Resolved, number);
            (await MessagesAsync(number)).ShouldContain("Sorun giderildi, bağlantılarınızı deneyebilirsiniz.");
        }

        (await StateAsync(other)).ShouldNotBe(TicketState.Resolved);
        (await Incidents.OpenAsync()).ShouldBeEmpty();
        (await Incidents.PastAsync(5)).ShouldHaveSingleItem().Updates.Count.ShouldBe(2);
        (await MessagesAsync(await VpnAsync(4))).ShouldNotContain(Answer);
    }

    [Fact]
    public async Task Only_who_leads_incidents_declares_one()
    {
        var number = await VpnAsync(1);
        foreach (var role in new[] { "ogrenci", "uzman-ag", "kalite", "yonetici" }) (await Commands.DeclareAsync(New(number), DeskHouse.Person("biri", role))).Problem!.Status.ShouldBe(403, role);
        (await Commands.DeclareAsync(New(number), DeskHouse.Person("s", "sorumlu-ag", "uzman-ag"))).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task The_manager_is_reminded_once_when_nothing_was_told_for_half_an_hour()
    {
        var number = await VpnAsync(1);
        var key = (await Commands.DeclareAsync(New(number), Desk)).Value;
        var watch = _house.Get<IncidentWatch>();
        (await watch.RemindAsync()).ShouldBe(0);
        _house.Clock.Advance(TimeSpan.FromMinutes(31));
        (await watch.RemindAsync()).ShouldBe(1);
        (await watch.RemindAsync()).ShouldBe(0);
        (await Commands.UpdateAsync(key, IncidentState.Identified, "Nedeni bulduk, parça değiştiriliyor.", "", Desk)).Problem.ShouldBeNull();
        _house.Clock.Advance(TimeSpan.FromMinutes(31));
        (await watch.RemindAsync()).ShouldBe(1);
        (await _house.Get<TicketSearch>().FindAsync(QueryParser.Parse("bilgilendirme yapılmadı", _house.Clock.GetUtcNow()).Query, Desk, long.MaxValue, 5)).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Mail_about_services_goes_only_to_who_confirmed_and_ends_with_its_own_link()
    {
        var mail = _house.Get<StatusMail>();
        (await mail.AskAsync("gecersiz", "tr")).Problem!.Status.ShouldBe(422);
        (await mail.AskAsync("A@Demouni.Example", "tr")).Problem.ShouldBeNull();
        (await mail.AskAsync("a@demouni.example", "tr")).Problem.ShouldBeNull("asked again at once: the same answer, no second mail");
        var asked = _house.Mail.Sent.ShouldHaveSingleItem();
        asked.To.ShouldBe("a@demouni.example");
        (await Commands.DeclareAsync(New(await VpnAsync(1)), Desk)).Problem.ShouldBeNull();
        _house.Mail.Sent.Count.ShouldBe(1, "not confirmed yet");

        (await mail.ConfirmAsync("yanlış")).ShouldBeFalse();
        (await mail.ConfirmAsync(Secret(asked.Body, "/durum/abonelik/"))).ShouldBeTrue();
        (await Commands.PlanAsync("e-posta", "E-posta sunucuları güncellenecek", "", _house.Clock.GetUtcNow().AddDays(1), _house.Clock.GetUtcNow().AddDays(1).AddHours(2), "DEG-2026-00001", Desk)).Problem.ShouldBeNull();
        var told = _house.Mail.Sent[^1];
        told.Body.ShouldContain("E-posta sunucuları güncellenecek");
        (await mail.EndByMailAsync(Secret(told.Body, "/durum/ayril/") + "0")).ShouldBeFalse();
        (await mail.EndByMailAsync(Secret(told.Body, "/durum/ayril/"))).ShouldBeTrue();
        var sent = _house.Mail.Sent.Count;
        (await Commands.PlanAsync("vpn", "VPN sunucuları güncellenecek", "", _house.Clock.GetUtcNow().AddDays(1), _house.Clock.GetUtcNow().AddDays(2), null, Desk)).Problem.ShouldBeNull();
        _house.Mail.Sent.Count.ShouldBe(sent);
        (await Incidents.PlannedAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public void Every_category_belongs_to_one_service_at_most()
    {
        var categories = Services.All.SelectMany(service => service.Categories).ToList();
        categories.Distinct().Count().ShouldBe(categories.Count);
        categories.ShouldAllBe(code => Akis.Desk.Categories.CategoryTree.Default.Find(code) != null && !Akis.Desk.Categories.CategoryTree.Default.Find(code)!.IsConfidential);
    }

    private static string Secret(string body, string path) => body[(body.IndexOf(path, StringComparison.Ordinal) + path.Length)..].Split('\n')[0].Trim();

    private static NewIncident New(string number) => new(number, "vpn", "down", "VPN'e bağlanılamıyor", "VPN is down", Answer);

    private Task<string> VpnAsync(int i) => _house.TicketAsync("VPN-02", $"VPN bağlanmıyor {i}", "Sabahtan beri VPN'e bağlanamıyorum.", Student);

    private async Task<IEnumerable<string>> MessagesAsync(string number) => (await _house.Get<TicketQueries>().PageAsync(number, Student)).ShouldNotBeNull().Messages.Select(message => message.Body);

    private async Task<string> StateAsync(string number) => (await _house.Get<TicketQueries>().PageAsync(number, Student)).ShouldNotBeNull().Ticket.State;
}

public sealed class SqliteIncidentTests : IncidentTests
{
    protected override string? Postgres => null;
}

[Collection(DeskPostgreSql.Name)]
public sealed class PostgreSqlIncidentTests(PostgreSqlCluster cluster) : IncidentTests
{
    protected override string? Postgres => cluster.NewDatabase();
}
