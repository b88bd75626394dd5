using Akis.Desk.Compose;
using Akis.Desk.Tickets;
using Akis.Desk.Watching;
using Akis.Engine.Database;

namespace Akis.Server.Tests.Desk.Work;

public sealed class ComposeTests(DeskOffices offices) : IClassFixture<DeskOffices>
{
    private static readonly IReadOnlyDictionary<string, string> Values = new Dictionary<string, string> { ["ad"] = "Ada", ["no"] = "#2026-000001" };

    [Theory]
    [BothDatabases]
    public async Task A_reply_can_be_taken_back_until_it_goes_out_and_goes_out_once(string database)
    {
        var office = offices[database];
        var (held, ali, number) = (office.Get<HeldReplies>(), office.Person("ag.ali"), await office.TicketAsync());
        var key = (await office.PageAsync(number, "ag.ali")).Ticket.Key;
        (await held.HoldAsync(number, "Yanlış bilete yazdım.", [], "", ali)).Problem.ShouldBeNull();
        (await office.PageAsync(number, "ogrenci")).Messages.Count.ShouldBe(1);
        (await held.OfAsync(key, "ag.can")).ShouldBeEmpty();
        var waiting = (await held.OfAsync(key, "ag.ali")).ShouldHaveSingleItem();
        (await held.TakeBackAsync(number, waiting.Key, office.Person("ag.can"))).Problem!.Code.ShouldBe("held.gone");
        (await held.TakeBackAsync(number, waiting.Key, ali)).Problem.ShouldBeNull();
        (await office.Get<Drafts>().OfAsync(key, "ag.ali"))[MessageKind.Message].ShouldBe("Yanlış bilete yazdım.");

        (await held.HoldAsync(number, "İstemciyi güncelleyin.", [], "", ali)).Problem.ShouldBeNull();
        (await office.Get<Drafts>().OfAsync(key, "ag.ali")).ShouldBeEmpty();
        await office.PassAsync(HeldReplies.Delay - TimeSpan.FromSeconds(1));
        (await office.PageAsync(number, "ogrenci")).Messages.Count.ShouldBe(1);
        await Task.WhenAll(office.PassAsync(TimeSpan.FromSeconds(2)), office.PassAsync(TimeSpan.Zero));
        (await office.PageAsync(number, "ogrenci")).Messages[^1].Body.ShouldBe("İstemciyi güncelleyin.");
        (await office.PageAsync(number, "ogrenci")).Messages.Count.ShouldBe(2);
        (await held.TakeBackAsync(number, waiting.Key, ali)).Problem!.Code.ShouldBe("held.gone");
    }

    [Theory]
    [BothDatabases]
    public async Task A_reply_that_asks_or_solves_moves_the_ticket_when_it_goes_out(string database)
    {
        var office = offices[database];
        var (held, ali, number) = (office.Get<HeldReplies>(), office.Person("ag.ali"), await office.TicketAsync());
        (await held.HoldAsync(number, "Hangi sürüm?", [], "ask", ali)).Problem.ShouldBeNull();
        (await office.StateAsync(number)).ShouldBe(TicketState.Assigned);
        await office.PassAsync(HeldReplies.Delay);
        (await office.StateAsync(number)).ShouldBe(TicketState.WaitingForUser);
        await office.Commands.ReplyAsync(number, "5.1", [], office.Person("ogrenci"));
        (await held.HoldAsync(number, "Sürümünüz güncellendi.", [], "resolve:fixed", ali)).Problem.ShouldBeNull();
        var waiting = (await held.OfAsync((await office.PageAsync(number, "ag.ali")).Ticket.Key, "ag.ali")).ShouldHaveSingleItem();
        (await held.SendNowAsync(number, waiting.Key, office.Person("ag.can"))).Problem!.Code.ShouldBe("held.gone");
        (await held.SendNowAsync(number, waiting.Key, ali)).Problem.ShouldBeNull();
        (await office.StateAsync(number)).ShouldBe(TicketState.Resolved);
    }

