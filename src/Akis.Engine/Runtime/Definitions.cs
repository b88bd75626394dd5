using System.Collections.Concurrent;
using System.Data.Common;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Reading;
using Akis.Bpmn.Stepping;
using Akis.Dmn;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>A process as an instance runs it.</summary>
internal sealed record Definition(long Key, string ProcessId, int Version, ProcessGraph Graph);

/// <summary>Compiled definitions by key; definitions never change, so the caches never lie. Which version is the newest is always asked.</summary>
internal sealed class Definitions
{
    private readonly ConcurrentDictionary<long, Definition> _processes = new();
    private readonly ConcurrentDictionary<long, DmnModel> _decisions = new();

    public async Task<Definition> GetAsync(WriteSession session, long key, CancellationToken cancel)
    {
        if (_processes.TryGetValue(key, out var known)) return known;
        var rows = await session.QueryAsync("SELECT process_id, version, xml FROM process_definition WHERE key = @key", row => (Id: row.GetString(0), Version: row.GetInt32(1), Xml: row.GetString(2)), cancel, ("key", key));
        return Compile(key, rows[0].Id, rows[0].Version, rows[0].Xml);
    }

    public async Task<Definition?> NewestAsync(WriteSession session, string processId, CancellationToken cancel)
    {
        var keys = await session.QueryAsync("SELECT key FROM process_definition WHERE process_id = @id ORDER BY version DESC LIMIT 1", row => row.GetInt64(0), cancel, ("id", processId));
        return keys.Count == 0 ? null : await GetAsync(session, keys[0], cancel);
    }

    /// <summary>The version of a process that a call means; null where there is none.</summary>
    public async Task<Definition?> CalledAsync(WriteSession session, Call call, CancellationToken cancel)
    {
        if (call.Binding == CallBinding.Latest) return await NewestAsync(session, call.ProcessId, cancel);

        // What was deployed together may have been there before with the same content: then it kept its older row.
        var meant = call.Binding == CallBinding.VersionTag
            ? "version_tag = @tag"
            : "deployed_at <= (SELECT c.deployed_at FROM process_definition c WHERE c.key = @caller)";
        var keys = await session.QueryAsync($"SELECT key FROM process_definition WHERE process_id = @id AND {meant} ORDER BY version DESC LIMIT 1", row => row.GetInt64(0), cancel,
            ("id", call.ProcessId), call.Binding == CallBinding.VersionTag ? ("tag", call.VersionTag) : ("caller", call.CallerDefinitionKey));
        return keys.Count == 0 ? null : await GetAsync(session, keys[0], cancel);
    }

    public async Task<Definition?> FindAsync(DbConnection connection, long key, CancellationToken cancel)
    {
        if (_processes.TryGetValue(key, out var known)) return known;
        var rows = await connection.QueryAsync("SELECT process_id, version, xml FROM process_definition WHERE key = @key", row => (Id: row.GetString(0), Version: row.GetInt32(1), Xml: row.GetString(2)), cancel, ("key", key));
        return rows.Count == 0 ? null : Compile(key, rows[0].Id, rows[0].Version, rows[0].Xml);
    }

    /// <summary>Decisions as the session sees them. The stepper does no I/O, so the newest versions are read before it runs.</summary>
    public async Task<IDecisionSource> DecisionsAsync(WriteSession session, ProcessGraph graph, CancellationToken cancel)
    {
        if (graph.Nodes.All(node => node.Kind != NodeKind.DecisionTask)) return Decisions.None;
        var newest = await session.QueryAsync(
            "SELECT d.decision_id, d.key FROM decision_definition d WHERE d.version = (SELECT max(version) FROM decision_definition n WHERE n.decision_id = d.decision_id)",
            row => (Id: row.GetString(0), Key: row.GetInt64(1)), cancel);
        var models = new Dictionary<string, DmnModel>();
        foreach (var (id, key) in newest) models[id] = await DecisionAsync(session, key, cancel);
        return new Decisions(models);
    }

    private async Task<DmnModel> DecisionAsync(WriteSession session, long key, CancellationToken cancel)
    {
        if (_decisions.TryGetValue(key, out var known)) return known;
        var xml = await session.QueryAsync("SELECT xml FROM decision_definition WHERE key = @key", row => row.GetString(0), cancel, ("key", key));
        return _decisions[key] = DmnReader.ReadLeniently(xml[0]).Model ?? throw new InvalidOperationException($"The deployed decision {key} can no longer be read.");
    }

    private Definition Compile(long key, string processId, int version, string xml)
    {
        var graph = BpmnModel.ReadDeployed(xml).Processes.FirstOrDefault(process => process.ProcessId == processId) ?? throw new InvalidOperationException($"The deployed process {processId} can no longer be read.");
        return _processes[key] = new(key, processId, version, graph);
    }

    private sealed class Decisions(IReadOnlyDictionary<string, DmnModel> models) : IDecisionSource
    {
        public static Decisions None { get; } = new(new Dictionary<string, DmnModel>());

        public DecisionResult? Evaluate(string decisionId, IFeelScope variables, FeelEnvironment environment) => models.GetValueOrDefault(decisionId)?.Evaluate(decisionId, variables, environment);
    }
}
