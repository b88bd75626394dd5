using Akis.Engine.Database;

namespace Akis.Engine.History;

/// <summary>A feature module whose own records of an instance go with its history, in the same transaction.</summary>
public interface IHistoryListener
{
    /// <summary>The tree of calls under this root is being removed.</summary>
    ValueTask OnRemovedAsync(WriteSession session, long rootKey, CancellationToken cancel);
}
