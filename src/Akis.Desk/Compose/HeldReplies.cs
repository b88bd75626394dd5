using System.Text.Json;
using Akis.Desk.Tickets;
using Akis.Desk.Watching;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;
using Akis.People.Accounts;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Compose;

/// <summary>A reply that waits a moment before it goes out.</summary>
/// <param name="Key">The reply.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Body">What it says.</param>
/// <param name="ThenDo">What happens with it: nothing, <c>ask</c>, or <c>resolve:CODE</c>.</param>
/// <param name="DueAt">When it goes out.</param>
public sealed record HeldReply(long Key, string Author, string Body, string ThenDo, DateTimeOffset DueAt);

/// <summary>
/// An agent's reply is held for a moment in which its author can take it back. Until then nobody else has seen it and the ticket's process has
/// not moved. It goes out exactly once: the row is removed in the transaction that writes the message.
/// </summary>
public sealed class HeldReplies(AkisDatabase database, TicketWork work, TicketCommands commands, PersonQueries persons, DeskClock clock, ILogger<HeldReplies> log)
{
    /// <summary>How long a reply can be taken back.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(20);

    private static readonly Problem Gone = new("held.gone", 409, "Yanıt artık geri alınamaz; gönderilmiş.", "The reply can no longer be taken back; it has gone out.");

    /// <summary>Those of a ticket that the author can still take back.</summary>
    public Task<List<HeldReply>> OfAsync(long ticketKey, string author, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, author, body, then_do, due_at FROM held_reply WHERE ticket_key = @ticket AND author = @author ORDER BY key",
        row => new HeldReply(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Instant(4)!.Value), token, ("ticket", ticketKey), ("author", author)), cancel); // the instant is never null

    /// <summary>Holds a checked reply.</summary>
    public Task<Outcome> HoldAsync(string number, string body, IReadOnlyList<StoredFile> files, string thenDo, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
    {
        if (row.IsOver) return TicketProblems.Over;
        await AddAsync(session, row, body, files, thenDo, actor, token);
        session.OnCommitted(clock.Wake);
        return Outcome.Done;
    }, cancel);

    /// <summary>Takes a reply back: it becomes the author's draft again.</summary>
    public Task<Outcome> TakeBackAsync(string number, long key, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
    {
        var taken = await session.QueryAsync("DELETE FROM held_reply WHERE key = @key AND ticket_key = @ticket AND author = @author RETURNING body", one => one.GetString(0), token, ("key", key), ("ticket", row.Key), ("author", actor.UserName));
        if (taken is not [var body]) return Gone;
        await Drafts.KeepAsync(session, row.Key, MessageKind.Message, body, actor.UserName, token);
        return Outcome.Done;
    }, cancel);

    /// <summary>Sends a reply of the author's own now.</summary>
    public async Task<Outcome> SendNowAsync(string number, long key, Actor actor, CancellationToken cancel = default)
    {
        var held = await ReadAsync("key = @key AND number = @number AND author = @author", cancel, ("key", key), ("number", number), ("author", actor.UserName));
        return held is [var one] ? await SendAsync(one, actor, cancel) : Gone;
    }

    /// <summary>Sends what is due; gives when the next one is.</summary>
    internal async Task<DateTimeOffset?> SendDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var one in await ReadAsync("due_at <= @now", cancel, ("now", now)))
        {
            if (await persons.FindAsync(one.Author, cancel) is not { } author) await GiveBackAsync(one, TicketProblems.NotYours, cancel);
            else if ((await SendAsync(one, author.Actor, cancel)).Problem is { } problem && problem != Gone) await GiveBackAsync(one, problem, cancel);
        }

        return (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT min(due_at) FROM held_reply", row => row.Instant(0), token), cancel))[0];
    }

    internal static async Task AddAsync(WriteSession session, TicketRow row, string body, IReadOnlyList<StoredFile> files, string thenDo, Actor actor, CancellationToken cancel)
    {
        await session.ExecuteAsync("INSERT INTO held_reply (key, ticket_key, number, author, body, files, then_do, due_at) VALUES (@key, @ticket, @number, @author, @body, @files, @then, @due)", cancel,
            ("key", session.NextKey()), ("ticket", row.Key), ("number", row.Number), ("author", actor.UserName), ("body", body.Trim()), ("files", JsonSerializer.Serialize(files)), ("then", thenDo), ("due", session.Now + Delay));
        await Drafts.KeepAsync(session, row.Key, MessageKind.Message, "", actor.UserName, cancel);
    }

    private Task<Outcome> SendAsync(Waiting one, Actor author, CancellationToken cancel)
    {
        var once = commands.With(async (session, token) => await session.ExecuteAsync("DELETE FROM held_reply WHERE key = @key", token, ("key", one.Key)) == 1 ? Outcome.Done : Gone);
        return one.ThenDo.Split(':') switch
        {
            ["ask"] => once.AskAsync(one.Number, one.Body, one.Files, null, author, cancel),
            ["resolve", var code] => once.ResolveAsync(one.Number, code, one.Body, one.Files, null, author, cancel),
            _ => once.ReplyAsync(one.Number, one.Body, one.Files, author, cancel),
        };
    }

    // What can no longer be sent as it was meant goes back to its author as a draft, with word of it.
    private async Task GiveBackAsync(Waiting one, Problem problem, CancellationToken cancel)
    {
        log.LogWarning("A reply to {Ticket} could not be sent: {Problem}", one.Number, problem.Code);
        await database.WriteAsync<Outcome>(async (session, token) =>
        {
            if (await session.ExecuteAsync("DELETE FROM held_reply WHERE key = @key", token, ("key", one.Key)) == 0) return Gone;
            await Drafts.KeepAsync(session, one.TicketKey, MessageKind.Message, one.Body, one.Author, token);
            var happened = await TicketEvents.AddAsync(session, one.TicketKey, "unsent", one.Author, problem.Code, token);
            Notifications.Add(session, one.Author, "unsent", one.TicketKey, happened, Actor.System.UserName);
            return Outcome.Done;
        }, cancel);
    }

    private Task<List<Waiting>> ReadAsync(string where, CancellationToken cancel, params (string, object?)[] parameters) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"SELECT key, ticket_key, number, author, body, files, then_do FROM held_reply WHERE {where} ORDER BY due_at, key LIMIT 100",
        row => new Waiting(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), JsonSerializer.Deserialize<List<StoredFile>>(row.GetString(5)) ?? [], row.GetString(6)), token, parameters), cancel);

    private sealed record Waiting(long Key, long TicketKey, string Number, string Author, string Body, IReadOnlyList<StoredFile> Files, string ThenDo);
}
