using Akis.Bpmn.Stepping;
using Akis.Engine.Database;

namespace Akis.Engine.History;

/// <summary>Keeps history as long as each process's rule says, then removes it, some instances in each transaction so that nobody waits.</summary>
internal static class Retention
{
    private const int AtOnce = 50;

    public static async Task<Outcome> StoreAsync(WriteSession session, IReadOnlyDictionary<string, string> periods, CancellationToken cancel)
    {
        foreach (var (process, period) in periods)
        {
            if (Timers.Before(session.Now, period, TimeZoneInfo.Utc) is null) return new Problem("retention.period", 422, $"'{process}' için saklama süresi '{period}' ISO 8601 biçiminde pozitif bir süre değil (örneğin P5Y).", $"The retention '{period}' of '{process}' is no positive ISO 8601 period (such as P5Y).");
        }

        await session.ExecuteAsync("DELETE FROM history_retention", cancel);
        var batch = new StatementBatch(session);
        foreach (var (process, period) in periods) batch.Add("INSERT INTO history_retention (process_id, period, changed_at) VALUES (@process, @period, @at)", ("process", process), ("period", period), ("at", session.Now));
        await batch.RunAsync(cancel);
        return Outcome.Done;
    }

    /// <summary>Removes what is past its time; gives the number of instances that nobody called.</summary>
    public static async Task<int> TidyAsync(AkisDatabase database, EngineSettings settings, IReadOnlyList<IHistoryListener> listeners, CancellationToken cancel)
    {
        var now = settings.Clock.GetUtcNow();
        var removed = 0;
        foreach (var (process, period) in await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT process_id, period FROM history_retention ORDER BY process_id", row => (row.GetString(0), row.GetString(1)), token), cancel))
        {
            if (Timers.Before(now, period, settings.Feel.Zone) is not { } limit) continue;
            var after = 0L;
            while (true)
            {
                // Keys are in the order of starts, and nothing ends before it has started: the search stops at the limit.
                var old = await database.ReadAsync((connection, token) => connection.QueryAsync(
                    "SELECT key FROM process_instance WHERE definition_key IN (SELECT key FROM process_definition WHERE process_id = @process) AND key > @after AND key < @bound AND status <> 0 AND parent_key IS NULL AND ended_at < @limit ORDER BY key LIMIT @most", row => row.GetInt64(0), token,
                    ("process", process), ("after", after), ("bound", KeySource.FirstOf(limit)), ("limit", limit), ("most", AtOnce)), cancel);
                if (old.Count == 0) break;
                after = old[^1];
                removed += await database.WriteAsync(async (session, token) =>
                {
                    var gone = 0;
                    foreach (var key in old) if ((await session.TryAsync(() => HistoryRemoval.DeleteAsync(session, key, listeners, token), token)).Succeeded) gone++;
                    return gone;
                }, cancel);
            }
        }

        return removed;
    }
}
