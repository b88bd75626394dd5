using System.Collections.Concurrent;
using Akis.Desk.Tickets;
using Akis.Engine.Database;

namespace Akis.Desk.Privacy;

/// <summary>Somebody who has read a ticket.</summary>
public sealed record TicketReading(string Number, string Reader, DateTimeOffset At);

/// <summary>
/// Writes down who of the desk reads whose ticket (KVKK art. 12): once an hour for a ticket and a reader, before the page is shown. Requesters reading their own tickets are
/// not written down.
/// </summary>
public sealed class ReadLog(AkisDatabase database, TimeProvider clock)
{
    private const int MostRemembered = 20_000;

    // What this node has written already; forgetting it costs a statement that changes nothing.
    private readonly ConcurrentDictionary<(long Ticket, string Reader, long Hour), bool> _written = new();

    /// <summary>Writes it down, unless it was within this hour.</summary>
    public async Task RecordAsync(TicketPage page, string reader, CancellationToken cancel = default)
    {
        if (page.View == TicketView.Requester) return;
        var entry = (page.Ticket.Key, reader, clock.GetUtcNow().ToUnixTimeSeconds() / 3600);
        if (_written.Count > MostRemembered) _written.Clear();
        if (!_written.TryAdd(entry, true)) return;
        await database.WriteAsync((session, token) => session.ExecuteAsync("INSERT INTO ticket_read (ticket_key, reader, hour, at) VALUES (@ticket, @reader, @hour, @now) ON CONFLICT (ticket_key, reader, hour) DO NOTHING", token,
            ("ticket", entry.Key), ("reader", reader), ("hour", entry.Item3), ("now", session.Now)), cancel);
    }

    /// <summary>Who has read a ticket, or what somebody has read; newest first, before an instant.</summary>
    public Task<List<TicketReading>> FindAsync(string? number, string? reader, DateTimeOffset before, int most, CancellationToken cancel = default)
    {
        var which = (string.IsNullOrWhiteSpace(number) ? "" : " AND t.number = @number") + (string.IsNullOrWhiteSpace(reader) ? "" : " AND r.reader = @reader");
        return database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT t.number, r.reader, r.at FROM ticket_read r JOIN ticket t ON t.key = r.ticket_key WHERE r.at < @before{which} ORDER BY r.at DESC LIMIT @most",
            row => new TicketReading(row.GetString(0), row.GetString(1), row.Instant(2)!.Value), token, ("before", before), ("most", most), ("number", number?.Trim().TrimStart('#')), ("reader", reader?.Trim())), cancel); // at is never null
    }
}
