using System.Diagnostics;
using System.Globalization;
using Akis.Bench.Durable;
using Akis.Engine.Database;

// Arguments: folder for SQLite, connection string of PostgreSQL, seconds for each figure, then "scale" with the numbers of ended instances and of waiting ones.
if (args is [var folder, var connection, var time, "scale", .. var finished, var waiting])
{
    foreach (var postgres in new[] { null, connection })
    {
        await using var database = AkisDatabase.Open(folder, postgres, TimeProvider.System);
        await ScaleRun.RunAsync(database, double.Parse(time, CultureInfo.InvariantCulture), [.. finished.Select(count => int.Parse(count, CultureInfo.InvariantCulture))], int.Parse(waiting, CultureInfo.InvariantCulture));
    }

    return;
}

var seconds = double.Parse(args[2], CultureInfo.InvariantCulture);
Console.WriteLine($"{Environment.ProcessorCount} processors, {seconds} s for each figure; an instance is three commands: start, complete the task, complete the job");
Console.WriteLine("database    ticket  callers   engine/s    rows only/s   ratio   CPU ms an instance");
foreach (var postgres in new[] { null, args[1] })
{
    await using var database = AkisDatabase.Open(args[0], postgres, TimeProvider.System);
    var engine = await EngineRun.PrepareAsync(database);
    var rows = await RowsRun.RecordAsync(database, engine);
    for (var i = 0; i < 2_000; i++) await rows.OnceAsync(ticket: i % 2 == 0);
    var (size, written) = (await Measure.BytesAsync(database), 2_000); // so many that code is compiled as well as it gets
    for (var i = 0; i < written; i++) await engine.OnceAsync(ticket: false);
    var bytes = (await Measure.BytesAsync(database) - size) / written;
    var trips = await Measure.RoundTripsAsync(database, () => engine.OnceAsync(ticket: false));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database.Kind,-10}  {bytes} bytes an instance in the database, {(trips is null ? "no" : $"{trips}")} round trips for its three commands beside their commits"));
    foreach (var ticket in new[] { false, true })
    {
        foreach (var callers in new[] { 1, 8, 16, 64 })
        {
            // Turn by turn, so that a busy minute of the machine meets both.
            await Measure.RateAsync(callers, seconds / 4, () => engine.OnceAsync(ticket));
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var ours = await Measure.RateAsync(callers, seconds / 2, () => engine.OnceAsync(ticket));
            var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
            var count = ours * seconds / 2;
            await Measure.RateAsync(callers, seconds / 4, () => rows.OnceAsync(ticket));
            var limit = await Measure.RateAsync(callers, seconds, () => rows.OnceAsync(ticket));
            ours = (ours + await Measure.RateAsync(callers, seconds / 2, () => engine.OnceAsync(ticket))) / 2;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database.Kind,-10}  {(ticket ? "yes" : "no"),-6}  {callers,7}   {ours,8:F0}    {limit,11:F0}   {ours / limit,5:F2}   {processor.TotalMilliseconds / count,8:F2}"));
        }
    }
}

const int timers = 10_000;
foreach (var postgres in new[] { null, args[1] })
{
    var rate = await TimersRun.MeasureAsync(args[0], postgres, timers);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(postgres is null ? "Sqlite" : "PostgreSql"),-10}  {timers} timers due at once: {rate:F0} a second"));
}