    [Theory]
    [BothDatabases]
    public async Task A_reply_that_can_no_longer_go_out_comes_back_as_a_draft_with_word_of_it(string database)
    {
        var office = offices[database];
        var (held, ali, number) = (office.Get<HeldReplies>(), office.Person("ag.ali"), await office.TicketAsync());
        (await held.HoldAsync(number, "Bakıyorum, bekleyin.", [], "", ali)).Problem.ShouldBeNull();
        (await office.Commands.CancelAsync(number, office.Person("ogrenci"))).Problem.ShouldBeNull();
        await office.PassAsync(HeldReplies.Delay);
        (await office.Get<Drafts>().OfAsync((await office.PageAsync(number, "ag.ali")).Ticket.Key, "ag.ali"))[MessageKind.Message].ShouldBe("Bakıyorum, bekleyin.");
        (await office.Get<Notifications>().OfAsync("ag.ali")).ShouldContain(heard => heard.Number == number && heard.Kind == "unsent");
    }

    [Theory]
    [BothDatabases]
    public async Task A_message_that_comes_while_somebody_writes_stops_nobody(string database)
    {
        var office = offices[database];
        var number = await office.TicketAsync();
        var seen = (await office.PageAsync(number, "ag.ali")).Revision;
        await office.Commands.ReplyAsync(number, "Bir de yazıcı çalışmıyor.", [], office.Person("ogrenci"));
        await office.Commands.NoteAsync(number, "Ben de bakıyorum.", office.Person("ag.can"));
        (await office.Commands.ResolveAsync(number, "fixed", "Hesabınızın süresi uzatıldı.", seen, office.Person("ag.ali"))).Problem.ShouldBeNull();
    }

