using Akis.Desk.Assignment;
using Akis.Desk.Fields;
using Akis.Desk.Later;
using Akis.Desk.Merging;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Bulk;

/// <summary>What is done to many tickets at once.</summary>
public enum BulkKind
{
    /// <summary>Given to the colleague of the value; to nobody where it is empty.</summary>
    Assign,

    /// <summary>The labels of the value added.</summary>
    AddLabels,

    /// <summary>The labels of the value taken away.</summary>
    RemoveLabels,

    /// <summary>Put off for the days of the value.</summary>
    Snooze,

    /// <summary>Merged into the ticket of the value.</summary>
    Merge,
}

/// <summary>What happens, or would happen, to one of them.</summary>
/// <param name="Number">The ticket.</param>
/// <param name="Subject">Its subject; empty where it does not exist for the actor.</param>
/// <param name="Why">Why it does not change; null where it does.</param>
public sealed record BulkLine(string Number, string Subject, Problem? Why);

/// <summary>What happened to all of them, and by which key it is undone.</summary>
public sealed record BulkDone(long Key, IReadOnlyList<BulkLine> Lines);

/// <summary>
/// One action on many tickets. The preview is the action itself in a transaction that is rolled back, so that it never promises what the action
/// does not do. What was changed can be undone as long as nobody has changed it again.
/// </summary>
public sealed class BulkActions(AkisDatabase database, TicketWork work, MergeTickets merge, DeskClock clock)
{
    /// <summary>The most tickets at once.</summary>
    public const int Most = 200;

    private sealed record Preview(IReadOnlyList<BulkLine> Lines) : IOutcome
    {
        public bool Succeeded => false; // nothing of it is kept
    }

    /// <summary>Says what would happen.</summary>
    public async Task<IReadOnlyList<BulkLine>> PreviewAsync(IReadOnlyList<string> numbers, BulkKind kind, string value, Actor actor, CancellationToken cancel = default) =>
        (await database.WriteAsync(async (session, token) => new Preview(await ApplyAsync(session, 0, numbers, kind, value, actor, token)), cancel)).Lines;

