using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Assignment;

/// <summary>Gives a ticket to another queue: its process goes back to whoever sorts there.</summary>
internal static class HandOverTicket
{
    /// <summary>Within the caller's transaction; the right to do it was asked before.</summary>
    public static async Task<Outcome> ApplyAsync(WriteSession session, ProcessEngine engine, long ticket, string state, string from, long? instance, string to, Actor actor, CancellationToken cancel)
    {
        if (Queues.All.FirstOrDefault(one => one.Code == to) is not { } queue) return new Problem("ticket.queue", 422, "Listeden bir kuyruk seçin.", "Choose a queue from the list.");
        if (state is not (TicketState.New or TicketState.Assigned or TicketState.InProgress)) return TicketProblems.NotNow;
        if (from == to) return TicketProblems.Same;
        session.Write("UPDATE ticket SET queue = @queue, assignee = NULL WHERE key = @key", ("queue", to), ("key", ticket));
        await TicketEvents.AddAsync(session, ticket, "queue", actor.UserName, to, cancel);
        var answers = FeelContext.Of(("action", FeelValue.Of("reclassify")), ("queue", FeelValue.Of(to)), ("queueGroup", FeelValue.Of(queue.Role)));
        return await TicketCommands.CompleteAsync(session, engine, instance, answers, actor, cancel);
    }
}
