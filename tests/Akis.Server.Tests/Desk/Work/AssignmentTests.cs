using Akis.Desk.Assignment;
using Akis.Desk.Fields;
using Akis.Desk.Tickets;
using Akis.Desk.Worklist;
using Akis.Engine.Database;
using Akis.People.Delegations;

namespace Akis.Server.Tests.Desk.Work;

public sealed class AssignmentTests(DeskOffices offices) : IClassFixture<DeskOffices>
{
    private static readonly QueueMember[] Team =
    [
        new("ali", "Ali", true, false, 3) { Skills = new Dictionary<string, int> { ["VPN"] = 5 } },
        new("ayse", "Ayşe", true, false, 1) { Skills = new Dictionary<string, int> { ["VPN"] = 2, ["AGK"] = 4 } },
        new("can", "Can", true, false, 2),
    ];

    [Theory]
    [InlineData(AssignmentRule.Manual, null, null)]
    [InlineData(AssignmentRule.RoundRobin, null, "ali")]
    [InlineData(AssignmentRule.RoundRobin, "ali", "ayse")]
    [InlineData(AssignmentRule.RoundRobin, "can", "ali")]
    [InlineData(AssignmentRule.LeastLoad, null, "ayse")]
    [InlineData(AssignmentRule.Skill, null, "ali")]
    public void A_rule_chooses_one_of_those_who_are_there(AssignmentRule rule, string? last, string? chosen) => AssignmentRules.Choose(rule, Team, new("VPN"), last).ShouldBe(chosen);

    [Fact]
    public void Who_is_away_or_takes_none_is_never_chosen()
    {
        AssignmentRules.Choose(AssignmentRule.Skill, Team.Select(member => member with { IsAway = member.UserName == "ali" }), new("VPN"), null).ShouldBe("ayse");
        AssignmentRules.Choose(AssignmentRule.LeastLoad, Team.Select(member => member with { Takes = member.UserName != "ayse" }), new("VPN"), null).ShouldBe("can");
        AssignmentRules.Choose(AssignmentRule.RoundRobin, Team.Select(member => member with { Takes = false }), new("VPN"), null).ShouldBeNull();
    }

    [Fact]
    public void Among_equally_skilled_ones_the_least_loaded_is_chosen() => AssignmentRules.Choose(AssignmentRule.Skill, Team, new("DIS"), null).ShouldBe("ayse");

    [Theory]
    [InlineData("Sınav Programı'na giremiyorum", "can")] // the longer name says more than "Sınav"
    [InlineData("SINAV sonuçları yanlış", "ayse")]
    [InlineData("Yemekhane kartım okunmuyor", "ali")] // nobody's: who knows the topic best
    public void The_owner_of_the_application_is_chosen(string about, string chosen)
    {
        QueueMember[] team = [Team[0], Team[1] with { Owns = ["Sınav"] }, Team[2] with { Owns = ["Portal", "Sınav Programı"] }];
        AssignmentRules.Choose(AssignmentRule.Owner, team, new("VPN", about), null).ShouldBe(chosen);
        AssignmentRules.Choose(AssignmentRule.Owner, team.Select(member => member with { IsAway = member.UserName == chosen }), new("VPN", about), null).ShouldNotBe(chosen);
    }

    [Fact]
    public void One_person_is_chosen_and_the_deputy_only_while_that_one_is_away()
    {
        QueueMember[] team = [Team[0] with { Place = GroupPlace.Deputy }, Team[1] with { Place = GroupPlace.Lead }, Team[2]];
        AssignmentRules.Choose(AssignmentRule.LeadOrDeputy, team, new("YZC"), null).ShouldBe("ayse");
        AssignmentRules.Choose(AssignmentRule.LeadOrDeputy, team.Select(member => member with { IsAway = member.UserName == "ayse" }), new("YZC"), null).ShouldBe("ali");
        AssignmentRules.Choose(AssignmentRule.LeadOrDeputy, Team, new("YZC"), null).ShouldBeNull(); // a group without a lead waits for somebody to take it
    }

    [Theory]
    [InlineData("Ayazağa", "can")]
    [InlineData("Tuzla", "ayse")]
    [InlineData(null, "ayse")]
    public void The_least_loaded_of_the_requesters_campus_is_chosen(string? campus, string chosen)
    {
        QueueMember[] team = [Team[0] with { Campus = "Ayazağa" }, Team[1] with { Campus = "Maslak" }, Team[2] with { Campus = "Ayazağa" }];
        AssignmentRules.Choose(AssignmentRule.Campus, team, new("ATL", "", campus), null).ShouldBe(chosen);
    }

