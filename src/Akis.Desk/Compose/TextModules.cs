using System.Text.RegularExpressions;
using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Compose;

/// <summary>A text that agents write often; <c>::shortcut</c> puts it into a reply.</summary>
public sealed record TextModule(long Key, string Shortcut, string Title, string Body, string? Queue);

/// <summary>Text modules of the queues; everybody of the desk writes those of his queues.</summary>
public sealed partial class TextModules(AkisDatabase database)
{
    private const int Most = 500;

    /// <summary>The words that a module may leave open, in braces.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["no", "konu", "ad", "gorevli", "kuyruk", "baglanti"];

    /// <summary>Those that somebody may use, by shortcut.</summary>
    public async Task<List<TextModule>> ForAsync(Actor actor, CancellationToken cancel = default)
    {
        var queues = Queues.WorkedBy(actor.Groups).Select(queue => queue.Code).ToHashSet();
        if (queues.Count == 0) return [];
        var all = await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT key, shortcut, title, body, queue FROM text_module ORDER BY shortcut LIMIT {Most}",
            row => new TextModule(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Text(4)), token), cancel);
        return [.. all.Where(module => module.Queue is null || queues.Contains(module.Queue))];
    }

    /// <summary>Writes a module; a key of null makes a new one.</summary>
    public async Task<Outcome<long>> SaveAsync(long? key, string shortcut, string title, string body, string? queue, Actor actor, CancellationToken cancel = default)
    {
        shortcut = shortcut.Trim().TrimStart(':').ToLowerInvariant();
        if (!Shortcut().IsMatch(shortcut)) return new Problem("module.shortcut", 422, "Kısayol 2–30 harf, rakam ya da tire olmalı (örneğin vpn-kurulum).", "The shortcut has 2 to 30 letters, digits or hyphens.");
        if (title.Trim().Length is < 2 or > 100) return new Problem("module.title", 422, "Başlık 2 ile 100 karakter arasında olmalı.", "The title has 2 to 100 characters.");
        if (body.Trim().Length is < 2 or > 5_000) return new Problem("module.body", 422, "Metin 2 ile 5.000 karakter arasında olmalı.", "The text has 2 to 5,000 characters.");
        if (!MayWrite(actor, queue)) return TicketProblems.NotYours;
        return await database.WriteAsync<Outcome<long>>(async (session, token) =>
        {
            var others = await session.QueryAsync("SELECT key, queue FROM text_module WHERE shortcut = @shortcut OR key = @key", row => (Key: row.GetInt64(0), Queue: row.Text(1)), token, ("shortcut", shortcut), ("key", key ?? 0));
            if (others.Any(other => other.Key != key)) return new Problem("module.taken", 409, $"“::{shortcut}” kısayolu zaten kullanılıyor; başka bir ad seçin.", $"“::{shortcut}” is in use; choose another name.");
            if (others.Any(other => !MayWrite(actor, other.Queue))) return TicketProblems.NotYours;
            var saved = key ?? session.NextKey();
            await session.ExecuteAsync("""
                INSERT INTO text_module (key, shortcut, title, body, queue, changed_by, changed_at) VALUES (@key, @shortcut, @title, @body, @queue, @by, @now)
                ON CONFLICT (key) DO UPDATE SET shortcut = @shortcut, title = @title, body = @body, queue = @queue, changed_by = @by, changed_at = @now
                """, token, ("key", saved), ("shortcut", shortcut), ("title", title.Trim()), ("body", body.Trim()), ("queue", queue), ("by", actor.UserName), ("now", session.Now));
            return saved;
        }, cancel);
    }

    /// <summary>Removes one.</summary>
    public Task<Outcome> RemoveAsync(long key, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        var found = await session.QueryAsync("SELECT queue FROM text_module WHERE key = @key", row => row.Text(0), token, ("key", key));
        if (found is not [var queue]) return new Problem("module.unknown", 404, "Böyle bir hazır metin yok.", "There is no such text.");
        if (!MayWrite(actor, queue)) return TicketProblems.NotYours;
        await session.ExecuteAsync("DELETE FROM text_module WHERE key = @key", token, ("key", key));
        return Outcome.Done;
    }, cancel);

    /// <summary>Puts modules where their shortcuts stand, with the ticket's values; an unknown shortcut stays as it was typed.</summary>
    public static string Expand(string text, IEnumerable<TextModule> modules, IReadOnlyDictionary<string, string> values)
    {
        if (!text.Contains("::", StringComparison.Ordinal)) return text;
        var known = modules.ToDictionary(module => module.Shortcut, module => module.Body);
        return Use().Replace(text, match => known.TryGetValue(match.Groups[1].Value.ToLowerInvariant(), out var body) ? Fill(body, values) : match.Value);
    }

    /// <summary>Puts values where their names stand in braces.</summary>
    public static string Fill(string body, IReadOnlyDictionary<string, string> values) => Variable().Replace(body, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    /// <summary>A ticket's values for the variables.</summary>
    public static IReadOnlyDictionary<string, string> ValuesOf(TicketListItem ticket, string agent, string address) => new Dictionary<string, string>
    {
        ["no"] = "#" + ticket.Number, ["konu"] = ticket.Subject, ["ad"] = ticket.RequesterName, ["gorevli"] = agent, ["kuyruk"] = Queues.Of(ticket.Queue).Tr, ["baglanti"] = address,
    };

    // What is everybody's is written by who works on every queue or leads one.
    internal static bool MayWrite(Actor actor, string? queue) => queue is null
        ? actor.IsIn(["baskan", Queues.HelpDesk, .. Queues.All.Select(one => one.Lead).OfType<string>()])
        : Queues.WorkedBy(actor.Groups).Any(one => one.Code == queue);

    [GeneratedRegex(@"^[\p{Ll}\d][\p{Ll}\d-]{1,29}$")]
    private static partial Regex Shortcut();

    [GeneratedRegex(@"(?<!\S)::([\p{L}\d][\p{L}\d-]*)")]
    private static partial Regex Use();

    [GeneratedRegex(@"\{(\p{Ll}+)\}")]
    private static partial Regex Variable();
}
