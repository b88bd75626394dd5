using System.Text;
using System.Text.Json;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Engine.History;

namespace Akis.Engine.Runtime;

/// <summary>States of rows that come and go.</summary>
internal enum RowState
{
    Open,
    Completed,
    Cancelled,
    Failed,
}

/// <summary>The rows that follow from what one command did to one instance: history, the path, tasks, jobs, timers, subscriptions, incidents.</summary>
internal sealed class Projection(StatementBatch batch, WriteSession session, StoredInstance instance, ProcessGraph graph, Actor actor, EngineSettings settings)
{
    private static readonly string[] Waits = ["timer", "message_subscription", "signal_subscription"];

    private readonly Dictionary<long, RowState> _endedElements = [];
    private readonly Dictionary<(long Scope, string Name), FeelValue> _variables = [];

    /// <summary>Adds the rows to the batch; <paramref name="firstSeq"/> is the number of the first event.</summary>
    public void Write(IReadOnlyList<HistoryEvent> events, int firstSeq)
    {
        if (events.Count == 0) return;
        batch.Add("INSERT INTO history_event (instance_key, seq, at, actor, on_behalf_of, data) VALUES (@instance, @seq, @at, @actor, @behalf, @data)",
            ("instance", instance.Key), ("seq", firstSeq), ("at", session.Now), ("actor", actor.UserName), ("behalf", Text(actor.OnBehalfOf)), ("data", EventRow(events)));

        // An element that is entered and left by the same command is written once, as left.
        foreach (var happened in events)
        {
            if (happened is ElementCompleted done) _endedElements[done.Key] = RowState.Completed;
            else if (happened is ElementCancelled cancelled) _endedElements[cancelled.Key] = RowState.Cancelled;
        }

        foreach (var happened in events) Project(happened);
        foreach (var (key, state) in _endedElements)
        {
            batch.Add("UPDATE element_instance SET state = @state, ended_at = @at WHERE key = @key", ("state", state), ("at", session.Now), ("key", key));
        }

        // What one command sets several times is written once.
        foreach (var ((scope, name), value) in _variables)
        {
            batch.Add("INSERT INTO variable (key, instance_key, scope_key, name, value) VALUES (@key, @instance, @scope, @name, @value) ON CONFLICT (scope_key, name) DO UPDATE SET value = excluded.value",
                ("key", session.NextKey()), ("instance", instance.Key), ("scope", scope), ("name", name), ("value", FeelJson.ToJson(value)));
        }
        if (events[0] is InstanceMigrated && instance.State.IsSuspended) Suspend(1); // what began to wait is held like the rest
    }

    /// <summary>The events of a history row.</summary>
    public static IEnumerable<HistoryEvent> ReadEventRow(string row)
    {
        using var document = JsonDocument.Parse(row);
        return [.. document.RootElement.EnumerateArray().Select(entry => StateJson.ReadEvent(entry.GetRawText()))];
    }

    private static string EventRow(IReadOnlyList<HistoryEvent> events)
    {
        var json = new StringBuilder("[");
        foreach (var happened in events) json.Append(json.Length > 1 ? "," : "").Append(StateJson.Write(happened));
        return json.Append(']').ToString();
    }

    private void SetVariables(long scope, FeelContext variables)
    {
        foreach (var (name, value) in variables) _variables[(scope, name)] = value;
    }

    // By the keys that the state knows: the tables of what waits have no index of instances, which every step would pay for.
    private void Suspend(int suspended)
    {
        batch.Add("UPDATE process_instance SET suspended = @suspended WHERE key = @instance", ("suspended", suspended), ("instance", instance.Key));
        batch.Add("UPDATE job SET suspended = @suspended WHERE instance_key = @instance", ("suspended", suspended), ("instance", instance.Key));
        foreach (var (key, _) in instance.State.Waiting)
        {
            foreach (var table in Waits) batch.Add($"UPDATE {table} SET suspended = @suspended WHERE key = @key", ("suspended", suspended), ("key", key));
        }
    }

