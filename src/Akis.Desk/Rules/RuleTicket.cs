using System.Data.Common;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Rules;

/// <summary>A ticket as rules see it.</summary>
internal sealed record RuleTicket(
    long Key, string Number, string Subject, string Category, string Queue, string Type, string Priority, string State, string Source, string Impact, string Urgency, string? Boost, string? Assignee, long? Instance,
    int Reopened, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, string Requester, bool IsConfidential, string Message)
{
    /// <summary>Columns for <see cref="Row"/>.</summary>
    public const string Columns = """
        t.key, t.number, t.subject, t.category, t.queue, t.type, t.priority, t.state, t.source, t.impact, t.urgency, t.boost, t.assignee, t.instance_key, t.reopened, t.opened_at, t.changed_at, t.requester, t.confidential,
        (SELECT m.body FROM ticket_message m WHERE m.ticket_key = t.key AND m.kind = 0 ORDER BY m.key DESC LIMIT 1)
        """;

    public static RuleTicket Row(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9), row.GetString(10), row.Text(11), row.Text(12),
        row.IsDBNull(13) ? null : row.GetInt64(13), row.GetInt32(14), row.Instant(15)!.Value, row.Instant(16)!.Value, row.GetString(17), row.GetBoolean(18), row.Text(19) ?? ""); // instants are never null

    /// <summary>The inputs of the table.</summary>
    public FeelContext Inputs(string happened, int? slaLevel, DateTimeOffset now) => FeelContext.Of(
        ("event", FeelValue.Of(happened)), ("category", FeelValue.Of(Category)), ("queue", FeelValue.Of(Queue)), ("type", FeelValue.Of(Type)), ("priority", FeelValue.Of(Priority)), ("state", FeelValue.Of(State)),
        ("source", FeelValue.Of(Source)), ("subject", FeelValue.Of(Subject)), ("message", FeelValue.Of(Message)), ("assigned", FeelValue.Of(Assignee is not null)),
        ("ageHours", FeelValue.Of((decimal)Math.Round((now - OpenedAt).TotalHours, 2))), ("quietHours", FeelValue.Of((decimal)Math.Round((now - ChangedAt).TotalHours, 2))), ("reopened", FeelValue.Of(Reopened)),
        ("slaLevel", slaLevel is { } level ? FeelValue.Of(level) : FeelValue.Null));
}
