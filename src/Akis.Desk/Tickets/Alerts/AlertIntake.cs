using Akis.Desk.Tickets.Processes;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Requests;

namespace Akis.Desk.Tickets.Alerts;

/// <summary>What became of the alerts of a notification.</summary>
/// <param name="Opened">Numbers of new tickets.</param>
/// <param name="Noted">Numbers of tickets that got a note.</param>
/// <param name="Closed">Numbers of tickets that nobody had begun and that closed themselves.</param>
/// <param name="Ignored">How many alerts were over before anybody had heard of them, or were not readable.</param>
public sealed record AlertsTaken(IReadOnlyList<string> Opened, IReadOnlyList<string> Noted, IReadOnlyList<string> Closed, int Ignored);

/// <summary>Takes alerts of the monitoring: one ticket a fingerprint; what is over closes the ticket that nobody has begun, else it leaves a note.</summary>
public sealed class AlertIntake(AkisDatabase database, OpenTicket open, ProcessEngine engine)
{
    /// <summary>The most alerts in one notification.</summary>
    public const int Most = 500;

    /// <summary>Takes a notification, all or nothing.</summary>
    public Task<Outcome<AlertsTaken>> RunAsync(AlertNotification notification, Requester reporter, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome<AlertsTaken>>(async (session, token) =>
    {
        var (opened, noted, closed, ignored) = (new List<string>(), new List<string>(), new List<string>(), 0);
        foreach (var alert in notification.Alerts ?? [])
        {
            var key = $"alert:{alert.Fingerprint}";
            if (string.IsNullOrEmpty(alert.Fingerprint))
            {
                ignored++;
            }
            else if (alert.IsResolved)
            {
                if (await TicketReports.FindAsync(session, key, token) is not { } known || TicketState.IsOver(known.State)) ignored++;
                else (await OverAsync(session, known.Ticket, known.State, known.Assignee, actor, token) ? closed : noted).Add(known.Ticket.Number);
            }
            else
            {
                var taken = await TicketReports.TakeAsync(session, open, new(key, alert.ToTicket(), "Alarm sürüyor", null), "Alarm", reporter, actor, token);
                if (taken.Problem is { } problem) return problem;
                (taken.Value.IsNew ? opened : noted).Add(taken.Value.Ticket.Number);
            }
        }

        return new AlertsTaken(opened, noted, closed, ignored);
    }, cancel);

    // A machine does not confirm: where nobody has begun, the ticket is solved and closed at once.
    private async Task<bool> OverAsync(WriteSession session, OpenedTicket ticket, string state, string? assignee, Actor actor, CancellationToken cancel)
    {
        const string Text = "İzleme sistemi alarmın düzeldiğini bildirdi.";
        await TicketMessages.AddAsync(session, ticket.Key, MessageKind.Note, actor.UserName, Text, cancel);
        if (assignee is not null || state is not TicketState.Assigned) return false;
        await session.ExecuteAsync("UPDATE ticket SET resolution_code = 'fixed', resolution = @text WHERE key = @key", cancel, ("text", Text), ("key", ticket.Key));
        return await CompleteAsync(session, ticket, "calis", FeelContext.Of(("action", FeelValue.Of("resolve")), ("resolution", FeelValue.Of(Text))), cancel)
            && await CompleteAsync(session, ticket, "onayla", FeelContext.Of(("action", FeelValue.Of("confirm"))), cancel);
    }

    private async Task<bool> CompleteAsync(WriteSession session, OpenedTicket ticket, string element, FeelContext variables, CancellationToken cancel)
    {
        var tasks = await session.QueryAsync("SELECT k.key FROM user_task k JOIN ticket t ON t.instance_key = k.instance_key WHERE t.key = @ticket AND k.state = 0 AND k.element_id = @element", row => row.GetInt64(0), cancel, ("ticket", ticket.Key), ("element", element));
        return tasks.Count > 0 && (await engine.CompleteTaskAsync(session, tasks[0], variables, Actor.System, cancel)).Succeeded;
    }
}
