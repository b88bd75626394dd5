using static Akis.Engine.Search.SearchField;

namespace Akis.Engine.Search;

/// <summary>Batches and their items as searches know them, under Camunda 8's names.</summary>
public static class BatchSearches
{
    private static readonly string[] Kinds = ["CANCEL_PROCESS_INSTANCE", "RESOLVE_INCIDENT", "MIGRATE_PROCESS_INSTANCE", "MODIFY_PROCESS_INSTANCE", "DELETE_PROCESS_INSTANCE"];

    /// <summary>Batches, with their progress.</summary>
    public static SearchResource Batches { get; } = new("batch_operation b", "batchOperationKey",
    [
        Key("batchOperationKey", "b.key"),
        Word("batchOperationType", "b.kind", Kinds),
        Word("operationType", "b.kind", Kinds) with { Shown = false },
        Word("state", "b.state", "ACTIVE", "SUSPENDED", "COMPLETED", "CANCELED", "CREATED", "PARTIALLY_COMPLETED", "FAILED"),
        Instant("startDate", "b.created_at"),
        Instant("endDate", "b.ended_at") with { Optional = true },
        Fixed("actorType", "USER"),
        Text("actorId", "b.actor"),
        Number("operationsTotalCount", "b.total"),
        Number("operationsFailedCount", "b.failed"),
        Number("operationsCompletedCount", "b.done"),
        List("errors", "NULL") with { Filters = false },
    ]);

    /// <summary>What became of each item.</summary>
    public static SearchResource Items { get; } = new("batch_operation_item n JOIN batch_operation b ON b.key = n.batch_key LEFT JOIN process_instance i ON i.key = n.instance_key", "id",
    [
        Text("id", "CAST(n.batch_key AS text) || '-' || CAST(n.item_key AS text)") with { Shown = false, Filters = false },
        Key("batchOperationKey", "n.batch_key"),
        Word("operationType", "b.kind", Kinds),
        Key("itemKey", "n.item_key"),
        Key("processInstanceKey", "n.instance_key"),
        Key("rootProcessInstanceKey", "i.root_key") with { Optional = true },
        Word("state", "n.state", "ACTIVE", "COMPLETED", "CANCELED", "FAILED", "SKIPPED"),
        Instant("processedDate", "n.ended_at") with { Optional = true },
        Text("errorMessage", "n.en") with { Optional = true },
    ]);
}
