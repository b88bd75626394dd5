using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Closing;
using Akis.Engine.Database;

namespace Akis.Server.Tests.Desk;

public sealed class RedirectTests(DeskOffices offices) : IClassFixture<DeskOffices>
{
    private static readonly Redirection Dormitory = new("Yurt Müdürlüğü", "yurt@demouni.example", "Yurt yerleştirme sonuçlarını Yurt Müdürlüğü açıklar.");

    [Theory, BothDatabases]
    public async Task Another_units_business_ends_with_a_reason_and_does_not_count_as_late(string database)
    {
        var office = offices[database];
        var number = await office.TicketAsync(category: "DIG-01", subject: "Yurt sonuçları ne zaman açıklanacak?");
        (await office.Get<RedirectTicket>().RunAsync(number, Dormitory, null, office.Person("masaci"))).Problem.ShouldBeNull();
        var seen = await office.PageAsync(number, "ogrenci");
        seen.Ticket.State.ShouldBe(TicketState.Redirected);
        (seen.RedirectUnit, seen.RedirectPlace, seen.Resolution).ShouldBe(("Yurt Müdürlüğü", "yurt@demouni.example", Dormitory.Reason));
        seen.Messages[^1].Body.ShouldBe(Dormitory.Reason);
        var clocks = await office.Get<AkisDatabase>().ReadAsync((connection, token) => connection.QueryAsync("SELECT count(*) FROM ticket_clock c JOIN ticket t ON t.key = c.ticket_key WHERE t.number = @number AND c.ended_at IS NULL", row => row.GetInt64(0), token, ("number", number)));
        clocks[0].ShouldBe(0);
        var spans = await office.Get<AkisDatabase>().ReadAsync((connection, token) => connection.QueryAsync("SELECT reason FROM ticket_span WHERE ticket_key = @key ORDER BY key", row => row.Text(0), token, ("key", seen.Ticket.Key)));
        spans[^1].ShouldBe(Dormitory.Reason);
        (await office.Commands.ReplyAsync(number, "Peki, teşekkürler.", [], office.Person("ogrenci"))).Problem!.Code.ShouldBe("ticket.over");
    }

    [Theory, BothDatabases]
    public async Task A_ticket_that_is_not_sorted_yet_can_be_passed_on(string database)
    {
        var office = offices[database];
        var number = await office.TicketAsync(category: "DIG-99", subject: "Öğrenci belgesi nereden alınır?");
        (await office.PageAsync(number, "masaci")).Ticket.State.ShouldBe(TicketState.New);
        (await office.Get<RedirectTicket>().RunAsync(number, Dormitory, null, office.Person("masaci"))).Problem.ShouldBeNull();
        (await office.PageAsync(number, "masaci")).Ticket.State.ShouldBe(TicketState.Redirected);
    }

    [Theory, BothDatabases]
    public async Task Without_unit_place_and_reason_or_without_the_right_nothing_happens(string database)
    {
        var office = offices[database];
        var number = await office.TicketAsync();
        var redirect = office.Get<RedirectTicket>();
        foreach (var missing in new[] { Dormitory with { Unit = " " }, Dormitory with { Place = "" }, Dormitory with { Reason = "Bizde değil." } })
        {
            (await redirect.RunAsync(number, missing, null, office.Person("ag.ali"))).Problem!.Code.ShouldBe("ticket.redirection");
        }

        (await redirect.RunAsync(number, Dormitory, null, office.Person("ogrenci"))).Problem!.Status.ShouldBe(403);
        (await redirect.RunAsync(number, Dormitory, null, office.Person("denetci"))).Problem!.Status.ShouldBe(403);
        (await redirect.RunAsync(number, Dormitory, null, office.Person("sistemci"))).Problem!.Status.ShouldBe(404);
        (await office.StateAsync(number)).ShouldBe(TicketState.Assigned);
        (await office.Commands.ResolveAsync(number, "fixed", "Hesabınızın süresi uzatıldı.", null, office.Person("ag.ali"))).Problem.ShouldBeNull();
        (await redirect.RunAsync(number, Dormitory, null, office.Person("ag.ali"))).Problem!.Code.ShouldBe("ticket.not-now");
    }
}
