using System.Numerics;

namespace Akis.Dmn.Checks;

/// <summary>Inputs that no rule answers, and defaults that are never needed.</summary>
internal static class GapCheck
{
    public static void Run(CheckedTable table)
    {
        var hasDefault = table.Source.Outputs.Any(output => output.Default is not null);
        if (hasDefault) DefaultNeverUsed(table);
        else Gaps(table);
    }

    // null is left out: a column need not say what it does where its input is not given.
    private static void Gaps(CheckedTable table)
    {
        // The answer of a table that collects is the empty list there, which is often meant.
        var severity = table.Source.IsMultiHit ? FindingSeverity.Note : FindingSeverity.Warning;
        BigInteger[] domains = [.. table.Dimensions.Select(Given)];
        var boxes = Cover.Uncovered(table.Dimensions, [.. table.Dimensions.Select(dimension => dimension.Possible)], domains, table.AllRules, table.Limits.Findings * 10, table.Budget);
        foreach (var box in Joined(boxes))
        {
            var example = Region.Example(table.Dimensions, box);
            List<string?> cells = [.. table.Source.Inputs.Select(input => Cell(table, box, input))];
            var missing = cells.Contains(null) ? null : cells.OfType<string>().ToList();
            var (tr, en) = missing is null ? ("", "") : ($"; eksik kural: {string.Join(" | ", missing)}", $"; missing rule: {string.Join(" | ", missing)}");
            table.Add(severity, table.Source.Line, "dmn.gap", $"hiçbir kural uymuyor{Region.Tr(example)}{tr}", $"no rule matches{Region.En(example)}{en}", [], example, missing);
        }
    }

    // Two boxes that differ in one dimension only are one.
    private static List<BigInteger[]> Joined(IReadOnlyList<BigInteger[]> boxes)
    {
        var joined = new List<BigInteger[]>();
        foreach (var next in boxes)
        {
            var box = next;
            while (joined.Find(other => box.Zip(other).Count(pair => pair.First != pair.Second) == 1) is { } neighbour)
            {
                joined.Remove(neighbour);
                box = [.. box.Zip(neighbour, (atoms, others) => atoms | others)];
            }

            joined.Add(box);
        }

        return joined;
    }

    private static string? Cell(CheckedTable table, BigInteger[] box, SourceInput input)
    {
        var at = table.Dimensions.TakeWhile(dimension => dimension.Input.Expression != input.Expression).Count();
        return Region.Cell(table.Dimensions[at], box[at]);
    }

    private static void DefaultNeverUsed(CheckedTable table)
    {
        var uncovered = Cover.Uncovered(table.Dimensions, [.. table.Dimensions.Select(dimension => dimension.Certain)], table.Domains, table.AllRules, 1, table.Budget);
        if (uncovered.Count > 0 || table.Budget.IsSpent) return;
        var line = table.Source.Outputs.First(output => output.Default is not null).Default!.Line; // one has a default: asked by the caller
        var example = Region.Example(table.Dimensions, table.Domains);
        var rule = table.Source.Rules.First(rule => Holds(table, rule.Number - 1)).Number;
        table.Add(
            FindingSeverity.Warning, line, "dmn.default-never-used",
            $"varsayılan çıktı hiç kullanılmaz, her girdiye bir kural uyuyor{Region.Tr(example)}, uyan kural {rule}",
            $"the default output is never used, some rule matches every input{Region.En(example)}, which rule {rule} matches", [rule], example);

        // The example's values are the first choice of each dimension; the rule is one that takes them.
        bool Holds(CheckedTable checkedTable, int candidate) => checkedTable.Dimensions.All(dimension =>
        {
            var chosen = Region.Choose(dimension, (BigInteger.One << dimension.Atoms.Count) - 1);
            return !(dimension.AtomsOf(candidate, certain: true) >> chosen).IsEven;
        });
    }

    private static BigInteger Given(Dimension dimension) => dimension.Atoms.Select((atom, i) => atom.Kind == AtomKind.Null ? BigInteger.Zero : BigInteger.One << i).Aggregate(BigInteger.Zero, (sum, bit) => sum | bit);
}
