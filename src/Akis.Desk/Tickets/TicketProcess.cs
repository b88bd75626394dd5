using Akis.Bpmn.Stepping;
using Akis.Desk.Events;
using Akis.Desk.Sla;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Desk.Tickets;

/// <summary>Keeps a ticket's state, priority and targets where its process is, in the same transaction: the states are the property <c>akis:ticketState</c> of the elements reached.</summary>
internal sealed class TicketProcess(SlaRecord clocks) : IProcessListener
{
    private const string Property = "akis:ticketState";
    private const string DelayTask = "gecikme-gerekcesi";
    private const string ReviewTask = "dusuk-puani-incele";

    public async ValueTask OnTransitionAsync(WriteSession session, InstanceTransition transition, CancellationToken cancel)
    {
        if (transition.ProcessId != OpenTicket.ProcessId || transition.Variables.Get("ticketNumber").AsString() is not { } number) return;
        var rows = await session.QueryAsync("SELECT key, assignee, state FROM ticket WHERE number = @number", row => (Key: row.GetInt64(0), Assignee: row.Text(1), State: row.GetString(2)), cancel, ("number", number));
        if (rows.Count == 0 || rows[0].State == TicketState.Merged) return; // the process of a merged ticket is called off later, the ticket stays merged
        var (key, assignee, _) = rows[0];
        var states = transition.Events.OfType<ElementActivated>().Select(reached => transition.Graph.Find(reached.ElementId)?.Properties.GetValueOrDefault(Property)).OfType<string>().ToList();
        if (transition.Events.Any(happened => happened is InstanceCancelled)) states.Add(TicketState.Cancelled);

        // Where nobody has it, it is not in progress but in its queue.
        states = [.. states.Select(state => state == TicketState.InProgress && assignee is null ? TicketState.Assigned : state)];
        foreach (var state in states) SlaRecord.Enter(session, key, state, Reason(state, transition.Variables));
        if (states.Count > 0)
        {
            session.Write("""
                UPDATE ticket SET state = @state, instance_key = @instance, changed_at = @now, revision = revision + 1, reopened = @reopened, closed_at = CASE WHEN @over = 1 THEN coalesce(closed_at, @now) ELSE NULL END WHERE key = @key
                """, ("state", states[^1]), ("instance", transition.InstanceKey), ("now", session.Now), ("reopened", (int)(transition.Variables.Get("reopened").AsInteger() ?? 0)), ("over", TicketState.IsOver(states[^1]) ? 1 : 0), ("key", key));
            var detail = states[^1] == TicketState.Planned ? $"{states[^1]} {transition.Variables.Get("plannedDate").AsString()}" : states[^1];
            DeskEvents.Add(session, DeskEventKind.State, key, null, detail, transition.Actor.UserName);
        }

        if (states is [.., TicketState.Redirected]) Redirected(session, key, transition.Variables);
        if (states is [.., TicketState.Assigned]) await Assignment.QueueSettings.ApplyAsync(session, number, cancel);
        Target(session, key, transition.Variables);
        await OutcomesAsync(session, key, transition, cancel);
        await clocks.FollowAsync(session, key, cancel);
    }

    private static void Target(WriteSession session, long key, FeelContext variables)
    {
        if (variables.Get("priority").AsString() is not { } priority) return;
        session.Write("UPDATE ticket SET priority = @priority WHERE key = @key AND priority <> @priority", ("priority", priority), ("key", key));
        if (variables.Get("sla").AsContext() is { } targets) SlaRecord.Target(session, key, priority, targets);
    }

    private static void Redirected(WriteSession session, long key, FeelContext variables)
    {
        var to = variables.Get("redirection").AsContext() ?? FeelContext.Empty;
        session.Write("UPDATE ticket SET resolution_code = NULL, resolution = @reason, redirect_unit = @unit, redirect_place = @place WHERE key = @key",
            ("reason", to.Get("reason").AsString()), ("unit", to.Get("unit").AsString()), ("place", to.Get("place").AsString()), ("key", key));
    }

    // What a lead wrote about a delay or a low score belongs to the ticket's internal notes.
    private static async Task OutcomesAsync(WriteSession session, long key, InstanceTransition transition, CancellationToken cancel)
    {
        if (!transition.Events.Any(happened => happened is TaskCompleted)) return;
        foreach (var completed in transition.Events.OfType<ElementCompleted>().Where(completed => completed.ElementId is DelayTask or ReviewTask))
        {
            var given = transition.Events.OfType<VariablesSet>().Select(set => set.Variables).Aggregate(FeelContext.Empty, (all, one) => all.With(one));
            var text = completed.ElementId == DelayTask
                ? $"Gecikme gerekçesi: {DelayReason(given.Get("delayReason").AsString())}. {given.Get("delayNote").AsString()}"
                : $"Düşük puan incelemesi: {given.Get("reviewNote").AsString()}";
            await TicketMessages.AddAsync(session, key, MessageKind.Note, transition.Actor.UserName, text, cancel);
        }
    }

    private static string DelayReason(string? code) => code switch { "supplier" => "tedarikçi", "user" => "kullanıcı bekleniyor", "capacity" => "kaynak yok", "technical" => "teknik", _ => "diğer" };

    private static string? Reason(string state, FeelContext variables) => state switch
    {
        TicketState.WaitingForUser => variables.Get("question").AsString(),
        TicketState.WaitingForSupplier => variables.Get("supplier").AsString(),
        TicketState.Planned => variables.Get("plannedDate").AsString(),
        TicketState.Redirected => variables.Get("redirectReason").AsString(),
        _ => null,
    };
}
