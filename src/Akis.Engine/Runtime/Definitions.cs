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

    /// <summary>A version by its key, or null where it is not deployed.</summary>
    public async Task<Definition?> KnownAsync(WriteSession session, long key, CancellationToken cancel) =>
        (await session.QueryAsync("SELECT 1 FROM process_definition WHERE key = @key", row => row.GetInt32(0), cancel, ("key", key))).Count == 0 ? null : await GetAsync(session, key, cancel);

    public async Task<Definition?> NewestAsync(WriteSession session, string processId, CancellationToken cancel)
    {
        var keys = await session.QueryAsync("SELECT key FROM process_definition WHERE process_id = @id ORDER BY version DESC LIMIT 1", row => row.GetInt64(0), cancel, ("id", processId));
        return keys.Count == 0 ? null : await GetAsync(session, keys[0], cancel);
    }

    public async Task<Definition?> VersionAsync(WriteSession session, string processId, int version, CancellationToken cancel)
    {
        var keys = await session.QueryAsync("SELECT key FROM process_definition WHERE process_id = @id AND version = @version", row => row.GetInt64(0), cancel, ("id", processId), ("version", version));
        return keys.Count == 0 ? null : await GetAsync(session, keys[0], cancel);
    }

    /// <summary>The version of a process that a call means; null where there is none.</summary>
    public async Task<Definition?> CalledAsync(WriteSession session, Call call, CancellationToken cancel)
    {
        if (call.Binding == VersionBinding.Latest) return await NewestAsync(session, call.ProcessId, cancel);

        var (meant, parameter) = call.Binding switch
        {
            VersionBinding.VersionTag => ("version_tag = @tag", ("tag", (object?)call.VersionTag)),
            VersionBinding.Version => ("version = @number", ("number", Number(call.VersionTag))),
            _ => (DeployedWith, ("caller", call.CallerDefinitionKey)),
        };
        var keys = await session.QueryAsync($"SELECT key FROM process_definition WHERE process_id = @id AND {meant} ORDER BY version DESC LIMIT 1", row => row.GetInt64(0), cancel, ("id", call.ProcessId), parameter);
        return keys.Count == 0 ? null : await GetAsync(session, keys[0], cancel);
    }

    public async Task<Definition?> FindAsync(DbConnection connection, long key, CancellationToken cancel)
    {
        if (_processes.TryGetValue(key, out var known)) return known;
        var rows = await connection.QueryAsync("SELECT process_id, version, xml FROM process_definition WHERE key = @key", row => (Id: row.GetString(0), Version: row.GetInt32(1), Xml: row.GetString(2)), cancel, ("key", key));
        return rows.Count == 0 ? null : Compile(key, rows[0].Id, rows[0].Version, rows[0].Xml);
    }

    /// <summary>Decisions as the session sees them. The stepper does no I/O, so the versions that a process means are read before it runs.</summary>
    public async Task<IDecisionSource> DecisionsAsync(WriteSession session, Definition definition, CancellationToken cancel)
    {
        var asked = definition.Graph.Nodes.Where(node => node.Decision is not null).Select(node => (node.Decision!.Binding, node.Decision.Version)).Distinct().ToList(); // filtered just before
        if (asked.Count == 0) return Decisions.None;
        var models = new Dictionary<(VersionBinding, string?), Dictionary<string, (long Key, DmnModel Model)>>();
        foreach (var (binding, version) in asked)
        {
            var (meant, parameter) = binding switch
            {
                VersionBinding.Deployment => (DeployedWith, ("caller", (object?)definition.Key)),
                VersionBinding.Version => ("version = @number", ("number", Number(version))),
                _ => ("1 = 1", ("none", 0)),
            };
            var rows = await session.QueryAsync($"SELECT decision_id, key FROM decision_definition WHERE {meant} ORDER BY version DESC", row => (Id: row.GetString(0), Key: row.GetInt64(1)), cancel, parameter);
            var found = models[(binding, version)] = [];
            foreach (var (id, key) in rows)
            {
                if (found.ContainsKey(id)) continue;
                var model = await DecisionAsync(session, key, cancel);
                if (binding != VersionBinding.VersionTag || model.Decisions.Any(decision => decision.Id == id && decision.VersionTag == version)) found[id] = (key, model);
            }
        }

        return new Decisions(models);
    }

    // What was deployed together may have been there before with the same content: then it kept its older row.
    private const string DeployedWith = "deployed_at <= (SELECT c.deployed_at FROM process_definition c WHERE c.key = @caller)";

    private static int Number(string? version) => int.TryParse(version, out var number) ? number : 0;

    public async Task<DmnModel> DecisionAsync(WriteSession session, long key, CancellationToken cancel)
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

    private sealed class Decisions(Dictionary<(VersionBinding, string?), Dictionary<string, (long Key, DmnModel Model)>> models) : IDecisionSource
    {
        public static Decisions None { get; } = new([]);

        public DecisionResult? Evaluate(string decisionId, DecisionSpec asked, IFeelScope variables, FeelEnvironment environment) =>
            Find(decisionId, asked)?.Model.Evaluate(decisionId, variables, environment);

        public long? KeyOf(string decisionId, DecisionSpec asked) => Find(decisionId, asked)?.Key;

        private (long Key, DmnModel Model)? Find(string decisionId, DecisionSpec asked) =>
            models.GetValueOrDefault((asked.Binding, asked.Version)) is { } known && known.TryGetValue(decisionId, out var found) ? found : null;
    }
}
