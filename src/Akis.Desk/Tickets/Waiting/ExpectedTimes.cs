using System.Collections.Concurrent;
using Akis.Engine.Database;

namespace Akis.Desk.Tickets.Waiting;

/// <summary>How long tickets of a category took: half of them, and four in five.</summary>
/// <param name="Median">Half of them were over within this time.</param>
/// <param name="Most">Four in five were.</param>
/// <param name="Count">How many tickets it was counted over.</param>
public sealed record ExpectedTime(TimeSpan Median, TimeSpan Most, int Count);

/// <summary>What the past says about how long a ticket will take. Where too few have ended it says nothing.</summary>
public sealed class ExpectedTimes(AkisDatabase database, TimeProvider clock)
{
    private const int Enough = 20;
    private const int Newest = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, ExpectedTime? Time)> _known = new();

    /// <summary>The times of the newest tickets of a category that were closed; null where fewer than twenty were.</summary>
    public async Task<ExpectedTime?> OfAsync(string category, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(category, out var known) && now - known.At < Kept) return known.Time;
        var took = await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT closed_at - opened_at FROM ticket WHERE category = @category AND state = 'Closed' AND closed_at IS NOT NULL ORDER BY key DESC LIMIT @newest", row => row.GetInt64(0), token, ("category", category), ("newest", Newest)), cancel);
        took.Sort();
        var time = took.Count < Enough ? null : new ExpectedTime(TimeSpan.FromMilliseconds(took[took.Count / 2]), TimeSpan.FromMilliseconds(took[took.Count * 4 / 5]), took.Count);
        _known[category] = (now, time);
        return time;
    }
}
