using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Engine.CrashDriver;

/// <summary>Its effect is a row; a job that were done twice would leave two.</summary>
public sealed class EffectHandler : IJobHandler
{
    /// <inheritdoc />
    public string Type => "etki";

    /// <inheritdoc />
    public bool TouchesOnlyTheDatabase => true;

    /// <inheritdoc />
    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        await call.Session!.ExecuteAsync("INSERT INTO crash_effect (job_key) VALUES (@key)", cancel, ("key", call.Job.Key)); // set for such a handler
        return new JobAnswer.Completed(FeelContext.Empty);
    }
}
