using static Akis.Engine.Search.SearchField;

namespace Akis.Engine.Search;

/// <summary>Definitions, instances, their elements and their variables as searches know them, under Camunda 8's names.</summary>
public static class InstanceSearches
{
    private const string OpenIncident = "SELECT 1 FROM incident n WHERE n.resolved_at IS NULL AND n.instance_key = ";

    /// <summary>Deployed processes.</summary>
    public static SearchResource Definitions { get; } = new("process_definition d", "processDefinitionKey",
    [
        Key("processDefinitionKey", "d.key"),
        Text("processDefinitionId", "d.process_id"),
        Text("name", "d.name") with { Optional = true },
        Text("resourceName", "d.resource_name"),
        Number("version", "d.version"),
        Text("versionTag", "d.version_tag") with { Optional = true },
        Tenant,
        Flag("hasStartForm", "d.start_form IS NOT NULL"),
        Flag("isLatestVersion", "NOT EXISTS (SELECT 1 FROM process_definition n WHERE n.process_id = d.process_id AND n.version > d.version)") with { Shown = false, Sorts = false },
        Fixed("state", "ACTIVE"),
    ]);

    /// <summary>Process instances.</summary>
    public static SearchResource Instances { get; } = new("process_instance i JOIN process_definition d ON d.key = i.definition_key", "processInstanceKey",
    [
        Key("processInstanceKey", "i.key"),
        Text("processDefinitionId", "d.process_id"),
        Text("processDefinitionName", "d.name") with { Optional = true },
        Number("processDefinitionVersion", "d.version"),
        Text("processDefinitionVersionTag", "d.version_tag") with { Optional = true },
        Key("processDefinitionKey", "i.definition_key"),
        Key("parentProcessInstanceKey", "i.parent_key") with { Optional = true },
        Key("parentElementInstanceKey", "i.parent_element_key") with { Optional = true },
        Key("rootProcessInstanceKey", "i.root_key"),
        Instant("startDate", "i.started_at"),
        Instant("endDate", "i.ended_at") with { Optional = true },
        Word("state", "i.status", "ACTIVE", "COMPLETED", "TERMINATED"),
        Flag("hasIncident", $"EXISTS ({OpenIncident}i.key)"),
        Flag("isSuspended", "i.suspended = 1"),
        Number("revision", "i.revision") with { Filters = false, Sorts = false },
        Tenant,
        List("tags", "(SELECT string_agg(g.tag, '\n' ORDER BY g.tag) FROM instance_tag g WHERE g.instance_key = i.key)") with { Filters = false },
        List("tags", "g.tag") with { Shown = false, Among = "EXISTS (SELECT 1 FROM instance_tag g WHERE g.instance_key = i.key AND {0})" },
        Text("businessId", "i.business_key") with { Optional = true },
        new("variables", FieldType.Pairs, "v.value") { PairName = "v.name", Among = "EXISTS (SELECT 1 FROM variable v WHERE v.scope_key = i.key AND {0})" },
        Text("errorMessage", "n.en") with { Shown = false, Sorts = false, Among = $"EXISTS ({OpenIncident}i.key AND {{0}})" },
        Text("elementId", "e.element_id") with { Shown = false, Sorts = false, Among = "EXISTS (SELECT 1 FROM element_instance e WHERE e.instance_key = i.key AND {0})" },
        Word("elementInstanceState", "e.state", "ACTIVE", "COMPLETED", "TERMINATED") with { Shown = false, Sorts = false, Among = "EXISTS (SELECT 1 FROM element_instance e WHERE e.instance_key = i.key AND {0})" },
        Flag("hasElementInstanceIncident", $"EXISTS ({OpenIncident}i.key)") with { Shown = false, Sorts = false },
        Flag("hasRetriesLeft", "EXISTS (SELECT 1 FROM job j WHERE j.instance_key = i.key AND j.state = 0 AND j.message IS NOT NULL AND j.retries > 0)") with { Shown = false, Sorts = false },
    ])
    { Root = "i.root_key" };

    /// <summary>Visits of elements.</summary>
    public static SearchResource Elements { get; } = new(
        "element_instance e JOIN process_instance i ON i.key = e.instance_key JOIN process_definition d ON d.key = i.definition_key LEFT JOIN process_element p ON p.definition_key = i.definition_key AND p.element_id = e.element_id", "elementInstanceKey",
    [
        Key("elementInstanceKey", "e.key"),
        Key("processInstanceKey", "e.instance_key"),
        Key("rootProcessInstanceKey", "i.root_key"),
        Key("processDefinitionKey", "i.definition_key"),
        Text("processDefinitionId", "d.process_id"),
        Text("elementId", "e.element_id"),
        Text("elementName", "coalesce(p.name, e.element_id)"),
        Text("type", "CASE WHEN p.loops AND NOT EXISTS (SELECT 1 FROM element_instance b WHERE b.key = e.scope_key AND b.element_id = e.element_id) THEN 'MULTI_INSTANCE_BODY' ELSE coalesce(p.type, 'UNSPECIFIED') END"),
        Word("state", "e.state", "ACTIVE", "COMPLETED", "TERMINATED"),
        Instant("startDate", "e.started_at"),
        Instant("endDate", "e.ended_at") with { Optional = true },
        Flag("hasIncident", $"EXISTS ({OpenIncident}e.instance_key AND n.element_key = e.key)"),
        Key("incidentKey", $"(SELECT max(n.key) FROM incident n WHERE n.resolved_at IS NULL AND n.instance_key = e.instance_key AND n.element_key = e.key)") with { Optional = true },
        Key("elementInstanceScopeKey", "e.scope_key") with { Shown = false, Sorts = false },
        Tenant,
    ])
    { Root = "i.root_key" };

    /// <summary>Variables, each value as JSON; a long value is cut, which <c>isTruncated</c> tells.</summary>
    public static SearchResource Variables { get; } = VariableResource($"substr(v.value, 1, {LongestShown})", $"length(v.value) > {LongestShown}");

    /// <summary>Variables with their whole values.</summary>
    public static SearchResource WholeVariables { get; } = VariableResource("v.value", "1 = 0");

    private const int LongestShown = 8_192;

    private static SearchResource VariableResource(string shown, string cut) => new("variable v JOIN process_instance i ON i.key = v.instance_key", "variableKey",
    [
        Key("variableKey", "v.key"),
        Text("name", "v.name"),
        Text("value", shown) with { Filters = false },
        Text("value", "v.value") with { Shown = false },
        Flag("isTruncated", cut),
        Key("scopeKey", "v.scope_key"),
        Key("processInstanceKey", "v.instance_key"),
        Key("rootProcessInstanceKey", "i.root_key"),
        Tenant,
    ])
    { Root = "i.root_key" };
}
