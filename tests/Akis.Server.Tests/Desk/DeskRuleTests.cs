using Akis.Desk.Rules;
using Akis.Desk.Tickets;
using Akis.Engine;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Desk;

/// <summary>Rules of the desk: kept as versions, tried before they are saved, and telling what they did.</summary>
public sealed class DeskRuleTests : IAsyncLifetime
{
    private static readonly Actor Administrator = DeskWorld.Person("yonetici", "yonetici");

    private DeskWorld _desk = null!; // made before each test

    private RuleVersions Versions => _desk.Get<RuleVersions>();

    public async ValueTask InitializeAsync() => _desk = await DeskWorld.OpenAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_rule_acts_on_its_event_and_says_which_it_was_and_why()
    {
        await SaveAsync(
            Rule("Sınav haftası", "assess", "unit/high", ("event", "\"opened\""), ("subject", "contains(lower case(?), \"sınav\")")),
            Rule("Yazıcılar", "note", "Bu kural uymaz.", ("category", "\"ATL-02\"")));
        var number = await _desk.TicketAsync(DeskWorld.Vpn with { Subject = "Sınav sırasında VPN koptu" });
        var page = await _desk.PageAsync(number, DeskWorld.Expert);
        page.Ticket.Priority.ShouldBe("P2");
        page.Messages.ShouldContain(message => message.Kind == MessageKind.Note && message.Author == "sistem" && message.Body.Contains("Kural “Sınav haftası” (sürüm 1, satır 1)", StringComparison.Ordinal) && message.Body.Contains("Sınav sırasında", StringComparison.Ordinal));
        page.Messages.ShouldNotContain(message => message.Body.Contains("Bu kural uymaz", StringComparison.Ordinal));
        (await _desk.PageAsync(number)).Messages.ShouldNotContain(message => message.Body.Contains("Kural", StringComparison.Ordinal), "the desk's rules are not the requester's business");
    }

    [Fact]
    public async Task A_rule_acts_once_while_the_ticket_stays_in_its_state()
    {
        await SaveAsync(Rule("Acil", "reply", "İletinizi gördük, öncelik veriyoruz.", ("event", "\"message\""), ("message", "contains(lower case(?), \"acil\")")));
        var number = await _desk.TicketAsync();
        await DeskWorld.DoneAsync(_desk.Commands.ReplyAsync(number, "Acil, sınavım var!", [], DeskWorld.StudentActor));
        await DeskWorld.DoneAsync(_desk.Commands.ReplyAsync(number, "ACİL dedim", [], DeskWorld.StudentActor));
        (await _desk.PageAsync(number)).Messages.Count(message => message.Body.StartsWith("İletinizi gördük", StringComparison.Ordinal)).ShouldBe(1);
        (await _desk.ClocksAsync(number)).Report!.Last(Akis.Desk.Sla.SlaClock.FirstAnswer)!.State.ShouldBe(Akis.Desk.Sla.SlaState.Running, "a machine's words are no first answer");
    }

    [Fact]
    public async Task Rules_follow_from_time_and_from_warnings_too()
    {
        await SaveAsync(
            Rule("Unutulmuş", "note", "İki gündür kimse bakmadı.", ("event", "\"schedule\""), ("quietHours", ">= 48"), ("assigned", "false")),
            Rule("Sıkışmış", "assign", "uzman.ag", ("event", "\"sla\""), ("slaLevel", ">= 75")));
        var number = await _desk.TicketAsync();
        await _desk.Get<RuleSchedule>().RunAsync();
        Notes(await _desk.PageAsync(number, DeskWorld.Expert)).ShouldBeEmpty();
        _desk.Clock.Advance(TimeSpan.FromHours(49));
        (await _desk.Get<RuleSchedule>().RunAsync()).ShouldBe(1);
        await _desk.Get<RuleSchedule>().RunAsync();
        Notes(await _desk.PageAsync(number, DeskWorld.Expert)).Count(note => note.StartsWith("İki gündür", StringComparison.Ordinal)).ShouldBe(1);
        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        (await _desk.PageAsync(number, DeskWorld.Expert)).Ticket.Assignee.ShouldBe("uzman.ag");
    }

