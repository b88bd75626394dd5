using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Output values that are listed but that no rule ever gives.</summary>
internal static class OutputCheck
{
    public static void Run(CheckedTable table)
    {
        for (var i = 0; i < table.Source.Outputs.Count; i++)
        {
            var column = table.Source.Outputs[i];
            if (column.Values is not { } listed || SimpleTests.Read(listed.Text) is not { IsListOfValues: true } values) continue;
            var given = table.Source.Rules.Select(rule => (rule.Number, rule.Outputs[i].Text)).Concat(column.Default is { } otherwise ? [(Number: 0, otherwise.Text)] : []).Select(cell => (cell.Number, Value: SimpleTests.Constant(cell.Text))).ToList();
            if (given.Exists(cell => cell.Value is null)) continue; // an expression may give anything
            var silent = table.SilentRules;
            foreach (var value in values.Constants.Where(value => given.TrueForAll(cell => cell.Value != value || silent.Contains(cell.Number))))
            {
                int[] rules = [.. given.Where(cell => cell.Value == value).Select(cell => cell.Number)];
                var (tr, en) = rules.Length == 0 ? ("", "") : ($"; onu veren kurallar ({string.Join(", ", rules)}) hiç karar vermez", $"; the rules that would ({string.Join(", ", rules)}) never decide");
                table.Add(
                    FindingSeverity.Warning, listed.Line, "dmn.output-never-given",
                    $"'{column.Label}' çıktısının {value} değerini hiçbir kural vermez{tr}", $"no rule gives the value {value} of output '{column.Label}'{en}", rules, table.ExampleFor(rules));
            }
        }
    }
}
