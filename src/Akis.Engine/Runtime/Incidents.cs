using Akis.Bpmn.Stepping;
using Akis.Engine.Database;

namespace Akis.Engine.Runtime;

/// <summary>Which open incidents are meant; null means any.</summary>
/// <param name="After">Only those after this key: where the last call stopped.</param>
public sealed record IncidentFilter(string? ProcessId = null, long? DefinitionKey = null, long? InstanceKey = null, string? ElementId = null, string? Code = null, string? JobType = null, long After = 0);

/// <summary>What became of incidents that were resolved together.</summary>
/// <param name="Resolved">Incidents that were resolved; a new one may stand in the same place if the cause is still there.</param>
/// <param name="Refused">Incidents that were not, and why.</param>
/// <param name="Last">The last key that was looked at, for <see cref="IncidentFilter.After"/>; null when no more are left.</param>
public sealed record ResolvedIncidents(IReadOnlyList<long> Resolved, IReadOnlyList<(long Key, Problem Problem)> Refused, long? Last);

/// <summary>Tries again where instances stand still, one by one or many at once.</summary>
internal static class Incidents
{
    public const int MostAtOnce = 500;

    public static async Task<Outcome> ResolveAsync(WriteSession session, CommandRoad road, long key, Actor actor, CancellationToken cancel)
    {
        var found = await session.QueryAsync(
            "SELECT i.instance_key, j.retries FROM incident i LEFT JOIN job j ON j.instance_key = i.instance_key AND j.element_key = i.element_key AND j.state = 3 AND j.retries > 0 WHERE i.key = @key",
            row => (Instance: row.GetInt64(0), Retries: row.IsDBNull(1) ? (int?)null : row.GetInt32(1)), cancel, ("key", key));
        return found.Count == 0
            ? new Problem("incident.unknown", 404, "Böyle bir arıza kaydı yok.", "There is no such incident.")
            : await road.ApplyAsync(session, found[0].Instance, new ResolveIncident(key, found[0].Retries), actor, cancel);
    }

    /// <summary>Resolves the oldest open incidents that are meant. What is refused for one undoes nothing of the others.</summary>
    public static async Task<ResolvedIncidents> ResolveAsync(WriteSession session, CommandRoad road, IncidentFilter filter, int most, Actor actor, CancellationToken cancel)
    {
        most = Math.Clamp(most, 1, MostAtOnce);
        (string Name, object? Value, string Sql)[] conditions =
        [
            ("process", filter.ProcessId, "p.process_id = @process"), ("definition", filter.DefinitionKey, "p.definition_key = @definition"), ("instance", filter.InstanceKey, "i.instance_key = @instance"),
            ("element", filter.ElementId, "i.element_id = @element"), ("code", filter.Code, "i.code = @code"),
            ("type", filter.JobType, "EXISTS (SELECT 1 FROM job j WHERE j.instance_key = i.instance_key AND j.element_key = i.element_key AND j.state = 3 AND j.type = @type)"),
        ];
        var given = conditions.Where(condition => condition.Value is not null).ToList();
        var keys = await session.QueryAsync(
            $"SELECT i.key FROM incident i JOIN process_instance p ON p.key = i.instance_key WHERE i.resolved_at IS NULL AND i.key > @after{string.Concat(given.Select(condition => " AND " + condition.Sql))} ORDER BY i.key LIMIT @most",
            row => row.GetInt64(0), cancel, [("after", filter.After), ("most", most), .. given.Select(condition => (condition.Name, condition.Value))]);
        var (resolved, refused) = (new List<long>(), new List<(long, Problem)>());
        foreach (var key in keys)
        {
            var outcome = await session.TryAsync(() => ResolveAsync(session, road, key, actor, cancel), cancel);
            if (outcome.Problem is { } problem) refused.Add((key, problem));
            else resolved.Add(key);
        }

        return new(resolved, refused, keys.Count < most ? null : keys[^1]);
    }
}
