namespace Akis.Engine.Batches;

/// <summary>What a batch does to each of its items.</summary>
public enum BatchKind
{
    /// <summary>Ends running instances.</summary>
    CancelInstances,

    /// <summary>Tries again where incidents stand.</summary>
    ResolveIncidents,

    /// <summary>Moves running instances to another version.</summary>
    MigrateInstances,

    /// <summary>Moves tokens of running instances from elements to others.</summary>
    ModifyInstances,

    /// <summary>Removes ended instances and all that is known of them.</summary>
    DeleteInstances,
}

/// <summary>How far a batch is.</summary>
public enum BatchState
{
    /// <summary>It is being done, in the background.</summary>
    Active,

    /// <summary>Somebody holds it; what is done is done.</summary>
    Suspended,

    /// <summary>Every item was looked at; some may have been refused.</summary>
    Completed,

    /// <summary>Somebody ended it; what is done is done.</summary>
    Cancelled,
}

/// <summary>What became of an item.</summary>
public enum BatchItemState
{
    /// <summary>It waits for its turn.</summary>
    Open,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>The batch was cancelled before its turn.</summary>
    Cancelled,

    /// <summary>Refused; it says why, and nothing of it was changed.</summary>
    Failed,
}

/// <summary>What is to be done; only what the kind needs is set.</summary>
/// <param name="TargetDefinitionKey">Where migrated instances go.</param>
/// <param name="Elements">Ids of elements and what they become: for migration the mapping, for modification from where to where tokens move.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record BatchPlan(long? TargetDefinitionKey = null, IReadOnlyDictionary<string, string>? Elements = null, string? Reason = null);

/// <summary>A batch as lists show it.</summary>
public sealed record BatchView(long Key, BatchKind Kind, BatchState State, string Actor, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, int Total, int Done, int Failed);

/// <summary>An item of a batch: an instance, or an incident of one.</summary>
public sealed record BatchItemView(long ItemKey, long InstanceKey, BatchItemState State, DateTimeOffset? EndedAt, string? Code, string? Tr, string? En);
