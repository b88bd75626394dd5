using static Akis.Engine.Search.SearchField;

namespace Akis.Engine.Search;

/// <summary>Who did what, as searches know it, under Camunda 8's names.</summary>
public static class AuditSearches
{
    /// <summary>The audit log. What was refused is not in it.</summary>
    public static SearchResource Log { get; } = new("audit_log a LEFT JOIN process_instance i ON i.key = a.instance_key LEFT JOIN process_definition d ON d.key = i.definition_key", "auditLogKey",
    [
        Key("auditLogKey", "a.key"),
        Key("entityKey", "a.entity_key"),
        Word("entityType", "a.entity", "PROCESS_INSTANCE", "USER_TASK", "VARIABLE", "INCIDENT", "JOB", "RESOURCE", "BATCH", "DECISION", "AUTHORIZATION", "GROUP", "MAPPING_RULE", "ROLE", "TENANT", "USER", "CLIENT"),
        Word("operationType", "a.operation", "CREATE", "COMPLETE", "ASSIGN", "UNASSIGN", "UPDATE", "CANCEL", "MODIFY", "MIGRATE", "SUSPEND", "RESUME", "RESOLVE", "EVALUATE", "DELETE", "UNKNOWN"),
        Key("batchOperationKey", "CASE WHEN a.entity = 6 THEN a.entity_key END") with { Optional = true },
        Text("batchOperationType", "CAST(NULL AS text)") with { Optional = true },
        Instant("timestamp", "a.at"),
        Text("actorId", "a.actor"),
        Text("actorType", $"CASE WHEN a.actor = '{Actor.System.UserName}' THEN 'UNKNOWN' ELSE 'USER' END"),
        Text("agentElementId", "CAST(NULL AS text)") with { Optional = true },
        Fixed("result", "SUCCESS"),
        Text("category", "CASE WHEN a.entity = 1 THEN 'USER_TASKS' ELSE 'DEPLOYED_RESOURCES' END"),
        Text("processDefinitionId", "d.process_id") with { Optional = true },
        Key("processDefinitionKey", "d.key") with { Optional = true },
        Key("processInstanceKey", "a.instance_key") with { Optional = true },
        Key("rootProcessInstanceKey", "i.root_key") with { Optional = true },
        Key("elementInstanceKey", "a.element_key") with { Optional = true },
        Key("jobKey", "CASE WHEN a.entity = 4 THEN a.entity_key END") with { Optional = true },
        Key("userTaskKey", "CASE WHEN a.entity = 1 THEN a.entity_key END") with { Optional = true },
        Text("decisionRequirementsId", "CAST(NULL AS text)") with { Optional = true },
        Key("decisionRequirementsKey", "CAST(NULL AS bigint)") with { Optional = true },
        Text("decisionDefinitionId", "a.decision_id") with { Optional = true },
        Key("decisionDefinitionKey", "a.decision_key") with { Optional = true },
        Key("decisionEvaluationKey", "CASE WHEN a.entity = 7 THEN a.entity_key END") with { Optional = true },
        Key("deploymentKey", "CASE WHEN a.entity = 5 THEN a.entity_key END") with { Optional = true },
        Key("formKey", "CAST(NULL AS bigint)") with { Optional = true },
        Key("resourceKey", "CASE WHEN a.entity = 5 THEN a.entity_key END") with { Optional = true },
        Key("relatedEntityKey", "CAST(NULL AS bigint)") with { Optional = true },
        Text("relatedEntityType", "CAST(NULL AS text)") with { Optional = true },
        Text("entityDescription", "a.description") with { Optional = true },
        Tenant,
    ]);
}
