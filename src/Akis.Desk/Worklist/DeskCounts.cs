using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Worklist;

/// <summary>How many tickets each view of the desk holds.</summary>
public sealed class DeskCounts(AkisDatabase database)
{
    private static readonly DeskFilter[] Counted = [DeskFilter.Open, DeskFilter.Unassigned, DeskFilter.Mine, DeskFilter.Waiting, DeskFilter.Snoozed];

    /// <summary>The open ones by view, in one pass; what is over is not counted.</summary>
    public async Task<IReadOnlyDictionary<DeskFilter, int>> OfAsync(Actor actor, CancellationToken cancel = default)
    {
        if (DeskScope.Of(actor, inOrder: true) is not { } scope) return new Dictionary<DeskFilter, int>();
        var sums = string.Join(", ", Counted.Select(filter => $"count(*) FILTER (WHERE {DeskScope.Which(filter)})"));
        var counts = await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {sums} FROM ticket WHERE closed_at IS NULL AND {scope.Where}",
            row => Counted.Select((filter, i) => (filter, (int)row.GetInt64(i))).ToDictionary(), token, scope.Parameters), cancel);
        return counts[0];
    }
}
