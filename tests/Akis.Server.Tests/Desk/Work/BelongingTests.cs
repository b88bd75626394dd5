using Akis.Desk.Checklists;
using Akis.Desk.Links;
using Akis.Desk.Merging;
using Akis.Desk.Tickets;
using Akis.Engine.Database;

namespace Akis.Server.Tests.Desk.Work;

/// <summary>Links, children, checklists, merge and split.</summary>
public sealed class BelongingTests(DeskOffices offices) : IClassFixture<DeskOffices>
{
    [Theory]
    [BothDatabases]
    public async Task A_ticket_is_solved_only_after_its_children_what_blocks_it_and_its_checklist(string database)
    {
        var office = offices[database];
        var (ali, number) = (office.Person("ag.ali"), await office.TicketAsync());
        var child = await office.Get<SplitTicket>().OpenChildAsync(number, "AGK-01", "Kabinet kontrol edilsin", "İkinci kattaki kabineti kontrol edin.", ali);
        child.Problem.ShouldBeNull();
        (await office.Tickets.PageAsync(child.Value.Number, office.Person("ogrenci"))).ShouldBeNull(); // the desk's own work
        await office.Get<Checklist>().AddAsync(number, "Kabloyu değiştir\nHızı ölç", ali);
        var blocked = (await office.Commands.ResolveAsync(number, "fixed", "Kablo değiştirildi, hız ölçüldü.", null, ali)).Problem.ShouldNotBeNull();
        blocked.Code.ShouldBe("ticket.blocked");
        blocked.Tr.ShouldContain(child.Value.Number);
        blocked.Tr.ShouldContain("Hızı ölç");

        (await office.Commands.ResolveAsync(child.Value.Number, "fixed", "Kabinette sorun bulunmadı.", null, ali)).Problem.ShouldBeNull();
        var page = await office.PageAsync(number, "ag.ali");
        foreach (var item in await office.Get<Checklist>().OfAsync(page.Ticket.Key)) (await office.Get<Checklist>().TickAsync(number, item.Key, true, ali)).Problem.ShouldBeNull();
        (await office.Commands.ResolveAsync(number, "fixed", "Kablo değiştirildi, hız ölçüldü.", null, ali)).Problem.ShouldBeNull();
    }

    [Theory]
    [BothDatabases]
    public async Task Links_go_both_ways_make_no_circle_and_show_no_more_than_the_reader_may_see(string database)
    {
        var office = offices[database];
        var (links, ali) = (office.Get<TicketLinks>(), office.Person("ag.ali"));
        var (a, b, c) = (await office.TicketAsync(), await office.TicketAsync(), await office.TicketAsync());
        (await links.AddAsync(a, LinkKind.Blocks, b, ali)).Problem.ShouldBeNull();
        (await links.AddAsync(b, LinkKind.Blocks, c, ali)).Problem.ShouldBeNull();
        (await links.AddAsync(c, LinkKind.Blocks, a, ali)).Problem!.Code.ShouldBe("link.circle");
        (await links.AddAsync(a, LinkKind.Blocks, a, ali)).Problem!.Code.ShouldBe("link.self");
        (await links.AddAsync(a, LinkKind.RelatedTo, "2026-999999", ali)).Problem!.Code.ShouldBe("link.unknown");
        var key = (await office.PageAsync(b, "ag.ali")).Ticket.Key;
        (await links.OfAsync(key, ali)).Select(link => (link.Number, link.IsForward)).ShouldBe([(a, false), (c, true)]);

        (await office.Commands.HandOverAsync(a, "SIS", null, ali)).Problem.ShouldBeNull();
        (await links.OfAsync(key, ali)).Single(link => link.Number == a).Subject.ShouldBeNull();
        (await links.RemoveAsync(b, LinkKind.Blocks, a, ali)).Problem.ShouldBeNull();
        (await links.OfAsync(key, ali)).ShouldHaveSingleItem();
    }

