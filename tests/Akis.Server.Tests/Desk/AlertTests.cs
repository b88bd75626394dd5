using System.Text.Json;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Alerts;
using Akis.Engine;
using Akis.Handbook.Requests;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Desk;

/// <summary>Alerts of the monitoring, in the words in which Alertmanager sends them.</summary>
public sealed class AlertTests : IAsyncLifetime
{
    private static readonly Actor Monitor = DeskWorld.Person("izleme", "uzman-sistem");
    private static readonly Requester Reporter = new("izleme", "İzleme", "BİDB", "İdari", null, null);

    private DeskWorld _desk = null!; // made before each test

    public async ValueTask InitializeAsync() => _desk = await DeskWorld.OpenAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task An_alert_opens_one_ticket_repeats_as_a_note_and_closes_it_when_nobody_has_begun()
    {
        var number = (await TakeAsync("firing", "f1")).Opened.ShouldHaveSingleItem();
        var page = await _desk.PageAsync(number, Monitor);
        page.Ticket.ShouldSatisfyAllConditions(ticket => ticket.Subject.ShouldBe("HostDown: web-01 yanıt vermiyor"), ticket => ticket.Priority.ShouldBe("P2"), ticket => ticket.Category.ShouldBe("SUN-03"));
        (await TakeAsync("firing", "f1")).Noted.ShouldBe([number]);
        (await TakeAsync("resolved", "f1")).Closed.ShouldBe([number]);
        (await _desk.PageAsync(number, Monitor)).Ticket.State.ShouldBe(TicketState.Closed);
        (await TakeAsync("resolved", "f1")).Ignored.ShouldBe(1);
        (await TakeAsync("firing", "f1")).Noted.ShouldBe([number]); // within a day: the same matter
        _desk.Clock.Advance(TimeSpan.FromHours(25));
        (await TakeAsync("firing", "f1")).Opened.ShouldHaveSingleItem().ShouldNotBe(number);
    }

    [Fact]
    public async Task What_somebody_works_on_is_not_closed_by_a_machine()
    {
        var number = (await TakeAsync("firing", "f2")).Opened.ShouldHaveSingleItem();
        await DeskWorld.DoneAsync(_desk.Commands.TakeAsync(number, null, DeskWorld.Person("uzman.sistem", "uzman-sistem")));
        (await TakeAsync("resolved", "f2")).Noted.ShouldBe([number]);
        (await _desk.PageAsync(number, Monitor)).Ticket.State.ShouldBe(TicketState.InProgress);
    }

    [Fact]
    public async Task An_alert_without_a_fingerprint_is_counted_as_ignored() => (await TakeAsync("firing", "")).Ignored.ShouldBe(1);

    private async Task<AlertsTaken> TakeAsync(string status, string fingerprint)
    {
        var json = $$"""
            { "version": "4", "groupKey": "{}:{alertname=\"HostDown\"}", "truncatedAlerts": 0, "status": "{{status}}", "receiver": "akis", "groupLabels": { "alertname": "HostDown" }, "commonLabels": {}, "commonAnnotations": {}, "externalURL": "http://am",
              "alerts": [ { "status": "{{status}}", "labels": { "alertname": "HostDown", "severity": "critical", "instance": "web-01:9100" }, "annotations": { "summary": "web-01 yanıt vermiyor" },
                "startsAt": "2026-11-23T06:00:00Z", "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "http://prom", "fingerprint": "{{fingerprint}}" } ] }
            """;
        var notification = JsonSerializer.Deserialize<AlertNotification>(json, JsonSerializerOptions.Web).ShouldNotBeNull();
        var taken = await _desk.Get<AlertIntake>().RunAsync(notification, Reporter, Monitor);
        taken.Problem.ShouldBeNull();
        return taken.Value;
    }
}
