using System.Globalization;
using System.Text.Json;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;

namespace Akis.Engine.Runtime;

/// <summary>An instance as it was read: its row and its state.</summary>
internal sealed record StoredInstance(long Key, long DefinitionKey, int Revision, string? BusinessKey, long? ParentKey, long RootKey, InstanceState State);

/// <summary>States of rows that come and go.</summary>
internal enum RowState
{
    Open,
    Completed,
    Cancelled,
    Failed,
}

/// <summary>Reads and writes instances: one row of state, and the rows that follow from what happened.</summary>
internal static class InstanceStore
{
    /// <summary>Reads an instance and locks the tree of calls that it belongs to, root first, until the transaction ends.</summary>
    public static async Task<StoredInstance?> LoadAsync(WriteSession session, long key, CancellationToken cancel)
    {
        if (session.Database.Kind == DatabaseKind.PostgreSql)
        {
            await session.QueryAsync("SELECT pg_advisory_xact_lock(root_key) FROM process_instance WHERE key = @key", _ => 0, cancel, ("key", key));
        }

        var rows = await session.QueryAsync(
            "SELECT definition_key, revision, business_key, parent_key, root_key, state FROM process_instance WHERE key = @key",
            row => new StoredInstance(key, row.GetInt64(0), row.GetInt32(1), row.Text(2), row.IsDBNull(3) ? null : row.GetInt64(3), row.GetInt64(4), StateJson.ReadState(row.GetFieldValue<byte[]>(5))), cancel, ("key", key));
        return rows.FirstOrDefault();
    }

    public static void Insert(StatementBatch batch, WriteSession session, StoredInstance instance, ProcessGraph graph, Actor actor) => batch.Add(
        """
        INSERT INTO process_instance (key, definition_key, process_id, revision, status, business_key, state, started_at, started_by, ended_at, parent_key, root_key)
        VALUES (@key, @definition, @process, 1, @status, @business, @state, @at, @by, @ended, @parent, @root)
        """,
        ("key", instance.Key), ("definition", instance.DefinitionKey), ("process", graph.ProcessId), ("status", instance.State.Status), ("business", instance.BusinessKey), ("state", StateJson.Write(instance.State)),
        ("at", session.Now), ("by", actor.UserName), ("ended", instance.State.Status == InstanceStatus.Active ? null : session.Now), ("parent", instance.ParentKey), ("root", instance.RootKey));

    public static async Task UpdateAsync(WriteSession session, StoredInstance before, InstanceState after, CancellationToken cancel)
    {
        var changed = await session.ExecuteAsync(
            "UPDATE process_instance SET state = @state, status = @status, revision = revision + 1, ended_at = @ended WHERE key = @key AND revision = @revision", cancel,
            ("state", StateJson.Write(after)), ("status", after.Status), ("ended", after.Status == InstanceStatus.Active ? null : session.Now), ("key", before.Key), ("revision", before.Revision));
        if (changed != 1) throw new RevisionConflict();
    }

    /// <summary>The rows that follow from what happened: history, the path, tasks, jobs, timers, subscriptions, incidents.</summary>
    public static void Project(StatementBatch batch, WriteSession session, StoredInstance instance, ProcessGraph graph, IReadOnlyList<HistoryEvent> events, int firstSeq, Actor actor)
    {
        var seq = firstSeq;
        foreach (var happened in events)
        {
            batch.Add("INSERT INTO history_event (instance_key, seq, at, actor, data) VALUES (@instance, @seq, @at, @actor, @data)",
                ("instance", instance.Key), ("seq", seq++), ("at", session.Now), ("actor", actor.UserName), ("data", StateJson.Write(happened)));
            Project(batch, session, instance, graph, happened, actor);
        }
    }

