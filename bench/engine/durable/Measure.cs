using System.Diagnostics;
using Akis.Engine.Database;

namespace Akis.Bench.Durable;

/// <summary>How often something is done in a second, and what the database has grown by.</summary>
internal static class Measure
{
    public static async Task<double> RateAsync(int callers, double seconds, Func<Task> once)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                await once();
                Interlocked.Increment(ref count);
            }
        })));
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Bytes that the database takes, indexes included.</summary>
    public static async Task<long> BytesAsync(AkisDatabase database) => (await database.ReadAsync((connection, cancel) => connection.QueryAsync(
        database.Kind == DatabaseKind.PostgreSql ? "SELECT pg_database_size(current_database())" : "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", row => row.GetInt64(0), cancel)))[0];

    /// <summary>How often one call asks PostgreSQL, commits left out; null on SQLite, which is never asked over a wire.</summary>
    public static async Task<int?> RoundTripsAsync(AkisDatabase database, Func<Task> once)
    {
        if (database.Kind != DatabaseKind.PostgreSql) return null;
        var asked = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ => Interlocked.Increment(ref asked),
        };
        ActivitySource.AddActivityListener(listener);
        await once();
        return asked;
    }
}
