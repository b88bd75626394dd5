using static Akis.Engine.Search.SearchField;

namespace Akis.Engine.Search;

/// <summary>User tasks, jobs, incidents and messages as searches know them, under Camunda 8's names.</summary>
public static class WorkSearches
{
    private const string OfInstance = " JOIN process_instance i ON i.key = {0}.instance_key JOIN process_definition d ON d.key = i.definition_key";

    // Which of Camunda's kinds an incident's code is.
    private const string ErrorType = """
        CASE n.code WHEN 'bpmn.job-failed' THEN 'JOB_NO_RETRIES' WHEN 'bpmn.no-flow' THEN 'CONDITION_ERROR' WHEN 'bpmn.decision' THEN 'DECISION_EVALUATION_ERROR' WHEN 'bpmn.call' THEN 'CALLED_ELEMENT_ERROR'
        WHEN 'bpmn.uncaught-error' THEN 'UNHANDLED_ERROR_EVENT' WHEN 'bpmn.ad-hoc' THEN 'AD_HOC_SUB_PROCESS_NO_RETRIES' WHEN 'bpmn.stuck' THEN 'UNKNOWN' WHEN 'bpmn.step-limit' THEN 'UNKNOWN' ELSE 'EXTRACT_VALUE_ERROR' END
        """;

