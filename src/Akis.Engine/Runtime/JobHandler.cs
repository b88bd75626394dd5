using Akis.Engine.Database;

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

    /// <summary>Does the job. What it throws is a failed try.</summary>
    Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel);
}