    private static void Project(StatementBatch batch, WriteSession session, StoredInstance instance, ProcessGraph graph, HistoryEvent happened, Actor actor)
    {
        switch (happened)
        {
            case ElementActivated e:
                batch.Add("INSERT INTO element_instance (key, instance_key, element_id, scope_key, state, started_at) VALUES (@key, @instance, @element, @scope, 0, @at)",
                    ("key", e.Key), ("instance", instance.Key), ("element", e.ElementId), ("scope", e.ScopeKey), ("at", session.Now));
                break;
            case ElementCompleted e: EndElement(e.Key, RowState.Completed); break;
            case ElementCancelled e: EndElement(e.Key, RowState.Cancelled); break;
            case TaskCreated e: CreateTask(batch, session, instance, graph, e); break;
            case TaskCompleted e: EndTask(e.TaskKey, RowState.Completed); break;
            case TaskCancelled e: EndTask(e.TaskKey, RowState.Cancelled); break;
            case JobCreated e:
                batch.Add(
                    """
                    INSERT INTO job (key, instance_key, element_key, element_id, process_id, type, state, retries, due_at, fence, headers, created_at)
                    VALUES (@key, @instance, @elementKey, @element, @process, @type, 0, @retries, @at, 0, @headers, @at)
                    """,
                    ("key", e.JobKey), ("instance", instance.Key), ("elementKey", e.ElementKey), ("element", e.ElementId), ("process", graph.ProcessId), ("type", e.JobType), ("retries", e.Retries), ("at", session.Now), ("headers", JsonSerializer.Serialize(e.Headers)));
                break;
            case JobCompleted e: EndJob(e.JobKey, RowState.Completed); break;
            case JobCancelled e: EndJob(e.JobKey, RowState.Cancelled); break;
            case JobFailed e:
                batch.Add("UPDATE job SET retries = @retries, state = @state, message = @message, worker = NULL WHERE key = @key", ("retries", e.Retries), ("state", e.Retries > 0 ? RowState.Open : RowState.Failed), ("message", e.Message), ("key", e.JobKey));
                break;
            case TimerSet e:
                batch.Add("INSERT INTO timer (key, instance_key, element_id, due_at) VALUES (@key, @instance, @element, @due)", ("key", e.TimerKey), ("instance", instance.Key), ("element", e.NodeId), ("due", e.Due));
                break;
            case TimerFired e: batch.Add("DELETE FROM timer WHERE key = @key", ("key", e.TimerKey)); break;
            case TimerCancelled e: batch.Add("DELETE FROM timer WHERE key = @key", ("key", e.TimerKey)); break;
            case SubscriptionOpened e:
                batch.Add("INSERT INTO message_subscription (key, instance_key, element_id, name, correlation_key, opened_at) VALUES (@key, @instance, @element, @name, @correlation, @at)",
                    ("key", e.SubscriptionKey), ("instance", instance.Key), ("element", e.NodeId), ("name", e.MessageName), ("correlation", e.CorrelationKey), ("at", session.Now));
                break;
            case SubscriptionClosed e: batch.Add("DELETE FROM message_subscription WHERE key = @key", ("key", e.SubscriptionKey)); break;
            case MessageCorrelated { StaysOpen: false } e: batch.Add("DELETE FROM message_subscription WHERE key = @key", ("key", e.SubscriptionKey)); break;
            case IncidentRaised e:
                batch.Add("INSERT INTO incident (key, instance_key, element_key, element_id, code, tr, en, raised_at) VALUES (@key, @instance, @elementKey, @element, @code, @tr, @en, @at)",
                    ("key", e.IncidentKey), ("instance", instance.Key), ("elementKey", e.ElementKey), ("element", e.ElementId), ("code", e.Code), ("tr", e.Tr), ("en", e.En), ("at", session.Now));
                break;
            case IncidentResolved e: batch.Add("UPDATE incident SET resolved_at = @at WHERE key = @key", ("at", session.Now), ("key", e.IncidentKey)); break;
        }

        void EndElement(long key, RowState state) => batch.Add("UPDATE element_instance SET state = @state, ended_at = @at WHERE key = @key", ("state", state), ("at", session.Now), ("key", key));

        void EndTask(long key, RowState state) => batch.Add("UPDATE user_task SET state = @state, ended_at = @at, ended_by = @by WHERE key = @key", ("state", state), ("at", session.Now), ("by", actor.UserName), ("key", key));

        void EndJob(long key, RowState state) => batch.Add("UPDATE job SET state = @state, ended_at = @at WHERE key = @key", ("state", state), ("at", session.Now), ("key", key));
    }

    private static void CreateTask(StatementBatch batch, WriteSession session, StoredInstance instance, ProcessGraph graph, TaskCreated task)
    {
        batch.Add(
            """
            INSERT INTO user_task (key, instance_key, element_key, element_id, name, process_id, definition_key, business_key, state, assignee, priority, form_id, due_at, follow_up_at, created_at)
            VALUES (@key, @instance, @elementKey, @element, @name, @process, @definition, @business, 0, @assignee, @priority, @form, @due, @followUp, @at)
            """,
            ("key", task.TaskKey), ("instance", instance.Key), ("elementKey", task.ElementKey), ("element", task.ElementId), ("name", graph.Find(task.ElementId)?.Title ?? task.ElementId), ("process", graph.ProcessId),
            ("definition", instance.DefinitionKey), ("business", instance.BusinessKey), ("assignee", task.Assignee), ("priority", task.Priority), ("form", task.FormId), ("due", task.Due), ("followUp", task.FollowUp), ("at", session.Now));
        foreach (var group in task.CandidateGroups.Distinct()) Candidate(0, group);
        foreach (var user in task.CandidateUsers.Distinct()) Candidate(1, user);

        void Candidate(int kind, string name) => batch.Add("INSERT INTO user_task_candidate (task_key, kind, name) VALUES (@task, @kind, @name)", ("task", task.TaskKey), ("kind", kind), ("name", name));
    }

    /// <summary>The number of events that are already written.</summary>
    public static async Task<int> NextSeqAsync(WriteSession session, long instanceKey, CancellationToken cancel) =>
        (await session.QueryAsync("SELECT coalesce(max(seq), 0) FROM history_event WHERE instance_key = @key", row => Convert.ToInt32(row.GetValue(0), CultureInfo.InvariantCulture), cancel, ("key", instanceKey)))[0] + 1;
}
