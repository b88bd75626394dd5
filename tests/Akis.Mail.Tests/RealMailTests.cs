using System.Diagnostics;
using Akis.Automation;
using Akis.Automation.TicketMail;
using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Tickets;
using Akis.Engine.Database;
using MailKit.Net.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace Akis.Mail.Tests;

/// <summary>The desk between a real SMTP server and a real IMAP server.</summary>
public sealed class RealMailOffice : MailOffice
{
    public MailServers Servers { get; } = new();

    public Mailbox RealBox => Box with { Name = "gercek", Host = "127.0.0.1", Port = Servers.ImapPort, User = "yardim", Security = MailSecurity.StartTls, SecretFile = Servers.SecretFile, DoneFolder = "Akis/Alinan", AuthorityFile = Servers.Authority };

    public override async ValueTask InitializeAsync()
    {
        await Servers.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await Servers.DisposeAsync();
    }

    protected override AutomationSettings Settings => base.Settings with { SmtpUrl = $"smtp+starttls://127.0.0.1:{Servers.SmtpPort}", MailAuthority = Servers.Authority };

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        services.AddSingleton(new Mailboxes([RealBox]));
    }
}

public sealed class RealMailTests(RealMailOffice office) : IClassFixture<RealMailOffice>
{
    private const string Student = "ogrenci@demouni.example";

