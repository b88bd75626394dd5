using System.Globalization;
using Akis.Desk.Bulk;
using Akis.Desk.Later;
using Akis.Desk.Tickets;
using Akis.Desk.TimeSpent;
using Akis.Desk.Watching;
using Akis.Desk.Worklist;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Calendars;

namespace Akis.Server.Tests.Desk.Work;

/// <summary>Snoozing, recurring tickets, time accounting, and what is done to many tickets at once.</summary>
public sealed class LaterTests(DeskOffices offices) : IClassFixture<DeskOffices>
{
    [Theory]
    [BothDatabases]
    public async Task A_snoozed_ticket_is_out_of_sight_until_its_time_and_who_has_it_hears_of_it(string database)
    {
        var office = offices[database];
        var (ali, number) = (office.Person("ag.ali"), await office.TicketAsync());
        await office.Commands.TakeAsync(number, null, ali);
        (await office.Get<SnoozeTicket>().RunAsync(number, office.Clock.GetUtcNow().AddHours(-1), false, ali)).Problem!.Code.ShouldBe("snooze.until");
        (await office.Get<SnoozeTicket>().RunAsync(number, office.Clock.GetUtcNow().AddHours(2), false, ali)).Problem.ShouldBeNull();
        async Task<bool> IsInAsync(DeskFilter filter) => (await office.Tickets.OfDeskAsync(ali, filter, 0, 1000)).Any(item => item.Number == number);
        ((await IsInAsync(DeskFilter.Mine)), (await IsInAsync(DeskFilter.Snoozed))).ShouldBe((false, true));
        await office.Commands.ReplyAsync(number, "Teşekkürler", [], office.Person("ogrenci"));
        (await IsInAsync(DeskFilter.Mine)).ShouldBeFalse(); // it survives a message unless it waits for one
        await office.PassAsync(TimeSpan.FromHours(2));
        ((await IsInAsync(DeskFilter.Mine)), (await IsInAsync(DeskFilter.Snoozed))).ShouldBe((true, false));
        (await office.Get<Notifications>().OfAsync("ag.ali")).ShouldContain(heard => heard.Number == number && heard.Kind == "awake");
    }

    [Theory]
    [BothDatabases]
    public async Task A_ticket_that_waits_for_its_requester_wakes_with_the_answer(string database)
    {
        var office = offices[database];
        var (ali, number) = (office.Person("ag.ali"), await office.TicketAsync());
        (await office.Get<SnoozeTicket>().RunAsync(number, office.Clock.GetUtcNow().AddDays(5), true, ali)).Problem.ShouldBeNull();
        await office.Commands.ReplyAsync(number, "Yazan masadır.", [], ali);
        (await office.PageAsync(number, "ag.ali")).SnoozedUntil.ShouldNotBeNull();
        await office.Commands.ReplyAsync(number, "Buyurun.", [], office.Person("ogrenci"));
        (await office.PageAsync(number, "ag.ali")).SnoozedUntil.ShouldBeNull();
    }

    [Theory]
    [InlineData("workdays 09:00", "2026-11-27T10:00", "2026-11-30T09:00")]
    [InlineData("workday 1 08:30", "2026-11-27T10:00", "2026-12-01T08:30")]
    [InlineData("workday -1 17:00", "2026-11-27T10:00", "2026-11-30T17:00")]
    [InlineData("0 9 * * 1", "2026-11-27T10:00", "2026-11-30T09:00")]
    [InlineData("workdays 09:00", "2026-10-28T16:00", "2026-10-30T09:00")] // 29 October is a holiday
    [InlineData("every day", "2026-11-27T10:00", null)]
    [InlineData("workday 0 09:00", "2026-11-27T10:00", null)]
    public void A_schedule_knows_working_days(string schedule, string after, string? next)
    {
        static DateTimeOffset At(string text) => new(DateTime.Parse(text, CultureInfo.InvariantCulture), TimeSpan.FromHours(3));
        Schedule.Next(schedule, At(after), CalendarReader.Read(DeskOffice.Processes)["T1"]).ShouldBe(next is null ? null : At(next));
    }

    [Theory]
    [BothDatabases]
    public async Task A_recurring_ticket_is_opened_with_its_checklist_and_once_after_a_downtime(string database)
    {
        var office = offices[database];
        var (recurring, ali) = (office.Get<RecurringTickets>(), office.Person("ag.ali"));
        var ticket = new RecurringTicket(0, "AGK-01", "Haftalık kabinet kontrolü", "Bütün kabinetleri dolaşın ve not alın.", "A blok\nB blok", "", "0 9 * * 1", null, null);
        (await recurring.SaveAsync(ticket with { Schedule = "bazen" }, true, ali)).Problem!.Code.ShouldBe("recurring.schedule");
        (await recurring.SaveAsync(ticket, true, office.Person("sistemci"))).Problem!.Status.ShouldBe(403);
        var key = (await recurring.SaveAsync(ticket, true, ali)).Value;
        await office.PassAsync(TimeSpan.FromDays(22)); // three Mondays
        var kept = (await recurring.ForAsync(ali)).Single(one => one.Key == key);
        kept.NextAt!.Value.ShouldBeGreaterThan(office.Clock.GetUtcNow());
        var page = await office.PageAsync(kept.LastNumber.ShouldNotBeNull(), "ag.ali");
        (await office.Get<Akis.Desk.Checklists.Checklist>().OfAsync(page.Ticket.Key)).Select(item => item.Text).ShouldBe(["A blok", "B blok"]);
        (await office.Tickets.OfDeskAsync(ali, DeskFilter.Open, 0, 1000)).Count(item => item.Subject == ticket.Subject).ShouldBe(1);
        (await recurring.RemoveAsync(key, office.Person("sistemci"))).Problem!.Status.ShouldBe(404);
        (await recurring.RemoveAsync(key, ali)).Problem.ShouldBeNull();
    }

