using static Akis.Engine.Search.SearchField;

namespace Akis.Engine.Search;

/// <summary>Counts over many rows. Those that stand in FROM are searched as any resource; groups take the filter of what they count.</summary>
public static class StatisticsSearches
{
    private const string Stopped = "EXISTS (SELECT 1 FROM incident n WHERE n.instance_key = i.key AND n.resolved_at IS NULL)";

    private const string Living = $"""
        SELECT d.process_id, d.key AS definition_key, d.version, d.name, sum(CASE WHEN {Stopped} THEN 1 ELSE 0 END) AS stopped, sum(CASE WHEN {Stopped} THEN 0 ELSE 1 END) AS going
        FROM process_instance i JOIN process_definition d ON d.key = i.definition_key WHERE i.status = 0 GROUP BY d.process_id, d.key, d.version, d.name
        """;

    /// <summary>Living instances of each process.</summary>
    public static SearchResource InstancesByProcess { get; } = new(
        $"(SELECT c.process_id, sum(c.stopped) AS stopped, sum(c.going) AS going FROM ({Living}) c GROUP BY c.process_id) s", "processDefinitionId",
    [
        Text("processDefinitionId", "s.process_id"),
        Text("latestProcessDefinitionName", "(SELECT d.name FROM process_definition d WHERE d.process_id = s.process_id ORDER BY d.version DESC LIMIT 1)") with { Optional = true, Sorts = false, Filters = false },
        Flag("hasMultipleVersions", "(SELECT count(*) FROM process_definition d WHERE d.process_id = s.process_id) > 1") with { Sorts = false, Filters = false },
        Number("activeInstancesWithoutIncidentCount", "s.going"),
        Number("activeInstancesWithIncidentCount", "s.stopped"),
        Tenant,
    ]);

    /// <summary>Living instances of each version.</summary>
    public static SearchResource InstancesByVersion { get; } = new($"({Living}) s", "processDefinitionKey",
    [
        Key("processDefinitionKey", "s.definition_key"),
        Text("processDefinitionId", "s.process_id"),
        Text("processDefinitionName", "s.name") with { Optional = true },
        Number("processDefinitionVersion", "s.version"),
        Number("activeInstancesWithoutIncidentCount", "s.going"),
        Number("activeInstancesWithIncidentCount", "s.stopped"),
        Tenant,
    ]);

    /// <summary>What waits for messages, by version.</summary>
    public static SearchResource SubscriptionsByVersion { get; } = new(
        """
        (SELECT d.process_id, d.key AS definition_key, count(DISTINCT m.instance_key) AS instances, count(*) AS subscriptions
         FROM message_subscription m JOIN process_instance i ON i.key = m.instance_key JOIN process_definition d ON d.key = i.definition_key GROUP BY d.process_id, d.key) s
        """, "processDefinitionKey",
    [
        Key("processDefinitionKey", "s.definition_key"),
        Text("processDefinitionId", "s.process_id"),
        Number("processInstancesWithActiveSubscriptions", "s.instances"),
        Number("activeSubscriptions", "s.subscriptions"),
        Tenant,
    ]);

    /// <summary>How many living instances each error has stopped.</summary>
    public static SearchResource InstancesByError { get; } = new(
        "(SELECT n.en AS message, count(DISTINCT n.instance_key) AS instances FROM incident n JOIN process_instance i ON i.key = n.instance_key WHERE n.resolved_at IS NULL AND i.status = 0 GROUP BY n.en) s", "errorMessage",
    [
        Text("errorMessage", "s.message"),
        Number("activeInstancesWithErrorCount", "s.instances"),
    ]);

    /// <summary>The same by version of the process; an instance with two such incidents counts in each.</summary>
    public static SearchResource InstancesByErrorAndVersion { get; } = new(
        """
        (SELECT n.en AS message, d.key AS definition_key, d.process_id, d.name, d.version, count(DISTINCT n.instance_key) AS instances
         FROM incident n JOIN process_instance i ON i.key = n.instance_key JOIN process_definition d ON d.key = i.definition_key WHERE n.resolved_at IS NULL AND i.status = 0 GROUP BY n.en, d.key, d.process_id, d.name, d.version) s
        """, "processDefinitionKey",
    [
        Key("processDefinitionKey", "s.definition_key"),
        Text("processDefinitionId", "s.process_id"),
        Text("processDefinitionName", "coalesce(s.name, s.process_id)"),
        Number("processDefinitionVersion", "s.version"),
        Number("activeInstancesWithErrorCount", "s.instances"),
        Text("errorMessage", "s.message") with { Shown = false, Sorts = false },
        Tenant,
    ]);

    /// <summary>Visits of elements of the instances that a filter finds.</summary>
    public static SearchGroups ByElement { get; } = new("JOIN element_instance e ON e.instance_key = i.key", "e.element_id",
    [
        Text("elementId", "e.element_id"),
        Number("active", "sum(CASE WHEN e.state = 0 THEN 1 ELSE 0 END)"),
        Number("completed", "sum(CASE WHEN e.state = 1 THEN 1 ELSE 0 END)"),
        Number("canceled", "sum(CASE WHEN e.state = 2 THEN 1 ELSE 0 END)"),
        Number("incidents", "sum(CASE WHEN EXISTS (SELECT 1 FROM incident x WHERE x.instance_key = e.instance_key AND x.element_key = e.key AND x.resolved_at IS NULL) THEN 1 ELSE 0 END)"),
    ]);

    /// <summary>What became of jobs.</summary>
    public static SearchGroups AllJobs { get; } = new("", null, JobCounts);

    /// <summary>What became of jobs, by type.</summary>
    public static SearchGroups JobsByType { get; } = new("", "j.type", [Text("jobType", "j.type"), Number("workers", "count(DISTINCT j.worker)"), .. JobCounts]);

    private static IReadOnlyList<SearchField> JobCounts =>
    [
        Number("created", "count(*)"),
        Number("completed", "sum(CASE WHEN j.state = 1 THEN 1 ELSE 0 END)"),
        Number("failed", "sum(CASE WHEN j.state = 3 THEN 1 ELSE 0 END)"),
    ];
}

/// <summary>Counts of what a filter finds, a row a group.</summary>
/// <param name="Join">What is joined to the tables of the resource.</param>
/// <param name="By">What makes a group; null for one of all.</param>
/// <param name="Fields">The group and its counts.</param>
public sealed record SearchGroups(string Join, string? By, IReadOnlyList<SearchField> Fields);
