using System.Globalization;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.TimeSpent;

/// <summary>Time that somebody spent on a ticket.</summary>
public sealed record TimeEntry(long Key, string UserName, int Minutes, string Text, DateOnly Day);

/// <summary>Time accounting; the desk's own, requesters never see it (domain §8.6).</summary>
public sealed class TimeEntries(AkisDatabase database, TicketWork work)
{
    private const int Most = 200;

    /// <summary>The entries of a ticket, the latest day first. Whether the reader may see them is the caller's to ask.</summary>
    public Task<List<TimeEntry>> OfAsync(long ticketKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT key, user_name, minutes, text, day FROM time_entry WHERE ticket_key = @key ORDER BY day DESC, key DESC LIMIT @most",
        row => new TimeEntry(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetString(3), DateOnly.ParseExact(row.GetString(4), "yyyy-MM-dd", CultureInfo.InvariantCulture)), token, ("key", ticketKey), ("most", Most)), cancel);

    /// <summary>Writes down what the actor has spent.</summary>
    public Task<Outcome> AddAsync(string number, int minutes, string text, DateOnly day, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
    {
        if (minutes is < 1 or > 24 * 60) return new Problem("time.minutes", 422, "Süre 1 ile 1.440 dakika arasında olmalı.", "The time is between 1 and 1,440 minutes.");
        if (text.Length > 200) return new Problem("time.text", 422, "Açıklama en çok 200 karakter olabilir.", "The text has at most 200 characters.");
        if (day > DateOnly.FromDateTime(session.Now.UtcDateTime.AddDays(1))) return new Problem("time.day", 422, "Gelecekteki bir güne süre yazılamaz.", "Time cannot be spent on a day to come.");
        await session.ExecuteAsync("INSERT INTO time_entry (key, ticket_key, user_name, minutes, text, day, at) VALUES (@key, @ticket, @user, @minutes, @text, @day, @now)", token,
            ("key", session.NextKey()), ("ticket", row.Key), ("user", actor.UserName), ("minutes", minutes), ("text", text.Trim()), ("day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("now", session.Now));
        return Outcome.Done;
    }, cancel);

    /// <summary>Removes an entry of the actor's own.</summary>
    public Task<Outcome> RemoveAsync(string number, long key, Actor actor, CancellationToken cancel = default) => work.RunAsync(number, actor, async (session, row, token) =>
        await session.ExecuteAsync("DELETE FROM time_entry WHERE key = @key AND ticket_key = @ticket AND user_name = @user", token, ("key", key), ("ticket", row.Key), ("user", actor.UserName)) == 1 ? Outcome.Done : TicketProblems.NotYours, cancel);
}
