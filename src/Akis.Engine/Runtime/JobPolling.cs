using Akis.Engine.Database;

namespace Akis.Engine.Runtime;

/// <summary>Workers from outside ask for jobs and wait a while for one: woken by what is committed, on other nodes too, and by leases and delays that end.</summary>
public sealed class JobPolling
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);

    private readonly AkisDatabase _database;
    private readonly ProcessEngine _engine;
    private readonly LiveUpdates _live;
    private readonly TimeProvider _clock;

    internal JobPolling(AkisDatabase database, ProcessEngine engine, LiveUpdates live, EngineSettings settings) => (_database, _engine, _live, _clock) = (database, engine, live, settings.Clock);

    /// <summary>Takes jobs of a type for a worker; where there are none, waits for one until its patience is over.</summary>
    /// <param name="type">Which jobs.</param>
    /// <param name="worker">Who takes them.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="lease">For how long they are the worker's.</param>
    /// <param name="patience">How long to wait for the first; zero or less asks once.</param>
    /// <param name="cancel">The worker has gone away: nothing is taken for it any more.</param>
    public async Task<IReadOnlyList<ActivatedJob>> ActivateAsync(string type, string worker, int most, TimeSpan lease, TimeSpan patience, CancellationToken cancel = default)
    {
        var until = _clock.GetUtcNow() + patience;
        using var wake = new WakeUp();
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var listener = ListenAsync(wake, listening.Token); // listens before it looks
        try
        {
            while (true)
            {
                // Asking a reader disturbs no writer: of a hundred idle workers none writes.
                var due = (await _database.ReadAsync((connection, token) => connection.QueryAsync("SELECT min(due_at) FROM job WHERE type = @type AND state = 0 AND suspended = 0", row => row.Instant(0), token, ("type", type)), cancel))[0];
                if (due <= _clock.GetUtcNow())
                {
                    var jobs = await _database.WriteAsync((session, token) => _engine.ActivateJobsAsync(session, type, worker, most, lease, token), cancel);
                    if (jobs.Count > 0) return jobs;
                }

                var now = _clock.GetUtcNow();
                if (now >= until || cancel.IsCancellationRequested) return [];
                await wake.SleepAsync(new[] { until - now, SafetyNet, due is { } next && next > now ? next - now : SafetyNet }.Min(), cancel);
            }
        }
        finally
        {
            await listening.CancelAsync();
            await listener;
        }
    }

    private async Task ListenAsync(WakeUp wake, CancellationToken cancel)
    {
        try
        {
            await foreach (var _ in _live.ListenAsync(_ => true, cancel)) wake.Wake();
        }
        catch (OperationCanceledException)
        {
            // The worker has its jobs, or has waited long enough.
        }
    }
}
