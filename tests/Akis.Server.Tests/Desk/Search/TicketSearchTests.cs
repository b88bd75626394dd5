using Akis.Desk.Fields;
using Akis.Desk.Search;
using Akis.Desk.Search.Language;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Tests;
using Akis.Handbook.Files;

namespace Akis.Server.Tests.Desk.Search;

public abstract class TicketSearchTests : IAsyncLifetime
{
    private static readonly Actor Student = DeskHouse.Person("ogrenci", "ogrenci");
    private static readonly Actor Other = DeskHouse.Person("akademik", "akademik");
    private static readonly Actor Expert = DeskHouse.Person("uzman.ag", "uzman-ag");
    private static readonly Actor Desk = DeskHouse.Person("masa", "masa");

    private DeskHouse _house = null!; // made before each test

    protected abstract string? Postgres { get; }

    public async ValueTask InitializeAsync() => _house = await DeskHouse.OpenAsync(Postgres);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_is_found_by_any_form_of_its_words_as_soon_as_it_is_there()
    {
        var number = await _house.TicketAsync("VPN-02", "VPN bağlantısı kurulamıyor", "Evden bağlanmaya çalışınca hata 691 alıyorum.", Student);
        foreach (var query in new[] { "bağlantım", "BAGLANTI", "vpn", "VPN'e bağlantı", "\"vpn bağlantısı\"", "691", "kurul*", "isteyen:ogrenci vpn", "durum:açık grup:ağ vpn", "-yazıcı vpn", number, "1" })
        {
            (await FindAsync(query, Expert)).ShouldBe([number], query);
        }

        foreach (var query in new[] { "yazıcı", "\"bağlantısı vpn\"", "vpn -691", "durum:kapalı vpn", "grup:sistem vpn", "öncelik:P1 vpn", "tarih:<2026-01-01 vpn", "-grup:ağ vpn", "2025-000001" })
        {
            (await FindAsync(query, Expert)).ShouldBeEmpty(query);
        }
    }

