using Akis.Automation.Notify;
using Akis.Automation.TicketMail;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Closing;
using Akis.Engine;
using Akis.Engine.Database;
using MimeKit;

namespace Akis.Mail.Tests;

public sealed class OutgoingTests(MailOffice office) : IClassFixture<MailOffice>
{
    private const string Student = "ogrenci@demouni.example";

    private TicketCommands Commands => office.Get<TicketCommands>();

    [Fact]
    public async Task Every_step_tells_its_requester_in_the_words_of_the_department()
    {
        var (number, expert) = (await office.OpenAsync("ogrenci"), (await office.PersonAsync("uzman.ag")).Actor);
        var received = (await NewToAsync(Student)).Single(mail => mail.Title().Contains(number, StringComparison.Ordinal));
        received.Subject.ShouldBe($"[#{number}] Talebiniz alındı");
        received.Words().ShouldContain("Talebinizi Ağ Hizmetleri kuyruğuna aldık. İlk yanıt hedefi: ");
        received.Words().ShouldContain($"https://akis.demouni.example/tickets/{number}");
        received.Words().ShouldContain("Your request is in the queue of Network services.");
        (received.HtmlBody ?? "").ShouldContain($"<a href=\"https://akis.demouni.example/tickets/{number}\">");
        received.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        received.ReplyTo.Mailboxes.Single().Address.ShouldStartWith($"yardim+{number}.");

        await DoneAsync(Commands.TakeAsync(number, null, expert));
        await DoneAsync(Commands.AskAsync(number, "Hangi sürümü kullanıyorsunuz?", null, expert));
        var asked = (await NewToAsync(Student)).ShouldHaveSingleItem();
        asked.Subject.ShouldBe($"[#{number}] Sizden bilgi bekliyoruz");
        asked.Words().ShouldContain("Hangi sürümü kullanıyorsunuz?");
        asked.Words().ShouldContain("tarihine kadar yanıt gelmezse talep çözülmüş sayılacaktır");
        asked.References.ShouldContain(received.MessageId);
        asked.InReplyTo.ShouldBe(received.MessageId);

        await DoneAsync(Commands.ReplyAsync(number, "5.1 kullanıyorum.", [], (await office.PersonAsync("ogrenci")).Actor));
        await office.SendAllAsync();
        office.SentTo("uzman.ag@demouni.example")[^1].Words().ShouldContain("5.1 kullanıyorum.");

        await DoneAsync(Commands.ReplyAsync(number, "Bakıyoruz, bugün döneriz.", [], expert));
        var answered = (await NewToAsync(Student)).ShouldHaveSingleItem();
        answered.Words().ShouldStartWith("Bakıyoruz, bugün döneriz.");
        answered.Headers["Auto-Submitted"].ShouldBe("no");

        await DoneAsync(Commands.ResolveAsync(number, "fixed", "Hesabınızın süresi uzatıldı.", null, expert));
        var solved = (await NewToAsync(Student)).ShouldHaveSingleItem();
        solved.Subject.ShouldBe($"[#{number}] Çözüldü: onaylar mısınız?");
        solved.Words().ShouldContain("Yapılan işlem: Hesabınızın süresi uzatıldı.");
    }

    [Fact]
    public async Task Who_closes_a_ticket_is_asked_for_a_score_once_in_fourteen_days()
    {
        var (expert, requester) = ((await office.PersonAsync("uzman.ag")).Actor, (await office.PersonAsync("akademik")).Actor);
        var asked = new List<string>();
        foreach (var wait in new[] { 0, 13, 2 })
        {
            office.Clock.Advance(TimeSpan.FromDays(wait));
            var number = await office.OpenAsync("akademik");
            await DoneAsync(Commands.TakeAsync(number, null, expert));
            await DoneAsync(Commands.ResolveAsync(number, "fixed", "Hesabınızın süresi uzatıldı.", null, expert));
            await DoneAsync(Commands.AnswerAsync(number, true, null, requester));
            asked.AddRange((await NewToAsync("akademik@demouni.example")).Where(mail => mail.Subject == $"[#{number}] Hizmetimizi puanlar mısınız?").Select(mail => mail.Words()));
        }

        asked.Count.ShouldBe(2);
        asked[0].ShouldContain("çok iyi: https://akis.demouni.example/tickets/");
        asked[0].ShouldContain("?puan=1#puan");
    }

    [Fact]
    public async Task Who_came_to_the_wrong_office_is_told_once_whose_business_it_is_and_where_to_go()
    {
        var number = await office.OpenAsync("idari", "DIG-01");
        await NewToAsync("idari@demouni.example");
        await DoneAsync(office.Get<RedirectTicket>().RunAsync(number, new("Yurt Müdürlüğü", "https://yurt.demouni.example", "Yurt yerleştirme sonuçlarını Yurt Müdürlüğü açıklar."), null, MailWorld.Head));
        var told = (await NewToAsync("idari@demouni.example")).ShouldHaveSingleItem();
        told.Subject.ShouldBe($"[#{number}] Talebiniz Yurt Müdürlüğü birimini ilgilendiriyor");
        told.Words().ShouldContain("Yurt yerleştirme sonuçlarını Yurt Müdürlüğü açıklar.");
        told.Words().ShouldContain("Başvuru yeri: https://yurt.demouni.example");
        told.Words().ShouldContain("the IT department but of Yurt Müdürlüğü");
    }