    private void Migrate(InstanceMigrated migrated)
    {
        batch.Add("UPDATE process_instance SET definition_key = @definition, process_id = @process WHERE key = @instance", ("definition", migrated.ToDefinitionKey), ("process", migrated.ProcessId), ("instance", instance.Key));
        batch.Add("UPDATE job SET process_id = @process WHERE instance_key = @instance AND state IN (0, 3)", ("process", migrated.ProcessId), ("instance", instance.Key));
        foreach (var (key, element) in instance.State.Active)
        {
            batch.Add("UPDATE element_instance SET element_id = @element WHERE key = @key", ("element", element), ("key", key));
            batch.Add("UPDATE job SET element_id = @element WHERE instance_key = @instance AND element_key = @key AND state IN (0, 3)", ("element", element), ("instance", instance.Key), ("key", key));
            batch.Add("UPDATE incident SET element_id = @element WHERE instance_key = @instance AND element_key = @key AND resolved_at IS NULL", ("element", element), ("instance", instance.Key), ("key", key));
            batch.Add("UPDATE user_task SET element_id = @element, name = @name, definition_key = @definition, process_id = @process WHERE instance_key = @instance AND element_key = @key AND state = 0",
                ("element", element), ("name", graph.Find(element)?.Title ?? element), ("definition", migrated.ToDefinitionKey), ("process", migrated.ProcessId), ("instance", instance.Key), ("key", key));
        }

        foreach (var (key, element) in instance.State.Waiting)
        {
            foreach (var table in Waits) batch.Add($"UPDATE {table} SET element_id = @element WHERE key = @key", ("element", element), ("key", key));
        }
    }

