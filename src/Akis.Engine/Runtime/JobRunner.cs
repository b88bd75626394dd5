using Akis.Engine.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Engine.Runtime;

/// <summary>A job as its handler sees it.</summary>
/// <param name="Job">The job and its variables.</param>
/// <param name="Session">The transaction that also completes the job; null for handlers with effects outside the database.</param>
public sealed record JobCall(ActivatedJob Job, WriteSession? Session);

/// <summary>Does jobs of one type inside the program, on the same road as workers outside.</summary>
public interface IJobHandler
{
    /// <summary>Which jobs.</summary>
    string Type { get; }

    /// <summary>True: runs in the transaction that completes the job, so a crash undoes both. False: leased, may run again after a crash, uses the idempotency key.</summary>
    bool TouchesOnlyTheDatabase { get; }

    /// <summary>Does the job.</summary>
    Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel);
}

/// <summary>Takes due jobs and gives them to their handlers.</summary>
public sealed class JobRunner : BackgroundService
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly AkisDatabase _database;
    private readonly ProcessEngine _engine;
    private readonly IJobHandler[] _handlers;
    private readonly ILogger<JobRunner> _log;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly string _worker = $"akis-{Environment.ProcessId}";

    internal JobRunner(AkisDatabase database, ProcessEngine engine, IEnumerable<IJobHandler> handlers, LiveUpdates live, ILogger<JobRunner> log)
    {
        (_database, _engine, _handlers, _log) = (database, engine, [.. handlers], log);
        live.Changed += Wake;
    }

    /// <summary>Does what is due now; gives how many jobs were answered. Simulations call it themselves.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancel = default)
    {
        var done = 0;
        foreach (var handler in _handlers)
        {
            while (await (handler.TouchesOnlyTheDatabase ? RunInsideAsync(handler, cancel) : RunOutsideAsync(handler, cancel))) done++;
        }

        return done;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(stoppingToken);
            }
#pragma warning disable CA1031 // the runner must go on; a job that was not answered comes up again
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _log.LogError(failed, "A job could not be run; trying again");
            }

            await ((Task)_wake.WaitAsync(SafetyNet, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Taken, done and completed in one transaction: there is nothing to lease.
    private Task<bool> RunInsideAsync(IJobHandler handler, CancellationToken cancel) => _database.WriteAsync(async (session, token) =>
    {
        var jobs = await _engine.ActivateJobsAsync(session, handler.Type, _worker, 1, Lease, token);
        if (jobs.Count == 0) return false;
        var answer = await handler.HandleAsync(new(jobs[0], session), token);
        await _engine.AnswerJobAsync(session, jobs[0].Key, answer, jobs[0].Fence, token);
        return true;
    }, cancel);

    private async Task<bool> RunOutsideAsync(IJobHandler handler, CancellationToken cancel)
    {
        var jobs = await _database.WriteAsync((session, token) => _engine.ActivateJobsAsync(session, handler.Type, _worker, 1, Lease, token), cancel);
        if (jobs.Count == 0) return false;
        JobAnswer answer;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(Lease * 0.8); // an answer after the lease would be refused by the fence
        try
        {
            answer = await handler.HandleAsync(new(jobs[0], null), timeout.Token);
        }
#pragma warning disable CA1031 // whatever a connector throws is a failed try of its job
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _log.LogWarning(failed, "Job {Type} of instance {Instance} failed", handler.Type, jobs[0].InstanceKey);
            answer = new JobAnswer.Failed(failed.Message);
        }

        await _database.WriteAsync((session, token) => _engine.AnswerJobAsync(session, jobs[0].Key, answer, jobs[0].Fence, token), cancel);
        return true;
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else woke it, or the program is ending.
        }
    }
}
