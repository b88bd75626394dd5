using System.IO.Compression;
using System.Text.Json;
using Akis.Desk.Guests;
using Akis.Desk.Privacy;
using Akis.Desk.Search;
using Akis.Desk.Search.Language;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Waiting;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Tests;

namespace Akis.Server.Tests.Desk.Privacy;

public abstract class PrivacyTests : IAsyncLifetime
{
    private static readonly Actor Student = DeskHouse.Person("ogrenci", "ogrenci");
    private static readonly Actor Expert = DeskHouse.Person("uzman.ag", "uzman-ag");
    private static readonly Actor Head = DeskHouse.Person("baskan", "baskan");

    private DeskHouse _house = null!; // made before each test

    protected abstract string? Postgres { get; }

    private TicketCommands Commands => _house.Get<TicketCommands>();

    private TicketQueries Tickets => _house.Get<TicketQueries>();

    public async ValueTask InitializeAsync() => _house = await DeskHouse.OpenAsync(Postgres);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task Persons_leave_a_ticket_when_its_time_is_over_and_numbers_stay()
    {
        var (closed, open) = (await ClosedAsync(), await OpenAsync());
        var retention = _house.Get<Retention>();
        (await retention.RunAsync(Head)).ShouldBe(0);
        _house.Clock.Advance(TimeSpan.FromDays((365 * 2) + 3));
        (await retention.DueAsync()).Sum(rule => rule.Due).ShouldBe(1);
        (await retention.RunAsync(Head)).ShouldBe(1);
        (await retention.RunAsync(Head)).ShouldBe(0);

        (await Tickets.PageAsync(closed, Student)).ShouldBeNull();
        var page = (await Tickets.PageAsync(closed, Head)).ShouldNotBeNull();
        (page.Ticket.Requester, page.Ticket.RequesterName, page.Ticket.Subject).ShouldBe((Retention.Nobody, Retention.Nobody, Retention.Nobody));
        page.Messages.ShouldBeEmpty();
        (page.Ticket.Category, page.Ticket.State, page.Ticket.Queue).ShouldBe(("VPN-02", TicketState.Closed, "AG"));
        (await Tickets.PageAsync(open, Student)).ShouldNotBeNull().Messages.ShouldNotBeEmpty();
        (await FindAsync("leylak")).ShouldBe([open], "neither the index nor the tables know the words any more");
        foreach (var sql in new[] { "SELECT count(*) FROM history_event WHERE data LIKE '%leylak%kapanan%'", "SELECT count(*) FROM ticket_message WHERE body LIKE '%kapanan%'" })
        {
            (await _house.Database.ReadAsync((connection, token) => connection.QueryAsync(sql, row => row.GetInt64(0), token))).ShouldBe([0L], sql);
        }

        (await retention.DeedsAsync(5)).ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_of_the_desk_reads_a_ticket_is_written_down_once_an_hour()
    {
        var number = await OpenAsync();
        var log = _house.Get<ReadLog>();
        foreach (var reader in new[] { Expert, Expert, Student }) await log.RecordAsync((await Tickets.PageAsync(number, reader)).ShouldNotBeNull(), reader.UserName);
        (await FindReadsAsync(number)).ShouldBe(["uzman.ag"]);
        _house.Clock.Advance(TimeSpan.FromHours(1));
        await log.RecordAsync((await Tickets.PageAsync(number, Expert)).ShouldNotBeNull(), Expert.UserName);
        (await FindReadsAsync(number)).ShouldBe(["uzman.ag", "uzman.ag"]);
        (await log.FindAsync(null, "baskasi", _house.Clock.GetUtcNow().AddDays(1), 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_gets_everything_about_themselves_and_nothing_of_the_desks_notes()
    {
        var number = await OpenAsync();
        (await Commands.NoteAsync(number, "Yalnız ekip okusun: kelepir.", Expert)).Problem.ShouldBeNull();
        var stored = await _house.Get<Attachments>().StoreAsync("belge.txt", "text/plain", new MemoryStream("merhaba"u8.ToArray()));
        (await Commands.ReplyAsync(number, "Belgem ektedir.", [stored], Student)).Problem.ShouldBeNull();
        await OpenAsync(DeskHouse.Person("baska", "ogrenci"));
        using var archive = new MemoryStream();
        await _house.Get<PersonExport>().WriteAsync("ogrenci", Student, archive);
        archive.Position = 0;
        using var zip = new ZipArchive(archive);
        var texts = string.Concat(zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.Ordinal)).Select(entry => new StreamReader(entry.Open()).ReadToEnd()));
        texts.ShouldContain(number);
        texts.ShouldContain("Belgem ektedir.");
        texts.ShouldNotContain("kelepir");
        using var tickets = zip.GetEntry("biletler.json").ShouldNotBeNull().Open();
        JsonDocument.Parse(tickets).RootElement.GetArrayLength().ShouldBe(1);
        new StreamReader(zip.Entries.Single(entry => entry.FullName.StartsWith("dosyalar/", StringComparison.Ordinal)).Open()).ReadToEnd().ShouldBe("merhaba");
    }

    [Fact]
    public async Task A_guest_follows_one_ticket_by_a_link_until_it_is_revoked_or_expires()
    {
        var (number, other) = (await OpenAsync(), await OpenAsync());
        var guests = _house.Get<GuestLinks>();
        (await guests.CreateAsync(number, DeskHouse.Person("yabanci", "akademik"))).Problem!.Status.ShouldBe(404);
        (await guests.CreateAsync(number, DeskHouse.Person("denetci", "kalite"))).Problem!.Status.ShouldBe(404);
        var (first, second) = ((await guests.CreateAsync(number, Student)).Value, (await guests.CreateAsync(number, Expert)).Value);
        (await guests.OpenAsync(new string('0', 64))).ShouldBeNull();
        var opened = (await guests.OpenAsync(first)).ShouldNotBeNull();
        opened.Number.ShouldBe(number);
        opened.Guest.Groups.ShouldBeEmpty();
        (await Commands.ReplyAsync(opened.Number, "Misafir yazıyor.", [], opened.Guest)).Problem.ShouldBeNull();

        var links = await guests.OfAsync(number, Expert);
        (await guests.RevokeAsync(other, links[0].Key, Expert)).Problem!.Status.ShouldBe(404);
        foreach (var link in links.Where(link => link.CreatedBy == Student.UserName)) (await guests.RevokeAsync(number, link.Key, Expert)).Problem.ShouldBeNull();
        (await guests.OpenAsync(first)).ShouldBeNull();
        (await guests.OpenAsync(second)).ShouldNotBeNull();
        _house.Clock.Advance(TimeSpan.FromDays(91));
        (await guests.OpenAsync(second)).ShouldBeNull();
        (await guests.CreateAsync(await _house.TicketAsync("GUV-01", "Oltalama iletisi geldi", "Şüpheli bir bağlantı bana ulaştı.", Student), Student)).Problem!.Status.ShouldBe(422);
    }

    [Fact]
    public async Task How_long_a_ticket_takes_is_said_only_where_enough_have_ended()
    {
        var times = _house.Get<ExpectedTimes>();
        (await times.OfAsync("VPN-02")).ShouldBeNull();
        await _house.Database.WriteAsync(async (session, token) =>
        {
            for (var i = 1; i <= 20; i++)
            {
                await session.ExecuteAsync("""
                    INSERT INTO ticket (key, number, subject, category, queue, impact, urgency, priority, state, confidential, requester, requester_name, revision, opened_at, changed_at, closed_at)
                    VALUES (@key, @number, 'x', 'AGK-03', 'AG', 'person', 'low', 'P4', 'Closed', false, 'u', 'u', 1, 0, 0, @closed)
                    """, token, ("key", session.NextKey()), ("number", $"2025-{i:000000}"), ("closed", TimeSpan.FromHours(i).Ticks / TimeSpan.TicksPerMillisecond));
            }

            return Outcome.Done;
        });
        var time = (await times.OfAsync("AGK-03")).ShouldNotBeNull();
        (time.Median, time.Most, time.Count).ShouldBe((TimeSpan.FromHours(11), TimeSpan.FromHours(17), 20));
    }

    private async Task<string> OpenAsync(Actor? requester = null) => await _house.TicketAsync("VPN-02", "Leylak renkli kablo", "Sabahtan beri bağlantı kurulamıyor.", requester ?? Student);

    private async Task<string> ClosedAsync()
    {
        var number = await _house.TicketAsync("VPN-02", "Leylak renkli kapanan kablo", "Bu bilet kapanan bir bilettir, leylak.", Student);
        (await Commands.TakeAsync(number, null, Expert)).Problem.ShouldBeNull();
        (await Commands.ResolveAsync(number, "fixed", "Kablonuzu değiştirdik, kapanan iş.", null, Expert)).Problem.ShouldBeNull();
        (await Commands.AnswerAsync(number, isSolved: true, null, Student)).Problem.ShouldBeNull();
        return number;
    }

    private async Task<IEnumerable<string>> FindReadsAsync(string number) => (await _house.Get<ReadLog>().FindAsync(number, null, _house.Clock.GetUtcNow().AddDays(1), 10)).Select(read => read.Reader);

    private async Task<IEnumerable<string>> FindAsync(string query) => (await _house.Get<TicketSearch>().FindAsync(QueryParser.Parse(query, _house.Clock.GetUtcNow()).Query, Head, long.MaxValue, 10)).Items.Select(item => item.Number);
}

public sealed class SqlitePrivacyTests : PrivacyTests
{
    protected override string? Postgres => null;
}

[Collection(DeskPostgreSql.Name)]
public sealed class PostgreSqlPrivacyTests(PostgreSqlCluster cluster) : PrivacyTests
{
    protected override string? Postgres => cluster.NewDatabase();
}