    /// <summary>Does it.</summary>
    public Task<BulkDone> RunAsync(IReadOnlyList<string> numbers, BulkKind kind, string value, Actor actor, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        var key = session.NextKey();
        await session.ExecuteAsync("INSERT INTO bulk_run (key, made_by, kind, value, at) VALUES (@key, @by, @kind, @value, @now)", token, ("key", key), ("by", actor.UserName), ("kind", kind), ("value", value), ("now", session.Now));
        var lines = await ApplyAsync(session, key, numbers, kind, value, actor, token);
        session.OnCommitted(clock.Wake);
        return new BulkDone(key, lines);
    }, cancel);

    /// <summary>Undoes what the actor has done to many, where it still stands.</summary>
    public Task<Outcome<IReadOnlyList<BulkLine>>> UndoAsync(long key, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome<IReadOnlyList<BulkLine>>>(async (session, token) =>
    {
        var runs = await session.QueryAsync("UPDATE bulk_run SET undone_at = @now WHERE key = @key AND made_by = @by AND undone_at IS NULL RETURNING kind", row => (BulkKind)row.GetInt32(0), token, ("now", session.Now), ("key", key), ("by", actor.UserName));
        if (runs is not [var kind]) return new Problem("bulk.unknown", 404, "Geri alınacak böyle bir toplu işlem yok.", "There is no such bulk action to undo.");
        var changes = await session.QueryAsync("SELECT t.number, t.subject, c.was, c.became FROM bulk_change c JOIN ticket t ON t.key = c.ticket_key WHERE c.run_key = @key ORDER BY t.key",
            row => (Number: row.GetString(0), Subject: row.GetString(1), Was: row.GetString(2), Became: row.GetString(3)), token, ("key", key));
        var lines = new List<BulkLine>();
        foreach (var change in changes)
        {
            var undone = await session.TryAsync(() => work.InAsync(session, change.Number, actor, (inside, row, stop) => UndoOneAsync(inside, row, kind, change.Was, change.Became, actor, stop), token), token);
            lines.Add(new(change.Number, change.Subject, undone.Problem));
        }

        return lines;
    }, cancel);

    private async Task<IReadOnlyList<BulkLine>> ApplyAsync(WriteSession session, long run, IReadOnlyList<string> numbers, BulkKind kind, string value, Actor actor, CancellationToken cancel)
    {
        var lines = new List<BulkLine>();
        foreach (var number in numbers.Distinct().Take(Most))
        {
            var subject = "";
            var done = await session.TryAsync(() => work.InAsync(session, number, actor, async (inside, row, stop) =>
            {
                subject = row.Subject;
                if (row.IsOver) return TicketProblems.NotNow;
                var was = ValueOf(row, kind);
                if ((await OneAsync(inside, row, kind, value, actor, stop)).Problem is { } problem) return problem;
                var became = ValueOf((await TicketRow.TakeAsync(inside, number, actor, stop)) ?? row, kind);
                await inside.ExecuteAsync("INSERT INTO bulk_change (run_key, ticket_key, was, became) VALUES (@run, @ticket, @was, @became)", stop, ("run", run), ("ticket", row.Key), ("was", was), ("became", became));
                return Outcome.Done;
            }, cancel), cancel);
            lines.Add(new(number, subject, done.Problem));
        }

        return lines;
    }

    private async Task<Outcome> OneAsync(WriteSession session, TicketRow row, BulkKind kind, string value, Actor actor, CancellationToken cancel)
    {
        switch (kind)
        {
            case BulkKind.Assign:
                return await AssignTicket.ToAsync(session, row, value, actor, cancel);
            case BulkKind.AddLabels or BulkKind.RemoveLabels:
                var labels = kind == BulkKind.AddLabels ? Labels.With(row.Labels, value) : Labels.Without(row.Labels, value);
                if (labels == row.Labels) return TicketProblems.Same;
                await Labels.SetAsync(session, row.Key, labels, cancel);
                return Outcome.Done;
            case BulkKind.Snooze:
                if (!int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var days) || days is < 1 or > 365) return new Problem("bulk.days", 422, "1 ile 365 gün arasında bir süre yazın.", "Write between 1 and 365 days.");
                await SnoozeTicket.SetAsync(session, row.Key, session.Now.AddDays(days), endsOnReply: true, actor.UserName, cancel);
                return Outcome.Done;
            case BulkKind.Merge:
                return await merge.IntoAsync(session, row, value, actor, cancel);
            default:
                return new Problem("bulk.kind", 422, "Listeden bir işlem seçin.", "Choose an action from the list.");
        }
    }

    private async Task<Outcome> UndoOneAsync(WriteSession session, TicketRow row, BulkKind kind, string was, string became, Actor actor, CancellationToken cancel)
    {
        if (ValueOf(row, kind) != became) return new Problem("bulk.changed", 409, "Sonradan değiştirilmiş.", "It was changed afterwards.");
        switch (kind)
        {
            case BulkKind.Assign:
                return await AssignTicket.ToAsync(session, row, was, actor, cancel);
            case BulkKind.Merge:
                return await merge.UndoAsync(session, row, actor, cancel);
            case BulkKind.Snooze:
                await session.ExecuteAsync("UPDATE ticket SET snoozed_until = @until WHERE key = @key", cancel, ("until", was.Length == 0 ? null : DateTimeOffset.Parse(was, System.Globalization.CultureInfo.InvariantCulture)), ("key", row.Key));
                return Outcome.Done;
            default:
                await Labels.SetAsync(session, row.Key, was, cancel);
                return Outcome.Done;
        }
    }

    private static string ValueOf(TicketRow row, BulkKind kind) => kind switch
    {
        BulkKind.Assign => row.Assignee ?? "",
        BulkKind.Snooze => row.SnoozedUntil?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "",
        BulkKind.Merge => row.State,
        _ => row.Labels,
    };
}
