using System.Data.Common;
using Akis.Engine.Database;
using Akis.Handbook.Calendars;

namespace Akis.Desk.Sla;

/// <summary>The clocks of open tickets follow the calendars: says how many a change would move.</summary>
internal sealed class SlaFollower : ICalendarFollower
{
    public async Task<(string Tr, string En, long Count)> CountAsync(DbConnection connection, IReadOnlyList<string> calendars, DateTimeOffset from, CancellationToken cancel)
    {
        var count = 0L;
        foreach (var calendar in calendars)
        {
            count += (await connection.QueryAsync("SELECT count(*) FROM ticket_clock WHERE calendar = @calendar AND ended_at IS NULL AND due_at >= @from", row => row.GetInt64(0), cancel, ("calendar", calendar), ("from", from)))[0];
        }

        return ("açık bilet hedefi", "targets of open tickets", count);
    }
}
