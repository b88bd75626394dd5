using System.Diagnostics;
using System.Globalization;
using Akis.Engine.Database;

namespace Akis.Bench.Durable;

/// <summary>
/// What a step costs beside many instances that have ended or wait: one of each kind is made by the engine and copied under older keys by bulk inserts, with every row that belongs to it.
/// </summary>
internal static class ScaleRun
{
    private const long Step = 1L << 33; // of keys: some eight seconds, more than one instance takes
    private const int AtOnce = 10_000;

    // The columns that hold keys of the instance itself, in the order in which rows are copied.
    private static readonly (string Table, string Of, string[] Keys)[] Tables =
    [
        ("process_instance", "key = @instance", ["key", "root_key"]),
        ("history_event", "instance_key = @instance", ["instance_key"]),
        ("element_instance", "instance_key = @instance", ["key", "instance_key", "scope_key"]),
        ("user_task", "instance_key = @instance", ["key", "instance_key", "element_key"]),
        ("user_task_candidate", "task_key IN (SELECT key FROM user_task WHERE instance_key = @instance)", ["task_key"]),
        ("job", "instance_key = @instance", ["key", "instance_key", "element_key"]),
        ("variable", "instance_key = @instance", ["key", "instance_key", "scope_key"]),
    ];

    public static async Task RunAsync(AkisDatabase database, double seconds, IReadOnlyList<int> finished, int waiting)
    {
        var engine = await EngineRun.PrepareAsync(database);
        var (ended, open) = (await engine.OnceAsync(ticket: false), await engine.StartOnlyAsync());
        var first = 0.0;
        var (hadEnded, hadOpen) = (0, 0);
        foreach (var (ends, waits) in finished.Select(count => (count, 0)).Prepend((0, 0)).Append((finished[^1], waiting)))
        {
            var filling = Stopwatch.StartNew();
            await FillAsync(database, ended, hadEnded, ends, 0);
            await FillAsync(database, open, hadOpen, waits, Step / 2);
            (hadEnded, hadOpen) = (ends, waits);
            if (database.Kind == DatabaseKind.PostgreSql) await database.ReadAsync((connection, cancel) => connection.QueryAsync("ANALYZE", _ => 0, cancel));
            var filled = filling.Elapsed.TotalSeconds;
            await Measure.RateAsync(8, seconds / 2, () => engine.OnceAsync(ticket: false));
            var rate = await Measure.RateAsync(8, seconds, () => engine.OnceAsync(ticket: false));
            if (first == 0) first = rate;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database.Kind,-10}  {ends,9} ended  {waits,7} waiting   {rate,7:F0} instances/s   a step costs {(first / rate) - 1,6:P0} more   (filled in {filled:F0} s)"));
        }
    }

    private static async Task FillAsync(AkisDatabase database, long instance, int from, int to, long shift)
    {
        var columns = new Dictionary<string, List<string>>();
        foreach (var (table, _, _) in Tables) columns[table] = await ColumnsAsync(database, table);
        for (var start = from; start < to; start += AtOnce)
        {
            var (low, high) = (start + 1, Math.Min(start + AtOnce, to));
            await database.WriteAsync(async (session, cancel) =>
            {
                var series = database.Kind == DatabaseKind.PostgreSql
                    ? "(SELECT CAST(n AS bigint) AS n FROM generate_series(CAST(@low AS integer), CAST(@high AS integer)) AS n) AS s"
                    : "(WITH RECURSIVE s(n) AS (SELECT @low UNION ALL SELECT n + 1 FROM s WHERE n < @high) SELECT n FROM s) AS s";
                foreach (var (table, of, keys) in Tables)
                {
                    var values = columns[table].Select(column => keys.Contains(column) ? $"x.{column} - s.n * @step - @shift" : $"x.{column}");
                    await session.ExecuteAsync($"INSERT INTO {table} ({string.Join(", ", columns[table])}) SELECT {string.Join(", ", values)} FROM {series}, (SELECT * FROM {table} WHERE {of}) AS x", cancel,
                        ("low", low), ("high", high), ("step", Step), ("shift", shift), ("instance", instance));
                }

                return Outcome.Done;
            });
        }
    }

    private static Task<List<string>> ColumnsAsync(AkisDatabase database, string table) => database.ReadAsync(async (connection, cancel) =>
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names of this file
        command.CommandText = $"SELECT * FROM {table} WHERE 1 = 0";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
    });
}
