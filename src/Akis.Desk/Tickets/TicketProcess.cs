using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Desk.Tickets;

/// <summary>Keeps a ticket's state where its process is, in the same transaction: the property <c>akis:ticketState</c> of the element reached last.</summary>
internal sealed class TicketProcess : IProcessListener
{
    private const string Property = "akis:ticketState";

    public async ValueTask OnTransitionAsync(WriteSession session, InstanceTransition transition, CancellationToken cancel)
    {
        if (transition.Variables.Get("ticketNumber").AsString() is not { } number) return;
        var state = transition.Events.OfType<ElementActivated>()
            .Select(reached => transition.Graph.Find(reached.ElementId)?.Properties.GetValueOrDefault(Property)).OfType<string>().LastOrDefault();
        if (transition.Events.Any(happened => happened is InstanceCancelled)) state = TicketState.Cancelled;
        if (state is null) return;
        // Where nobody has it, it is not in progress but in its queue.
        await session.ExecuteAsync("""
            UPDATE ticket SET state = CASE WHEN @state = 'InProgress' AND assignee IS NULL THEN 'Assigned' ELSE @state END, instance_key = @instance, changed_at = @now, revision = revision + 1,
              priority = coalesce(@priority, priority), closed_at = CASE WHEN @over = 1 THEN @now ELSE NULL END
            WHERE number = @number
            """, cancel, ("state", state), ("instance", transition.InstanceKey), ("now", session.Now), ("priority", transition.Variables.Get("priority").AsString()), ("over", TicketState.IsOver(state) ? 1 : 0), ("number", number));
    }
}
