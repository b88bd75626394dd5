using Akis.Desk.Sla;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Closing;
using Akis.Desk.Tickets.Revising;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Desk.Sla;

/// <summary>Clocks, warnings, closing and opening again, as people of the desk live through them.</summary>
public sealed class ClockStoryTests : IAsyncLifetime
{
    private DeskWorld _desk = null!; // made before each test

    public async ValueTask InitializeAsync() => _desk = await DeskWorld.OpenAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Clocks_run_from_the_opening_stand_still_while_the_user_is_asked_and_end_with_the_solution()
    {
        var number = await _desk.TicketAsync();
        (await ClockAsync(number, SlaClock.FirstAnswer)).Due.ShouldBe(At("2026-11-23T14:00")); // P3: 4 working hours, lunch between
        _desk.Clock.Advance(TimeSpan.FromHours(1));
        await DeskWorld.DoneAsync(_desk.Commands.TakeAsync(number, null, DeskWorld.Expert));
        await DeskWorld.DoneAsync(_desk.Commands.AskAsync(number, "Hangi sürümü kullanıyorsunuz?", null, DeskWorld.Expert));
        (await ClockAsync(number, SlaClock.FirstAnswer)).ShouldSatisfyAllConditions(clock => clock.State.ShouldBe(SlaState.Done), clock => clock.Spent.ShouldBe(TimeSpan.FromHours(1)));
        (await ClockAsync(number, SlaClock.Solution)).State.ShouldBe(SlaState.Paused);
        _desk.Clock.Advance(TimeSpan.FromHours(2));
        await DeskWorld.DoneAsync(_desk.Commands.ReplyAsync(number, "5.1", [], DeskWorld.StudentActor));
        var solution = await ClockAsync(number, SlaClock.Solution);
        solution.Spent.ShouldBe(TimeSpan.FromHours(1));
        solution.Segments.Single(segment => !segment.Counts).Reason.ShouldBe("Hangi sürümü kullanıyorsunuz?");
        await DeskWorld.DoneAsync(_desk.Commands.ResolveAsync(number, "fixed", "Hesabınızın süresi uzatıldı.", null, DeskWorld.Expert));
        (await ClockAsync(number, SlaClock.Solution)).State.ShouldBe(SlaState.Done);
        (await _desk.RowsAsync("SELECT state FROM ticket_span ORDER BY key", row => row.GetString(0))).ShouldBe(["New", "Assigned", "InProgress", "WaitingForUser", "InProgress", "Resolved"]);
    }

    [Fact]
    public async Task At_75_100_and_150_per_cent_people_are_told_once_each_and_the_lead_gives_the_reason()
    {
        var number = await _desk.TicketAsync(new("AGK-04", "Kütüphane binası ağsız", "Sabahtan beri bütün bina ağa çıkamıyor.", null, null));
        (await _desk.PageAsync(number)).Ticket.Priority.ShouldBe("P1");
        await DeskWorld.DoneAsync(_desk.Commands.TakeAsync(number, null, DeskWorld.Expert));
        await DeskWorld.DoneAsync(_desk.Commands.ReplyAsync(number, "İnceliyoruz.", [], DeskWorld.Expert));
        await _desk.PassAsync(TimeSpan.FromMinutes(179));
        (await WarningsAsync()).ShouldNotContain((SlaClock.Solution, 75));
        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        (await WarningsAsync()).Count(warning => warning == (SlaClock.Solution, 75)).ShouldBe(1);
        await _desk.PassAsync(TimeSpan.FromMinutes(59));
        await _desk.PassAsync(TimeSpan.FromMinutes(120));
        (await WarningsAsync()).Where(warning => warning.Clock == SlaClock.Solution).Select(warning => warning.Level).ShouldBe([75, 100, 150]);
        _desk.Notified.ShouldContain("bilet-sla-baskan");
        var task = await _desk.OpenTaskAsync("gecikme-gerekcesi");
        await DeskWorld.DoneAsync(_desk.Database.WriteAsync((session, token) => _desk.Get<ProcessEngine>().CompleteTaskAsync(
            session, task.Key, FeelContext.Of(("delayReason", FeelValue.Of("supplier")), ("delayNote", FeelValue.Of("Parça gümrükte bekliyor."))), DeskWorld.Lead, token)));
        (await _desk.PageAsync(number, DeskWorld.Expert)).Messages.ShouldContain(message => message.Kind == MessageKind.Note && message.Body.Contains("tedarikçi. Parça gümrükte", StringComparison.Ordinal));
        await DeskWorld.DoneAsync(_desk.Commands.ResolveAsync(number, "fixed", "Omurga anahtarı değiştirildi.", null, DeskWorld.Expert)); // the ticket's own task, not the lead's
        (await _desk.ClocksAsync(number)).Breaches.ShouldContain(new SlaBreach(SlaClock.Solution, 1, At("2026-11-23T13:00"), "P1"));
    }

