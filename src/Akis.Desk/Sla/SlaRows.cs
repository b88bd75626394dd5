using System.Data.Common;
using Akis.Engine.Database;

namespace Akis.Desk.Sla;

/// <summary>Rows of the facts of a ticket's clocks.</summary>
internal static class SlaRows
{
    public const string Spans = "SELECT from_at, state, reason FROM ticket_span WHERE ticket_key = @ticket ORDER BY key";

    public const string Targets = "SELECT at, priority, calendar, first_answer, solution, silence FROM ticket_target WHERE ticket_key = @ticket ORDER BY key";

    public const string Told = "SELECT at, human FROM ticket_told WHERE ticket_key = @ticket ORDER BY key";

    public static SlaFact Span(DbDataReader row) => new StateEntered(row.Instant(0)!.Value, row.GetString(1), row.Text(2)); // instants are never null, here and below

    public static SlaFact Target(DbDataReader row) => new TargetsSet(row.Instant(0)!.Value, row.GetString(1), new(row.GetString(2), Seconds(row, 3), Seconds(row, 4), Seconds(row, 5)));

    public static SlaFact Tell(DbDataReader row) => new RequesterTold(row.Instant(0)!.Value, row.GetBoolean(1));

    /// <summary>What happened at the same instant: first the word to the requester, then the state that it led to.</summary>
    public static List<SlaFact> InOrder(IEnumerable<SlaFact> spans, IEnumerable<SlaFact> targets, IEnumerable<SlaFact> told)
    {
        var opening = spans.FirstOrDefault();
        var rest = targets.Concat(told).Concat(spans.Skip(1)).OrderBy(fact => fact.At); // stable
        return opening is null ? [.. rest] : [opening, .. rest];
    }

    private static TimeSpan Seconds(DbDataReader row, int column) => TimeSpan.FromSeconds(row.GetInt64(column));
}
