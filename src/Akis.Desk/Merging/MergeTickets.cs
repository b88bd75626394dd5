using System.Text.Json;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Merging;

/// <summary>A merge as a page shows it.</summary>
/// <param name="Key">The merge.</param>
/// <param name="Source">The ticket that went into another.</param>
/// <param name="Target">The ticket that goes on.</param>
/// <param name="At">When.</param>
/// <param name="CanBeUndone">Whether its seven days are not over.</param>
public sealed record TicketMerge(long Key, string Source, string Target, DateTimeOffset At, bool CanBeUndone);

/// <summary>
/// Two tickets about the same thing become one (domain §8.8): messages, files and watchers go over, the earliest opening and the highest priority
/// hold. The source's process is suspended, not ended, so that a merge can be undone for seven days; then the process is called off.
/// </summary>
public sealed class MergeTickets(AkisDatabase database, TicketWork work, ProcessEngine engine, EngineSettings settings)
{
    /// <summary>For how long a merge can be undone.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromDays(7);

    // What the merge changed in the target.
    private sealed record Before(long OpenedAt, string Priority, IReadOnlyList<string> Watchers);

    /// <summary>The merges of a ticket that hold, as source or as target.</summary>
    public Task<List<TicketMerge>> OfAsync(long ticketKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync("""
        SELECT m.key, s.number, t.number, m.at FROM ticket_merge m JOIN ticket s ON s.key = m.source_key JOIN ticket t ON t.key = m.target_key
        WHERE (m.source_key = @key OR m.target_key = @key) AND m.undone_at IS NULL ORDER BY m.key LIMIT 100
        """, row => new TicketMerge(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Instant(3)!.Value, settings.Clock.GetUtcNow() - row.Instant(3)!.Value < UndoFor), token, ("key", ticketKey)), cancel); // the instant is never null

    /// <summary>Merges the first ticket into the second.</summary>
    public Task<Outcome> RunAsync(string source, string target, Actor actor, CancellationToken cancel = default) => work.RunAsync(source, actor, (session, row, token) => IntoAsync(session, row, target, actor, token), cancel);

    internal async Task<Outcome> IntoAsync(WriteSession session, TicketRow from, string target, Actor actor, CancellationToken cancel)
    {
        if (await TicketRow.TakeAsync(session, target, actor, cancel) is not { } into) return new Problem("merge.unknown", 404, $"“{target}” numaralı bir bilet bulunamadı.", $"There is no ticket “{target}”.");
        if (Refuse(from, into) is { } problem) return problem;
        var key = session.NextKey();
        var watchers = await session.QueryAsync("SELECT user_name FROM ticket_watcher WHERE ticket_key = @source AND user_name NOT IN (SELECT user_name FROM ticket_watcher WHERE ticket_key = @target)", row => row.GetString(0), cancel, ("source", from.Key), ("target", into.Key));
        foreach (var watcher in watchers)
        {
            await session.ExecuteAsync("INSERT INTO ticket_watcher (ticket_key, user_name, added_by, at) VALUES (@ticket, @user, @by, @now)", cancel, ("ticket", into.Key), ("user", watcher), ("by", actor.UserName), ("now", session.Now));
        }

        await TicketCopies.CopyAsync(session, from.Key, into.Key, null, key, cancel);
        await session.ExecuteAsync("UPDATE ticket SET opened_at = @opened, priority = @priority WHERE key = @key", cancel,
            ("opened", from.OpenedAt < into.OpenedAt ? from.OpenedAt : into.OpenedAt), ("priority", string.CompareOrdinal(from.Priority, into.Priority) < 0 ? from.Priority : into.Priority), ("key", into.Key));
        await session.ExecuteAsync("INSERT INTO ticket_merge (key, source_key, target_key, source_state, was, made_by, at) VALUES (@key, @source, @target, @state, @was, @by, @now)", cancel,
            ("key", key), ("source", from.Key), ("target", into.Key), ("state", from.State), ("was", JsonSerializer.Serialize(new Before(into.OpenedAt.ToUnixTimeMilliseconds(), into.Priority, watchers))), ("by", actor.UserName), ("now", session.Now));
        await session.ExecuteAsync("UPDATE ticket SET state = @state, closed_at = @now, snoozed_until = NULL WHERE key = @key", cancel, ("state", TicketState.Merged), ("now", session.Now), ("key", from.Key));
        await TicketEvents.AddAsync(session, from.Key, "mergedInto", actor.UserName, into.Number, cancel);
        await TicketEvents.AddAsync(session, into.Key, "merged", actor.UserName, from.Number, cancel);
        await work.ChangedAsync(session, into, cancel);
        return from.InstanceKey is { } instance ? await engine.SuspendInstanceAsync(session, instance, $"#{into.Number}", AsSystem(actor), cancel) : Outcome.Done;
    }

    /// <summary>Undoes a merge: each ticket has again what it had; what was written to the target since stays there.</summary>
    public Task<Outcome> UndoAsync(string source, Actor actor, CancellationToken cancel = default) => work.RunAsync(source, actor, (session, row, token) => UndoAsync(session, row, actor, token), cancel);

