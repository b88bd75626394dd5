using Akis.Desk.Search;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Privacy;

/// <summary>How long tickets of a group of categories keep their persons, counted from their end.</summary>
/// <param name="Prefix">The first letters of the categories' codes; empty for all others.</param>
/// <param name="Years">Years.</param>
/// <param name="Tr">Why so long, in Turkish.</param>
/// <param name="En">The same in English.</param>
public sealed record RetentionRule(string Prefix, int Years, string Tr, string En);

/// <summary>
/// Takes persons out of tickets whose time is over (KVKK art. 7): who asked, what was written and mailed, files, the process's variables and history. What statistics need stays: number,
/// category, queue, priority, times, clocks, scores, and the road that the process took.
/// </summary>
public sealed class Retention(AkisDatabase database, RowRetention rows, TimeProvider clock)
{
    /// <summary>What stands for a person who was taken out.</summary>
    public const string Nobody = "anonim";

    private const int AtOnce = 50;

    /// <summary>The rules, the most special first.</summary>
    public static IReadOnlyList<RetentionRule> Rules { get; } =
    [
        new("GUV", 5, "Güvenlik olayları: soruşturma ve dava süreleri", "Security incidents: time limits of inquiries"),
        new("YZC", 5, "Yarı zamanlı çalışma: ücret ve sigorta kayıtları", "Part-time work: pay and insurance records"),
        new("DIG", 1, "Görev alanımızda olmayan başvurular", "Requests that are not ours"),
        new("GRB", 1, "Şikâyet, öneri, teşekkür", "Complaints, suggestions, thanks"),
        new("", 2, "Öbür bütün biletler", "All other tickets"),
    ];

    /// <summary>How many tickets' time is over, by rule.</summary>
    public async Task<IReadOnlyList<(RetentionRule Rule, long Due)>> DueAsync(CancellationToken cancel = default)
    {
        var due = new List<(RetentionRule, long)>();
        foreach (var rule in Rules)
        {
            var (condition, values) = Of(rule);
            due.Add((rule, (await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT count(*) FROM ticket WHERE {condition}", row => row.GetInt64(0), token, values), cancel))[0]));
        }

        return due;
    }

    /// <summary>Anonymises what is due, a little in each transaction; gives how many tickets.</summary>
    public async Task<int> RunAsync(Actor actor, CancellationToken cancel = default)
    {
        var all = 0;
        foreach (var rule in Rules)
        {
            var (condition, values) = Of(rule);
            int done;
            do
            {
                done = await database.WriteAsync(async (session, token) =>
                {
                    var tickets = await session.QueryAsync($"SELECT key, instance_key FROM ticket WHERE {condition} ORDER BY key LIMIT {AtOnce}", row => (Key: row.GetInt64(0), Instance: row.IsDBNull(1) ? (long?)null : row.GetInt64(1)), token, values);
                    foreach (var (key, instance) in tickets) await AnonymiseAsync(session, key, instance, token);
                    if (tickets.Count > 0) await DeedAsync(session, "anonymise", rule.Prefix.Length == 0 ? "*" : rule.Prefix, tickets.Count, actor, token);
                    return tickets.Count;
                }, cancel);
                all += done;
            }
            while (done == AtOnce);
        }

        return all;
    }

    /// <summary>What was done with personal data, the newest first.</summary>
    public Task<List<(string Deed, string Subject, int Count, string Actor, DateTimeOffset At)>> DeedsAsync(int most, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT deed, subject, count, actor, at FROM privacy_deed ORDER BY key DESC LIMIT @most", row => (row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.Instant(4)!.Value), token, ("most", most)), cancel); // at is never null

    internal static Task<int> DeedAsync(WriteSession session, string deed, string subject, int count, Actor actor, CancellationToken cancel) => session.ExecuteAsync(
        "INSERT INTO privacy_deed (key, deed, subject, count, actor, at) VALUES (@key, @deed, @subject, @count, @actor, @now)", cancel,
        ("key", session.NextKey()), ("deed", deed), ("subject", subject), ("count", count), ("actor", actor.UserName), ("now", session.Now));

    private async Task AnonymiseAsync(WriteSession session, long key, long? instance, CancellationToken cancel)
    {
        await session.ExecuteAsync("""
            UPDATE ticket SET requester = @nobody, requester_name = @nobody, subject = @nobody, question = NULL, resolution = NULL, opened_by = NULL, place = NULL, asset = NULL, details = NULL, instance_key = NULL, anonymised_at = @now WHERE key = @key
            """, cancel, ("nobody", Nobody), ("now", session.Now), ("key", key));
        foreach (var table in new[] { "ticket_message", "ticket_attachment", "guest_link", "ticket_read" }) await session.ExecuteAsync($"DELETE FROM {table} WHERE ticket_key = @key", cancel, ("key", key));
        await rows.RemoveOfTicketAsync(session, key, cancel);
        await session.ExecuteAsync("UPDATE ticket_rating SET author = @nobody, comment = NULL WHERE ticket_key = @key", cancel, ("nobody", Nobody), ("key", key));
        if (instance is { } root)
        {
            const string OfProcess = "instance_key IN (SELECT key FROM process_instance WHERE root_key = @root)";
            foreach (var table in new[] { "history_event", "user_task_comment" }) await session.ExecuteAsync($"DELETE FROM {table} WHERE {OfProcess}", cancel, ("root", root));
            await session.ExecuteAsync($"UPDATE user_task SET draft = NULL WHERE {OfProcess}", cancel, ("root", root));
            await session.ExecuteAsync("DELETE FROM process_instance WHERE root_key = @root", cancel, ("root", root));
        }

        SearchIndex.Touch(session, key);
    }

    // A rule takes what no rule before it has taken. A ticket that is not over is never due.
    private (string Condition, (string, object?)[] Values) Of(RetentionRule rule)
    {
        var special = Rules.Where(other => other.Prefix.Length > 0).Select(other => $"'{other.Prefix}'");
        var which = rule.Prefix.Length > 0 ? "substr(category, 1, 3) = @prefix" : $"substr(category, 1, 3) NOT IN ({string.Join(", ", special)})";
        return ($"anonymised_at IS NULL AND closed_at < @limit AND {which}", [("limit", clock.GetUtcNow().AddYears(-rule.Years)), ("prefix", rule.Prefix)]);
    }
}
