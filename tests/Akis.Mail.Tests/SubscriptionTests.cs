using Akis.Automation.TicketMail;
using Akis.Desk.Tickets;
using Akis.Desk.Watching;
using Akis.Engine;
using Akis.Engine.Database;
using MimeKit;

namespace Akis.Mail.Tests;

public sealed class SubscriptionTests(MailOffice office) : IClassFixture<MailOffice>
{
    private const string Watcher = "dekan@demouni.example";

    private TicketCommands Commands => office.Get<TicketCommands>();

    private Subscriptions Subscriptions => office.Get<Subscriptions>();

    [Fact]
    public async Task A_watcher_gets_each_message_once_under_the_name_of_the_group_until_one_click_ends_it()
    {
        var (number, expert) = (await WatchedAsync(), (await office.PersonAsync("uzman.ag")).Actor);
        await DoneAsync(Commands.TakeAsync(number, null, expert));
        await DoneAsync(Commands.AskAsync(number, "Hangi sürümü kullanıyorsunuz?", null, expert));
        var asked = (await NewToAsync(Watcher)).ShouldHaveSingleItem();
        asked.Subject.ShouldBe($"[#{number}] İzlediğiniz bilete yazıldı: VPN bağlantısı kurulamıyor");
        asked.Words().ShouldStartWith("Ağ Hizmetleri yazdı:");
        (await NewToAsync("akademik@demouni.example")).Count(mail => mail.Words().Contains("Hangi sürümü kullanıyorsunuz?", StringComparison.Ordinal)).ShouldBe(1); // as a question, not as a message too

        var link = LinkOf(asked);
        asked.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        asked.Words().ShouldContain($"https://akis.demouni.example/posta/ayril/{link}");
        (await Subscriptions.ReadAsync(link)).ShouldBe(new Subscription("dekan", Subscription.Watched + number));
        (await Subscriptions.EndAsync(link[..^1] + (link[^1] == 'a' ? 'b' : 'a'))).ShouldBeFalse();
        (await office.Get<Watchers>().OfAsync((await office.PageAsync(number)).Ticket.Key)).ShouldBe(["dekan"]);
        (await Subscriptions.EndAsync(link)).ShouldBeTrue();
        (await Subscriptions.EndAsync(link)).ShouldBeTrue(); // mail programs try again
        await DoneAsync(Commands.ReplyAsync(number, "5.1 kullanıyorum.", [], (await office.PersonAsync("akademik")).Actor));
        (await NewToAsync(Watcher)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_follows_his_own_ticket_or_has_read_the_message_is_not_told_again()
    {
        var (number, expert) = (await WatchedAsync(), (await office.PersonAsync("uzman.ag")).Actor);
        await DoneAsync(office.Get<Watchers>().AddAsync(number, "akademik", expert));
        await NewToAsync("akademik@demouni.example");
        await DoneAsync(Commands.ReplyAsync(number, "Bakıyoruz, bugün döneriz.", [], expert));
        await office.Get<Notifications>().ReadAsync("dekan", (await office.PageAsync(number)).Ticket.Key);
        (await NewToAsync(Watcher)).ShouldBeEmpty();
        (await NewToAsync("akademik@demouni.example")).ShouldHaveSingleItem().Headers.Contains(HeaderId.ListUnsubscribe).ShouldBeFalse(); // an answer is no subscription
        (await office.Get<Notifications>().OfAsync("akademik")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_click_ends_the_kind_of_message_that_carried_it_or_the_digest()
    {
        var number = await office.OpenAsync("idari");
        var received = (await NewToAsync("idari@demouni.example")).Single(mail => mail.Title().Contains(number, StringComparison.Ordinal));
        (await Subscriptions.EndAsync(LinkOf(received))).ShouldBeTrue();
        (await office.Get<MailPreferences>().OfAsync("idari")).Muted.ShouldBe(["bilet-alindi"]);
        await office.OpenAsync("idari");
        (await NewToAsync("idari@demouni.example")).ShouldBeEmpty();

        (await office.Get<MailPreferences>().SaveAsync("idari", new("tr", "hourly", new HashSet<string>()))).Problem.ShouldBeNull();
        await office.OpenAsync("idari");
        await office.SendAllAsync();
        office.Clock.Advance(TimeSpan.FromMinutes(61));
        (await office.Get<Digests>().SendDueAsync(CancellationToken.None)).ShouldBe(1);
        var digest = (await NewToAsync("idari@demouni.example")).ShouldHaveSingleItem();
        digest.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        (await Subscriptions.EndAsync(LinkOf(digest))).ShouldBeTrue();
        var wish = await office.Get<MailPreferences>().OfAsync("idari");
        (wish.Language, wish.Pace).ShouldBe(("tr", "now"));
        wish.Muted.Order().ShouldBe(MailPreference.Mutable.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("not base64!.aaaaaaaaaaaaaaaa")]
    [InlineData("b3pldCBkZWthbg.aaaaaaaaaaaaaaaa")]
    public async Task A_link_that_nobody_signed_ends_nothing(string link)
    {
        (await Subscriptions.ReadAsync(link)).ShouldBeNull();
        (await Subscriptions.EndAsync(link)).ShouldBeFalse();
    }

    private static string LinkOf(MimeMessage mail) => (mail.Headers["List-Unsubscribe"] ?? "").Trim('<', '>').Split('/')[^1];

    private async Task<string> WatchedAsync()
    {
        var number = await office.OpenAsync("akademik");
        await DoneAsync(office.Get<Watchers>().AddAsync(number, "dekan", (await office.PersonAsync("uzman.ag")).Actor));
        await NewToAsync(Watcher);
        return number;
    }

    private readonly Dictionary<string, int> _seen = [];

    private async Task<IReadOnlyList<MimeMessage>> NewToAsync(string address)
    {
        await office.SendAllAsync();
        var all = office.SentTo(address);
        var known = _seen.TryGetValue(address, out var seen) ? seen : 0;
        _seen[address] = all.Count;
        return [.. all.Skip(known)];
    }

    private static async Task DoneAsync(Task<Outcome> command) => (await command).Problem.ShouldBeNull();
}
