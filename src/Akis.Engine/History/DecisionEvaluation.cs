using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Engine.History;

/// <summary>What a decision said outside of instances; <paramref name="InstanceKeys"/> are the records of it and of the decisions that it asked, itself last.</summary>
public sealed record EvaluatedDecision(long DecisionKey, FeelValue Output, IReadOnlyList<long> InstanceKeys);

/// <summary>Asks a deployed decision, and keeps what was asked and said.</summary>
public sealed class DecisionEvaluation
{
    private readonly Definitions _definitions;
    private readonly EngineSettings _settings;

    internal DecisionEvaluation(Definitions definitions, EngineSettings settings) => (_definitions, _settings) = (definitions, settings);

    /// <summary>Asks one version of a decision by its key, or the newest of an id.</summary>
    public async Task<Outcome<EvaluatedDecision>> EvaluateAsync(WriteSession session, string? decisionId, long? decisionKey, FeelContext variables, Actor actor, CancellationToken cancel = default)
    {
        var found = await session.QueryAsync(
            $"SELECT key, decision_id FROM decision_definition WHERE {(decisionKey is null ? "decision_id = @id" : "key = @key")} ORDER BY version DESC LIMIT 1", row => (Key: row.GetInt64(0), Id: row.GetString(1)), cancel,
            decisionKey is null ? ("id", decisionId ?? "") : ("key", decisionKey));
        if (found.Count == 0) return new Problem("decision.unknown", 404, "Böyle bir karar yayımlanmamış.", "There is no such deployed decision.");
        var (key, id) = found[0];
        var result = (await _definitions.DecisionAsync(session, key, cancel)).Evaluate(id, variables, _settings.Feel);
        if (result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Code.StartsWith("dmn.", StringComparison.Ordinal)) is { } problem) return new Problem(problem.Code, 422, problem.Tr, problem.En);
        var batch = new StatementBatch(session);
        var records = result.Trace.Select(trace => DecisionRecords.Add(batch, session, new(trace.DecisionId, FeelContext.Of(trace.Inputs.Select(input => (input.Label, input.Value))), trace.MatchedRules, trace.RuleOutputs is null ? null : FeelList.Of(trace.RuleOutputs), trace.Output), null, key, actor)).ToList();
        await batch.RunAsync(cancel);
        return new EvaluatedDecision(key, result.Value, records);
    }
}
