using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Tickets.Processes;

/// <summary>A process that was started for a ticket.</summary>
public sealed record LinkedProcess(long InstanceKey, string ProcessId, string Name, string? Code, string? Stage, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, bool IsCancelled, string? Outcome);

/// <summary>A task of a ticket's processes that the reader may do now.</summary>
public sealed record LinkedTask(long Key, string Name);

/// <summary>The ticket of a process, as its page names it; a confidential one without its subject.</summary>
public sealed record LinkedTicket(string Number, string Subject);

/// <summary>Reads what ticket and process show of each other. Who may see the ticket is asked before.</summary>
public sealed class LinkedQueries(AkisDatabase database)
{
    /// <summary>The processes of a ticket, in the order of their start.</summary>
    public Task<List<LinkedProcess>> OfAsync(long ticket, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT instance_key, process_id, name, code, stage, started_at, ended_at, cancelled, outcome FROM ticket_process WHERE ticket_key = @ticket ORDER BY instance_key",
        row => new LinkedProcess(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Text(3), row.Text(4), row.Instant(5)!.Value, row.Instant(6), row.GetBoolean(7), row.Text(8)), token, ("ticket", ticket)), cancel); // started_at is never null

    /// <summary>Open tasks that the reader may do: of the ticket's processes, and of its own what is not a step of the conversation.</summary>
    public Task<List<LinkedTask>> TasksAsync(long ticket, Actor reader, CancellationToken cancel = default)
    {
        var groups = reader.Groups.Union(reader.Leads).Select((group, i) => ($"g{i}", (object?)group)).ToArray();
        var names = groups.Length == 0 ? "NULL" : string.Join(", ", groups.Select(group => "@" + group.Item1));
        return database.ReadAsync((connection, token) => connection.QueryAsync($"""
            SELECT t.key, t.name FROM user_task t JOIN process_instance i ON i.key = t.instance_key
            WHERE t.state = 0 AND (i.root_key IN (SELECT instance_key FROM ticket_process WHERE ticket_key = @ticket)
              OR (i.key = (SELECT instance_key FROM ticket WHERE key = @ticket) AND t.element_id NOT IN ({TicketCommands.OwnTasks})))
              AND (t.assignee = @user OR (t.assignee IS NULL AND EXISTS (SELECT 1 FROM user_task_candidate c WHERE c.task_key = t.key AND ((c.kind = 1 AND c.name = @user) OR (c.kind = 0 AND c.name IN ({names}))))))
            ORDER BY t.key
            """, row => new LinkedTask(row.GetInt64(0), row.GetString(1)), token, [("ticket", ticket), ("user", reader.UserName), .. groups]), cancel);
    }

    /// <summary>The ticket that a process was started for or has opened; null where there is none.</summary>
    public async Task<LinkedTicket?> TicketOfAsync(long instance, CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT number, CASE WHEN confidential THEN '' ELSE subject END FROM ticket WHERE key IN (SELECT ticket_key FROM ticket_process WHERE instance_key = @instance UNION SELECT ticket_key FROM ticket_report WHERE root_key = @instance) ORDER BY key LIMIT 1",
        row => new LinkedTicket(row.GetString(0), row.GetString(1)), token, ("instance", instance)), cancel)).FirstOrDefault();

    /// <summary>The answers of the category's form; empty where there are none.</summary>
    public async Task<FeelContext> DetailsAsync(long ticket, CancellationToken cancel = default)
    {
        var details = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT details FROM ticket WHERE key = @ticket", row => row.Text(0), token, ("ticket", ticket)), cancel);
        return details is [{ } json] ? FeelJson.ParseContext(json) ?? FeelContext.Empty : FeelContext.Empty;
    }
}