    [Fact]
    public async Task A_label_is_found_by_the_desk_until_it_is_taken_away()
    {
        var number = await _house.TicketAsync("VPN-02", "Etiketli bilet burada", "Evden bağlanmaya çalışınca hata alıyorum.", Student);
        var edit = _house.Get<EditTicket>();
        (await edit.RunAsync(number, [new("labels", "", "Sınav, İvedi")], Expert)).Problem.ShouldBeNull();
        foreach (var query in new[] { "etiket:sınav", "label:İVEDİ", "etiket:yok,ivedi etiketli" }) (await FindAsync(query, Expert)).ShouldBe([number], query);
        (await FindAsync("-etiket:sınav etiketli", Expert)).ShouldBeEmpty();
        (await FindAsync("etiket:sınav", Student)).ShouldBeEmpty();
        (await edit.RunAsync(number, [new("labels", "sınav ivedi", "ivedi")], Expert)).Problem.ShouldBeNull();
        (await FindAsync("etiket:sınav", Expert)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_notes_and_names_of_files_are_found_but_notes_only_by_the_desk()
    {
        var number = await _house.TicketAsync("VPN-02", "Bağlanamıyorum nedense", "Dünden beri hiçbir şekilde olmuyor.", Student);
        var commands = _house.Get<TicketCommands>();
        (await commands.ReplyAsync(number, "Ekran görüntüsü ektedir.", [new StoredFile("hata-penceresi.png", "image/png", 3, new string('a', 64))], Student)).Problem.ShouldBeNull();
        (await commands.NoteAsync(number, "Kullanıcının lisansı askıda.", Expert)).Problem.ShouldBeNull();
        (await FindAsync("görüntü", Student)).ShouldBe([number]);
        (await FindAsync("penceresi", Student)).ShouldBe([number]);
        (await FindAsync("askıda", Expert)).ShouldBe([number]);
        (await FindAsync("askıda", Student)).ShouldBeEmpty();
        (await FindAsync("-askıda görüntü", Student)).ShouldBe([number], "what is left out must not tell what a note says");

        // An agent's own ticket is to him what it is to any requester.
        var own = await _house.TicketAsync("AGK-01", "Odamda ağ yok benim", "Kablolu bağlantı bugün çalışmıyor.", Expert);
        (await commands.NoteAsync(own, "Gizlenmiş kelepir.", Desk)).Problem.ShouldBeNull();
        (await FindAsync("kelepir", Expert)).ShouldBeEmpty();
        (await FindAsync("kelepir", Desk)).ShouldBe([own]);
    }

    [Fact]
    public async Task What_somebody_may_not_open_a_search_does_not_find_for_any_role()
    {
        var tickets = new List<(string Number, long Key)>();
        foreach (var (category, requester) in new[] { ("VPN-02", Student), ("SUN-03", Other), ("GUV-01", Student), ("HES-01", Other), ("ATL-01", Expert), ("UYG-01", Desk) })
        {
            tickets.Add((await _house.TicketAsync(category, "Ortak kelime zambak", "Bu metinde zambak sözcüğü geçiyor.", requester), 0));
        }

        (await _house.Get<TicketCommands>().TakeAsync(tickets[0].Number, null, Expert)).Problem.ShouldBeNull();
        string[] roles = ["ogrenci", "akademik", "masa", "uzman-ag", "sorumlu-ag", "uzman-sistem", "sorumlu-sistem", "gelistirici", "atolye", "koordinator", "guvenlik", "baskan", "kalite", "yonetici"];
        var readers = roles.Select(role => DeskHouse.Person("biri", role)).Concat([Student, Other, Expert, Desk]).ToList();
        readers.AddRange(roles.Select(role => DeskHouse.Person("vekil", "akademik") with { Principals = [DeskHouse.Person("ogrenci", role)] }));
        var queries = _house.Get<TicketQueries>();
        foreach (var reader in readers)
        {
            var visible = new List<string>();
            foreach (var (number, _) in tickets) if (await queries.PageAsync(number, reader) is not null) visible.Add(number);
            var who = $"{reader.UserName} {string.Join(',', reader.Groups)} {reader.Principals.Count}";
            (await FindAsync("zambak", reader)).Order().ToList().ShouldBe(visible, who);
            (await FindAsync("tarih:bugün", reader)).Order().ToList().ShouldBe(visible, who);
            (await _house.Get<TicketSearch>().CountAsync(QueryParser.Parse("zambak", _house.Clock.GetUtcNow()).Query, reader, 100)).ShouldBe(visible.Count, who);
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        var numbers = new List<string>();
        for (var i = 0; i < 7; i++) numbers.Add(await _house.TicketAsync("VPN-02", $"Nilüfer numarası {i}", "Uzunca bir açıklama metni yazıldı.", Student));
        var (query, seen, before) = (QueryParser.Parse("nilüfer", _house.Clock.GetUtcNow()).Query, new List<string>(), long.MaxValue);
        for (var page = 0; page < 3; page++)
        {
            var found = await _house.Get<TicketSearch>().FindAsync(query, Expert, before, 3);
            seen.AddRange(found.Items.Select(item => item.Number));
            if (found.Next is not { } next) break;
            before = next;
        }

        seen.ShouldBe(Enumerable.Reverse(numbers));
    }

    [Fact]
    public async Task Own_tickets_are_found_alone_also_by_who_sees_others()
    {
        await _house.TicketAsync("VPN-02", "Karanfil renkli kablo", "Kablonun ucu kopmuş durumda maalesef.", Student);
        var own = await _house.TicketAsync("VPN-02", "Karanfil renkli kablo", "Kablonun ucu kopmuş durumda maalesef.", Expert);
        var found = await _house.Get<TicketSearch>().FindOwnAsync(QueryParser.Parse("karanfil", _house.Clock.GetUtcNow()).Query, Expert, long.MaxValue, 10);
        found.Items.ShouldHaveSingleItem().Number.ShouldBe(own);
    }

    [Fact]
    public async Task Rebuilding_the_index_loses_nothing()
    {
        var number = await _house.TicketAsync("VPN-02", "Menekşe renkli kablo", "Kablonun ucu kopmuş durumda maalesef.", Student);
        await _house.Database.WriteAsync((session, token) => Akis.Engine.Database.Sql.ExecuteAsync(session, "DELETE FROM ticket_search", token));
        (await FindAsync("menekşe", Expert)).ShouldBeEmpty();
        await _house.Get<SearchIndex>().CatchUpAsync();
        (await FindAsync("menekşe", Expert)).ShouldBe([number]);
        (await _house.Get<SearchIndex>().RebuildAsync()).ShouldBe(1);
        (await FindAsync("menekşe", Expert)).ShouldBe([number]);
    }

    [Fact]
    public async Task A_snippet_shows_the_words_in_their_place()
    {
        await _house.TicketAsync("VPN-02", "Konu satırı başka", "Önce şunu söyleyeyim. Sonra bilgisayarımı kapatıp açtım.", Student);
        var query = QueryParser.Parse("bilgisayar", _house.Clock.GetUtcNow()).Query;
        var found = await _house.Get<TicketSearch>().FindAsync(query, Expert, long.MaxValue, 5);
        var parts = (await _house.Get<Snippets>().OfAsync(query, found.Items, Expert.UserName)).ShouldHaveSingleItem().Value;
        parts.Where(part => part.IsHit).ShouldHaveSingleItem().Text.ShouldBe("bilgisayarımı");
        string.Concat(parts.Select(part => part.Text)).ShouldStartWith("Önce şunu");
    }

    [Fact]
    public async Task A_view_is_its_owners_or_its_groups()
    {
        var views = _house.Get<SavedViews>();
        (await views.SaveAsync("Benim P1'lerim", "öncelik:P1 atanan:ben", null, Expert)).Problem.ShouldBeNull();
        var shared = await views.SaveAsync("Ağın açıkları", "grup:ağ durum:açık", "uzman-ag", Expert);
        (await views.OfAsync(Expert)).Count.ShouldBe(2);
        (await views.OfAsync(DeskHouse.Person("baska", "uzman-ag"))).ShouldHaveSingleItem().Name.ShouldBe("Ağın açıkları");
        (await views.OfAsync(Student)).ShouldBeEmpty();
        (await views.SaveAsync("Başkasının grubuna", "vpn", "uzman-sistem", Expert)).Problem!.Status.ShouldBe(403);
        (await views.RemoveAsync(shared.Value, Desk)).Problem!.Status.ShouldBe(404);
        (await views.RemoveAsync(shared.Value, Expert)).Problem.ShouldBeNull();
    }

    private async Task<List<string>> FindAsync(string text, Actor reader)
    {
        var (query, errors) = QueryParser.Parse(text, _house.Clock.GetUtcNow());
        errors.ShouldBeEmpty(text);
        return [.. (await _house.Get<TicketSearch>().FindAsync(query, reader, long.MaxValue, 50)).Items.Select(item => item.Number)];
    }
}

public sealed class SqliteTicketSearchTests : TicketSearchTests
{
    protected override string? Postgres => null;
}

[Collection(DeskPostgreSql.Name)]
public sealed class PostgreSqlTicketSearchTests(PostgreSqlCluster cluster) : TicketSearchTests
{
    protected override string? Postgres => cluster.NewDatabase();
}
