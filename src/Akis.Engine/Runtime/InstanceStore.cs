using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;

namespace Akis.Engine.Runtime;

/// <summary>An instance as it was read: its row and its state.</summary>
internal sealed record StoredInstance(long Key, long DefinitionKey, int Revision, string? BusinessKey, long? ParentKey, long RootKey, int LastSeq, InstanceState State);

/// <summary>Reads and writes the one row that holds an instance's state.</summary>
internal static class InstanceStore
{
    /// <summary>Reads an instance and locks the tree of calls that it belongs to until the transaction ends.</summary>
    public static async Task<StoredInstance?> LoadAsync(WriteSession session, long key, CancellationToken cancel)
    {
        var batch = new ReadBatch(session);
        var rows = Load(batch, session, "@key", ("key", key));
        await batch.RunAsync(cancel);
        return rows.FirstOrDefault();
    }

    /// <summary>
    /// Adds the lock and the read to a batch; <paramref name="key"/> is SQL that gives the instance's key. The lock comes first and is of
    /// the root, so commands within one tree of calls follow one another and none waits for another's child. In READ COMMITTED
    /// each statement sees what was committed before it began: what is read after the lock is the newest.
    /// </summary>
    public static List<StoredInstance> Load(ReadBatch batch, WriteSession session, string key, (string, object?) parameter)
    {
        if (session.Database.Kind == DatabaseKind.PostgreSql) batch.Add($"SELECT pg_advisory_xact_lock(root_key) FROM process_instance WHERE key = {key}", _ => 0, parameter);
        return batch.Add(
            $"SELECT key, definition_key, revision, business_key, parent_key, root_key, last_seq, state FROM process_instance WHERE key = {key}",
            row => new StoredInstance(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.Text(3), row.IsDBNull(4) ? null : row.GetInt64(4), row.GetInt64(5), row.GetInt32(6), StateJson.ReadState(row.GetFieldValue<byte[]>(7))), parameter);
    }

    public static void Insert(StatementBatch batch, WriteSession session, StoredInstance instance, long? parentElement, ProcessGraph graph, Actor actor) => batch.Add(
        """
        INSERT INTO process_instance (key, definition_key, process_id, revision, status, business_key, state, started_at, started_by, ended_at, parent_key, parent_element_key, root_key, last_seq)
        VALUES (@key, @definition, @process, 1, @status, @business, @state, @at, @by, @ended, @parent, @parentElement, @root, @seq)
        """,
        ("key", instance.Key), ("definition", instance.DefinitionKey), ("process", graph.ProcessId), ("status", instance.State.Status), ("business", (object?)instance.BusinessKey ?? TypedNull.Text), ("state", StateJson.Write(instance.State)),
        ("at", session.Now), ("by", actor.UserName), ("ended", EndedAt(session, instance.State)), ("parent", (object?)instance.ParentKey ?? TypedNull.Number), ("parentElement", (object?)parentElement ?? TypedNull.Number), ("root", instance.RootKey), ("seq", instance.LastSeq));

    /// <summary>Writes what an instance has become, if it still is what was read.</summary>
    public static void Update(StatementBatch batch, WriteSession session, StoredInstance instance) => batch.AddGuard(
        "UPDATE process_instance SET state = @state, status = @status, revision = revision + 1, ended_at = @ended, last_seq = @seq WHERE key = @key AND revision = @revision",
        ("state", StateJson.Write(instance.State)), ("status", instance.State.Status), ("ended", EndedAt(session, instance.State)), ("seq", instance.LastSeq), ("key", instance.Key), ("revision", instance.Revision));

    private static object EndedAt(WriteSession session, InstanceState state) => state.Status == InstanceStatus.Active ? TypedNull.Number : session.Now;
}