    private void Project(HistoryEvent happened)
    {
        switch (happened)
        {
            case InstanceStarted e: SetVariables(e.InstanceKey, e.Variables); break;
            case VariablesSet e: SetVariables(e.ScopeKey, e.Variables); break;
            case InstanceSuspended:
                Suspend(1);
                break;
            case InstanceResumed:
                Suspend(0);
                break;
            case InstanceMigrated e:
                Migrate(e);
                break;
            case DecisionEvaluated e:
                DecisionRecords.Add(batch, session, new(e.DecisionId, e.Inputs, e.MatchedRules, e.Result.Get("rules").AsList(), e.Result.Get("result")), new(instance.Key, e.ElementKey, graph.ProcessId, instance.DefinitionKey), e.AskedKey, actor);
                break;
            case ElementActivated e:
                var ended = _endedElements.Remove(e.Key, out var state);
                batch.Add("INSERT INTO element_instance (key, instance_key, element_id, scope_key, state, started_at, ended_at) VALUES (@key, @instance, @element, @scope, @state, @at, @ended)",
                    ("key", e.Key), ("instance", instance.Key), ("element", e.ElementId), ("scope", e.ScopeKey), ("state", state), ("at", session.Now), ("ended", ended ? session.Now : TypedNull.Number));
                break;
            case TaskCreated e: CreateTask(e); break;
            case TaskAssigned e: batch.Add("UPDATE user_task SET assignee = @assignee WHERE key = @key", ("assignee", Text(e.Assignee)), ("key", e.TaskKey)); break;
            case TaskUpdated e: UpdateTask(e); break;
            case TaskCommented e:
                batch.Add("INSERT INTO user_task_comment (key, task_key, instance_key, author, on_behalf_of, at, text) VALUES (@key, @task, @instance, @author, @behalf, @at, @text)",
                    ("key", session.NextKey()), ("task", e.TaskKey), ("instance", instance.Key), ("author", actor.UserName), ("behalf", Text(actor.OnBehalfOf)), ("at", session.Now), ("text", e.Text));
                break;
            case TaskCompleted e: EndTask(e.TaskKey, RowState.Completed); break;
            case TaskCancelled e: EndTask(e.TaskKey, RowState.Cancelled); break;
            case JobCreated e: CreateJob(e); break;
            case JobCompleted e: EndJob(e.JobKey, RowState.Completed); break;
            case JobCancelled e: EndJob(e.JobKey, RowState.Cancelled); break;
            case JobFailed e:
                batch.Add("UPDATE job SET retries = @retries, state = @state, message = @message, worker = NULL WHERE key = @key", ("retries", e.Retries), ("state", e.Retries > 0 ? RowState.Open : RowState.Failed), ("message", e.Message), ("key", e.JobKey));
                break;
            case JobUpdated e:
                batch.Add("UPDATE job SET retries = coalesce(@retries, retries), priority = coalesce(@priority, priority) WHERE key = @key", ("retries", e.Retries ?? (object)TypedNull.Number), ("priority", e.Priority ?? (object)TypedNull.Number), ("key", e.JobKey));
                break;
            case TimerSet e:
                batch.Add("INSERT INTO timer (key, instance_key, element_id, due_at, calendar, calendar_version) VALUES (@key, @instance, @element, @due, @calendar, @version)",
                    ("key", e.TimerKey), ("instance", instance.Key), ("element", e.NodeId), ("due", e.Due), ("calendar", Text(e.Basis?.Calendar)), ("version", Text(settings.VersionOf(e.Basis?.Calendar))));
                break;
            case TimerMoved e: batch.Add("UPDATE timer SET due_at = @due WHERE key = @key", ("due", e.NewDue), ("key", e.TimerKey)); break;
            case TimerFired e: Delete("timer", e.TimerKey); break;
            case TimerCancelled e: Delete("timer", e.TimerKey); break;
            case SubscriptionOpened e:
                batch.Add("INSERT INTO message_subscription (key, instance_key, element_id, element_key, name, correlation_key, opened_at) VALUES (@key, @instance, @element, @elementKey, @name, @correlation, @at)",
                    ("key", e.SubscriptionKey), ("instance", instance.Key), ("element", e.NodeId), ("elementKey", e.ElementKey), ("name", e.MessageName), ("correlation", e.CorrelationKey), ("at", session.Now));
                break;
            case SubscriptionClosed e:
                var trigger = e.NodeId is null ? null : graph.Find(e.NodeId)?.Trigger;
                if (trigger is SignalTrigger or MultipleTrigger) Delete("signal_subscription", e.SubscriptionKey);
                if (trigger is not SignalTrigger) Delete("message_subscription", e.SubscriptionKey);
                break;
            case SignalAwaited e:
                batch.Add("INSERT INTO signal_subscription (key, instance_key, element_id, name, opened_at) VALUES (@key, @instance, @element, @name, @at)",
                    ("key", e.SubscriptionKey), ("instance", instance.Key), ("element", e.NodeId), ("name", e.SignalName), ("at", session.Now));
                break;
            case SignalCaught { StaysOpen: false } e: Delete("signal_subscription", e.SubscriptionKey); break;
            case MessageCorrelated { StaysOpen: false } e: Delete("message_subscription", e.SubscriptionKey); break;
            case IncidentRaised e:
                batch.Add("INSERT INTO incident (key, instance_key, element_key, element_id, code, tr, en, raised_at) VALUES (@key, @instance, @elementKey, @element, @code, @tr, @en, @at)",
                    ("key", e.IncidentKey), ("instance", instance.Key), ("elementKey", e.ElementKey), ("element", e.ElementId), ("code", e.Code), ("tr", e.Tr), ("en", e.En), ("at", session.Now));
                break;
            case IncidentResolved e: batch.Add("UPDATE incident SET resolved_at = @at WHERE key = @key", ("at", session.Now), ("key", e.IncidentKey)); break;
        }
    }

