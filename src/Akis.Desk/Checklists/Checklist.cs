using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Checklists;

/// <summary>A thing to do before the ticket can be solved.</summary>
public sealed record ChecklistItem(long Key, string Text, string? DoneBy, DateTimeOffset? DoneAt);

/// <summary>What a ticket still needs, in lines that are ticked off.</summary>
public sealed class Checklist(AkisDatabase database, TicketWork work)
{
    private const int Most = 50;
    private const int Longest = 200;

    /// <summary>The lines in their order.</summary>
    public Task<List<ChecklistItem>> OfAsync(long ticketKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, text, done_by, done_at FROM checklist_item WHERE ticket_key = @key ORDER BY key LIMIT @most", row => new ChecklistItem(row.GetInt64(0), row.GetString(1), row.Text(2), row.Instant(3)), token, ("key", ticketKey), ("most", Most)), cancel);

    /// <summary>Adds lines; each line of the text is one.</summary>
    public Task<Outcome> AddAsync(string number, string text, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
    {
        if (row.IsOver) return TicketProblems.NotNow;
        if (Lines(text).Count == 0) return new Problem("checklist.empty", 422, "Yapılacak işi yazın.", "Write what is to be done.");
        var before = await session.QueryAsync("SELECT count(*) FROM checklist_item WHERE ticket_key = @key", one => one.GetInt64(0), token, ("key", row.Key));
        if (before[0] + Lines(text).Count > Most) return new Problem("checklist.long", 422, $"Bir bilette en çok {Most} madde olabilir.", $"A ticket has at most {Most} lines.");
        await AddAsync(session, row.Key, text, token);
        return Outcome.Done;
    }, cancel);

    /// <summary>Ticks a line, or takes the tick away.</summary>
    public Task<Outcome> TickAsync(string number, long key, bool isDone, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
        await session.ExecuteAsync("UPDATE checklist_item SET done_by = @by, done_at = @at WHERE key = @key AND ticket_key = @ticket", token,
            ("by", isDone ? actor.UserName : null), ("at", isDone ? session.Now : null), ("key", key), ("ticket", row.Key)) == 1 ? Outcome.Done : TicketProblems.Unknown, cancel);

    /// <summary>Removes a line.</summary>
    public Task<Outcome> RemoveAsync(string number, long key, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
        await session.ExecuteAsync("DELETE FROM checklist_item WHERE key = @key AND ticket_key = @ticket", token, ("key", key), ("ticket", row.Key)) == 1 ? Outcome.Done : TicketProblems.Unknown, cancel);

    internal static async Task AddAsync(WriteSession session, long ticketKey, string text, CancellationToken cancel)
    {
        foreach (var line in Lines(text))
        {
            await session.ExecuteAsync("INSERT INTO checklist_item (key, ticket_key, text) VALUES (@key, @ticket, @text)", cancel, ("key", session.NextKey()), ("ticket", ticketKey), ("text", line));
        }
    }

    private static List<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Length > Longest ? line[..Longest] : line).Take(Most)];
}
