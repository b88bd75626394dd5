using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Engine.Runtime;

/// <summary>Takes due jobs and gives them to their handlers. Each type has a loop of its own: a slow connector holds up nobody else.</summary>
public sealed class JobRunner : BackgroundService
{
    private const int AtOnce = 4;
    private const string OwnWorkers = "akis-node/";
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly AkisDatabase _database;
    private readonly ProcessEngine _engine;
    private readonly (IJobHandler Handler, WakeUp Wake)[] _loops;
    private readonly TimeProvider _clock;
    private readonly ILogger<JobRunner> _log;
    private readonly string _worker = $"{OwnWorkers}{Environment.MachineName}/{Environment.ProcessId}";

    internal JobRunner(AkisDatabase database, ProcessEngine engine, IEnumerable<IJobHandler> handlers, EngineSettings settings, LiveUpdates live, ILogger<JobRunner> log)
    {
        (_database, _engine, _clock, _log) = (database, engine, settings.Clock, log);
        _loops = [.. handlers.Select(handler => (handler, new WakeUp()))];
        live.Changed += transition =>
        {
            foreach (var created in transition.Events.OfType<JobCreated>())
            {
                foreach (var (handler, wake) in _loops) if (handler.Type == created.JobType) wake.Wake();
            }
        };
    }

    /// <summary>Does what is due now, one after the other; gives how many jobs were tried. Simulations call it themselves.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancel = default)
    {
        var done = 0;
        foreach (var (handler, _) in _loops) while (await RunNextAsync(handler, cancel)) done++;
        return done;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        foreach (var (_, wake) in _loops) wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ReleaseAsync(stoppingToken);
        await Task.WhenAll(_loops.Select(loop => LoopAsync(loop.Handler, loop.Wake, stoppingToken)));
    }

    /// <summary>
    /// Takes back at the start what this program's own workers held when it was killed. Only where one node has the database to itself; with
    /// several, the lease's end is the only sure sign.
    /// </summary>
    internal async Task ReleaseAsync(CancellationToken cancel)
    {
        if (_database.Kind != DatabaseKind.Sqlite) return;
        await _database.WriteAsync((session, token) => session.ExecuteAsync(
            "UPDATE job SET due_at = @now, worker = NULL WHERE state = 0 AND worker LIKE @own AND due_at > @now", token, ("now", session.Now), ("own", OwnWorkers + "%")), cancel);
    }

