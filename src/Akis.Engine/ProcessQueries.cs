using System.Data.Common;
using System.Globalization;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Engine.Tasks;
using Akis.Feel;

namespace Akis.Engine;

/// <summary>A user task as lists and pages show it.</summary>
public sealed record TaskView(
    long Key, long InstanceKey, string ElementId, string Name, string ProcessId, long DefinitionKey, string? BusinessKey, int State, string? Assignee, int Priority, string? FormId,
    DateTimeOffset? Due, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, string? EndedBy, long ElementKey, DateTimeOffset? FollowUp, string? EndedFor);

/// <summary>What somebody said about a task; <paramref name="OnBehalfOf"/> is the one in whose place he said it, or null.</summary>
public sealed record TaskComment(string Author, string? OnBehalfOf, DateTimeOffset At, string Text);

/// <summary>In which order somebody's tasks are listed; what is equal in it comes by due time, then by age.</summary>
public enum TaskOrder
{
    /// <summary>The soonest due first, those without a limit last.</summary>
    Due,

    /// <summary>The highest priority first.</summary>
    Priority,
}

/// <summary>An instance as lists show it. Its revision grows with every command: who repairs says which one he saw.</summary>
public sealed record InstanceView(long Key, long DefinitionKey, string ProcessId, int Version, string? ProcessName, string? BusinessKey, InstanceStatus Status, DateTimeOffset StartedAt, string StartedBy, DateTimeOffset? EndedAt, long? ParentKey, long RootKey, int Revision = 0, bool IsSuspended = false);

