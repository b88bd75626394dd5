using System.Text.Json;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.History;

/// <summary>Where a decision was made: an element of an instance.</summary>
internal sealed record DecisionPlace(long InstanceKey, long ElementKey, string ProcessId, long ProcessDefinitionKey);

/// <summary>What a decision was asked, which rules matched (counted from 1), what each of them gave (null where there is no table), and what it said.</summary>
internal sealed record MadeDecision(string DecisionId, FeelContext Inputs, IReadOnlyList<int> Rules, FeelList? RuleOutputs, FeelValue Output);

/// <summary>Keeps each decision that is made, with what it was asked, which rules matched and what it said.</summary>
internal static class DecisionRecords
{
    /// <summary>Adds the row and gives its key.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="session">The transaction.</param>
    /// <param name="made">The decision.</param>
    /// <param name="place">Where; null outside of instances.</param>
    /// <param name="fileOf">The version of the decision that was asked, in whose file this one lies too; null for the newest of its id.</param>
    /// <param name="actor">Who.</param>
    public static long Add(StatementBatch batch, WriteSession session, MadeDecision made, DecisionPlace? place, long? fileOf, Actor actor)
    {
        var key = session.NextKey();
        batch.Add(
            $"""
             INSERT INTO decision_instance (key, instance_key, element_key, element_id, process_id, process_definition_key, decision_key, decision_id, name, version, at, actor, inputs, matched_rules, rule_outputs, output)
             SELECT @key, @instance, @elementKey, (SELECT e.element_id FROM element_instance e WHERE e.key = @elementKey), @process, @definition, d.key, d.decision_id, d.name, d.version, @at, @actor, @inputs, @rules, @ruleOutputs, @output
             FROM decision_definition d WHERE d.decision_id = @decision{(fileOf is null ? "" : " AND d.checksum = (SELECT f.checksum FROM decision_definition f WHERE f.key = @file)")} ORDER BY d.version DESC LIMIT 1
             """,
            [("key", key), ("instance", Number(place?.InstanceKey)), ("elementKey", Number(place?.ElementKey)), ("process", (object?)place?.ProcessId ?? TypedNull.Text), ("definition", Number(place?.ProcessDefinitionKey)), ("decision", made.DecisionId),
                ("at", session.Now), ("actor", actor.UserName), ("inputs", FeelJson.ToJson(made.Inputs)), ("rules", JsonSerializer.Serialize(made.Rules)), ("ruleOutputs", made.RuleOutputs is null ? TypedNull.Text : FeelJson.ToJson(FeelValue.Of(made.RuleOutputs))), ("output", FeelJson.ToJson(made.Output)), .. fileOf is null ? Array.Empty<(string, object?)>() : [("file", fileOf)]]);
        return key;
    }

    private static object Number(long? number) => (object?)number ?? TypedNull.Number;
}
