using Akis.Desk.Assignment;
using Akis.Desk.Categories;
using Akis.Desk.Fields;
using Akis.Desk.Later;
using Akis.Desk.Tickets;
using Akis.Desk.Watching;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Compose;

/// <summary>Several actions in one.</summary>
/// <param name="Key">The macro; 0 for one that is not kept yet.</param>
/// <param name="Title">What the button says.</param>
/// <param name="Queue">Whose it is; null is everybody's.</param>
/// <param name="Reply">A reply, with variables; may be empty.</param>
/// <param name="Note">An internal note; may be empty.</param>
/// <param name="Takes">Whether who presses it takes the ticket.</param>
/// <param name="Labels">Labels that are added.</param>
/// <param name="SnoozeDays">For how many days the ticket is put off; 0 for none.</param>
/// <param name="ThenDo">What the reply does: nothing, <c>ask</c>, or <c>resolve:CODE</c>.</param>
public sealed record Macro(long Key, string Title, string? Queue, string Reply, string Note, bool Takes, string Labels, int SnoozeDays, string ThenDo);

/// <summary>Macros: all actions of one happen together or none; its reply can be taken back like every other.</summary>
public sealed class Macros(AkisDatabase database, TicketWork work, DeskClock clock)
{
    /// <summary>Those that somebody may use, by title.</summary>
    public async Task<List<Macro>> ForAsync(Actor actor, CancellationToken cancel = default)
    {
        var queues = Queues.WorkedBy(actor.Groups).Select(queue => queue.Code).ToHashSet();
        if (queues.Count == 0) return [];
        var all = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key, title, queue, reply, note, takes, labels, snooze_days, then_do FROM macro ORDER BY title, key LIMIT 200",
            row => new Macro(row.GetInt64(0), row.GetString(1), row.Text(2), row.GetString(3), row.GetString(4), row.GetBoolean(5), row.GetString(6), row.GetInt32(7), row.GetString(8)), token), cancel);
        return [.. all.Where(macro => macro.Queue is null || queues.Contains(macro.Queue))];
    }

    /// <summary>Keeps a macro; a key of 0 makes a new one.</summary>
    public async Task<Outcome<long>> SaveAsync(Macro macro, Actor actor, CancellationToken cancel = default)
    {
        if (macro.Title.Trim().Length is < 2 or > 60) return new Problem("macro.title", 422, "Ad 2 ile 60 karakter arasında olmalı.", "The name has 2 to 60 characters.");
        if (macro.Reply.Length > 5_000 || macro.Note.Length > 5_000) return new Problem("macro.long", 422, "Metinler en çok 5.000 karakter olabilir.", "Texts have at most 5,000 characters.");
        if (macro.SnoozeDays is < 0 or > 365) return new Problem("macro.days", 422, "Erteleme 0 ile 365 gün arasında olmalı.", "The snooze is between 0 and 365 days.");
        if (macro.ThenDo.Length > 0 && macro.Reply.Trim().Length < 20) return new Problem("macro.reply", 422, "Sormak ya da çözmek için en az 20 karakterlik bir yanıt gerekir.", "Asking and resolving need a reply of at least 20 characters.");
        if (macro is { Takes: false, SnoozeDays: 0 } && string.IsNullOrWhiteSpace(macro.Reply + macro.Note + macro.Labels)) return new Problem("macro.empty", 422, "En az bir işlem seçin.", "Choose at least one action.");
        if (!TextModules.MayWrite(actor, macro.Queue)) return TicketProblems.NotYours;
        return await database.WriteAsync<Outcome<long>>(async (session, token) =>
        {
            var before = await session.QueryAsync("SELECT queue FROM macro WHERE key = @key", row => row.Text(0), token, ("key", macro.Key));
            if (before.Any(queue => !TextModules.MayWrite(actor, queue))) return TicketProblems.NotYours;
            var key = macro.Key == 0 ? session.NextKey() : macro.Key;
            await session.ExecuteAsync("""
                INSERT INTO macro (key, title, queue, reply, note, takes, labels, snooze_days, then_do, changed_by, changed_at) VALUES (@key, @title, @queue, @reply, @note, @takes, @labels, @days, @then, @by, @now)
                ON CONFLICT (key) DO UPDATE SET title = @title, queue = @queue, reply = @reply, note = @note, takes = @takes, labels = @labels, snooze_days = @days, then_do = @then, changed_by = @by, changed_at = @now
                """, token, ("key", key), ("title", macro.Title.Trim()), ("queue", macro.Queue), ("reply", macro.Reply.Trim()), ("note", macro.Note.Trim()), ("takes", macro.Takes), ("labels", Labels.Normal(macro.Labels)),
                ("days", macro.SnoozeDays), ("then", macro.ThenDo), ("by", actor.UserName), ("now", session.Now));
            return key;
        }, cancel);
    }

    /// <summary>Removes one.</summary>
    public Task<Outcome> RemoveAsync(long key, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        var found = await session.QueryAsync("SELECT queue FROM macro WHERE key = @key", row => row.Text(0), token, ("key", key));
        if (found is not [var queue]) return new Problem("macro.unknown", 404, "Böyle bir makro yok.", "There is no such macro.");
        if (!TextModules.MayWrite(actor, queue)) return TicketProblems.NotYours;
        await session.ExecuteAsync("DELETE FROM macro WHERE key = @key", token, ("key", key));
        return Outcome.Done;
    }, cancel);

    /// <summary>Runs a macro on a ticket.</summary>
    /// <param name="number">The ticket.</param>
    /// <param name="key">The macro.</param>
    /// <param name="values">What its variables stand for.</param>
    /// <param name="actor">Who presses it.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<Outcome> RunAsync(string number, long key, IReadOnlyDictionary<string, string> values, Actor actor, CancellationToken cancel = default)
    {
        if ((await ForAsync(actor, cancel)).Find(one => one.Key == key) is not { } macro) return new Problem("macro.unknown", 404, "Böyle bir makro yok.", "There is no such macro.");
        return await work.RunAsync(number, actor, async (session, row, token) =>
        {
            if (row.IsOver) return TicketProblems.NotNow;
            if (macro.Takes && row.Assignee != actor.UserName && (await AssignTicket.ToAsync(session, row, actor.UserName, actor, token)).Problem is { } problem) return problem;
            if (macro.Note.Length > 0) await TicketMessages.AddAsync(session, row.Key, MessageKind.Note, actor.UserName, TextModules.Fill(macro.Note, values), token);
            if (macro.Labels.Length > 0) await Labels.SetAsync(session, row.Key, Labels.With(row.Labels, macro.Labels), token);
            if (macro.SnoozeDays > 0) await SnoozeTicket.SetAsync(session, row.Key, session.Now.AddDays(macro.SnoozeDays), endsOnReply: true, actor.UserName, token);
            if (macro.Reply.Length > 0) await HeldReplies.AddAsync(session, row, TextModules.Fill(macro.Reply, values), [], macro.ThenDo, actor, token);
            await TicketEvents.AddAsync(session, row.Key, "macro", actor.UserName, macro.Title, token);
            session.OnCommitted(clock.Wake);
            return Outcome.Done;
        }, cancel);
    }
}