    [Fact]
    public async Task A_judgement_anew_changes_the_priority_and_counts_from_the_opening()
    {
        var number = await _desk.TicketAsync();
        _desk.Clock.Advance(TimeSpan.FromHours(2));
        var revise = _desk.Get<ReviseTicket>();
        (await revise.RunAsync(number, new("incident", "unit", "high", "classInSession"), "kısa", null, DeskWorld.Expert)).Problem!.Code.ShouldBe("ticket.why");
        (await revise.RunAsync(number, new("incident", "unit", "high", null), "Bütün laboratuvar etkileniyor.", null, DeskWorld.StudentActor)).Problem!.Status.ShouldBe(403);
        await DeskWorld.DoneAsync(revise.RunAsync(number, new("incident", "unit", "high", null), "Bütün laboratuvar etkileniyor.", null, DeskWorld.Expert));
        (await _desk.PageAsync(number)).Ticket.Priority.ShouldBe("P2");
        (await ClockAsync(number, SlaClock.Solution)).Due.ShouldBe(At("2026-11-24T09:00")); // eight hours from 09:00, not from now
        await DeskWorld.DoneAsync(revise.RunAsync(number, new("incident", "unit", "high", "classInSession"), "Sınav sürüyor, herkes bekliyor.", null, DeskWorld.Expert));
        (await _desk.PageAsync(number)).Ticket.Priority.ShouldBe("P1");
        (await ClockAsync(number, SlaClock.Solution)).Due.ShouldBe(At("2026-11-23T13:00")); // P1: around the clock
        (await _desk.ClocksAsync(number)).Targets.Select(target => target.Priority).ShouldBe(["P3", "P2", "P1"]);
        (await _desk.PageAsync(number)).Ticket.State.ShouldBe(TicketState.Assigned);
    }

    [Fact]
    public async Task A_closed_ticket_is_rated_reopened_within_five_working_days_and_then_no_more()
    {
        var number = await SolvedAsync();
        await DeskWorld.DoneAsync(_desk.Commands.AnswerAsync(number, isSolved: true, null, DeskWorld.StudentActor));
        (await _desk.PageAsync(number)).Ticket.State.ShouldBe(TicketState.Closed);
        var rate = _desk.Get<RateTicket>();
        (await rate.RunAsync(number, new(7, [], null), DeskWorld.StudentActor)).Problem!.Code.ShouldBe("ticket.score");
        (await rate.RunAsync(number, new(1, [], null), DeskWorld.Expert)).Problem!.Status.ShouldBe(403);
        await DeskWorld.DoneAsync(rate.RunAsync(number, new(1, ["speed", "yok"], "Çok uzun sürdü."), DeskWorld.StudentActor));
        (await rate.RunAsync(number, new(5, [], null), DeskWorld.StudentActor)).Problem!.Code.ShouldBe("ticket.rated");
        (await rate.FindAsync((await _desk.PageAsync(number)).Ticket.Key))!.Tags.ShouldBe(["speed"]); // it was just given
        await _desk.OpenTaskAsync("dusuk-puani-incele");

        await _desk.PassAsync(TimeSpan.FromDays(4));
        var reopen = _desk.Get<ReopenTicket>();
        await DeskWorld.DoneAsync(reopen.RunAsync(number, "Yine kopuyor.", DeskWorld.StudentActor));
        (await _desk.PageAsync(number)).Ticket.State.ShouldBe(TicketState.InProgress);
        (await ClockAsync(number, SlaClock.FirstAnswer)).ShouldSatisfyAllConditions(clock => clock.No.ShouldBe(2), clock => clock.State.ShouldBe(SlaState.Running));
        await DeskWorld.DoneAsync(_desk.Commands.ResolveAsync(number, "fixed", "Kablo değiştirildi, izlendi.", null, DeskWorld.Expert));
        await DeskWorld.DoneAsync(_desk.Commands.AnswerAsync(number, isSolved: true, null, DeskWorld.StudentActor));
        await _desk.PassAsync(TimeSpan.FromDays(8));
        (await reopen.RunAsync(number, "Yine kopuyor.", DeskWorld.StudentActor)).Problem!.Code.ShouldBe("ticket.archived");
    }