    [Theory]
    [BothDatabases]
    public async Task A_queue_in_turn_gives_each_ticket_to_the_next_one_who_is_there(string database)
    {
        var office = offices[database];
        var settings = office.Get<QueueSettings>();
        (await settings.SaveAsync("AG", AssignmentRule.RoundRobin, [], office.Person("ag.ali"))).Problem!.Status.ShouldBe(403); // its lead decides
        (await settings.SaveAsync("AG", AssignmentRule.RoundRobin, [], office.Person("ag.sorumlu"))).Problem.ShouldBeNull();
        (await office.Get<Delegations>().GiveAsync("ag.ayse", "ag.can", office.Clock.GetUtcNow(), office.Clock.GetUtcNow().AddDays(1), "izin")).Problem.ShouldBeNull();

        var given = new List<string?>();
        for (var i = 0; i < 3; i++) given.Add((await office.PageAsync(await office.TicketAsync(), "ag.ali")).Ticket.Assignee);
        given.ShouldBe(["ag.ali", "ag.can", "ag.ali"]);
        (await office.PageAsync(await office.TicketAsync(category: "GUV-01"), "bgs")).Ticket.Assignee.ShouldBeNull(); // a confidential one is not given out

        (await settings.SaveAsync("AG", AssignmentRule.Manual, [new("ag.ali", "", false, false, 0) { Skills = new Dictionary<string, int> { ["VPN"] = 4, ["AGK"] = 9 } }], office.Person("ag.sorumlu"))).Problem.ShouldBeNull();
        var member = (await settings.ReadAsync("AG")).Members.Single(one => one.UserName == "ag.ali");
        (member.Takes, member.Skills.GetValueOrDefault("VPN"), member.Skills.ContainsKey("AGK")).ShouldBe((false, 4, false));
        (await office.PageAsync(await office.TicketAsync(), "ag.ali")).Ticket.Assignee.ShouldBeNull();
    }

    [Theory]
    [BothDatabases]
    public async Task A_queue_gives_to_owners_to_its_one_person_or_to_the_campus(string database)
    {
        var office = offices[database];
        var (settings, lead) = (office.Get<QueueSettings>(), office.Person("ag.sorumlu"));
        await office.Get<AkisDatabase>().WriteAsync<Outcome>(async (session, cancel) =>
        {
            await session.ExecuteAsync("INSERT INTO work_group (code, name_tr, name_en, role, lead, deputy, calendar, email, active) VALUES ('AG', 'Ağ', 'Network', 'uzman-ag', 'ag.sorumlu', 'masaci', 'T1', '', true)", cancel);
            await session.ExecuteAsync("UPDATE unit SET campus = 'Göl Yerleşkesi' WHERE code = 'B'", cancel);
            return Outcome.Done;
        });
        async Task<string?> GivenAsync(AssignmentRule rule, string subject)
        {
            (await settings.SaveAsync("AG", rule, [new("ag.ali", "", true, false, 0) { Campus = "Liman Yerleşkesi" }, new("ag.can", "", true, false, 0) { Owns = ["AnyConnect, uzak masaüstü"], Campus = "Göl Yerleşkesi" }, new("ag.ayse", "", false, false, 0)], lead)).Problem.ShouldBeNull();
            return (await office.PageAsync(await office.TicketAsync(subject: subject), "mudur")).Ticket.Assignee;
        }

        (await GivenAsync(AssignmentRule.Owner, "Uzak masaüstüne bağlanamıyorum")).ShouldBe("ag.can");
        (await GivenAsync(AssignmentRule.LeadOrDeputy, "VPN hesabım askıda")).ShouldBe("ag.sorumlu");
        (await GivenAsync(AssignmentRule.Campus, "VPN hesabım yine askıda")).ShouldBe("ag.can");
        (await settings.ReadAsync("AG")).Members.Single(member => member.UserName == "ag.can").Owns.ShouldBe(["AnyConnect", "uzak masaüstü"]);
        await office.Get<Delegations>().GiveAsync("ag.sorumlu", "masaci", office.Clock.GetUtcNow(), office.Clock.GetUtcNow().AddHours(1), "izin");
        (await GivenAsync(AssignmentRule.LeadOrDeputy, "VPN istemcisi açılmıyor")).ShouldBe("masaci");
        (await settings.SaveAsync("AG", AssignmentRule.Manual, [], lead)).Problem.ShouldBeNull();
    }

