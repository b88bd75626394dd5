using Akis.Dmn.Checks;
using Akis.Feel;

namespace Akis.Dmn.Examples;

/// <summary>Runs examples of decisions, written as CSV, against a model, and remembers which rules have decided any of them.</summary>
public sealed class DecisionExamples
{
    // Without a now() column the clock stands still: an example must not depend on the day on which it runs.
    private static readonly DateTimeOffset StillClock = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(3));

    private readonly DmnModel _model;
    private readonly ModelSource _source;
    private readonly FeelEnvironment _environment;
    private readonly HashSet<(SourceTable Table, int Rule)> _used = [];

    private DecisionExamples(DmnModel model, ModelSource source, FeelEnvironment environment) => (_model, _source, _environment) = (model, source, environment);

    /// <summary>Opens a model for its examples; null where the file is no model.</summary>
    /// <param name="xml">The DMN file.</param>
    /// <param name="environment">Zone, limits and calendars; the clock is each example's own.</param>
    public static DecisionExamples? Open(string xml, FeelEnvironment environment) =>
        DmnReader.Read(xml).Model is { } model && ModelSource.Read(xml) is { } source ? new(model, source, environment) : null;

    /// <summary>Runs the examples of one decision.</summary>
    /// <param name="decision">Its id or name.</param>
    /// <param name="csv">The file: headings, then one example a row.</param>
    public ExampleReport Run(string decision, string csv)
    {
        if (_model.Find(decision) is not { } found)
        {
            return new(decision, 0, [new(1, null, $"Modelde '{decision}' kararı yok.", $"The model has no decision '{decision}'.")]);
        }

        var failures = new List<ExampleFailure>();
        var sheet = ExampleSheet.Read(csv, _source, found.Id, failures);
        var passed = 0;
        foreach (var row in sheet.Rows)
        {
            var wrong = Check(found, sheet.Columns, row).ToList();
            failures.AddRange(wrong);
            if (wrong.Count == 0) passed++;
        }

        return new(found.Id, passed, failures);
    }

    /// <summary>The rules that no example run so far was decided by.</summary>
    public IReadOnlyList<UnusedRule> UnusedRules() =>
        [.. _source.Tables.SelectMany(table => table.Rules.Where(rule => !_used.Contains((table, rule.Number))).Select(rule => new UnusedRule(table.OwnerId, rule.Number, rule.Line)))];

    private IEnumerable<ExampleFailure> Check(Decision decision, IReadOnlyList<ExampleColumn> columns, CsvRow row)
    {
        var name = columns.Zip(row.Cells).FirstOrDefault(pair => pair.First.Role == ColumnRole.Name).Second;
        var (inputs, expected, now) = (FeelContext.Empty, new List<(string Output, FeelValue Value)>(), StillClock);
        foreach (var (column, cell) in columns.Zip(row.Cells))
        {
            // An empty cell says nothing: the input is not given, the output not looked at.
            if (column.Role == ColumnRole.Name || string.IsNullOrWhiteSpace(cell)) continue;
            var read = ExampleValue.Read(cell, column.Type);
            if (!read.IsValid)
            {
                yield return new(row.Line, name, $"{column.Name}: {read.Tr}", $"{column.Name}: {read.En}");
                yield break;
            }

            if (column.Role == ColumnRole.Input) inputs = Put(inputs, column.Name, read.Value);
            else if (column.Role == ColumnRole.Output) expected.Add((column.Name, read.Value));
            else now = read.Value.AsInstant(_environment.Zone) ?? now;
        }

        if (expected.Count == 0)
        {
            yield return new(row.Line, name, "Satırda beklenen bir çıktı yok.", "The row expects no output.");
            yield break;
        }

        var result = _model.Evaluate(decision.Id, inputs, _environment with { Clock = new Standing(now) });
        foreach (var trace in result.Trace) foreach (var table in TablesOf(trace)) _used.UnionWith(trace.MatchedRules.Select(rule => (table, rule)));
        foreach (var (output, value) in expected)
        {
            var label = output.Length == 0 ? decision.Name : output;
            if (Actual(decision, result.Value, output) is not { } actual)
            {
                yield return new(row.Line, name, $"Kararın '{output}' adında bir çıktısı yok.", $"The decision has no output '{output}'.");
                continue;
            }

            if (actual == value) continue;
            var (tr, en) = Reasons(result);
            yield return new(row.Line, name, $"{label}: {value} bekleniyordu, {actual} çıktı{tr}", $"{label}: expected {value}, came {actual}{en}");
        }
    }

    // A boxed context may hold several tables: they are told apart by their columns.
    private IEnumerable<SourceTable> TablesOf(DecisionTrace trace) => _source.Tables.Where(table => table.OwnerId == trace.DecisionId && table.Inputs.Select(input => input.Label).SequenceEqual(trace.Inputs.Select(input => input.Label)));

    // An entry of the result, or the result itself under any of its names; null where there is no such output.
    private FeelValue? Actual(Decision decision, FeelValue result, string output)
    {
        if (result.AsContext() is { } entries && entries.TryGet(output, out var value)) return value;
        var columns = _source.Tables.FirstOrDefault(table => table.OwnerId == decision.Id)?.Outputs ?? [];
        var isWhole = output.Length == 0 || output == decision.Variable || output == decision.Name || (columns.Count == 1 && columns[0].Name == output);
        return isWhole || result.IsNull ? result : null;
    }

    private static (string Tr, string En) Reasons(DecisionResult result)
    {
        var rules = result.Trace is [.., { MatchedRules.Count: > 0 } last] ? string.Join(", ", last.MatchedRules) : null;
        return (
            string.Concat(rules is null ? "." : $" (kural {rules}).", string.Concat(result.Diagnostics.Select(diagnostic => " " + diagnostic.Tr).Distinct())),
            string.Concat(rules is null ? "." : $" (rule {rules}).", string.Concat(result.Diagnostics.Select(diagnostic => " " + diagnostic.En).Distinct())));
    }

    // a.b is the entry b of the context a.
    private static FeelContext Put(FeelContext inputs, string name, FeelValue value)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return inputs.With(name, value);
        var (head, rest) = (name[..dot].Trim(), name[(dot + 1)..].Trim());
        return inputs.With(head, FeelValue.Of(Put(inputs.Get(head).AsContext() ?? FeelContext.Empty, rest, value)));
    }

    private sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
