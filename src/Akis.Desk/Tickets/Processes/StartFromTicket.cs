using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Requests;

namespace Akis.Desk.Tickets.Processes;

/// <summary>An agent hands a ticket over to a process of the handbook; the requester stays its requester.</summary>
public sealed class StartFromTicket(TicketCommands commands, StartRequest start)
{
    /// <summary>Starts the process with its start form's checked answers. A ticket that a process already works on may have several.</summary>
    public Task<Outcome> RunAsync(string number, BoundProcess process, Requester requester, int? revision, Actor actor, CancellationToken cancel = default) => commands.ActAsync(number, actor, revision, async (session, page, token) =>
    {
        if (page.View != TicketView.Agent) return TicketCommands.NotYours;
        if (requester.UserName != page.Ticket.Requester) return TicketCommands.NotYours;
        if (page.Ticket.State is not (TicketState.Assigned or TicketState.InProgress or TicketState.InProcess) || page.InstanceKey is null) return TicketCommands.NotNow;
        var depth = await session.QueryAsync("SELECT count(*) FROM ticket_process WHERE ticket_key = @ticket", row => row.GetInt64(0), token, ("ticket", page.Ticket.Key));
        if (depth[0] >= TicketDepth.MostOfOneRoot) return new Problem("ticket.too-many-processes", 409, "Bu biletten başlatılabilecek en çok sürece ulaşıldı.", "No more processes can be started from this ticket.");
        await session.ExecuteAsync("UPDATE ticket SET assignee = coalesce(assignee, @user) WHERE key = @key", token, ("user", actor.UserName), ("key", page.Ticket.Key));
        if (page.Ticket.State != TicketState.InProcess)
        {
            var waits = await commands.CompleteAsync(session, page, [("action", FeelValue.Of("process"))], actor, token);
            if (waits.Problem is not null) return waits;
        }

        return new((await LinkedProcesses.StartAsync(session, start, number, process, 0, requester, actor, token)).Problem);
    }, cancel);
}
