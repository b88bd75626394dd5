using Akis.Bpmn.Graph;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine;

/// <summary>Completes what instances begin with that nobody starts: a timer, a message, a signal or a condition did.</summary>
public interface IOwnStart
{
    /// <summary>The variables to begin with, and the business key where the start brings none.</summary>
    /// <param name="session">The unit of work that the instance is made in.</param>
    /// <param name="processId">The process.</param>
    /// <param name="trigger">What set it off.</param>
    /// <param name="variables">What came with the message or signal.</param>
    /// <param name="cancel">Stops the work.</param>
    Task<(FeelContext Variables, string? BusinessKey)> CompleteAsync(WriteSession session, string processId, Trigger? trigger, FeelContext variables, CancellationToken cancel);
}
