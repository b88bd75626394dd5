using System.Globalization;
using System.Threading.Channels;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Akis.Engine.Runtime;

/// <summary>
/// Where several nodes share one PostgreSQL, tells the others which instances have changed, so that a page is alive whichever node
/// serves it. News are sent after the commit and many at once: NOTIFY inside every transaction would make all commits wait for one lock.
/// News that are lost cost a reader a late page, never work: jobs and timers are taken from their tables.
/// </summary>
internal sealed class NodeNews : BackgroundService
{
    private const string Place = "akis_live";
    private const int MostAtOnce = 180; // PostgreSQL takes 8,000 bytes
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(1);

    private readonly PostgreSqlDatabase? _database;
    private readonly LiveUpdates _live;
    private readonly ILogger<NodeNews> _log;
    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly Channel<LiveUpdate> _news = Channel.CreateBounded<LiveUpdate>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public NodeNews(AkisDatabase database, LiveUpdates live, ILogger<NodeNews> log)
    {
        (_database, _live, _log) = (database as PostgreSqlDatabase, live, log);
        if (_database is null) return;
        live.Changed += transition => _news.Writer.TryWrite(new(transition.InstanceKey, transition.RootKey));
        live.Told += update => _news.Writer.TryWrite(update);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _database is null
        ? Task.CompletedTask
        : Task.WhenAll(AgainAndAgainAsync(token => SendAsync(_database, token), stoppingToken), AgainAndAgainAsync(token => ListenAsync(_database, token), stoppingToken));

    private async Task AgainAndAgainAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(stopping);
            }
            catch (Exception lost) when (lost is NpgsqlException or IOException or InvalidOperationException)
            {
                _log.LogWarning(lost, "News between nodes are interrupted; trying again");
                await Task.Delay(BeforeRetry, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task SendAsync(PostgreSqlDatabase database, CancellationToken cancel)
    {
        while (await _news.Reader.WaitToReadAsync(cancel))
        {
            await Task.Delay(Gather, cancel);
            var updates = new HashSet<LiveUpdate>();
            while (updates.Count < MostAtOnce && _news.Reader.TryRead(out var update)) updates.Add(update);
            var text = string.Create(CultureInfo.InvariantCulture, $"{_node} {string.Join(' ', updates.Select(update => $"{update.InstanceKey}:{update.RootKey}"))}");
            await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT pg_notify(@place, @text)", _ => 0, token, ("place", Place), ("text", text)), cancel);
        }
    }

    private async Task ListenAsync(PostgreSqlDatabase database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        connection.Notification += (_, news) => Hear(news.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Place}", connection)) await listen.ExecuteNonQueryAsync(cancel);
        while (true) await connection.WaitAsync(cancel);
    }

    private void Hear(string text)
    {
        if (text.Split(' ') is not [var node, .. var updates] || node == _node) return;
        foreach (var update in updates)
        {
            if (update.Split(':') is [var instance, var root]) _live.Hear(new(long.Parse(instance, CultureInfo.InvariantCulture), long.Parse(root, CultureInfo.InvariantCulture)));
        }
    }
}