    [Fact]
    public async Task The_user_is_asked_three_times_and_a_fourth_time_by_the_lead_only()
    {
        var number = await _desk.TicketAsync();
        for (var i = 0; i < 3; i++)
        {
            await DeskWorld.DoneAsync(_desk.Commands.AskAsync(number, "Hangi sürümü kullanıyorsunuz?", null, DeskWorld.Expert));
            await DeskWorld.DoneAsync(_desk.Commands.ReplyAsync(number, "5.1", [], DeskWorld.StudentActor));
        }

        (await _desk.Commands.AskAsync(number, "Peki şimdi?", null, DeskWorld.Expert)).Problem!.Code.ShouldBe("ticket.asked-often");
        await DeskWorld.DoneAsync(_desk.Commands.AskAsync(number, "Peki şimdi?", null, DeskWorld.Lead));
    }

    [Fact]
    public async Task A_silent_ticket_is_resolved_closed_and_archived_by_its_process()
    {
        var number = await _desk.TicketAsync();
        await DeskWorld.DoneAsync(_desk.Commands.AskAsync(number, "Hangi sürümü kullanıyorsunuz?", null, DeskWorld.Expert));
        for (var day = 0; day < 22; day++) await _desk.PassAsync(TimeSpan.FromDays(1));
        (await _desk.PageAsync(number)).Ticket.State.ShouldBe(TicketState.Closed);
        _desk.Notified.Count(template => template == "bilet-hatirlatma").ShouldBe(2);
        (await _desk.RowsAsync("SELECT count(*) FROM process_instance WHERE ended_at IS NULL AND process_id = 'sek-08-04-27-kullanici-destegi'", row => row.GetInt64(0)))[0].ShouldBe(0);
    }

    [Fact]
    public async Task A_request_has_the_targets_of_the_catalogue_of_services()
    {
        var number = await _desk.TicketAsync(new("HES-01", "Parolamı unuttum, sıfırlanması gerek", "Parolamı unuttum; yenisini almak istiyorum.", null, null));
        (await _desk.ClocksAsync(number)).Targets.ShouldHaveSingleItem().ShouldSatisfyAllConditions(line => line.IsCatalogue.ShouldBeTrue(), line => line.Targets.Solution.ShouldBe(TimeSpan.FromHours(1)));
    }

    private async Task<string> SolvedAsync()
    {
        var number = await _desk.TicketAsync();
        await DeskWorld.DoneAsync(_desk.Commands.ResolveAsync(number, "fixed", "Hesabınızın süresi uzatıldı.", null, DeskWorld.Expert));
        return number;
    }

    private async Task<SlaRound> ClockAsync(string number, SlaClock clock) => (await _desk.ClocksAsync(number)).Report!.Last(clock).ShouldNotBeNull();

    private Task<List<(SlaClock Clock, int Level)>> WarningsAsync() => _desk.RowsAsync("SELECT clock, level FROM ticket_warning ORDER BY at, clock, level", row => ((SlaClock)row.GetInt32(0), row.GetInt32(1)));

    private static DateTimeOffset At(string local) => new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(3));
}
