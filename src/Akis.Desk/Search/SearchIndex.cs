using Akis.Desk.Search.Text;
using Akis.Engine.Database;

namespace Akis.Desk.Search;

/// <summary>
/// The index of tickets: SQLite's FTS5 or a PostgreSQL <c>tsvector</c>, both over stems that <see cref="Words"/> makes. It is written in the transaction that
/// writes the ticket, so a search finds what was committed and nothing else.
/// </summary>
public sealed class SearchIndex(AkisDatabase database)
{
    private const int AtOnce = 200;
    private const int MostEntries = 2_000; // of one ticket

    /// <summary>Says that something of the ticket that is searched has changed; it is indexed once, at the end of the unit of work.</summary>
    public static void Touch(WriteSession session, long ticketKey) => session.OnCompleting($"search:{ticketKey}", cancel => WriteAsync(session, ticketKey, cancel));

    /// <summary>Indexes all tickets anew, the newest first, a little in each transaction; gives their number.</summary>
    public Task<int> RebuildAsync(Action<int>? progress = null, CancellationToken cancel = default) => IndexAsync("SELECT key FROM ticket WHERE key < @before ORDER BY key DESC LIMIT @most", progress, cancel);

    /// <summary>Indexes the tickets that were written before there was an index; does nothing where the oldest one is in it.</summary>
    public async Task CatchUpAsync(CancellationToken cancel = default)
    {
        var oldest = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key FROM ticket ORDER BY key LIMIT 1", row => row.GetInt64(0), token), cancel);
        if (oldest.Count == 0) return;
        var sql = database.Kind == DatabaseKind.Sqlite ? "SELECT 1 FROM ticket_search WHERE rowid = @key" : "SELECT 1 FROM ticket_search WHERE key = @key";
        if ((await database.ReadAsync((connection, token) => connection.QueryAsync(sql, _ => 0, token, ("key", oldest[0])), cancel)).Count == 0) await RebuildAsync(null, cancel);
    }

    private async Task<int> IndexAsync(string keys, Action<int>? progress, CancellationToken cancel)
    {
        var (before, done) = (long.MaxValue, 0);
        while (true)
        {
            var next = await database.ReadAsync((connection, token) => connection.QueryAsync(keys, row => row.GetInt64(0), token, ("before", before), ("most", AtOnce)), cancel);
            if (next.Count == 0) return done;
            await database.WriteAsync(async (session, token) =>
            {
                foreach (var key in next) await WriteAsync(session, key, token);
                return Outcome.Done;
            }, cancel);
            (before, done) = (next[^1], done + next.Count);
            progress?.Invoke(done);
        }
    }

    private static async Task WriteAsync(WriteSession session, long key, CancellationToken cancel)
    {
        var batch = new ReadBatch(session);
        var subject = batch.Add("SELECT subject, requester_name FROM ticket WHERE key = @key", row => $"{row.GetString(0)}\n{row.GetString(1)}", ("key", key));
        var entries = batch.Add("SELECT kind, body FROM ticket_message WHERE ticket_key = @key AND kind IN (0, 1) ORDER BY key LIMIT @most", row => (IsNote: row.GetInt32(0) == 1, Text: row.GetString(1)), ("key", key), ("most", MostEntries));
        var files = batch.Add(
            "SELECT coalesce(m.kind, 0), a.name FROM ticket_attachment a LEFT JOIN ticket_message m ON m.key = a.message_key WHERE a.ticket_key = @key ORDER BY a.key LIMIT @most",
            row => (IsNote: row.GetInt32(0) == 1, Text: row.GetString(1)), ("key", key), ("most", MostEntries));
        await batch.RunAsync(cancel);
        if (subject.Count == 0) return;
        var all = entries.Concat(files).ToLookup(entry => entry.IsNote, entry => entry.Text);
        Write(session, key, new(subject[0], string.Join('\n', all[false]), string.Join('\n', all[true])));
    }

    private static void Write(WriteSession session, long key, IndexText text)
    {
        if (session.Database.Kind == DatabaseKind.Sqlite)
        {
            session.Write("INSERT OR REPLACE INTO ticket_search (rowid, subject, open, internal) VALUES (@key, @subject, @open, @internal)",
                ("key", key), ("subject", IndexText.ForSqlite(text.Subject)), ("open", IndexText.ForSqlite(text.Open)), ("internal", IndexText.ForSqlite(text.Internal)));
        }
        else
        {
            session.Write("INSERT INTO ticket_search (key, stems) VALUES (@key, @stems::tsvector) ON CONFLICT (key) DO UPDATE SET stems = excluded.stems", ("key", key), ("stems", text.ForPostgreSql()));
        }
    }
}
