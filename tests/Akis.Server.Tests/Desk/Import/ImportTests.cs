using Akis.Desk.Import;
using Akis.Desk.Search;
using Akis.Desk.Search.Language;
using Akis.Desk.Tickets;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Server.Tests.Desk.Import;

/// <summary>What a house brings along from the desk it had before.</summary>
public sealed class ImportTests(DeskOffices offices) : IClassFixture<DeskOffices>
{
    private const string ZammadTickets = """
        [
          { "id": 7, "number": "31007", "title": "VPN kurulamıyor", "state": "closed", "priority": "3 high", "group": "Ağ", "customer": "eski@demouni.example", "owner": "ag.ali", "created_at": "2024-03-04T09:00:00Z", "close_at": "2024-03-05T12:30:00Z" },
          { "id": 8, "number": "31008", "title": "Ses", "state": "open", "priority": "2 normal", "customer": "ogrenci", "owner": "-", "created_at": "2026-11-20T07:00:00Z", "close_at": null },
          { "id": 9, "number": "31009", "title": "Talep sahibi yok", "state": "open", "priority": "2 normal", "created_at": "2026-11-20T07:00:00Z" }
        ]
        """;

    private const string ZammadArticles = """
        { "items": [
          { "ticket_id": 7, "from": "Eski Öğrenci <eski@demouni.example>", "created_at": "2024-03-04T09:00:00Z", "content_type": "text/html", "internal": false, "sender": "Customer", "body": "<p>İstemci <b>açılmıyor</b>.</p><script>alert(1)</script>" },
          { "ticket_id": 7, "from": "ag.ali", "created_at": "2024-03-04T10:00:00Z", "content_type": "text/plain", "internal": true, "sender": "Agent", "body": "Sertifikası dolmuş." },
          { "ticket_id": 7, "from": "", "created_at": "2024-03-04T10:01:00Z", "content_type": "text/plain", "internal": false, "sender": "System", "body": "Otomatik yanıt" },
          { "ticket_id": 8, "from": "ogrenci", "created_at": "2026-11-20T07:00:00Z", "content_type": "text/plain", "internal": false, "sender": "Customer", "body": "Kısa" }
        ] }
        """;