    [Fact]
    public async Task A_rule_gives_a_ticket_to_another_queue()
    {
        await SaveAsync(Rule("Sunucu VPN'i", "queue", "SIS", ("event", "\"opened\""), ("subject", "contains(lower case(?), \"sunucu\")")));
        var number = await _desk.TicketAsync(DeskWorld.Vpn with { Subject = "Sunucu odasına VPN" });
        var page = await _desk.PageAsync(number, DeskWorld.Person("masa", "masa"));
        (page.Ticket.Queue, page.Ticket.State).ShouldBe(("SIS", TicketState.Assigned));
        Notes(page).ShouldContain(note => note.Contains("bilet SIS kuyruğuna aktarıldı", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_is_tried_on_tickets_before_it_is_saved_and_changes_nothing()
    {
        var number = await _desk.TicketAsync();
        var table = new RuleTable([Rule("VPN", "note", "VPN kontrol listesi", ("event", "\"opened\""), ("category", "\"VPN-01\", \"VPN-02\""))]);
        var trial = _desk.Get<RuleTrial>();
        var tried = (await trial.RunAsync(table, "opened", null, number)).ShouldNotBeNull().ShouldHaveSingleItem();
        tried.Matches.ShouldHaveSingleItem().ShouldSatisfyAllConditions(match => match.Number.ShouldBe(1), match => match.Why.ShouldBe("Olay = \"opened\"; Konu = \"VPN-02\""));
        (await trial.RunAsync(table, "sla", 75, null)).ShouldNotBeNull().ShouldAllBe(ticket => ticket.Matches.Count == 0);
        Notes(await _desk.PageAsync(number, DeskWorld.Expert)).ShouldBeEmpty();
        (await Versions.ListAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Versions_are_kept_nobody_overwrites_anothers_and_only_administrators_save()
    {
        await SaveAsync(Rule("Bir", "note", "bir \"tırnaklı\"\nsatır", ("ageHours", ">= 1")));
        (await Versions.SaveAsync(RuleTable.Empty, 0, "", Administrator)).Problem!.Code.ShouldBe("rules.changed");
        (await Versions.SaveAsync(RuleTable.Empty, 1, "", DeskWorld.Expert)).Problem!.Status.ShouldBe(403);
        (await Versions.SaveAsync(RuleTable.Empty, 1, "hepsi kalktı", Administrator)).Value.ShouldBe(2);
        (await Versions.ReadAsync(1)).Table.Rules.ShouldHaveSingleItem().ShouldSatisfyAllConditions(rule => rule.Value.ShouldBe("bir \"tırnaklı\"\nsatır"), rule => rule.Conditions["ageHours"].ShouldBe(">= 1"));
        (await Versions.ReadAsync(null)).ShouldSatisfyAllConditions(newest => newest.Version.ShouldBe(2), newest => newest.Table.Rules.ShouldBeEmpty());
    }

    [Theory]
    [InlineData("", "note", "x", "", "", 1)]
    [InlineData("Ad", "yok", "x", "", "", 1)]
    [InlineData("Ad", "assess", "birim/yüksek", "", "", 1)]
    [InlineData("Ad", "queue", "YOK", "", "", 1)]
    [InlineData("Ad", "queue", "SIS", "", "", 0)]
    [InlineData("Ad", "notify", "kimseye", "", "", 1)]
    [InlineData("Ad", "notify", "@sorumlu-ag bakın", "", "", 0)]
    [InlineData("Ad", "note", "x", "ageHours", ">= (", 1)]
    [InlineData("Ad", "note", "x", "ageHours", ">= 24", 0)]
    public void What_cannot_be_saved_is_named_with_its_rule(string name, string action, string value, string column, string test, int problems)
    {
        var conditions = column.Length == 0 ? [] : new[] { (column, test) };
        RuleVersions.Check(new([Rule(name, action, value, conditions)])).Count(wrong => wrong.Rule == 1).ShouldBe(problems);
    }

    private static IEnumerable<string> Notes(TicketPage page) => page.Messages.Where(message => message.Kind == MessageKind.Note && !message.Body.StartsWith("SLA", StringComparison.Ordinal)).Select(message => message.Body);

    private static DeskRule Rule(string name, string action, string value, params (string Column, string Test)[] conditions) => new(name, conditions.ToDictionary(condition => condition.Column, condition => condition.Test), action, value);

    private async Task SaveAsync(params DeskRule[] rules) => (await Versions.SaveAsync(new(rules), 0, "", Administrator)).Problem.ShouldBeNull();
}