    [Theory]
    [BothDatabases]
    public async Task A_draft_is_its_authors_alone_and_a_note_is_no_draft_of_a_requester(string database)
    {
        var office = offices[database];
        var (drafts, number) = (office.Get<Drafts>(), await office.TicketAsync());
        var key = (await office.PageAsync(number, "ag.ali")).Ticket.Key;
        (await drafts.SaveAsync(number, MessageKind.Note, "yarım kalan", office.Person("ag.ali"))).Problem.ShouldBeNull();
        (await drafts.OfAsync(key, "ag.can")).ShouldBeEmpty();
        (await drafts.SaveAsync(number, MessageKind.Note, "x", office.Person("ogrenci"))).Problem!.Status.ShouldBe(403);
        (await drafts.SaveAsync(number, MessageKind.Message, "x", office.Person("hoca"))).Problem!.Status.ShouldBe(404);
        await office.Commands.NoteAsync(number, "tamamlandı", office.Person("ag.ali"));
        (await drafts.OfAsync(key, "ag.ali")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("::vpn", "Sayın Ada, #2026-000001 için")]
    [InlineData("Merhaba\n::VPN teşekkürler", "Merhaba\nSayın Ada, #2026-000001 için teşekkürler")]
    [InlineData("std::vector ve ::yok", "std::vector ve ::yok")]
    public void A_shortcut_puts_its_text_with_the_tickets_values(string typed, string sent) =>
        TextModules.Expand(typed, [new(1, "vpn", "VPN", "Sayın {ad}, {no} için", null)], Values).ShouldBe(sent);

    [Fact]
    public void A_variable_that_is_not_known_stays_as_it_is() => TextModules.Fill("{ad} {yok}", Values).ShouldBe("Ada {yok}");

    [Theory]
    [BothDatabases]
    public async Task Text_modules_belong_to_a_queue_and_a_shortcut_is_given_once(string database)
    {
        var office = offices[database];
        var modules = office.Get<TextModules>();
        var shortcut = "kur-" + database;
        var key = (await modules.SaveAsync(null, "::" + shortcut, "Kurulum", "Kurulum adımları …", "AG", office.Person("ag.ali"))).Value;
        (await modules.SaveAsync(null, shortcut, "Başka", "Başka bir metin", "AG", office.Person("ag.can"))).Problem!.Code.ShouldBe("module.taken");
        (await modules.SaveAsync(key, shortcut, "Ele geçir", "Başka bir metin", "SIS", office.Person("sistemci"))).Problem!.Status.ShouldBe(403);
        (await modules.ForAsync(office.Person("sistemci"))).ShouldNotContain(module => module.Key == key);
        (await modules.ForAsync(office.Person("ag.can"))).ShouldContain(module => module.Key == key);
        (await modules.ForAsync(office.Person("hoca"))).ShouldBeEmpty();
        (await modules.RemoveAsync(key, office.Person("sistemci"))).Problem!.Status.ShouldBe(403);
        (await modules.RemoveAsync(key, office.Person("ag.can"))).Problem.ShouldBeNull();
    }

    [Theory]
    [BothDatabases]
    public async Task A_macro_does_all_of_its_actions_and_its_reply_can_be_taken_back(string database)
    {
        var office = offices[database];
        var (macros, ali, number) = (office.Get<Macros>(), office.Person("ag.ali"), await office.TicketAsync());
        (await macros.SaveAsync(new(0, "Çözüldü say", "AG", "kısa", "", false, "", 0, "resolve:fixed"), ali)).Problem!.Code.ShouldBe("macro.reply");
        var key = (await macros.SaveAsync(new(0, "Sertifika", "AG", "Sayın {ad}, sertifikanız yenilendi.", "Sertifika yenilendi", true, "sertifika", 2, "resolve:fixed"), ali)).Value;
        (await macros.RunAsync(number, key, Values, office.Person("sistemci"))).Problem!.Status.ShouldBe(404);
        (await macros.RunAsync(number, key, Values, ali)).Problem.ShouldBeNull();
        var page = await office.PageAsync(number, "ag.ali");
        (page.Ticket.Assignee, page.Labels, page.Messages[^1].Kind, page.Messages[^1].Body).ShouldBe(("ag.ali", "sertifika", MessageKind.Note, "Sertifika yenilendi"));
        page.SnoozedUntil.ShouldNotBeNull();
        (await office.Get<HeldReplies>().OfAsync(page.Ticket.Key, "ag.ali")).ShouldHaveSingleItem().Body.ShouldBe("Sayın Ada, sertifikanız yenilendi.");
        (await macros.RemoveAsync(key, office.Person("sistemci"))).Problem!.Status.ShouldBe(403);
    }

    [Theory]
    [BothDatabases]
    public async Task A_mention_tells_who_may_read_the_note_and_nobody_else(string database)
    {
        var office = offices[database];
        var number = await office.TicketAsync();
        Mentions.In("bkz. @ag.can, e-posta a@b.c ve (@masaci).").ShouldBe(["ag.can", "masaci"]);
        await office.Commands.NoteAsync(number, "@ag.can bakar mısın? @sistemci @ogrenci @yok", office.Person("ag.ali"));
        var notifications = office.Get<Notifications>();
        (await notifications.OfAsync("ag.can")).ShouldContain(heard => heard.Number == number && heard.Kind == "mention");
        foreach (var user in new[] { "sistemci", "ogrenci", "yok" }) (await notifications.OfAsync(user)).ShouldNotContain(heard => heard.Number == number);
        (await notifications.UnreadAsync("ag.can")).ShouldBeGreaterThan(0);
        await notifications.ReadAsync("ag.can");
        (await notifications.UnreadAsync("ag.can")).ShouldBe(0);
    }

    [Theory]
    [BothDatabases]
    public async Task A_watcher_reads_what_the_requester_reads_hears_of_messages_and_writes_nothing(string database)
    {
        var office = offices[database];
        var (watchers, number) = (office.Get<Watchers>(), await office.TicketAsync());
        (await office.Tickets.PageAsync(number, office.Person("hoca"))).ShouldBeNull();
        (await watchers.AddAsync(number, "hoca", office.Person("hoca"))).Problem!.Status.ShouldBe(404);
        (await watchers.AddAsync(number, "hoca", office.Person("ag.ali"))).Problem.ShouldBeNull();
        await office.Commands.NoteAsync(number, "gizli kalsın", office.Person("ag.ali"));
        await office.Commands.ReplyAsync(number, "Bakıyoruz.", [], office.Person("ag.ali"));
        var page = await office.PageAsync(number, "hoca");
        page.View.ShouldBe(TicketView.Watcher);
        page.Messages.ShouldAllBe(message => message.Kind == MessageKind.Message);
        (await office.Get<Notifications>().OfAsync("hoca")).ShouldContain(heard => heard.Number == number && heard.Kind == "message");
        (await office.Commands.ReplyAsync(number, "Ben de", [], office.Person("hoca"))).Problem!.Status.ShouldBe(403);
        (await office.Commands.CancelAsync(number, office.Person("hoca"))).Problem!.Status.ShouldBe(403);
        (await watchers.RemoveAsync(number, "hoca", office.Person("ag.ali"))).Problem.ShouldBeNull();
        (await office.Tickets.PageAsync(number, office.Person("hoca"))).ShouldBeNull();
        (await watchers.AddAsync(await office.TicketAsync(category: "GUV-01"), "hoca", office.Person("bgs"))).Problem!.Code.ShouldBe("watcher.confidential");
    }
}