    /// <summary>User tasks.</summary>
    public static SearchResource UserTasks { get; } = new(From("user_task t", "t"), "userTaskKey",
    [
        Key("userTaskKey", "t.key"),
        Text("name", "t.name"),
        Word("state", "t.state", "CREATED", "COMPLETED", "CANCELED", "FAILED", "CREATING", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING"),
        Text("assignee", "t.assignee") with { Optional = true },
        Text("elementId", "t.element_id"),
        List("candidateGroups", "(SELECT string_agg(c.name, '\n' ORDER BY c.name) FROM user_task_candidate c WHERE c.task_key = t.key AND c.kind = 0)") with { Filters = false },
        List("candidateUsers", "(SELECT string_agg(c.name, '\n' ORDER BY c.name) FROM user_task_candidate c WHERE c.task_key = t.key AND c.kind = 1)") with { Filters = false },
        Text("candidateGroup", "c.name") with { Shown = false, Sorts = false, Among = "EXISTS (SELECT 1 FROM user_task_candidate c WHERE c.task_key = t.key AND c.kind = 0 AND {0})" },
        Text("candidateUser", "c.name") with { Shown = false, Sorts = false, Among = "EXISTS (SELECT 1 FROM user_task_candidate c WHERE c.task_key = t.key AND c.kind = 1 AND {0})" },
        Text("processDefinitionId", "t.process_id"),
        Text("processName", "d.name") with { Optional = true },
        Number("processDefinitionVersion", "d.version"),
        Key("processDefinitionKey", "i.definition_key"),
        Key("processInstanceKey", "t.instance_key"),
        Key("rootProcessInstanceKey", "i.root_key"),
        Key("elementInstanceKey", "t.element_key"),
        Instant("creationDate", "t.created_at"),
        Instant("completionDate", "t.ended_at") with { Optional = true },
        Instant("dueDate", "t.due_at") with { Optional = true },
        Instant("followUpDate", "t.follow_up_at") with { Optional = true },
        Number("priority", "t.priority"),
        Key("formKey", "(SELECT max(f.key) FROM form_definition f WHERE f.form_id = t.form_id)") with { Optional = true, Sorts = false },
        Text("externalFormReference", "CASE WHEN EXISTS (SELECT 1 FROM form_definition f WHERE f.form_id = t.form_id) THEN NULL ELSE t.form_id END") with { Optional = true, Sorts = false },
        new("customHeaders", FieldType.Json, "'{}'") { Filters = false },
        List("tags", "(SELECT string_agg(g.tag, '\n' ORDER BY g.tag) FROM instance_tag g WHERE g.instance_key = t.instance_key)") with { Filters = false },
        List("tags", "g.tag") with { Shown = false, Among = "EXISTS (SELECT 1 FROM instance_tag g WHERE g.instance_key = t.instance_key AND {0})" },
        new("processInstanceVariables", FieldType.Pairs, "v.value") { PairName = "v.name", Among = "EXISTS (SELECT 1 FROM variable v WHERE v.scope_key = t.instance_key AND {0})" },
        new("localVariables", FieldType.Pairs, "v.value") { PairName = "v.name", Among = "EXISTS (SELECT 1 FROM variable v WHERE v.scope_key = t.element_key AND {0})" },
        Tenant,
    ])
    { Root = "i.root_key" };

    /// <summary>Jobs.</summary>
    public static SearchResource Jobs { get; } = new(From("job j", "j"), "jobKey",
    [
        Key("jobKey", "j.key"),
        Text("type", "j.type"),
        Word("state", "j.state", "CREATED", "COMPLETED", "CANCELED", "FAILED", "ERROR_THROWN", "MIGRATED", "RETRIES_UPDATED", "TIMED_OUT"),
        Number("retries", "j.retries"),
        Number("priority", "j.priority"),
        Text("worker", "coalesce(j.worker, '')"),
        Instant("deadline", "CASE WHEN j.worker IS NOT NULL AND j.state = 0 THEN j.due_at END") with { Optional = true },
        Text("elementId", "j.element_id"),
        Key("elementInstanceKey", "j.element_key"),
        Key("processInstanceKey", "j.instance_key"),
        Key("rootProcessInstanceKey", "i.root_key"),
        Text("processDefinitionId", "j.process_id"),
        Key("processDefinitionKey", "i.definition_key"),
        Text("errorMessage", "j.message") with { Optional = true },
        Text("errorCode", "CAST(NULL AS text)") with { Optional = true },
        Flag("hasFailedWithRetriesLeft", "j.message IS NOT NULL AND j.state = 0 AND j.retries > 0"),
        new("customHeaders", FieldType.Json, "j.headers") { Filters = false },
        Text("kind", "CASE WHEN j.listener IS NULL THEN 'BPMN_ELEMENT' WHEN j.listener < 4 THEN 'EXECUTION_LISTENER' ELSE 'TASK_LISTENER' END"),
        Text("listenerEventType", "CASE j.listener WHEN 1 THEN 'START' WHEN 2 THEN 'END' WHEN 4 THEN 'CREATING' WHEN 5 THEN 'ASSIGNING' WHEN 6 THEN 'UPDATING' WHEN 7 THEN 'COMPLETING' ELSE 'UNSPECIFIED' END"),
        Flag("isDenied", "1 = 0"),
        Text("deniedReason", "CAST(NULL AS text)") with { Optional = true },
        Instant("creationTime", "j.created_at"),
        Instant("endTime", "j.ended_at") with { Optional = true },
        Instant("lastUpdateTime", "coalesce(j.ended_at, j.created_at)"),
        Tenant,
    ])
    { Root = "i.root_key" };

    /// <summary>Incidents.</summary>
    public static SearchResource Incidents { get; } = new(From("incident n", "n"), "incidentKey",
    [
        Key("incidentKey", "n.key"),
        Text("errorType", ErrorType),
        Text("errorMessage", "n.en"),
        Text("elementId", "n.element_id"),
        Instant("creationTime", "n.raised_at"),
        Word("state", "CASE WHEN n.resolved_at IS NULL THEN 0 ELSE 1 END", "ACTIVE", "RESOLVED", "MIGRATED", "PENDING", "UNKNOWN"),
        Text("processDefinitionId", "d.process_id"),
        Key("processDefinitionKey", "i.definition_key"),
        Key("processInstanceKey", "n.instance_key"),
        Key("rootProcessInstanceKey", "i.root_key"),
        Key("elementInstanceKey", "n.element_key"),
        Key("jobKey", "(SELECT max(j.key) FROM job j WHERE j.instance_key = n.instance_key AND j.element_key = n.element_key)") with { Optional = true },
        Tenant,
    ])
    { Root = "i.root_key" };

    /// <summary>What waits for a message.</summary>
    public static SearchResource MessageSubscriptions { get; } = new(From("message_subscription s", "s"), "messageSubscriptionKey",
    [
        Key("messageSubscriptionKey", "s.key"),
        Text("processDefinitionId", "d.process_id"),
        Key("processDefinitionKey", "i.definition_key"),
        Key("processInstanceKey", "s.instance_key"),
        Key("rootProcessInstanceKey", "i.root_key"),
        Text("elementId", "s.element_id"),
        Key("elementInstanceKey", "s.element_key") with { Optional = true },
        Fixed("messageSubscriptionState", "CREATED"),
        Instant("lastUpdatedDate", "s.opened_at"),
        Text("messageName", "s.name"),
        Text("correlationKey", "s.correlation_key"),
        Tenant,
    ])
    { Root = "i.root_key" };

    /// <summary>Which messages reached which instances.</summary>
    public static SearchResource CorrelatedMessages { get; } = new(From("message_correlation m", "m"), "correlationId",
    [
        Key("correlationId", "m.key") with { Shown = false, Filters = false, Sorts = false },
        Text("correlationKey", "m.correlation_key"),
        Instant("correlationTime", "m.at"),
        Text("elementId", "m.element_id"),
        Key("elementInstanceKey", "m.element_key") with { Optional = true },
        Key("messageKey", "m.message_key"),
        Text("messageName", "m.name"),
        Number("partitionId", "CAST(1 AS bigint)"),
        Text("processDefinitionId", "d.process_id"),
        Key("processDefinitionKey", "i.definition_key"),
        Key("processInstanceKey", "m.instance_key"),
        Key("rootProcessInstanceKey", "i.root_key"),
        Key("subscriptionKey", "m.subscription_key"),
        Tenant,
    ])
    { Root = "i.root_key" };

    private static string From(string table, string alias) => table + OfInstance.Replace("{0}", alias, StringComparison.Ordinal);
}
