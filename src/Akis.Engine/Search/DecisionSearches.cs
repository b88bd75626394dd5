using static Akis.Engine.Search.SearchField;

namespace Akis.Engine.Search;

/// <summary>Decisions, the files that hold them, and what was decided, as searches know them, under Camunda 8's names.</summary>
public static class DecisionSearches
{
    /// <summary>Versions of decisions.</summary>
    public static SearchResource Decisions { get; } = new("decision_definition d LEFT JOIN decision_requirements r ON r.checksum = d.checksum", "decisionDefinitionKey",
    [
        Key("decisionDefinitionKey", "d.key"),
        Text("decisionDefinitionId", "d.decision_id"),
        Text("name", "coalesce(d.name, d.decision_id)"),
        Number("version", "d.version"),
        Text("decisionRequirementsId", "coalesce(r.requirements_id, d.resource_name)"),
        Key("decisionRequirementsKey", "coalesce(r.key, d.key)"),
        Text("decisionRequirementsName", "coalesce(r.name, r.requirements_id, d.resource_name)"),
        Number("decisionRequirementsVersion", "coalesce(r.version, d.version)"),
        Flag("isLatestVersion", "NOT EXISTS (SELECT 1 FROM decision_definition n WHERE n.decision_id = d.decision_id AND n.version > d.version)") with { Shown = false, Sorts = false },
        Tenant,
    ]);

    /// <summary>Versions of files of decisions.</summary>
    public static SearchResource Requirements { get; } = new("decision_requirements r", "decisionRequirementsKey",
    [
        Key("decisionRequirementsKey", "r.key"),
        Text("decisionRequirementsId", "r.requirements_id"),
        Text("decisionRequirementsName", "coalesce(r.name, r.requirements_id)"),
        Number("version", "r.version"),
        Text("resourceName", "r.resource_name"),
        Tenant,
    ]);

    /// <summary>What was decided: the result is JSON.</summary>
    public static SearchResource Instances { get; } = new("decision_instance n LEFT JOIN process_instance i ON i.key = n.instance_key", "decisionEvaluationInstanceKey",
    [
        Key("decisionEvaluationInstanceKey", "n.key"),
        Key("decisionEvaluationKey", "n.key"),
        Fixed("state", "EVALUATED"),
        Instant("evaluationDate", "n.at"),
        Text("evaluationFailure", "NULL") with { Optional = true, Filters = false, Sorts = false },
        Key("processDefinitionKey", "n.process_definition_key") with { Optional = true },
        Text("processDefinitionId", "n.process_id") with { Optional = true },
        Key("processInstanceKey", "n.instance_key") with { Optional = true },
        Key("rootProcessInstanceKey", "i.root_key") with { Optional = true },
        Key("elementInstanceKey", "n.element_key") with { Optional = true },
        Text("elementId", "n.element_id") with { Optional = true },
        Text("decisionDefinitionId", "n.decision_id"),
        Key("decisionDefinitionKey", "n.decision_key"),
        Text("decisionDefinitionName", "coalesce(n.name, n.decision_id)"),
        Number("decisionDefinitionVersion", "n.version"),
        Text("decisionDefinitionType", "CASE WHEN n.rule_outputs IS NULL AND n.matched_rules = '[]' THEN 'LITERAL_EXPRESSION' ELSE 'DECISION_TABLE' END"),
        Key("rootDecisionDefinitionKey", "n.decision_key"),
        Text("result", "n.output") with { Filters = false, Sorts = false },
        Tenant,
    ]);
}