    private async Task LoopAsync(IJobHandler handler, WakeUp wake, CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            var sleep = SafetyNet;
            try
            {
                // Handlers that only write the database gain nothing from company; the others wait for something outside.
                await Task.WhenAll(Enumerable.Range(0, handler.TouchesOnlyTheDatabase ? 1 : AtOnce).Select(async _ =>
                {
                    while (await RunNextAsync(handler, stopping));
                }));
                if (await NextDueAsync(handler.Type, stopping) is { } due && due - _clock.GetUtcNow() < sleep) sleep = due - _clock.GetUtcNow();
            }
#pragma warning disable CA1031 // the runner must go on; a job that was not answered comes up again
            catch (Exception failed) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _log.LogError(failed, "Jobs of type {Type} could not be run; trying again", handler.Type);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await wake.SleepAsync(sleep, stopping);
        }
    }

    private async Task<DateTimeOffset?> NextDueAsync(string type, CancellationToken cancel) => (await _database.ReadAsync(
        (connection, token) => connection.QueryAsync("SELECT min(due_at) FROM job WHERE type = @type AND state = 0 AND suspended = 0", row => row.Instant(0), token, ("type", type)), cancel))[0];

    private async Task<bool> RunNextAsync(IJobHandler handler, CancellationToken cancel)
    {
        if (await NextDueAsync(handler.Type, cancel) is not { } due || due > _clock.GetUtcNow()) return false; // asking a reader disturbs no writer
        return await (handler.TouchesOnlyTheDatabase ? RunInsideAsync(handler, cancel) : RunOutsideAsync(handler, cancel));
    }

    // Taken, done and completed in one transaction: there is nothing to lease, and a failure undoes what the handler wrote.
    private async Task<bool> RunInsideAsync(IJobHandler handler, CancellationToken cancel)
    {
        ActivatedJob? taken = null;
        try
        {
            var outcome = await _database.WriteAsync(async (session, token) =>
            {
                taken = null;
                var jobs = await _engine.ActivateJobsAsync(session, handler.Type, _worker, 1, Lease, token);
                if (jobs.Count == 0) return Outcome.Done;
                taken = jobs[0];
                var answer = await handler.HandleAsync(new(taken, session), token);
                return await _engine.AnswerJobAsync(session, taken.Key, answer, taken.Fence, token);
            }, cancel);
            if (taken is not null && outcome.Problem is { } problem) await GiveUpAsync(taken, problem, cancel);
        }
#pragma warning disable CA1031 // whatever a handler throws is a failed try of its job
        catch (Exception failed) when (taken is not null && !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _log.LogWarning(failed, "Job {Type} of instance {Instance} failed", handler.Type, taken.InstanceKey);
            await AnswerAsync(taken, new JobAnswer.Failed(failed.Message), null, cancel);
        }

        return taken is not null;
    }

    private async Task<bool> RunOutsideAsync(IJobHandler handler, CancellationToken cancel)
    {
        var jobs = await _database.WriteAsync((session, token) => _engine.ActivateJobsAsync(session, handler.Type, _worker, 1, Lease, token), cancel);
        if (jobs.Count == 0) return false;
        var job = jobs[0];
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var heartbeat = HeartbeatAsync(job, working);
        JobAnswer answer;
        try
        {
            answer = await handler.HandleAsync(new(job, null), working.Token);
        }
#pragma warning disable CA1031 // whatever a connector throws is a failed try of its job
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _log.LogWarning(failed, "Job {Type} of instance {Instance} failed", handler.Type, job.InstanceKey);
            answer = new JobAnswer.Failed(failed.Message);
        }

        await working.CancelAsync();
        await heartbeat;
        await AnswerAsync(job, answer, job.Fence, cancel);
        return true;
    }

    // While the handler works, its lease goes on; when the lease was lost, the handler is told to stop.
    private async Task HeartbeatAsync(ActivatedJob job, CancellationTokenSource working)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Lease / 3, _clock, working.Token);
                if (await _database.WriteAsync((session, token) => Jobs.ExtendAsync(session, job.Key, job.Fence, Lease, token), working.Token)) continue;
                await working.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The handler is done.
        }
        catch (Exception failed) when (failed is System.Data.Common.DbException)
        {
            _log.LogWarning(failed, "The lease of job {Job} could not be extended", job.Key);
        }
    }

    private async Task AnswerAsync(ActivatedJob job, JobAnswer answer, int? fence, CancellationToken cancel)
    {
        var outcome = await _database.WriteAsync((session, token) => _engine.AnswerJobAsync(session, job.Key, answer, fence ?? job.Fence - 1, token), cancel); // an undone activation left the fence before
        if (outcome.Problem is { } problem) await GiveUpAsync(job, problem, cancel);
    }

    // The instance no longer waits for the job: its row must not come up for ever. A job that has gone to another worker is left to it.
    private async Task GiveUpAsync(ActivatedJob job, Problem problem, CancellationToken cancel)
    {
        _log.LogInformation("The answer of job {Type} of instance {Instance} came too late: {Code}", job.Type, job.InstanceKey, problem.Code);
        if (problem.Code is not ("step.not-waiting" or "instance.ended")) return;
        await _database.WriteAsync(async (session, token) =>
        {
            await Jobs.CloseAsync(session, job.Key, token);
            return Outcome.Done;
        }, cancel);
    }
}
