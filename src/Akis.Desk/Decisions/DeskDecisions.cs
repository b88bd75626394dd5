using System.Collections.Concurrent;
using Akis.Dmn;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Decisions;

/// <summary>Asks the department's decision tables outside of a process: what a page foretells is what the process will decide.</summary>
public sealed class DeskDecisions(AkisDatabase database, EngineSettings settings)
{
    private readonly ConcurrentDictionary<long, DmnModel> _models = new();

    /// <summary>The result of the newest version of a decision; null where it is not deployed or gives nothing.</summary>
    public async Task<FeelValue> EvaluateAsync(string decisionId, FeelContext inputs, CancellationToken cancel = default)
    {
        var newest = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key FROM decision_definition WHERE decision_id = @id ORDER BY version DESC LIMIT 1", row => row.GetInt64(0), token, ("id", decisionId)), cancel);
        if (newest.Count == 0) return FeelValue.Null;
        if (!_models.TryGetValue(newest[0], out var model))
        {
            var xml = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT xml FROM decision_definition WHERE key = @key", row => row.GetString(0), token, ("key", newest[0])), cancel);
            model = _models[newest[0]] = DmnReader.ReadLeniently(xml[0]).Model ?? throw new InvalidOperationException($"The deployed decision {decisionId} can no longer be read.");
        }

        return model.Evaluate(decisionId, inputs, new FeelEnvironment { Clock = settings.Clock, Calendars = settings.Calendars }).Value;
    }
}
