using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>What one command did to one instance, for those who act in the same transaction.</summary>
public sealed record InstanceTransition(
    long InstanceKey, string ProcessId, string? BusinessKey, long RootKey, ProcessGraph Graph, IReadOnlyList<HistoryEvent> Events, FeelContext Variables, InstanceStatus Status, Actor Actor);

/// <summary>A feature module that changes its own rows together with an instance's: in the same transaction, before the commit.</summary>
public interface IProcessListener
{
    /// <summary>Called once for every instance that a command has changed.</summary>
    ValueTask OnTransitionAsync(WriteSession session, InstanceTransition transition, CancellationToken cancel);
}
