using System.Data.Common;
using Akis.Desk.Categories;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Requests;

namespace Akis.Desk.Tickets;

/// <summary>Which of the tickets they work on somebody wants to see.</summary>
public enum DeskFilter
{
    /// <summary>All open ones.</summary>
    Open,

    /// <summary>Those nobody has.</summary>
    Unassigned,

    /// <summary>Their own.</summary>
    Mine,

    /// <summary>Those that wait for somebody outside the desk.</summary>
    Waiting,

    /// <summary>Those that were put off.</summary>
    Snoozed,

    /// <summary>Those that are over.</summary>
    Over,
}

/// <summary>Reads tickets; who may not see one gets null.</summary>
public sealed class TicketQueries(AkisDatabase database) : IRequestReaders
{
    private const string Columns = "key, number, subject, category, queue, priority, state, requester, requester_name, assignee, opened_at, changed_at";

    /// <summary>The tickets of the queues that the actor works on (auditors and the head: of all), urgent and old ones first.</summary>
    public Task<List<TicketListItem>> OfDeskAsync(Actor actor, DeskFilter filter, int skip, int most, CancellationToken cancel = default)
    {
        if (Worklist.DeskScope.Of(actor, inOrder: filter != DeskFilter.Mine) is not { } scope) return Task.FromResult(new List<TicketListItem>());

        // Both orders are those of an index (open tickets have one of their own), so that a page is read and nothing else.
        var order = filter == DeskFilter.Over ? "key DESC" : "priority, key";
        return database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {Columns} FROM ticket WHERE {scope.Where} AND {Worklist.DeskScope.Which(filter)} ORDER BY {order} LIMIT @most OFFSET @skip", Item, token,
            [("most", most), ("skip", skip), .. scope.Parameters]), cancel);
    }

    /// <summary>A ticket's page, without what the reader may not see; null when it does not exist for them.</summary>
    public Task<TicketPage?> PageAsync(string number, Actor actor, CancellationToken cancel = default) => database.ReadAsync<TicketPage?>(async (connection, token) =>
    {
        var rows = await connection.QueryAsync($"SELECT {Columns}, requester_unit, question, resolution_code, resolution, instance_key, revision, confidential, labels, snoozed_until, redirect_unit, redirect_place FROM ticket WHERE number = @number", row =>
            (Item: Item(row), Unit: row.Text(12), Question: row.Text(13), Code: row.Text(14), Resolution: row.Text(15), Instance: row.IsDBNull(16) ? (long?)null : row.GetInt64(16), Revision: row.GetInt32(17), Secret: row.GetBoolean(18), Labels: row.GetString(19), Snoozed: row.Instant(20), RedirectUnit: row.Text(21), Place: row.Text(22)), token, ("number", number));
        if (rows.Count == 0) return null;
        var found = rows[0];
        var view = TicketAccess.ViewOf(actor, found.Item.Requester, found.Item.Queue, found.Item.Assignee, found.Secret);
        if (view == TicketView.None && !found.Secret && await connection.QueryAsync("SELECT 1 FROM ticket_watcher WHERE ticket_key = @key AND user_name = @user", row => 1, token, ("key", found.Item.Key), ("user", actor.UserName)) is [_]) view = TicketView.Watcher;
        if (view == TicketView.None) return null;
        var isDesk = view is TicketView.Agent or TicketView.Reader;
        var messages = await connection.QueryAsync(
            $"SELECT key, kind, author, body, at FROM ticket_message WHERE ticket_key = @key{(isDesk ? "" : " AND kind <> 1")} ORDER BY at, key",
            row => new TicketMessage(row.GetInt64(0), (MessageKind)row.GetInt32(1), row.GetString(2), row.GetString(3), row.Instant(4)!.Value), token, ("key", found.Item.Key)); // at is never null, here and below
        var notes = !isDesk ? " AND NOT EXISTS (SELECT 1 FROM ticket_message m WHERE m.key = a.message_key AND m.kind = 1)" : "";
        var files = await connection.QueryAsync($"SELECT a.key, a.name, a.media_type, a.size, a.author, a.at FROM ticket_attachment a WHERE a.ticket_key = @key{notes} ORDER BY a.key",
            row => new TicketAttachment(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.Instant(5)!.Value), token, ("key", found.Item.Key));
        return new TicketPage(found.Item, found.Unit, found.Question, found.Code, found.Resolution, found.Instance, found.Revision, view, messages, files) { IsConfidential = found.Secret, Labels = isDesk ? found.Labels : "", SnoozedUntil = isDesk ? found.Snoozed : null, RedirectUnit = found.RedirectUnit, RedirectPlace = found.Place };
    }, cancel);

    /// <inheritdoc />
    public async Task<bool> MaySeeAsync(long rootKey, Actor actor, CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT requester, queue, assignee, confidential FROM ticket WHERE instance_key = @key OR key IN (SELECT ticket_key FROM ticket_process WHERE instance_key = @key)",
        row => TicketAccess.ViewOf(actor, row.GetString(0), row.GetString(1), row.Text(2), row.GetBoolean(3)), token, ("key", rootKey)), cancel)).Any(view => view != TicketView.None);

    internal static TicketListItem Item(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), row.Text(9), row.Instant(10)!.Value, row.Instant(11)!.Value);
}