    [Theory]
    [BothDatabases]
    public async Task Merged_tickets_go_on_as_one_and_can_be_parted_again(string database)
    {
        var office = offices[database];
        var (merge, ali) = (office.Get<MergeTickets>(), office.Person("ag.ali"));
        var source = await office.TicketAsync(subject: "VPN çalışmıyor");
        await office.Commands.NoteAsync(source, "aynısı", ali);
        office.Clock.Advance(TimeSpan.FromMinutes(5));
        var target = await office.TicketAsync();
        var before = await office.PageAsync(target, "ag.ali");
        (await merge.RunAsync(source, target, ali)).Problem.ShouldBeNull();
        (await office.StateAsync(source)).ShouldBe(TicketState.Merged);
        var merged = await office.PageAsync(target, "ag.ali");
        merged.Messages.Count.ShouldBe(before.Messages.Count + 2);
        merged.Ticket.OpenedAt.ShouldBeLessThan(before.Ticket.OpenedAt);
        (await office.PageAsync(target, "ogrenci")).Messages.ShouldAllBe(message => message.Kind == MessageKind.Message);
        (await office.Commands.ReplyAsync(source, "Burada mısınız?", [], office.Person("ogrenci"))).Problem!.Code.ShouldBe("ticket.over");

        await office.Commands.ReplyAsync(target, "Bakıyoruz.", [], ali);
        (await merge.UndoAsync(source, ali)).Problem.ShouldBeNull();
        var parted = await office.PageAsync(target, "ag.ali");
        parted.Messages.Count.ShouldBe(before.Messages.Count + 1);
        (parted.Ticket.OpenedAt, parted.Ticket.Priority).ShouldBe((before.Ticket.OpenedAt, before.Ticket.Priority));
        (await office.StateAsync(source)).ShouldBe(TicketState.Assigned);
        (await office.Commands.ResolveAsync(source, "fixed", "Sorun giderildi, iyi günler.", null, ali)).Problem.ShouldBeNull(); // its process goes on
    }

    [Theory]
    [BothDatabases]
    public async Task A_merge_is_final_after_seven_days(string database)
    {
        var office = offices[database];
        var (source, target) = (await office.TicketAsync(), await office.TicketAsync());
        (await office.Get<MergeTickets>().RunAsync(source, target, office.Person("ag.ali"))).Problem.ShouldBeNull();
        await office.PassAsync(MergeTickets.UndoFor);
        (await office.Get<MergeTickets>().UndoAsync(source, office.Person("ag.ali"))).Problem!.Code.ShouldBe("merge.final");
        (await office.StateAsync(source)).ShouldBe(TicketState.Merged); // its process is called off, the ticket is still merged
    }

    [Theory]
    [BothDatabases]
    public async Task Confidential_tickets_and_tickets_of_different_people_are_not_merged(string database)
    {
        var office = offices[database];
        var (merge, number) = (office.Get<MergeTickets>(), await office.TicketAsync());
        var other = (await merge.RunAsync(number, await office.TicketAsync("ogrenci2"), office.Person("ag.ali"))).Problem.ShouldNotBeNull();
        other.Code.ShouldBe("merge.requesters");
        other.Tr.ShouldContain("üst–alt");
        (await merge.RunAsync(number, await office.TicketAsync(category: "GUV-01"), office.Person("ag.ali"))).Problem!.Status.ShouldBe(404);
        (await merge.RunAsync(number, number, office.Person("ag.ali"))).Problem!.Code.ShouldBe("merge.self");
        (await office.StateAsync(number)).ShouldBe(TicketState.Assigned);
    }

    [Theory]
    [BothDatabases]
    public async Task Chosen_messages_become_a_ticket_of_the_same_requester_and_both_are_linked(string database)
    {
        var office = offices[database];
        var (split, ali, number) = (office.Get<SplitTicket>(), office.Person("ag.ali"), await office.TicketAsync());
        await office.Commands.ReplyAsync(number, "Bir de yazıcım çalışmıyor.", [], office.Person("ogrenci"));
        var chosen = (await office.PageAsync(number, "ag.ali")).Messages[^1].Key;
        (await split.RunAsync(number, [], "ATL-02", "Yazıcı çalışmıyor", ali)).Problem!.Code.ShouldBe("split.messages");
        (await split.RunAsync(number, [1], "ATL-02", "Yazıcı çalışmıyor", ali)).Problem!.Code.ShouldBe("split.messages"); // another ticket's message
        var made = await split.RunAsync(number, [chosen], "ATL-02", "Yazıcı çalışmıyor", ali);
        made.Problem.ShouldBeNull();
        var page = await office.PageAsync(made.Value.Number, "ogrenci");
        (page.View, page.Messages[^1].Body, page.Messages[^1].Author).ShouldBe((TicketView.Requester, "Bir de yazıcım çalışmıyor.", "ogrenci"));
        (await office.Get<TicketLinks>().OfAsync((await office.PageAsync(number, "ag.ali")).Ticket.Key, ali)).ShouldContain(link => link.Number == made.Value.Number);
    }
}