    [Fact]
    public async Task An_internal_note_and_a_confidential_text_never_leave_by_mail()
    {
        var number = await office.OpenAsync("akademik", "GUV-01");
        await DoneAsync(Commands.NoteAsync(number, "Kişinin hesabı izleniyor.", MailWorld.Head with { UserName = "bgs", Groups = new HashSet<string> { "guvenlik" } }));
        await DoneAsync(Commands.ReplyAsync(number, "Parolanız değiştirildi: bizzat gelin.", [], new("bgs", new HashSet<string> { "guvenlik" })));
        var mails = await NewToAsync("akademik@demouni.example");
        mails.ShouldNotBeEmpty();
        mails.ShouldAllBe(mail => !mail.Words().Contains("izleniyor") && !mail.Words().Contains("bizzat gelin") && !mail.Title().Contains("VPN"));
        mails[^1].Words().ShouldContain("Gizli bilet");
    }

    [Fact]
    public async Task Wishes_are_kept_what_is_muted_is_not_sent_and_a_digest_gathers()
    {
        var preferences = office.Get<MailPreferences>();
        (await preferences.SaveAsync("dekan", new("en", "hourly", new HashSet<string> { "bilet-atandi" }))).Problem.ShouldBeNull();
        (await preferences.SaveAsync("dekan", new("fr", "now", new HashSet<string>()))).Problem!.Status.ShouldBe(422);
        (await preferences.SaveAsync("dekan", new("en", "now", new HashSet<string> { "bilet-cozuldu" }))).Problem!.Status.ShouldBe(422);
        var expert = (await office.PersonAsync("uzman.ag")).Actor;
        var number = await office.OpenAsync("dekan");
        await DoneAsync(Commands.ReplyAsync(number, "İnceliyoruz.", [], expert));
        (await NewToAsync("dekan@demouni.example")).ShouldBeEmpty();
        office.Clock.Advance(TimeSpan.FromMinutes(61));
        (await office.Get<Digests>().SendDueAsync(CancellationToken.None)).ShouldBe(1);
        (await office.Get<Digests>().SendDueAsync(CancellationToken.None)).ShouldBe(0);
        var digest = (await NewToAsync("dekan@demouni.example")).ShouldHaveSingleItem();
        digest.Subject.ShouldBe("Help desk digest: 2 messages");
        digest.Words().ShouldContain($"[#{number}] We have received your request");
        digest.Words().ShouldContain("İnceliyoruz.");

        await DoneAsync(Commands.AskAsync(number, "Hangi odadasınız?", null, expert)); // a question does not wait for a digest
        (await NewToAsync("dekan@demouni.example")).ShouldHaveSingleItem().Subject.ShouldBe($"[#{number}] We need information from you");
    }

    [Theory]
    [InlineData("hourly", "2026-11-23T09:10", "2026-11-23T10:10")]
    [InlineData("daily", "2026-11-23T07:59", "2026-11-23T08:00")]
    [InlineData("daily", "2026-11-23T08:00", "2026-11-24T08:00")]
    [InlineData("daily", "2026-11-23T23:30", "2026-11-24T08:00")]
    public void A_digest_is_due_by_its_pace(string pace, string since, string due) => Digests.DueAt(pace, Local(since)).ShouldBe(Local(due));

    [Fact]
    public async Task An_unproven_sender_gets_a_link_and_nothing_else_and_the_link_lets_the_message_in_once()
    {
        const string stranger = "ziyaretci@baska.example";
        var raw = System.Text.Encoding.UTF8.GetBytes($"From: Ziyaretçi <{stranger}>\r\nTo: yardim@demouni.example\r\nSubject: UCUZ REKLAM BURADA\r\nMessage-ID: <reklam@baska.example>\r\n\r\nBu metin kimseye gönderilmesin, yirmi harften uzun.");
        (await office.TakeAsync(raw)).Reason.ShouldBe(QuarantineReason.Unverified);
        (await office.TakeAsync([.. raw, (byte)'!'], sameHour: true)).Reason.ShouldBe(QuarantineReason.Unverified);
        var mail = (await NewToAsync(stranger)).ShouldHaveSingleItem(); // one link a day, however much is sent
        mail.Title().ShouldBe("E-posta adresinizi doğrulayın");
        (mail.ToString() ?? "").ShouldNotContain("REKLAM");
        mail.Words().ShouldNotContain("kimseye gönderilmesin");
        mail.ReplyTo.ShouldBeEmpty();

        var proofs = office.Get<SenderProofs>();
        var secret = mail.Words().Split("/mail/proof/")[1].Split((char[]?)null)[0];
        (await proofs.AddressOfAsync(secret)).ShouldBe(stranger);
        var used = await proofs.UseAsync(secret);
        used.Value.Count.ShouldBe(2);
        (await proofs.UseAsync(secret)).Problem!.Status.ShouldBe(410);
        (await proofs.AddressOfAsync("00")).ShouldBeNull();
        var ticket = await office.PageAsync(used.Value[0]);
        ticket.Ticket.Requester.ShouldBe(MailSenders.GuestName(stranger));

        var received = (await NewToAsync(stranger))[0];
        received.Words().ShouldNotContain("https://"); // a guest has no page to open
        received.ReplyTo.Mailboxes.Single().Address.ShouldContain(used.Value[0]);
        // The signed address is proof enough for an answer, also without any check by our server.
        var answer = System.Text.Encoding.UTF8.GetBytes($"From: {stranger}\r\nTo: {received.ReplyTo.Mailboxes.Single().Address}\r\nSubject: Ynt\r\nMessage-ID: <yanit@baska.example>\r\n\r\nTeşekkürler, bekliyorum.");
        (await office.TakeAsync(answer)).Number.ShouldBe(used.Value[0]);
    }