    [Theory]
    [BothDatabases]
    public async Task Tickets_come_with_their_conversations_what_is_over_stays_over_and_what_is_open_goes_on(string database)
    {
        var office = offices[database];
        var trial = await RunAsync(office, "zammad", ImportKind.Tickets, ZammadTickets, ZammadArticles, isTrial: true);
        (trial.Made, trial.Known, trial.Refused.Count).ShouldBe((2, 0, 1));
        trial.Refused[0].ShouldSatisfyAllConditions(row => row.Row.ShouldBe(3), row => row.Id.ShouldBe("9"), row => row.Problem.Code.ShouldBe("import.requester"));
        (await CountAsync(office)).ShouldBe(0);

        var report = await RunAsync(office, "zammad", ImportKind.Tickets, ZammadTickets, ZammadArticles);
        (report.Made, report.Refused.Count).ShouldBe((2, 1));
        var again = await RunAsync(office, "zammad", ImportKind.Tickets, ZammadTickets, ZammadArticles);
        (again.Made, again.Known).ShouldBe((0, 2));

        var old = await FoundAsync(office, "açılmıyor");
        old.State.ShouldBe(TicketState.Closed);
        old.Number.ShouldStartWith("2024-");
        old.OpenedAt.ShouldBe(new DateTimeOffset(2024, 3, 4, 9, 0, 0, TimeSpan.Zero));
        old.Priority.ShouldBe("P2");
        var page = await office.PageAsync(old.Number, "masaci");
        page.Messages.Select(message => (message.Kind, message.Author, message.Body)).ShouldBe([
            (MessageKind.Message, "konuk:eski@demouni.example", "İstemci açılmıyor."), (MessageKind.Note, "ag.ali", "Sertifikası dolmuş."), (MessageKind.Note, "aktarim", "Aktarıldı: zammad #31007")]);
        (await FoundAsync(office, "31007")).Number.ShouldBe(old.Number);

        var running = await FoundAsync(office, "31008");
        running.Subject.ShouldBe("Ses (zammad #31008)");
        running.Requester.ShouldBe("ogrenci");
        running.State.ShouldNotBe(TicketState.Closed);
        (await office.Commands.ReplyAsync(running.Number, "Bakıyoruz, bugün döneriz.", [], office.Person("masaci"))).Problem.ShouldBeNull();
        (await office.Get<AkisDatabase>().ReadAsync((connection, cancel) => connection.QueryAsync("SELECT kind FROM desk_event WHERE kind = 'ticket.opened'", row => row.GetString(0), cancel))).ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task Accounts_come_once_without_a_password_and_with_no_right_at_the_desk(string database)
    {
        var office = offices[database];
        const string file = "kullanıcı adı;ad soyad;e-posta;statü;birim\nayse.d;Ayşe Demir;ayse@demouni.example;Akademik;Birim\nmasaci;Sahte;baska@demouni.example;İdari;\nyok;Birimsiz;yok@demouni.example;İdari;Ay Üssü\n;Adressiz;;;\n";
        var report = await RunAsync(office, "csv", ImportKind.Users, file);
        (report.Made, report.Known).ShouldBe((1, 1));
        report.Refused.Select(row => (row.Row, row.Problem.Code)).ShouldBe([(3, "import.unit"), (4, "import.id")]);
        var roles = await office.Get<AkisDatabase>().ReadAsync((connection, cancel) => connection.QueryAsync("SELECT r.role, p.password_hash FROM person p JOIN person_role r ON r.user_name = p.user_name WHERE p.user_name = 'ayse.d'", row => (row.GetString(0), row.GetString(1)), cancel));
        roles.ShouldBe([("akademik", "")]);
    }

    [Theory]
    [BothDatabases]
    public async Task Articles_wait_for_somebody_of_this_house_to_approve_them(string database)
    {
        var office = offices[database];
        const string file = "faq_id,question,answer,category\n12,Yazıcıya nasıl bağlanırım?,\"<p>Ayarlar, yazıcılar,</p><p>ekle düğmesi.</p>\",Yazıcı\n13,Kısa?,az,Yazıcı\n";
        var report = await RunAsync(office, "osticket", ImportKind.Articles, file);
        report.Made.ShouldBe(1);
        report.Refused.ShouldHaveSingleItem().Problem.En.ShouldContain("20 characters");
        var state = await office.Get<AkisDatabase>().ReadAsync((connection, cancel) => connection.QueryAsync("SELECT v.state, v.body_tr, a.live IS NULL FROM article a JOIN article_version v ON v.article_key = a.key WHERE a.slug = 'yaziciya-nasil-baglanirim-12'", row => (row.GetInt32(0), row.GetString(1), Convert.ToBoolean(row.GetValue(2), System.Globalization.CultureInfo.InvariantCulture)), cancel));
        var (waiting, body, unread) = state.ShouldHaveSingleItem();
        (waiting, unread).ShouldBe((1, true));
        body.ShouldBe("Ayarlar, yazıcılar,\nekle düğmesi.");
    }

    [Fact]
    public async Task The_words_of_a_house_are_read_as_its_map_says()
    {
        var office = offices["sqlite"];
        var source = ImportSource.All["rt"].With("rt: { tickets: { category: 'if queuename = \"Network\" then \"VPN-02\" else \"DIG-99\"' } }");
        var row = ImportFile.Read("id\tSubject\tStatus\tQueueName\tRequestors\tCreated\n1\tKablosuz yavaş\tresolved\tNetwork\togrenci\t2025-01-02 10:00:00\n").Value;
        var report = await office.Get<Importer>().RunAsync(source, ImportKind.Tickets, row, [], false, Operator);
        report.Made.ShouldBe(1, string.Join(", ", report.Refused));
        (await FoundAsync(office, "kablosuz")).Category.ShouldBe("VPN-02");
        Should.Throw<InvalidDataException>(() => ImportSource.All["rt"].With("rt: { tickets: { category: 'if' } }")).Message.ShouldContain("category");
    }

    [Theory]
    [InlineData("[ { \"id\": 1 }, ", "import.json")]
    [InlineData("a,b\n\"açık,1\n", "import.csv")]
    public void What_cannot_be_read_says_where(string text, string code) => ImportFile.Read(text).Problem.ShouldNotBeNull().Code.ShouldBe(code);

    private static readonly Akis.Engine.Actor Operator = new("aktarim", new HashSet<string> { "masa" });

    private static Task<ImportReport> RunAsync(DeskOffice office, string source, ImportKind kind, string file, string? messages = null, bool isTrial = false) => office.Get<Importer>().RunAsync(
        ImportSource.All[source], kind, ImportFile.Read(file).Value, messages is null ? new List<FeelContext>() : ImportFile.Read(messages).Value, isTrial, Operator);

    private static async Task<int> CountAsync(DeskOffice office) => (await office.Get<AkisDatabase>().ReadAsync((connection, cancel) => connection.QueryAsync("SELECT 1 FROM ticket WHERE source = 'Aktarım' AND number LIKE '2024-%'", row => row.GetInt32(0), cancel))).Count;

    private static async Task<TicketListItem> FoundAsync(DeskOffice office, string words) => (await office.Get<TicketSearch>().FindAsync(QueryParser.Parse(words, office.Clock.GetUtcNow()).Query, office.Person("masaci"), long.MaxValue, 10)).Items.ShouldHaveSingleItem();
}