    [Fact]
    public async Task A_message_becomes_a_ticket_its_answers_find_it_and_the_agents_answer_arrives_through_restarts()
    {
        using var watch = await WatchAsync();
        await SendAsync(Student, MailWorld.Help, "Eduroam bağlanmıyor", "Kütüphanede eduroam ağına bağlanamıyorum.", "ilk-1@demouni.example");
        var number = await UntilAsync(async () => (await TicketsAsync("Eduroam bağlanmıyor")).SingleOrDefault());

        var received = await DeliveredAsync(Student, mail => mail.Subject == $"[#{number}] Talebiniz alındı");
        received.References.ShouldContain("ilk-1@demouni.example");
        received.From.Mailboxes.Single().Address.ShouldBe(MailWorld.Help);

        await SendAsync(Student, received.ReplyTo.Mailboxes.Single().Address, "Ynt: bambaşka bir konu", "Telefonda da olmuyor.\r\n\r\n23.11.2026 tarihinde Yardım Sistemi yazdı:\r\n> Talebiniz alındı", "ilk-2@demouni.example");
        await UntilAsync(async () => (await office.PageAsync(number)).Messages.Any(message => message.Body == "Telefonda da olmuyor.") ? "" : null);

        // Mail that comes while the IMAP server is away is there when it is back.
        await office.Servers.StopImapAsync();
        await SendAsync(Student, MailWorld.Help, $"[#{number}] Ek bilgi", "Dizüstünde de aynı hata var.", "ilk-3@demouni.example");
        await office.Servers.StartImapAsync();
        await UntilAsync(async () => (await office.PageAsync(number)).Messages.Any(message => message.Body == "Dizüstünde de aynı hata var.") ? "" : null);

        (await office.Get<TicketCommands>().ReplyAsync(number, "Sertifikanızı yenileyin.", [], MailWorld.Head)).Problem.ShouldBeNull();
        var answer = await DeliveredAsync(Student, mail => mail.Words().StartsWith("Sertifikanızı yenileyin.", StringComparison.Ordinal));
        answer.References.ShouldContain("ilk-3@demouni.example");

        // The program died after its commit and before it marked anything: everything is fetched again and nothing is taken twice.
        await watch.StopAsync(CancellationToken.None);
        var before = await CountAsync();
        await office.Database.WriteAsync((session, token) => session.ExecuteAsync("UPDATE mailbox_state SET last_uid = 0", token));
        await UnreadAsync();
        using var again = await WatchAsync();
        await SendAsync(Student, MailWorld.Help, "Son bir ileti daha", "Bu ileti de gelince hepsi okunmuştur.", "ilk-4@demouni.example");
        await UntilAsync(async () => (await TicketsAsync("Son bir ileti daha")).SingleOrDefault());
        (await CountAsync()).ShouldBe(before + 1);
        await again.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_cannot_be_delivered_comes_back_and_is_shown_at_its_ticket()
    {
        using var watch = await WatchAsync();
        var number = await office.OpenAsync("dekan"); // has no mailbox on the server
        await office.SendAllAsync();
        var page = await office.PageAsync(number);
        await UntilAsync(async () =>
        {
            await office.SendAllAsync();
            return (await office.Get<OutboxQueries>().FailedOfTicketAsync(page.Ticket.Key)).Count == 1 ? "" : null;
        });
        var failed = (await office.Get<OutboxQueries>().FailedOfTicketAsync(page.Ticket.Key))[0];
        failed.CameBack.ShouldBeTrue();
        failed.Recipient.ShouldBe("dekan@demouni.example");
        (await office.PageAsync(number)).Messages.ShouldContain(message => message.Kind == MessageKind.Note && message.Body.Contains("dekan@demouni.example"));
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_the_server_refuses_for_good_is_not_tried_again_and_what_it_cannot_take_now_is()
    {
        var outbox = office.Get<Akis.Automation.Notify.MailDelivery>();
        await PutAsync("reddedilen@demouni.example", "kotu-1@demouni.example");
        (await outbox.DeliverDueAsync(CancellationToken.None)).ShouldBe(0);
        var failed = (await office.Get<OutboxQueries>().FailedAsync(long.MaxValue, 10)).Single(mail => mail.Recipient == "reddedilen@demouni.example");
        failed.CameBack.ShouldBeFalse();
        failed.Error.ShouldContain("User unknown");
        (await office.Get<OutboxQueries>().RetryAsync(failed.Key)).Problem.ShouldBeNull();
        await PutAsync("bu adres değil", "kotu-2@demouni.example");
        await outbox.DeliverDueAsync(CancellationToken.None);
        (await office.Get<OutboxQueries>().FailedAsync(long.MaxValue, 10)).ShouldContain(mail => mail.Recipient == "bu adres değil");
    }

    [Fact]
    public async Task What_is_a_subscription_arrives_with_the_address_that_ends_it_by_one_click()
    {
        var number = await office.OpenAsync("ogrenci");
        var received = await DeliveredAsync(Student, mail => mail.Subject == $"[#{number}] Talebiniz alındı");
        var address = received.Headers["List-Unsubscribe"] ?? "";
        address.ShouldStartWith("<https://akis.demouni.example/posta/ayril/");
        address.ShouldEndWith(">");
        address.ShouldNotContain(" ");
        received.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        (await office.Get<Subscriptions>().EndAsync(address.Trim('<', '>').Split('/')[^1])).ShouldBeTrue();
        (await office.Get<MailPreferences>().OfAsync("ogrenci")).Muted.ShouldBe(["bilet-alindi"]);
        (await office.Get<MailPreferences>().SaveAsync("ogrenci", MailPreference.Default)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_is_not_spoken_to()
    {
        var places = office.Get<MailboxPlaces>();
        var box = office.RealBox with { Name = "guvensiz", AuthorityFile = null };
        using var reader = new MailboxReader(box, office.Get<Akis.Desk.Mail.Intake.MailIntake>(), places, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await Should.ThrowAsync<MailKit.Security.SslHandshakeException>(() => reader.OpenAsync(CancellationToken.None));
    }

    private async Task<MailboxWatch> WatchAsync()
    {
        var watch = ActivatorUtilities.CreateInstance<MailboxWatch>(office.Get<IServiceProvider>());
        await watch.StartAsync(CancellationToken.None);
        return watch;
    }

    private Task<int> PutAsync(string recipient, string id) => office.Database.WriteAsync((session, token) =>
        Akis.Automation.Notify.Outbox.AddAsync(session, new(session.NextKey(), id, recipient, "Konu", "Metin"), token));

    private async Task SendAsync(string from, string to, string subject, string text, string id)
    {
        using var message = new MimeMessage { Subject = subject, MessageId = id, Body = new TextPart("plain") { Text = text } };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse(to));
        using var smtp = new SmtpClient { ServerCertificateValidationCallback = MailConnections.Check(office.Servers.Authority) };
        await smtp.ConnectAsync("127.0.0.1", office.Servers.SmtpPort, MailKit.Security.SecureSocketOptions.StartTls);
        await smtp.SendAsync(message);
        await smtp.DisconnectAsync(true);
    }

    // The messages were moved when they were taken: back they go, as if that had not happened.
    private async Task UnreadAsync()
    {
        using var imap = new MailKit.Net.Imap.ImapClient { ServerCertificateValidationCallback = MailConnections.Check(office.Servers.Authority) };
        await imap.ConnectAsync("127.0.0.1", office.Servers.ImapPort, MailKit.Security.SecureSocketOptions.StartTls);
        await imap.AuthenticateAsync("yardim", MailServers.Password);
        var done = await imap.GetFolderAsync("Akis/Alinan");
        await done.OpenAsync(MailKit.FolderAccess.ReadWrite);
        var all = await done.SearchAsync(MailKit.Search.SearchQuery.All);
        all.Count.ShouldBeGreaterThanOrEqualTo(3);
        await done.MoveToAsync(all, imap.Inbox);
        await imap.DisconnectAsync(true);
    }

    private async Task<MimeMessage> DeliveredAsync(string address, Func<MimeMessage, bool> wanted) => await UntilAsync(async () =>
    {
        await office.SendAllAsync();
        return office.Servers.Delivered(address.Split('@')[0]).FirstOrDefault(wanted);
    });

    private Task<List<string>> TicketsAsync(string subject) => office.Database.ReadAsync((connection, token) => connection.QueryAsync("SELECT number FROM ticket WHERE subject = @subject", row => row.GetString(0), token, ("subject", subject)));

    private async Task<long> CountAsync() => (await office.Database.ReadAsync((connection, token) => connection.QueryAsync("SELECT count(*) FROM ticket_message WHERE kind = 0", row => row.GetInt64(0), token)))[0];

    private async Task<T> UntilAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60);)
        {
            if (await ask() is { } answer) return answer;
            await Task.Delay(100); // the servers work at their own pace
        }

        var health = await office.Get<MailboxPlaces>().HealthAsync();
        throw new TimeoutException($"It did not happen within a minute. {string.Join("; ", health)} {office.Servers.Log()}");
    }
}
