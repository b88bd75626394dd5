using System.Data.Common;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Tickets;

/// <summary>A ticket that a command has taken: nobody else changes it until the transaction ends.</summary>
internal sealed record TicketRow(
    long Key, string Number, string Subject, string Category, string Queue, string Priority, string State, string Requester, string RequesterName, string? RequesterUnit, string? Assignee, string Labels,
    bool IsConfidential, long? InstanceKey, DateTimeOffset OpenedAt, DateTimeOffset? SnoozedUntil, TicketView View)
{
    private const string Columns = "key, number, subject, category, queue, priority, state, requester, requester_name, requester_unit, assignee, labels, confidential, instance_key, opened_at, snoozed_until";

    public bool IsOver => TicketState.IsOver(State);

    /// <summary>Takes a ticket by its number; null where it does not exist for the actor.</summary>
    public static async Task<TicketRow?> TakeAsync(WriteSession session, string number, Actor actor, CancellationToken cancel)
    {
        var rows = await session.QueryAsync($"SELECT {Columns} FROM ticket WHERE number = @number{(session.Database.Kind == DatabaseKind.PostgreSql ? " FOR UPDATE" : "")}", row => Read(row, actor), cancel, ("number", number.TrimStart('#').Trim()));
        return rows is [{ View: not TicketView.None } row] ? row : null;
    }

    private static TicketRow Read(DbDataReader row, Actor actor) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), row.Text(9), row.Text(10), row.GetString(11),
        row.GetBoolean(12), row.IsDBNull(13) ? null : row.GetInt64(13), row.Instant(14)!.Value, row.Instant(15), // the opening is never null
        TicketAccess.ViewOf(actor, row.GetString(7), row.GetString(4), row.Text(10), row.GetBoolean(12)));
}
