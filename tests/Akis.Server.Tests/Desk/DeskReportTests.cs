using Akis.Desk.Reports;
using Akis.Desk.Sla;
using Akis.Desk.Tickets.Closing;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Desk;

/// <summary>The desk's report against a few tickets whose story is known.</summary>
public sealed class DeskReportTests : IAsyncLifetime
{
    private DeskWorld _desk = null!; // made before each test

    public async ValueTask InitializeAsync() => _desk = await DeskWorld.OpenAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task It_counts_what_was_solved_how_and_in_time()
    {
        await SolveAsync(await _desk.TicketAsync(), 5);
        var slow = await _desk.TicketAsync();
        var open = await _desk.TicketAsync();
        await DeskWorld.DoneAsync(_desk.Commands.CancelAsync(await _desk.TicketAsync(), DeskWorld.StudentActor));
        for (var day = 0; day < 7; day++) await _desk.PassAsync(TimeSpan.FromDays(1));
        await DeskWorld.DoneAsync(_desk.Commands.ReplyAsync(slow, "Gecikme için özür dileriz.", [], DeskWorld.Expert));
        await SolveAsync(slow, 2);
        await DeskWorld.DoneAsync(_desk.Get<ReopenTicket>().RunAsync(slow, "Yine kopuyor.", DeskWorld.StudentActor));
        await SolveAsync(slow, null);

        var (from, to) = (_desk.Clock.GetUtcNow().AddDays(-30), _desk.Clock.GetUtcNow().AddDays(1));
        var report = await _desk.Get<DeskReports>().ReadAsync(from, to);
        (report.Opened, report.Solved, report.FirstContact, report.Reopened).ShouldBe((3, 2, 1, 1));
        report.Clocks.Single(line => line.Clock == SlaClock.Solution).ShouldSatisfyAllConditions(line => line.Queue.ShouldBe("AG"), line => line.Runs.ShouldBe(3), line => line.Overrun.ShouldBe(2)); // the open one is overrun too
        report.Ages.ShouldHaveSingleItem().ShouldBe(new AgeLine("AG", 0, 0, 1, 0, 0));
        report.Ratings.ShouldHaveSingleItem().ShouldBe(new RatingLine("AG", 2, 2, 3.5, 1));
        (await _desk.PageAsync(open)).Ticket.State.ShouldBe("Assigned");

        var csv = DeskReportCsv.Write(report, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30));
        csv.ShouldStartWith("from,to,queue,measure,value\r\n2026-11-01,2026-11-30,,opened,3\r\n");
        csv.ShouldContain("2026-11-01,2026-11-30,AG,rating-mean,3.5\r\n");
        csv.ShouldNotContain("ogrenci");
    }

    [Fact]
    public async Task An_empty_period_is_no_error() => (await _desk.Get<DeskReports>().ReadAsync(_desk.Clock.GetUtcNow().AddYears(-2), _desk.Clock.GetUtcNow().AddYears(-1))).Opened.ShouldBe(0);

    [Theory]
    [InlineData("baskan", true)]
    [InlineData("uzman-ag", true)]
    [InlineData("ogrenci", false)]
    public void It_is_for_the_desk(string role, bool may) => DeskReports.MayRead(DeskWorld.Person("biri", role)).ShouldBe(may);

    private async Task SolveAsync(string number, int? score)
    {
        await DeskWorld.DoneAsync(_desk.Commands.ResolveAsync(number, "fixed", "Hesabınızın süresi uzatıldı.", null, DeskWorld.Expert));
        await DeskWorld.DoneAsync(_desk.Commands.AnswerAsync(number, isSolved: true, null, DeskWorld.StudentActor));
        if (score is { } given) await DeskWorld.DoneAsync(_desk.Get<RateTicket>().RunAsync(number, new(given, [], null), DeskWorld.StudentActor));
    }
}
