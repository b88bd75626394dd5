using Akis.Desk.Sla;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Desk.Tickets;

/// <summary>One change by an agent: the ticket is taken, the right is asked, the work is done, open pages hear of it.</summary>
public sealed class TicketWork(AkisDatabase database, SlaRecord clocks, LiveUpdates live)
{
    /// <summary>Does work that belongs to who works on the ticket.</summary>
    internal Task<Outcome> RunAsync(string number, Actor actor, Func<WriteSession, TicketRow, CancellationToken, Task<Outcome>> work, CancellationToken cancel) =>
        database.WriteAsync((session, token) => InAsync(session, number, actor, work, token), cancel);

    /// <summary>The same inside a transaction that does more.</summary>
    internal async Task<Outcome> InAsync(WriteSession session, string number, Actor actor, Func<WriteSession, TicketRow, CancellationToken, Task<Outcome>> work, CancellationToken cancel)
    {
        if (await TicketRow.TakeAsync(session, number, actor, cancel) is not { } row) return TicketProblems.Unknown;
        if (row.View != TicketView.Agent) return TicketProblems.NotYours;
        var done = await work(session, row, cancel);
        if (done.Succeeded) await ChangedAsync(session, row, cancel);
        return done;
    }

    /// <summary>What everything that changes a ticket's fields ends with; its clocks and the search index follow.</summary>
    internal async Task ChangedAsync(WriteSession session, TicketRow row, CancellationToken cancel)
    {
        await session.ExecuteAsync("UPDATE ticket SET changed_at = @now, revision = revision + 1 WHERE key = @key", cancel, ("now", session.Now), ("key", row.Key));
        await clocks.FollowAsync(session, row.Key, cancel);
        Search.SearchIndex.Touch(session, row.Key);
        if (row.InstanceKey is { } instance) session.OnCommitted(() => live.Publish(new LiveUpdate(instance, instance)));
    }
}
