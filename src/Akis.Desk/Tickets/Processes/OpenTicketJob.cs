using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Desk.Tickets.Processes;

/// <summary>
/// <c>akis.ticket.open</c>: a process opens a ticket (a failed backup, a finding of maintenance). Reads <c>ticketSubject</c>, <c>ticketBody</c>, <c>ticketCategory</c>,
/// <c>ticketDedupeKey</c> (process + thing + reason); gives <c>openedTicket</c> and <c>openedTicketIsNew</c>. Chains end at depth 3, one process opens 20 at most.
/// </summary>
internal sealed class OpenTicketJob(IServiceProvider services) : IJobHandler
{
    public string Type => "akis.ticket.open";

    public bool TouchesOnlyTheDatabase => true;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var (job, session) = (call.Job, call.Session!); // TouchesOnlyTheDatabase
        string? Given(string name) => job.Headers.GetValueOrDefault(name) ?? job.Variables.Get(name).AsString();
        var depth = TicketDepth.Of(job.Variables) + 1;
        if (depth > TicketDepth.Deepest) return new JobAnswer.Failed($"Bilet ve süreçler birbirini {TicketDepth.Deepest} kattan fazla açamaz.", Retries: 0);
        var root = (await session.QueryAsync("SELECT root_key FROM process_instance WHERE key = @key", row => row.GetInt64(0), cancel, ("key", job.InstanceKey)))[0];
        var opened = await session.QueryAsync("SELECT count(*) FROM ticket_report WHERE root_key = @root", row => row.GetInt64(0), cancel, ("root", root));
        if (opened[0] >= TicketDepth.MostOfOneRoot) return new JobAnswer.Failed($"Bir süreç en çok {TicketDepth.MostOfOneRoot} bilet açabilir.", Retries: 0);
        var ticket = new NewTicket(Given("ticketCategory") ?? "DIG-99", Given("ticketSubject") ?? "", Given("ticketBody") ?? "", null, null) { Depth = depth };
        if (TicketRules.Check(ticket) is [var wrong, ..]) return new JobAnswer.Failed(wrong.Tr, Retries: 0);
        var dedupe = $"process:{Given("ticketDedupeKey") ?? $"{job.ProcessId}+{job.ElementId}+{job.BusinessKey}"}";
        var requester = new Requester(job.Variables.Get("requester").AsString() ?? Actor.System.UserName, job.Variables.Get("requesterName").AsString() ?? job.ProcessId, job.Variables.Get("requesterUnit").AsString(),
            job.Variables.Get("requesterStatus").AsString() ?? "", job.Variables.Get("requesterEmail").AsString(), job.Variables.Get("requesterManager").AsString());
        var taken = await TicketReports.TakeAsync(session, services.GetRequiredService<OpenTicket>(), new(dedupe, ticket, $"{job.BusinessKey ?? job.ProcessId} aynı durumu yeniden bildirdi", root), "Süreç", requester, Actor.System, cancel);
        return taken.Problem is { } problem ? new JobAnswer.Failed(problem.Tr)
            : new JobAnswer.Completed(FeelContext.Of(("openedTicket", FeelValue.Of(taken.Value.Ticket.Number)), ("openedTicketIsNew", FeelValue.Of(taken.Value.IsNew))));
    }
}