    [Theory]
    [BothDatabases]
    public async Task Time_is_written_down_by_those_who_work_on_the_ticket_and_taken_back_by_its_author(string database)
    {
        var office = offices[database];
        var (time, number, day) = (office.Get<TimeEntries>(), await office.TicketAsync(), new DateOnly(2026, 11, 23));
        (await time.AddAsync(number, 15, "telefonda", day, office.Person("ag.ali"))).Problem.ShouldBeNull();
        (await time.AddAsync(number, 30, "", day, office.Person("ag.can"))).Problem.ShouldBeNull();
        (await time.AddAsync(number, 0, "", day, office.Person("ag.ali"))).Problem!.Code.ShouldBe("time.minutes");
        (await time.AddAsync(number, 5, "", day, office.Person("ogrenci"))).Problem!.Status.ShouldBe(403);
        var entries = await time.OfAsync((await office.PageAsync(number, "ag.ali")).Ticket.Key);
        entries.Sum(entry => entry.Minutes).ShouldBe(45);
        var cans = entries.Single(entry => entry.UserName == "ag.can").Key;
        (await time.RemoveAsync(number, cans, office.Person("ag.ali"))).Problem!.Status.ShouldBe(403);
        (await time.RemoveAsync(number, cans, office.Person("ag.can"))).Problem.ShouldBeNull();
    }

    [Theory]
    [BothDatabases]
    public async Task A_bulk_action_says_before_what_it_will_do_does_just_that_and_can_be_undone(string database)
    {
        var office = offices[database];
        var (bulk, ali) = (office.Get<BulkActions>(), office.Person("ag.ali"));
        string[] numbers = [await office.TicketAsync(), await office.TicketAsync(), await office.TicketAsync(), await office.TicketAsync(category: "GUV-01"), "2026-999999"];
        await office.Commands.TakeAsync(numbers[1], null, office.Person("ag.can"));
        await office.Commands.CancelAsync(numbers[2], office.Person("ogrenci"));
        var preview = await bulk.PreviewAsync(numbers, BulkKind.Assign, "ag.can", ali);
        preview.Select(line => line.Why?.Code).ShouldBe([null, "ticket.same", "ticket.not-now", "ticket.unknown", "ticket.unknown"]);
        preview[3].Subject.ShouldBeEmpty(); // of a ticket that he may not see he learns nothing
        (await office.PageAsync(numbers[0], "ag.ali")).Ticket.Assignee.ShouldBeNull();

        var done = await bulk.RunAsync(numbers, BulkKind.Assign, "ag.can", ali);
        done.Lines.Select(line => line.Why?.Code).ShouldBe(preview.Select(line => line.Why?.Code));
        (await office.PageAsync(numbers[0], "ag.ali")).Ticket.Assignee.ShouldBe("ag.can");
        (await bulk.UndoAsync(done.Key, office.Person("ag.can"))).Problem!.Status.ShouldBe(404);
        (await bulk.UndoAsync(done.Key, ali)).Value.ShouldHaveSingleItem().Why.ShouldBeNull();
        (await office.PageAsync(numbers[0], "ag.ali")).Ticket.Assignee.ShouldBeNull();
        (await bulk.UndoAsync(done.Key, ali)).Problem!.Status.ShouldBe(404);
    }

    [Theory]
    [BothDatabases]
    public async Task What_was_changed_after_a_bulk_action_is_left_alone_by_its_undoing(string database)
    {
        var office = offices[database];
        var (bulk, ali) = (office.Get<BulkActions>(), office.Person("ag.ali"));
        string[] numbers = [await office.TicketAsync(), await office.TicketAsync()];
        var labelled = await bulk.RunAsync(numbers, BulkKind.AddLabels, "kablo", ali);
        await bulk.RunAsync([numbers[0]], BulkKind.AddLabels, "acil", ali);
        (await bulk.UndoAsync(labelled.Key, ali)).Value.Select(line => line.Why?.Code).ShouldBe(["bulk.changed", null]);
        (await office.PageAsync(numbers[0], "ag.ali")).Labels.ShouldBe("kablo acil");

        var target = await office.TicketAsync();
        var merged = await bulk.RunAsync(numbers, BulkKind.Merge, target, ali);
        merged.Lines.ShouldAllBe(line => line.Why == null);
        (await bulk.UndoAsync(merged.Key, ali)).Value.ShouldAllBe(line => line.Why == null);
        (await office.StateAsync(numbers[1])).ShouldBe(TicketState.Assigned);
        (await bulk.RunAsync(numbers, BulkKind.Snooze, "3", ali)).Lines.ShouldAllBe(line => line.Why == null);
        (await office.PageAsync(numbers[0], "ag.ali")).SnoozedUntil.ShouldNotBeNull();
    }
}