    [Theory]
    [BothDatabases]
    public async Task A_ticket_goes_to_a_colleague_back_to_the_queue_or_to_another_queue(string database)
    {
        var office = offices[database];
        var (assign, ali) = (office.Get<AssignTicket>(), office.Person("ag.ali"));
        var number = await office.TicketAsync();
        (await assign.RunAsync(number, "sistemci", ali)).Problem!.Code.ShouldBe("assign.person");
        (await assign.RunAsync(number, "ag.can", ali)).Problem.ShouldBeNull();
        (await office.PageAsync(number, "ag.ali")).Ticket.Assignee.ShouldBe("ag.can");
        (await assign.RunAsync(number, "ag.can", ali)).Problem!.Code.ShouldBe("ticket.same");
        (await office.Get<Akis.Desk.Watching.Notifications>().OfAsync("ag.can")).ShouldContain(heard => heard.Number == number && heard.Kind == "given");
        (await assign.RunAsync(number, "", ali)).Problem.ShouldBeNull();
        (await assign.RunAsync(number, "ag.can", office.Person("hoca"))).Problem!.Status.ShouldBe(404);

        (await office.Commands.HandOverAsync(number, "SIS", null, ali)).Problem.ShouldBeNull();
        (await office.Tickets.PageAsync(number, ali)).ShouldBeNull();
        var page = await office.PageAsync(number, "sistemci");
        (page.Ticket.Queue, page.Ticket.Category, page.Ticket.State).ShouldBe(("SIS", "VPN-02", TicketState.Assigned));
        (await office.Get<TicketEvents>().OfAsync(page.Ticket.Key)).Select(happened => happened.Kind).ShouldBe(["queue", "released", "given"]);
    }

    [Theory]
    [BothDatabases]
    public async Task Two_agents_who_change_different_fields_both_succeed_and_the_same_field_shows_both_values(string database)
    {
        var office = offices[database];
        var (edit, number) = (office.Get<EditTicket>(), await office.TicketAsync());
        (await edit.RunAsync(number, [new("subject", "VPN bağlantısı kurulamıyor", "VPN: sertifika hatası")], office.Person("ag.ali"))).Problem.ShouldBeNull();
        (await edit.RunAsync(number, [new("labels", "", "#Sertifika, vpn"), new("subject", "VPN bağlantısı kurulamıyor", "VPN bağlantısı kurulamıyor")], office.Person("ag.can"))).Problem.ShouldBeNull();
        var page = await office.PageAsync(number, "ag.ali");
        (page.Ticket.Subject, page.Labels).ShouldBe(("VPN: sertifika hatası", "sertifika vpn"));

        var late = await edit.RunAsync(number, [new("subject", "VPN bağlantısı kurulamıyor", "VPN yine kurulamıyor"), new("labels", "sertifika vpn", "acil")], office.Person("ag.can"));
        late.Problem!.Code.ShouldBe("ticket.conflict");
        late.Conflicts.ShouldBe([new("subject", "VPN: sertifika hatası", "VPN yine kurulamıyor")]);
        (await office.PageAsync(number, "ag.ali")).Labels.ShouldBe("sertifika vpn"); // all or nothing
    }

    [Theory]
    [BothDatabases]
    public async Task The_counts_of_the_views_are_those_of_their_lists(string database)
    {
        var office = offices[database];
        var number = await office.TicketAsync();
        await office.Commands.TakeAsync(number, null, office.Person("ag.ali"));
        foreach (var user in new[] { "ag.ali", "masaci", "bgs", "denetci", "hoca" })
        {
            var counts = await office.Get<DeskCounts>().OfAsync(office.Person(user));
            foreach (var (filter, count) in counts) count.ShouldBe((await office.Tickets.OfDeskAsync(office.Person(user), filter, 0, 1000)).Count, $"{user} {filter}");
        }

        (await office.Get<DeskCounts>().OfAsync(office.Person("ag.ali")))[DeskFilter.Mine].ShouldBeGreaterThan(0);
        (await office.Get<DeskCounts>().OfAsync(office.Person("hoca"))).ShouldBeEmpty();
    }
}
