using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Tickets.Closing;

/// <summary>Opens a closed ticket again, while its process still waits for that: five working days (domain §8.4). Later a new ticket is opened.</summary>
public sealed class ReopenTicket(TicketCommands commands, ProcessEngine engine)
{
    /// <summary>The requester, or somebody of the desk for them, says why it is not solved. A word of thanks opens nothing: only this does.</summary>
    public Task<Outcome> RunAsync(string number, string why, Actor actor, CancellationToken cancel = default) => commands.ActAsync(number, actor, null, async (session, page, token) =>
    {
        if (page.View is not (TicketView.Requester or TicketView.Agent)) return TicketCommands.NotYours;
        if (page.Ticket.State != TicketState.Closed) return TicketCommands.NotNow;
        if (TicketRules.CheckMessage(why) is { } wrong) return new Problem("ticket.why", 422, wrong.Tr, wrong.En);
        await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Message, actor.UserName, why.Trim(), token);
        var told = await engine.PublishMessageAsync(session, "ticket-reopen", number, FeelContext.Empty, null, TimeSpan.Zero, actor, token);
        return told.Problem is { } problem ? problem
            : told.Value.InstanceKeys.Count == 0 ? new Problem("ticket.archived", 409, "Beş iş günü geçtiği için bilet arşivlendi; yeni bir bilet açın.", "Five working days have passed and the ticket is archived; open a new one.")
            : Outcome.Done;
    }, cancel);
}