    internal async Task<Outcome> UndoAsync(WriteSession session, TicketRow from, Actor actor, CancellationToken cancel)
    {
        var merges = await session.QueryAsync("""
            SELECT m.key, t.number, m.source_state, m.was, m.at FROM ticket_merge m JOIN ticket t ON t.key = m.target_key WHERE m.source_key = @key AND m.undone_at IS NULL AND m.settled_at IS NULL ORDER BY m.key DESC LIMIT 1
            """, row => (Key: row.GetInt64(0), Target: row.GetString(1), State: row.GetString(2), Was: row.GetString(3), At: row.Instant(4)!.Value), cancel, ("key", from.Key)); // the instant is never null
        if (merges is not [var merge] || from.State != TicketState.Merged || session.Now - merge.At >= UndoFor) return new Problem("merge.final", 409, "Birleştirme yalnızca ilk 7 gün içinde geri alınabilir.", "A merge can be undone within seven days only.");
        if (await TicketRow.TakeAsync(session, merge.Target, actor, cancel) is not { View: TicketView.Agent } into) return TicketProblems.NotYours;
        var was = JsonSerializer.Deserialize<Before>(merge.Was)!; // written above
        await session.ExecuteAsync("DELETE FROM ticket_message WHERE merge_key = @key", cancel, ("key", merge.Key));
        await session.ExecuteAsync("DELETE FROM ticket_attachment WHERE merge_key = @key", cancel, ("key", merge.Key));
        foreach (var watcher in was.Watchers) await session.ExecuteAsync("DELETE FROM ticket_watcher WHERE ticket_key = @ticket AND user_name = @user", cancel, ("ticket", into.Key), ("user", watcher));
        await session.ExecuteAsync("UPDATE ticket SET opened_at = @opened, priority = @priority WHERE key = @key", cancel, ("opened", was.OpenedAt), ("priority", was.Priority), ("key", into.Key));
        await session.ExecuteAsync("UPDATE ticket_merge SET undone_at = @now WHERE key = @key", cancel, ("now", session.Now), ("key", merge.Key));
        await session.ExecuteAsync("UPDATE ticket SET state = @state, closed_at = NULL WHERE key = @key", cancel, ("state", merge.State), ("key", from.Key));
        await TicketEvents.AddAsync(session, from.Key, "unmerged", actor.UserName, into.Number, cancel);
        await TicketEvents.AddAsync(session, into.Key, "unmerged", actor.UserName, from.Number, cancel);
        await work.ChangedAsync(session, into, cancel);
        return from.InstanceKey is { } instance ? await engine.ResumeInstanceAsync(session, instance, AsSystem(actor), cancel) : Outcome.Done;
    }

    /// <summary>Calls off the processes of merges that can no longer be undone; gives when the next one is to be.</summary>
    internal async Task<DateTimeOffset?> SettleAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var due = await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT m.key, t.instance_key FROM ticket_merge m JOIN ticket t ON t.key = m.source_key WHERE m.undone_at IS NULL AND m.settled_at IS NULL AND m.at <= @before ORDER BY m.at LIMIT 100",
            row => (Key: row.GetInt64(0), Instance: row.IsDBNull(1) ? (long?)null : row.GetInt64(1)), token, ("before", now - UndoFor)), cancel);
        foreach (var (key, instance) in due)
        {
            await database.WriteAsync<Outcome>(async (session, token) =>
            {
                if (await session.ExecuteAsync("UPDATE ticket_merge SET settled_at = @now WHERE key = @key AND settled_at IS NULL AND undone_at IS NULL", token, ("now", session.Now), ("key", key)) == 0) return Outcome.Done;
                return instance is { } running ? await engine.CancelInstanceAsync(session, running, "merge", Actor.System, token) : Outcome.Done;
            }, cancel);
        }

        return (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT min(at) FROM ticket_merge WHERE undone_at IS NULL AND settled_at IS NULL", row => row.Instant(0), token), cancel))[0] + UndoFor;
    }

    private static Problem? Refuse(TicketRow from, TicketRow into)
    {
        if (into.View != TicketView.Agent) return TicketProblems.NotYours;
        if (from.Key == into.Key) return new Problem("merge.self", 422, "Bir bilet kendisiyle birleştirilemez.", "A ticket cannot be merged with itself.");
        if (from.IsOver || into.IsOver) return new Problem("merge.over", 409, "Yalnızca açık biletler birleştirilebilir.", "Only open tickets can be merged.");
        if (from.IsConfidential != into.IsConfidential) return new Problem("merge.confidential", 409, "Gizli bilet ile gizli olmayan bilet birleştirilemez.", "A confidential ticket cannot be merged with another one.");
        if (from.Requester != into.Requester)
        {
            return new Problem("merge.requesters", 409, "Talep sahipleri farklı; birbirinin yazışmasını göremezler. Birleştirmek yerine üst–alt bilet olarak bağlayın.", "The tickets have different requesters, who must not see each other's messages. Link them as parent and child instead.");
        }

        return null;
    }

    private static Actor AsSystem(Actor actor) => actor with { IsAdministrator = true };
}
