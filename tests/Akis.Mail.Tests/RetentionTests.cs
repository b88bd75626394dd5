using System.Text;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Privacy;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Tests;

namespace Akis.Mail.Tests;

/// <summary>What mail leaves behind goes when its time is over, and nothing goes before.</summary>
public sealed class RetentionTests : MailOffice
{
    private RowRetention Rows => Get<RowRetention>();

    private string Files => Path.Combine(Folder, "attachments");

    [Fact]
    public async Task A_message_whose_sender_did_not_prove_the_address_goes_after_three_days_with_its_raw_form()
    {
        var held = await TakeAsync(Unproven("Kimsesiz ileti"));
        held.Reason.ShouldBe(QuarantineReason.Unverified);
        var raw = await TextsAsync("SELECT raw_sha256 FROM incoming_mail WHERE subject = 'Kimsesiz ileti'");
        File.Exists(Path.Combine(Files, raw[0])).ShouldBeTrue();
        Clock.Advance(TimeSpan.FromDays(2));
        await Rows.RunAsync(Actor.System);
        (await TextsAsync("SELECT subject FROM incoming_mail WHERE subject = 'Kimsesiz ileti'")).Count.ShouldBe(1);

        Clock.Advance(TimeSpan.FromDays(1.1));
        (await Rows.DueAsync()).Single(kind => kind.Rows.Name == "saklama.eposta.dogrulanmamis").Due.ShouldBe(1);
        await Rows.RunAsync(Actor.System);
        (await TextsAsync("SELECT subject FROM incoming_mail WHERE subject = 'Kimsesiz ileti'")).ShouldBeEmpty();
        File.Exists(Path.Combine(Files, raw[0])).ShouldBeFalse();
        (await Get<Retention>().DeedsAsync(20)).ShouldContain(deed => deed.Deed == "remove" && deed.Subject == "saklama.eposta.dogrulanmamis" && deed.Count == 1);
    }

    [Fact]
    public async Task The_raw_form_of_a_tickets_message_goes_after_half_a_year_and_the_conversation_stays()
    {
        var raw = await TextsAsync($"SELECT raw_sha256 FROM incoming_mail WHERE ticket_key = (SELECT key FROM ticket WHERE number = '{Ticket}')");
        var key = await TextsAsync($"SELECT CAST(key AS text) FROM incoming_mail WHERE raw_sha256 = '{raw[0]}'");
        Clock.Advance(TimeSpan.FromDays(181));
        await Rows.RunAsync(Actor.System);
        File.Exists(Path.Combine(Files, raw[0])).ShouldBeFalse();
        var page = await PageAsync(Ticket);
        page.Messages[0].Body.ShouldBe("Evden bağlanmaya çalışınca hata alıyorum.");
        var mail = (await Get<TicketMails>().OfTicketAsync(page.Ticket.Key)).Values.ShouldHaveSingleItem();
        mail.HasRaw.ShouldBeFalse();
        (await Get<TicketMails>().RawAsync(page.Ticket.Key, long.Parse(key[0], System.Globalization.CultureInfo.InvariantCulture))).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_sent_goes_after_half_a_year_and_what_waits_stays()
    {
        await SendAllAsync();
        (await TextsAsync("SELECT message_id FROM outbox_mail WHERE state = 1")).ShouldNotBeEmpty();
        await Database.WriteAsync((session, token) => Akis.Automation.Notify.Outbox.AddAsync(session, new(session.NextKey(), "bekleyen@demouni.example", "ogrenci@demouni.example", "Konu", "Metin"), token));
        Clock.Advance(TimeSpan.FromDays(181));
        await Rows.RunAsync(Actor.System);
        (await TextsAsync("SELECT message_id FROM outbox_mail")).ShouldBe(["bekleyen@demouni.example"]);
    }

    [Fact]
    public async Task A_ticket_takes_its_mail_along_when_its_persons_leave_it()
    {
        await SendAllAsync();
        await Database.WriteAsync((session, token) => session.ExecuteAsync("UPDATE ticket SET closed_at = @now WHERE number = @number", token, ("now", session.Now), ("number", Ticket)));
        await Database.WriteAsync((session, token) => session.ExecuteAsync("UPDATE incoming_mail SET html = '<p>Evden bağlanamıyorum</p>'", token));
        Clock.Advance(TimeSpan.FromDays((365 * 2) + 3));
        var key = (await PageAsync(Ticket)).Ticket.Key;
        (await Get<Retention>().RunAsync(Actor.System)).ShouldBeGreaterThan(0);
        foreach (var table in new[] { "incoming_mail", "outbox_mail", "desk_notification" }) (await TextsAsync($"SELECT 'x' FROM {table} WHERE ticket_key = {key}")).ShouldBeEmpty(table);
    }

    internal static byte[] Unproven(string subject) => Encoding.UTF8.GetBytes($"From: Yabancı <yabanci@baska.example>\r\nTo: yardim@demouni.example\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():N}@baska.example>\r\n\r\nBu ileti doğrulanmadan bilete dönüşmez.");

    private Task<List<string>> TextsAsync(string sql) => Database.ReadAsync((connection, token) => connection.QueryAsync(sql, row => row.GetString(0), token));
}

public sealed class RetentionOnPostgreSql(PostgreSqlCluster cluster) : MailOffice, IClassFixture<PostgreSqlCluster>
{
    [Fact]
    public async Task Every_kind_can_be_counted_and_removed_on_PostgreSQL_too()
    {
        await SendAllAsync();
        await TakeAsync(RetentionTests.Unproven("Kimsesiz ileti"));
        Clock.Advance(TimeSpan.FromDays(181));
        (await Get<RowRetention>().DueAsync()).Where(kind => kind.Due > 0).Select(kind => kind.Rows.Name).ShouldBe(["saklama.eposta.dogrulanmamis", "saklama.eposta.karantina", "saklama.eposta.ham", "saklama.eposta.konuk", "saklama.eposta.giden"], ignoreOrder: true);
        (await Get<RowRetention>().RunAsync(Actor.System)).ShouldBeGreaterThan(2);
        (await Get<RowRetention>().DueAsync()).ShouldAllBe(kind => kind.Due == 0);
        Clock.Advance(TimeSpan.FromDays(365 * 2));
        (await Get<Retention>().RunAsync(Actor.System)).ShouldBe(1); // the one that was called off
    }

    protected override string ConnectionString() => cluster.NewDatabase();
}