    [Fact]
    public async Task Two_deliverers_send_each_message_once()
    {
        foreach (var _ in Enumerable.Range(0, 6)) await office.OpenAsync("atolye");
        await office.Get<EventTeller>().TellAsync(CancellationToken.None);
        var delivery = office.Get<MailDelivery>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => delivery.DeliverDueAsync(CancellationToken.None))));
        var sent = office.SentTo("atolye@demouni.example");
        sent.Count(mail => mail.Title().EndsWith("alındı", StringComparison.Ordinal)).ShouldBe(6);
        sent.Select(mail => mail.MessageId).ShouldBeUnique();
    }

    [Fact]
    public async Task What_a_node_took_and_died_with_is_sent_when_its_lease_ends_and_only_then()
    {
        await office.SendAllAsync();
        var number = await office.OpenAsync("lab");
        await office.Get<EventTeller>().TellAsync(CancellationToken.None);
        // The other node has claimed it: a lease of two minutes, and a fence that its late answer does not pass.
        await office.Database.WriteAsync((session, token) => session.ExecuteAsync("UPDATE outbox_mail SET fence = fence + 1, tries = tries + 1, due_at = @until WHERE state = 0", token, ("until", session.Now.AddMinutes(2))));
        (await office.Get<MailDelivery>().DeliverDueAsync(CancellationToken.None)).ShouldBe(0);
        office.Clock.Advance(TimeSpan.FromSeconds(121));
        (await office.Get<MailDelivery>().DeliverDueAsync(CancellationToken.None)).ShouldBe(1);
        (await office.Get<MailDelivery>().DeliverDueAsync(CancellationToken.None)).ShouldBe(0);
        office.SentTo("lab@demouni.example").ShouldHaveSingleItem().Title().ShouldContain(number);
    }

    [Fact]
    public async Task A_released_message_becomes_the_ticket_that_it_would_have_been_and_a_blocked_sender_is_removed()
    {
        var quarantine = office.Get<MailQuarantine>();
        var held = await HoldAsync("bir@baska.example");
        var number = (await quarantine.ReleaseAsync(held, "yonetici")).Value;
        (await office.PageAsync(number)).Messages[0].Body.ShouldContain("yirmi harften uzun");
        (await quarantine.ReleaseAsync(held, "yonetici")).Problem!.Status.ShouldBe(404);

        var spam = await HoldAsync("iki@baska.example");
        (await quarantine.BlockAsync(spam, "yonetici")).Problem.ShouldBeNull();
        (await quarantine.ListAsync(null, long.MaxValue, 100)).ShouldAllBe(mail => mail.FromAddress != "iki@baska.example");
        (await office.TakeAsync(Raw("iki@baska.example", "yine"))).Reason.ShouldBe(QuarantineReason.Blocked);
        (await quarantine.RawOfHeldAsync(spam)).ShouldNotBeNull();
    }

    private async Task<long> HoldAsync(string from)
    {
        (await office.TakeAsync(Raw(from, "ilk"))).State.ShouldBe(MailState.Quarantine);
        return (await office.Get<MailQuarantine>().ListAsync(null, long.MaxValue, 1)).Single(mail => mail.FromAddress == from).Key;
    }

    private static byte[] Raw(string from, string id) => System.Text.Encoding.UTF8.GetBytes($"From: {from}\r\nTo: yardim@demouni.example\r\nSubject: Bir konu var\r\nMessage-ID: <{id}-{from}>\r\n\r\nMetin burada, yirmi harften uzun.");

    private readonly Dictionary<string, int> _seen = [];

    private async Task<IReadOnlyList<MimeMessage>> NewToAsync(string address)
    {
        await office.SendAllAsync();
        var all = office.SentTo(address);
        var known = _seen.GetValueOrDefault(address);
        _seen[address] = all.Count;
        return [.. all.Skip(known)];
    }

    private static DateTimeOffset Local(string text) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(3));

    private static async Task DoneAsync(Task<Akis.Engine.Database.Outcome> command) => (await command).Problem.ShouldBeNull();
}