    private void CreateTask(TaskCreated task)
    {
        batch.Add(
            """
            INSERT INTO user_task (key, instance_key, element_key, element_id, name, process_id, definition_key, business_key, state, assignee, priority, form_id, due_at, follow_up_at, created_at)
            VALUES (@key, @instance, @elementKey, @element, @name, @process, @definition, @business, 0, @assignee, @priority, @form, @due, @followUp, @at)
            """,
            ("key", task.TaskKey), ("instance", instance.Key), ("elementKey", task.ElementKey), ("element", task.ElementId), ("name", graph.Find(task.ElementId)?.Title ?? task.ElementId), ("process", graph.ProcessId),
            ("definition", instance.DefinitionKey), ("business", Text(instance.BusinessKey)), ("assignee", Text(task.Assignee)), ("priority", task.Priority), ("form", Text(task.FormId)), ("due", Time(task.Due)), ("followUp", Time(task.FollowUp)), ("at", session.Now));
        Offer(task.TaskKey, 0, task.CandidateGroups);
        Offer(task.TaskKey, 1, task.CandidateUsers);
    }

    private void UpdateTask(TaskUpdated task)
    {
        var kept = new[] { (TaskDates.Due, "due_at = coalesce(@due, due_at)", "due_at = NULL"), (TaskDates.FollowUp, "follow_up_at = coalesce(@followUp, follow_up_at)", "follow_up_at = NULL") };
        batch.Add($"UPDATE user_task SET {string.Join(", ", kept.Select(date => task.Cleared.HasFlag(date.Item1) ? date.Item3 : date.Item2))}, priority = coalesce(@priority, priority) WHERE key = @key",
            ("due", Time(task.Due)), ("followUp", Time(task.FollowUp)), ("priority", task.Priority ?? (object)TypedNull.Number), ("key", task.TaskKey));
        foreach (var (kind, names) in new[] { (0, task.CandidateGroups), (1, task.CandidateUsers) })
        {
            if (names is null) continue;
            batch.Add("DELETE FROM user_task_candidate WHERE task_key = @task AND kind = @kind", ("task", task.TaskKey), ("kind", kind));
            Offer(task.TaskKey, kind, names);
        }
    }

    private void Offer(long task, int kind, IReadOnlyList<string> names)
    {
        foreach (var name in names.Distinct()) batch.Add("INSERT INTO user_task_candidate (task_key, kind, name) VALUES (@task, @kind, @name)", ("task", task), ("kind", kind), ("name", name));
    }

    private void CreateJob(JobCreated job) => batch.Add(
        """
        INSERT INTO job (key, instance_key, element_key, element_id, process_id, type, state, retries, priority, due_at, fence, headers, created_at, listener)
        VALUES (@key, @instance, @elementKey, @element, @process, @type, 0, @retries, @priority, @at, 0, @headers, @at, @listener)
        """,
        ("key", job.JobKey), ("instance", instance.Key), ("elementKey", job.ElementKey), ("element", job.ElementId), ("process", graph.ProcessId), ("type", job.JobType), ("retries", job.Retries), ("priority", job.Priority), ("at", session.Now), ("headers", JsonSerializer.Serialize(job.Headers)), ("listener", job.Listener is { } moment ? moment : TypedNull.Number));

    private void EndTask(long key, RowState state) => batch.Add("UPDATE user_task SET state = @state, ended_at = @at, ended_by = @by, ended_for = @for, draft = NULL WHERE key = @key", ("state", state), ("at", session.Now), ("by", actor.UserName), ("for", Text(actor.OnBehalfOf)), ("key", key));

    private void EndJob(long key, RowState state) => batch.Add("UPDATE job SET state = @state, ended_at = @at WHERE key = @key", ("state", state), ("at", session.Now), ("key", key));

    private void Delete(string table, long key) => batch.Add($"DELETE FROM {table} WHERE key = @key", ("key", key));

    private static object Text(string? text) => (object?)text ?? TypedNull.Text;

    private static object Time(DateTimeOffset? time) => (object?)time ?? TypedNull.Number;
}
