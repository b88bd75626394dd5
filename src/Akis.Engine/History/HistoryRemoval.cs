using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Engine.History;

/// <summary>Removes an ended instance, everything that it has called, and all that is known of them.</summary>
internal static class HistoryRemoval
{
    // What hangs on tasks first; the instances themselves last, since the others are found through them.
    private static readonly string[] Removals =
    [
        "DELETE FROM user_task_candidate WHERE task_key IN (SELECT t.key FROM user_task t JOIN process_instance i ON i.key = t.instance_key WHERE i.root_key = @root)",
        "DELETE FROM user_task_comment WHERE task_key IN (SELECT t.key FROM user_task t JOIN process_instance i ON i.key = t.instance_key WHERE i.root_key = @root)",
        .. new[] { "user_task", "job", "incident", "element_instance", "decision_instance", "variable", "instance_tag", "message_correlation", "audit_entry", "history_event" }.Select(table => $"DELETE FROM {table} WHERE instance_key IN (SELECT key FROM process_instance WHERE root_key = @root)"),
        "DELETE FROM process_instance WHERE root_key = @root",
    ];

    public static async Task<Outcome> DeleteAsync(WriteSession session, long instanceKey, IReadOnlyList<IHistoryListener> listeners, CancellationToken cancel)
    {
        if (await InstanceStore.LoadAsync(session, instanceKey, cancel) is not { } instance) return CommandRoad.Unknown;
        if (instance.ParentKey is not null) return new Problem("instance.is-called", 409, "Bu süreç başka bir sürecin parçası; geçmişi onunla birlikte silinir.", "This instance is part of another one; its history is removed with that one.");
        var running = await session.QueryAsync("SELECT 1 FROM process_instance WHERE root_key = @root AND status = 0 LIMIT 1", _ => true, cancel, ("root", instanceKey));
        if (running.Count > 0) return new Problem("instance.active", 409, "İşlem sürüyor; geçmişi ancak bittikten sonra silinebilir.", "The instance still runs; its history can be removed when it has ended.");
        foreach (var listener in listeners) await listener.OnRemovedAsync(session, instanceKey, cancel);
        var batch = new StatementBatch(session);
        foreach (var removal in Removals) batch.Add(removal, ("root", instanceKey));
        await batch.RunAsync(cancel);
        return Outcome.Done;
    }
}
