using System.Data.Common;
using Akis.Dmn;
using Akis.Engine.Database;

namespace Akis.Engine.History;

/// <summary>A decision that was made: JSON of what it was asked (label and value of each input), of the rules that matched, counted from 1, of what each of those gave (null where the decision is no table, or was made before this was kept), and of what it said. Outside of instances the keys are null.</summary>
public sealed record DecisionInstanceView(
    long Key, long? InstanceKey, long? ElementKey, string? ElementId, string? ProcessId, long? ProcessDefinitionKey, long DecisionKey, string DecisionId, string? Name, int Version, DateTimeOffset At, string Actor, string Inputs, string MatchedRules, string? RuleOutputs, string Output);

/// <summary>Files of decisions, and what was decided; everything is searched by <see cref="Search.DecisionSearches"/>.</summary>
public sealed class DecisionQueries
{
    private const string Instances = "SELECT key, instance_key, element_key, element_id, process_id, process_definition_key, decision_key, decision_id, name, version, at, actor, inputs, matched_rules, rule_outputs, output FROM decision_instance";

    private readonly AkisDatabase _database;

    internal DecisionQueries(AkisDatabase database) => _database = database;

    /// <summary>The DMN file of a version of a decision, or null.</summary>
    public async Task<string?> XmlAsync(long key, CancellationToken cancel = default) => (await Read("SELECT xml FROM decision_definition WHERE key = @key", row => row.GetString(0), cancel, ("key", key))).FirstOrDefault();

    /// <summary>The table of a version of a decision; null where the decision is no table, or is not in that file.</summary>
    public async Task<TableLogic?> TableAsync(long key, string decisionId, CancellationToken cancel = default) =>
        await XmlAsync(key, cancel) is { } xml ? DmnReader.ReadLeniently(xml).Model?.Decisions.FirstOrDefault(decision => decision.Id == decisionId)?.Logic as TableLogic : null;

    /// <summary>A file of decisions, or null.</summary>
    public async Task<string?> RequirementsXmlAsync(long key, CancellationToken cancel = default) => (await Read("SELECT xml FROM decision_requirements WHERE key = @key", row => row.GetString(0), cancel, ("key", key))).FirstOrDefault();

    /// <summary>What was decided in an instance, in order.</summary>
    public Task<List<DecisionInstanceView>> InstancesAsync(long instanceKey, CancellationToken cancel = default) => Read($"{Instances} WHERE instance_key = @instance ORDER BY key", Instance, cancel, ("instance", instanceKey));

    /// <summary>One decision that was made, or null.</summary>
    public async Task<DecisionInstanceView?> InstanceAsync(long key, CancellationToken cancel = default) => (await Read($"{Instances} WHERE key = @key", Instance, cancel, ("key", key))).FirstOrDefault();

    private static DecisionInstanceView Instance(DbDataReader row) => new(
        row.GetInt64(0), Key(row, 1), Key(row, 2), row.Text(3), row.Text(4), Key(row, 5), row.GetInt64(6), row.GetString(7), row.Text(8), row.GetInt32(9), row.Instant(10)!.Value, row.GetString(11), row.GetString(12), row.GetString(13), row.Text(14), row.GetString(15)); // at is never null

    private static long? Key(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private Task<List<T>> Read<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancel, params (string Name, object? Value)[] parameters) =>
        _database.ReadAsync((connection, token) => connection.QueryAsync(sql, row, token, parameters), cancel);
}
