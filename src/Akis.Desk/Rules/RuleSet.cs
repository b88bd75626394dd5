using Akis.Dmn;
using Akis.Engine;
using Akis.Feel;

namespace Akis.Desk.Rules;

/// <summary>A rule that matches a ticket.</summary>
/// <param name="Number">Its place in the table, from 1.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Why">The conditions that it asked, with what was found.</param>
public sealed record RuleMatch(int Number, DeskRule Rule, string Why);

/// <summary>A table that can be asked.</summary>
internal sealed class RuleSet
{
    private readonly DmnModel _model;
    private readonly RuleTable _table;

    private RuleSet(DmnModel model, RuleTable table, int version) => (_model, _table, Version) = (model, table, version);

    /// <summary>The version that it is; 0 for one that is not saved.</summary>
    public int Version { get; }

    /// <summary>Reads a table, or says what is wrong with its expressions.</summary>
    public static (RuleSet? Set, IReadOnlyList<DmnFinding> Findings) Compile(RuleTable table, int version)
    {
        var read = DmnReader.Read(RuleTableXml.Write(table));
        return read.Model is { } model && read.Findings.Count == 0 ? (new(model, table, version), []) : (null, read.Findings);
    }

    /// <summary>The rules that match, in their order.</summary>
    public IReadOnlyList<RuleMatch> Ask(FeelContext inputs, EngineSettings settings)
    {
        if (_table.Rules.Count == 0) return [];
        var result = _model.Evaluate(RuleTableXml.DecisionId, inputs, new FeelEnvironment { Clock = settings.Clock, Calendars = settings.Calendars });
        return [.. result.Trace.Where(trace => trace.DecisionId == RuleTableXml.DecisionId).SelectMany(trace => trace.MatchedRules).Select(number => new RuleMatch(number, _table.Rules[number - 1], Why(_table.Rules[number - 1], inputs)))];
    }

    private static string Why(DeskRule rule, FeelContext inputs) => rule.Conditions.Count == 0 ? "koşulsuz"
        : string.Join("; ", RuleColumns.All.Where(column => rule.Conditions.ContainsKey(column.Name)).Select(column => $"{column.Tr} = {Short(inputs.Get(column.Name))}"));

    private static string Short(FeelValue value) => value.ToString() is { Length: > 60 } text ? text[..60] + "…" : value.ToString();
}
