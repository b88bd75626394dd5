using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>The job between what an element follows on and the element: there is nothing to do but to go on, after a commit.</summary>
internal sealed class Continuation : IJobHandler
{
    public string Type => ListenerSpec.Continue;

    public bool TouchesOnlyTheDatabase => true;

    public Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel) => Task.FromResult<JobAnswer>(new JobAnswer.Completed(FeelContext.Empty));
}
