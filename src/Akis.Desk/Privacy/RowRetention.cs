using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Desk.Privacy;

/// <summary>Removes rows whose time is over, a little in each transaction, and the files that only they had.</summary>
public sealed class RowRetention(AkisDatabase database, IEnumerable<RetainedRows> kinds, FileStore files, TimeProvider clock, IRetentionPeriods? periods = null)
{
    private const int AtOnce = 200;

    /// <summary>For how many days each kind is kept, and how many rows are over.</summary>
    public async Task<IReadOnlyList<(RetainedRows Rows, int Days, long Due)>> DueAsync(CancellationToken cancel = default)
    {
        var due = new List<(RetainedRows, int, long)>();
        foreach (var kind in kinds)
        {
            var days = await DaysAsync(kind, cancel);
            var count = await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT count(*) FROM {kind.Table} WHERE {kind.Due}", row => row.GetInt64(0), token, ("limit", Limit(days))), cancel);
            due.Add((kind, days, count[0]));
        }

        return due;
    }

    /// <summary>Removes what is over; gives how many rows.</summary>
    public async Task<int> RunAsync(Actor actor, CancellationToken cancel = default)
    {
        var all = 0;
        foreach (var kind in kinds)
        {
            var limit = Limit(await DaysAsync(kind, cancel));
            int done;
            do
            {
                done = await database.WriteAsync(async (session, token) =>
                {
                    var count = await RemoveAsync(session, kind, kind.Due, kind.Change, token, ("limit", limit));
                    if (count > 0) await Retention.DeedAsync(session, "remove", kind.Name, count, actor, token);
                    return count;
                }, cancel);
                all += done;
            }
            while (done == AtOnce);
        }

        return all;
    }

    /// <summary>Removes everything that belongs to a ticket, in the transaction that takes its persons out.</summary>
    internal async Task RemoveOfTicketAsync(WriteSession session, long ticket, CancellationToken cancel)
    {
        foreach (var kind in kinds.Where(kind => kind.Ticket is not null))
        {
            while (await RemoveAsync(session, kind, $"{kind.Ticket} = @ticket", null, cancel, ("ticket", ticket)) == AtOnce)
            {
            }
        }
    }

    private async Task<int> RemoveAsync(WriteSession session, RetainedRows kind, string which, string? change, CancellationToken cancel, (string, object?) value)
    {
        var rows = await session.QueryAsync($"SELECT DISTINCT {kind.Key}, {kind.File ?? "''"} FROM {kind.Table} WHERE {which} ORDER BY {kind.Key} LIMIT {AtOnce}", row => (Key: row.GetValue(0), File: row.GetString(1)), cancel, value);
        foreach (var (key, file) in rows)
        {
            if (kind.Also is { } also) session.Write(also, ("key", key));
            session.Write(change is null ? $"DELETE FROM {kind.Table} WHERE {kind.Key} = @key" : $"UPDATE {kind.Table} SET {change} WHERE {kind.Key} = @key", ("key", key));
            if (file.Length > 0) session.OnCommitted(() => files.Delete(file));
        }

        return rows.Count;
    }

    // A day is the least: a wrong parameter must not empty a table that is in use.
    private async Task<int> DaysAsync(RetainedRows kind, CancellationToken cancel) => periods is not null && await periods.DaysAsync(kind.Name, cancel) is { } days ? Math.Max(1, days) : kind.Days;

    private DateTimeOffset Limit(int days) => clock.GetUtcNow().AddDays(-days);
}