/// <summary>A visit of an element: state 0 active, 1 completed, 2 cancelled.</summary>
public sealed record ElementView(long Key, string ElementId, string Name, NodeKind Kind, int State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>What stands in an instance's way.</summary>
public sealed record IncidentView(long Key, long InstanceKey, string ElementId, string Code, string Tr, string En, DateTimeOffset RaisedAt, DateTimeOffset? ResolvedAt);

/// <summary>A deployed process.</summary>
public sealed record DefinitionView(long Key, string ProcessId, int Version, string? Name, string ResourceName, string? VersionTag);

/// <summary>A version of a form.</summary>
public sealed record FormView(long Key, string Id, int Version, string Json);

/// <summary>A job as lists show it.</summary>
public sealed record JobView(long Key, string Type, long InstanceKey, string ElementId, int State, int Retries, string? Worker, string? Message, int Priority);

/// <summary>An event of the history: who did it and, where he stood in for somebody, for whom.</summary>
public sealed record HistoryView(int Seq, DateTimeOffset At, string Actor, HistoryEvent Event, string? OnBehalfOf = null);

/// <summary>What pages and APIs read, by projection. Lists are paged by key: give the last key seen.</summary>
public sealed class ProcessQueries
{
    private const string TaskColumns = "t.key, t.instance_key, t.element_id, t.name, t.process_id, t.definition_key, t.business_key, t.state, t.assignee, t.priority, t.form_id, t.due_at, t.created_at, t.ended_at, t.ended_by, t.element_key, t.follow_up_at, t.ended_for";
    private const string InstanceColumns = "i.key, i.definition_key, i.process_id, d.version, d.name, i.business_key, i.status, i.started_at, i.started_by, i.ended_at, i.parent_key, i.root_key, i.revision, i.suspended";
    private const string InstanceTables = "process_instance i JOIN process_definition d ON d.key = i.definition_key";

    private readonly AkisDatabase _database;
    private readonly Definitions _definitions;
    private readonly EngineSettings _settings;

    internal ProcessQueries(AkisDatabase database, Definitions definitions, EngineSettings settings) => (_database, _definitions, _settings) = (database, definitions, settings);

    /// <summary>
    /// Open tasks that are the actor's or offered to it, or to somebody whom it stands in for. What is put off to a later day is left out until then; <paramref name="postponed"/> gives just that, null both.
    /// </summary>
    public Task<List<TaskView>> TasksForAsync(Actor actor, int most = 50, TaskOrder order = TaskOrder.Due, bool? postponed = false, CancellationToken cancel = default)
    {
        var groups = actor.Identities.SelectMany(who => who.Groups).Distinct().Select((group, i) => ($"g{i}", (object?)group)).ToArray();
        var users = actor.Identities.Select((who, i) => ($"u{i}", (object?)who.UserName)).ToArray();
        var names = groups.Length == 0 ? "NULL" : string.Join(", ", groups.Select(group => "@" + group.Item1));
        var persons = string.Join(", ", users.Select(user => "@" + user.Item1));
        return Read($"""
            SELECT {TaskColumns} FROM user_task t WHERE t.state = 0 AND (t.assignee IN ({persons}) OR (t.assignee IS NULL AND EXISTS
              (SELECT 1 FROM user_task_candidate c WHERE c.task_key = t.key AND ((c.kind = 1 AND c.name IN ({persons})) OR (c.kind = 0 AND c.name IN ({names}))))))
              AND {postponed switch { true => "t.follow_up_at > @now", false => "(t.follow_up_at IS NULL OR t.follow_up_at <= @now)", null => "1 = 1" }}
            ORDER BY {(order == TaskOrder.Priority ? "t.priority DESC, " : "")}coalesce(t.due_at, 9223372036854775807), t.priority DESC, t.key LIMIT @most
            """, Task, cancel, [.. Given(("now", postponed is null ? null : _settings.Clock.GetUtcNow())), ("most", most), .. users, .. groups]);
    }

    /// <summary>What was said about a task, oldest first.</summary>
    public Task<List<TaskComment>> CommentsAsync(long taskKey, CancellationToken cancel = default) =>
        Read("SELECT author, on_behalf_of, at, text FROM user_task_comment WHERE task_key = @key ORDER BY key", row => new TaskComment(row.GetString(0), row.Text(1), row.Instant(2)!.Value, row.GetString(3)), cancel, ("key", taskKey)); // at is never null

    /// <summary>Tasks of an instance, oldest first.</summary>
    public Task<List<TaskView>> TasksOfAsync(long instanceKey, CancellationToken cancel = default) =>
        Read($"SELECT {TaskColumns} FROM user_task t WHERE t.instance_key = @key ORDER BY t.key", Task, cancel, ("key", instanceKey));

    /// <summary>Open tasks of an instance and of what it calls, oldest first.</summary>
    public Task<List<TaskView>> OpenTasksInTreeAsync(long rootKey, CancellationToken cancel = default) =>
        Read($"SELECT {TaskColumns} FROM user_task t JOIN process_instance i ON i.key = t.instance_key WHERE i.root_key = @key AND t.state = 0 ORDER BY t.key", Task, cancel, ("key", rootKey));

    /// <summary>A task, or null.</summary>
    public async Task<TaskView?> TaskAsync(long key, CancellationToken cancel = default) => (await Read($"SELECT {TaskColumns} FROM user_task t WHERE t.key = @key", Task, cancel, ("key", key))).FirstOrDefault();

    /// <summary>What was typed into a task and kept.</summary>
    public async Task<FeelContext?> DraftAsync(long taskKey, CancellationToken cancel = default) =>
        (await Read("SELECT draft FROM user_task WHERE key = @key AND draft IS NOT NULL", row => FeelJson.ParseContext(row.GetString(0)), cancel, ("key", taskKey))).FirstOrDefault();

    /// <summary>Groups and users that a task is offered to.</summary>
    public async Task<(IReadOnlyList<string> Groups, IReadOnlyList<string> Users)> CandidatesAsync(long taskKey, CancellationToken cancel = default)
    {
        var rows = await Read("SELECT kind, name FROM user_task_candidate WHERE task_key = @key ORDER BY kind, name", row => (Kind: row.GetInt32(0), Name: row.GetString(1)), cancel, ("key", taskKey));
        return ([.. rows.Where(row => row.Kind == 0).Select(row => row.Name)], [.. rows.Where(row => row.Kind == 1).Select(row => row.Name)]);
    }

    /// <summary>Searches tasks by what they belong to; null means any.</summary>
    public Task<List<TaskView>> SearchTasksAsync(long? instanceKey, int? state, string? assignee, string? elementId, long after, int most, CancellationToken cancel = default) =>
        Read($"SELECT {TaskColumns} FROM user_task t WHERE t.key > @after{If(instanceKey, " AND t.instance_key = @instance")}{If(state, " AND t.state = @state")}{If(assignee, " AND t.assignee = @assignee")}{If(elementId, " AND t.element_id = @element")} ORDER BY t.key LIMIT @most",
            Task, cancel, Given(("after", after), ("instance", instanceKey), ("state", state), ("assignee", assignee), ("element", elementId), ("most", most)));

    /// <summary>An instance, or null.</summary>
    public async Task<InstanceView?> InstanceAsync(long key, CancellationToken cancel = default) =>
        (await Read($"SELECT {InstanceColumns} FROM {InstanceTables} WHERE i.key = @key", Instance, cancel, ("key", key))).FirstOrDefault();

    /// <summary>Instances that nobody else called, newest first, before the given key.</summary>
    public Task<List<InstanceView>> StartedByAsync(string userName, long before, int most, CancellationToken cancel = default) =>
        Read($"SELECT {InstanceColumns} FROM {InstanceTables} WHERE i.started_by = @user AND i.parent_key IS NULL AND i.key < @before ORDER BY i.key DESC LIMIT @most", Instance, cancel, ("user", userName), ("before", before), ("most", most));

    /// <summary>Instances of a process that began in a period (from inclusive, until exclusive), newest first, before the given key.</summary>
    public Task<List<InstanceView>> StartedBetweenAsync(string processId, DateTimeOffset from, DateTimeOffset until, long before, int most, CancellationToken cancel = default) =>
        Read($"SELECT {InstanceColumns} FROM {InstanceTables} WHERE i.definition_key IN (SELECT p.key FROM process_definition p WHERE p.process_id = @process) AND i.started_at >= @from AND i.started_at < @until AND i.key < @before ORDER BY i.key DESC LIMIT @most", Instance, cancel,
            ("process", processId), ("from", from), ("until", until), ("before", before), ("most", most));

    /// <summary>Searches instances; null means any.</summary>
    public Task<List<InstanceView>> SearchInstancesAsync(string? processId, InstanceStatus? status, string? businessKey, string? startedBy, long after, int most, CancellationToken cancel = default) =>
        Read($"SELECT {InstanceColumns} FROM {InstanceTables} WHERE i.key > @after{If(processId, " AND i.process_id = @process")}{If(status, " AND i.status = @status")}{If(businessKey, " AND i.business_key = @business")}{If(startedBy, " AND i.started_by = @user")} ORDER BY i.key LIMIT @most",
            Instance, cancel, Given(("after", after), ("process", processId), ("status", status), ("business", businessKey), ("user", startedBy), ("most", most)));

    /// <summary>Instances that this one has called.</summary>
    public Task<List<InstanceView>> CalledByAsync(long key, CancellationToken cancel = default) =>
        Read($"SELECT {InstanceColumns} FROM {InstanceTables} WHERE i.parent_key = @key ORDER BY i.key", Instance, cancel, ("key", key));

    /// <summary>Variables of an instance; of an ended one, the last.</summary>
    public async Task<FeelContext> VariablesAsync(long instanceKey, CancellationToken cancel = default) =>
        (await Read("SELECT state FROM process_instance WHERE key = @key", row => StateJson.ReadState(row.GetFieldValue<byte[]>(0)).Variables, cancel, ("key", instanceKey))).FirstOrDefault() ?? FeelContext.Empty;

    /// <summary>Variables as an element of an instance sees them.</summary>
    public async Task<FeelContext> VariablesAsync(long instanceKey, long elementKey, CancellationToken cancel = default) =>
        (await Read("SELECT state FROM process_instance WHERE key = @key", row => StateJson.ReadState(row.GetFieldValue<byte[]>(0)).VisibleVariables(elementKey), cancel, ("key", instanceKey))).FirstOrDefault() ?? FeelContext.Empty;

    /// <summary>Whether segregation of duties keeps somebody from a task whose variables these are.</summary>
    public bool IsKeptFrom(Actor who, FlowNode task, FeelContext variables) => Segregation.Keeps(Segregation.Of(task, variables, _settings.Feel), who);

    /// <summary>The way that an instance has gone and where it is, in order.</summary>
    public async Task<List<ElementView>> PathAsync(long instanceKey, CancellationToken cancel = default)
    {
        var graph = await GraphOfAsync(instanceKey, cancel);
        return await Read("SELECT key, element_id, state, started_at, ended_at FROM element_instance WHERE instance_key = @key ORDER BY key", row =>
        {
            var node = graph?.Find(row.GetString(1));
            return new ElementView(row.GetInt64(0), row.GetString(1), node?.Title ?? row.GetString(1), node?.Kind ?? NodeKind.PassTask, row.GetInt32(2), row.Instant(3)!.Value, row.Instant(4)); // started_at is never null
        }, cancel, ("key", instanceKey));
    }

    /// <summary>Ids of the sequence flows that tokens have passed.</summary>
    public async Task<IReadOnlyList<string>> FlowsTakenAsync(long instanceKey, CancellationToken cancel = default) =>
        [.. (await HistoryAsync(instanceKey, cancel)).Select(entry => entry.Event).OfType<FlowTaken>().Select(taken => taken.FlowId).Distinct()];

    /// <summary>The history of an instance.</summary>
    public async Task<List<HistoryView>> HistoryAsync(long instanceKey, CancellationToken cancel = default)
    {
        var rows = await Read("SELECT seq, at, actor, data, on_behalf_of FROM history_event WHERE instance_key = @key ORDER BY seq", row => (Seq: row.GetInt32(0), At: row.Instant(1)!.Value, Actor: row.GetString(2), Data: row.GetString(3), For: row.Text(4)), cancel, ("key", instanceKey)); // at is never null
        return [.. rows.SelectMany(row => Projection.ReadEventRow(row.Data).Select((happened, i) => new HistoryView(row.Seq + i, row.At, row.Actor, happened, row.For)))];
    }

    /// <summary>Incidents, oldest first; open ones only where asked.</summary>
    public Task<List<IncidentView>> IncidentsAsync(long? instanceKey, bool openOnly, long after, int most, CancellationToken cancel = default) =>
        Read($"SELECT key, instance_key, element_id, code, tr, en, raised_at, resolved_at FROM incident WHERE key > @after{If(instanceKey, " AND instance_key = @instance")}{(openOnly ? " AND resolved_at IS NULL" : "")} ORDER BY key LIMIT @most",
            row => new IncidentView(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Instant(6)!.Value, row.Instant(7)), cancel, Given(("after", after), ("instance", instanceKey), ("most", most))); // raised_at is never null

    /// <summary>Jobs, oldest first; null means any.</summary>
    public Task<List<JobView>> JobsAsync(long? instanceKey, string? type, int? state, long after, int most, CancellationToken cancel = default) =>
        Read($"SELECT key, type, instance_key, element_id, state, retries, worker, message, priority FROM job WHERE key > @after{If(instanceKey, " AND instance_key = @instance")}{If(type, " AND type = @type")}{If(state, " AND state = @state")} ORDER BY key LIMIT @most",
            row => new JobView(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.Text(6), row.Text(7), row.GetInt32(8)), cancel, Given(("after", after), ("instance", instanceKey), ("type", type), ("state", state), ("most", most)));

    /// <summary>Deployed processes, the newest version of each first.</summary>
    public Task<List<DefinitionView>> DefinitionsAsync(string? processId, bool newestOnly, CancellationToken cancel = default) =>
        Read($"SELECT d.key, d.process_id, d.version, d.name, d.resource_name, d.version_tag FROM process_definition d WHERE 1 = 1{If(processId, " AND d.process_id = @process")}{(newestOnly ? " AND d.version = (SELECT max(n.version) FROM process_definition n WHERE n.process_id = d.process_id)" : "")} ORDER BY d.process_id, d.version DESC",
            row => new DefinitionView(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.Text(3), row.GetString(4), row.Text(5)), cancel, Given(("process", processId)));

    /// <summary>The BPMN file of a definition, or null.</summary>
    public async Task<string?> XmlAsync(long definitionKey, CancellationToken cancel = default) =>
        (await Read("SELECT xml FROM process_definition WHERE key = @key", row => row.GetString(0), cancel, ("key", definitionKey))).FirstOrDefault();

    /// <summary>The newest version of a form, or null.</summary>
    public async Task<string?> FormAsync(string formId, CancellationToken cancel = default) =>
        (await Read("SELECT json FROM form_definition WHERE form_id = @id ORDER BY version DESC LIMIT 1", row => row.GetString(0), cancel, ("id", formId))).FirstOrDefault();

    /// <summary>The form of a user task or start event, in the version that its model means; null for none.</summary>
    public async Task<string?> FormAsync(string formId, long definitionKey, string elementId, CancellationToken cancel = default) => (await FindFormAsync(formId, definitionKey, elementId, cancel))?.Json;

    /// <summary>The same with its key and version.</summary>
    public async Task<FormView?> FindFormAsync(string formId, long definitionKey, string elementId, CancellationToken cancel = default)
    {
        var node = (await GraphAsync(definitionKey, cancel))?.Find(elementId);
        var deployed = node?.FormBinding == VersionBinding.Deployment ? " AND deployed_at <= (SELECT d.deployed_at FROM process_definition d WHERE d.key = @definition)" : "";
        var versions = await Read($"SELECT key, version, json FROM form_definition WHERE form_id = @id{deployed} ORDER BY version DESC", row => new FormView(row.GetInt64(0), formId, row.GetInt32(1), row.GetString(2)), cancel,
            Given(("id", formId), ("definition", deployed.Length > 0 ? definitionKey : null)));
        return versions.FirstOrDefault(form => node?.FormBinding switch
        {
            VersionBinding.Version => form.Version.ToString(CultureInfo.InvariantCulture) == node.FormVersionTag,
            VersionBinding.VersionTag => TagOf(form.Json) == node.FormVersionTag,
            _ => true,
        });

        static string? TagOf(string json)
        {
            using var form = System.Text.Json.JsonDocument.Parse(json);
            return form.RootElement.TryGetProperty("versionTag", out var tag) ? tag.GetString() : null;
        }
    }

    /// <summary>The form that is filled in to start a version of a process, or null.</summary>
    public async Task<FormView?> StartFormAsync(long definitionKey, CancellationToken cancel = default)
    {
        var graph = await GraphAsync(definitionKey, cancel);
        var start = graph?.Nodes[0].StartEvents.Select(index => graph.Nodes[index]).FirstOrDefault(node => node.StartFormId is not null);
        return start?.StartFormId is { } formId ? await FindFormAsync(formId, definitionKey, start.Id, cancel) : null;
    }

    /// <summary>Keys of the variables in the scopes around an element, its own first; of several of one name with <paramref name="effective"/> only the innermost.</summary>
    public async Task<IReadOnlyList<long>> VariablesAroundAsync(long instanceKey, long elementKey, bool effective, CancellationToken cancel = default)
    {
        var rows = await Read("""
            WITH RECURSIVE around (key, depth) AS (
              SELECT CAST(@element AS bigint), 0
              UNION ALL SELECT e.scope_key, a.depth + 1 FROM around a JOIN element_instance e ON e.key = a.key)
            SELECT v.key, v.name FROM around a JOIN variable v ON v.scope_key = a.key WHERE v.instance_key = @instance ORDER BY a.depth, v.key LIMIT 1000
            """, row => (Key: row.GetInt64(0), Name: row.GetString(1)), cancel, ("element", elementKey), ("instance", instanceKey));
        return [.. (effective ? rows.DistinctBy(row => row.Name) : rows).Select(row => row.Key)];
    }

    /// <summary>The compiled graph that an instance runs on, or null.</summary>
    public async Task<ProcessGraph?> GraphOfAsync(long instanceKey, CancellationToken cancel = default)
    {
        var keys = await Read("SELECT definition_key FROM process_instance WHERE key = @key", row => row.GetInt64(0), cancel, ("key", instanceKey));
        return keys.Count == 0 ? null : await GraphAsync(keys[0], cancel);
    }

    /// <summary>The compiled graph of a definition, or null.</summary>
    public Task<ProcessGraph?> GraphAsync(long definitionKey, CancellationToken cancel = default) =>
        _database.ReadAsync(async (connection, token) => (await _definitions.FindAsync(connection, definitionKey, token))?.Graph, cancel);

    private static string If(object? value, string condition) => value is null ? "" : condition;

    private static (string, object?)[] Given(params (string Name, object? Value)[] parameters) => [.. parameters.Where(parameter => parameter.Value is not null)];

    private static TaskView Task(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.Text(6), Convert.ToInt32(row.GetValue(7), CultureInfo.InvariantCulture), row.Text(8), row.GetInt32(9), row.Text(10),
        row.Instant(11), row.Instant(12)!.Value, row.Instant(13), row.Text(14), row.GetInt64(15), row.Instant(16), row.Text(17)); // created_at is never null

    private static InstanceView Instance(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetInt32(3), row.Text(4), row.Text(5), (InstanceStatus)row.GetInt32(6), row.Instant(7)!.Value, row.GetString(8), row.Instant(9), row.IsDBNull(10) ? null : row.GetInt64(10), row.GetInt64(11), row.GetInt32(12), row.GetInt32(13) == 1); // started_at is never null

    private Task<List<T>> Read<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancel, params (string, object?)[] parameters) =>
        _database.ReadAsync((connection, token) => connection.QueryAsync(sql, row, token, parameters), cancel);
}
