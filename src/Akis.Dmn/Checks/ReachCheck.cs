using System.Numerics;
using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Rules that never match, or that never decide because others always come before them (First, Priority).</summary>
internal static class ReachCheck
{
    public static void Run(CheckedTable table)
    {
        var rules = table.Source.Rules;
        var boxes = rules.Select((_, rule) => table.Box(rule, certain: false)).ToList();
        var ranks = table.Source.Policy == HitPolicy.Priority ? rules.Select(rule => Rank(table.Source, rule)).ToList() : null;
        for (var rule = 0; rule < rules.Count; rule++)
        {
            if (boxes[rule].Any(atoms => atoms.IsZero))
            {
                if (!table.Mistyped.Contains(rule + 1)) NeverMatches(table, rule, boxes[rule]);
                continue;
            }

            var before = table.Source.Policy switch
            {
                HitPolicy.First => (BigInteger.One << rule) - 1,
                HitPolicy.Priority when ranks?[rule] is { } own => Better(ranks, own),
                _ => BigInteger.Zero,
            };
            if (!before.IsZero) Masked(table, rule, boxes[rule], before);
        }
    }

    private static void Masked(CheckedTable table, int rule, BigInteger[] box, BigInteger before)
    {
        var free = Cover.Uncovered(table.Dimensions, [.. table.Dimensions.Select(dimension => dimension.Certain)], box, before, 1, table.Budget);
        if (free.Count > 0 || table.Budget.IsSpent) return;
        var example = Region.Example(table.Dimensions, box);
        BigInteger[] point = [.. table.Dimensions.Zip(box, (dimension, atoms) => BigInteger.One << Region.Choose(dimension, atoms))];
        var masking = Cover.Bits(before).Where(other => table.Box(other, certain: true).Zip(box).All(pair => !(pair.First & pair.Second).IsZero)).ToList();
        var wins = masking.First(other => table.Box(other, certain: true).Zip(point).All(pair => !(pair.First & pair.Second).IsZero));
        var names = string.Join(", ", masking.Select(other => other + 1));
        table.Silence(rule + 1, example);
        table.Add(
            FindingSeverity.Warning, table.Source.Rules[rule].Line, "dmn.masked-rule",
            $"kural {rule + 1} hiç karar vermez: uyduğu her girdiye ondan önce gelen kurallar da ({names}) uyuyor{Region.Tr(example)}, karar veren kural {wins + 1}",
            $"rule {rule + 1} never decides: whatever it matches, rules before it ({names}) match too{Region.En(example)}, where rule {wins + 1} decides",
            [rule + 1, .. masking.Select(other => other + 1)], example);
    }

    private static void NeverMatches(CheckedTable table, int rule, BigInteger[] box)
    {
        var row = table.Source.Rules[rule];
        for (var d = 0; d < box.Length; d++)
        {
            if (!box[d].IsZero) continue;
            var input = table.Dimensions[d].Input;
            var cells = string.Join(" | ", table.Source.Inputs.Select((column, i) => (column, i)).Where(pair => pair.column.Expression == input.Expression).Select(pair => row.Tests[pair.i].Text));
            // A value that its cell asks for and that the column cannot have, where there is one.
            var wanted = SimpleTests.Read(cells)?.Constants.Take(1).Select(value => new ExampleInput(input.Expression, input.Label, value)).ToList() ?? [];
            var (tr, en) = wanted.Count == 0 ? ("", "") : (Region.Tr(wanted) + ", hiç gelmez ya da bu hücreye uymaz", Region.En(wanted) + ", which never comes or does not match this cell");
            table.Silence(rule + 1, wanted);
            table.Add(
                FindingSeverity.Warning, row.Line, "dmn.rule-never-matches",
                $"kural {rule + 1} hiçbir girdiye uymaz: '{input.Label}' sütunu '{cells}' koşulunu hiç sağlamaz{tr}",
                $"rule {rule + 1} matches no input: column '{input.Label}' never passes '{cells}'{en}", [rule + 1], wanted);
            return;
        }
    }

    // The place of the rule's outputs in the lists of output values, column by column as the engine compares them; null where an output is an expression.
    private static int[]? Rank(SourceTable table, SourceRule rule)
    {
        var ranks = new List<int>();
        foreach (var (column, output) in table.Outputs.Zip(rule.Outputs).Where(pair => pair.First.Values is not null))
        {
            if (SimpleTests.Constant(output.Text) is not { } value || SimpleTests.Read(column.Values!.Text) is not { } values) return null; // the column has values: asked above
            var at = values.Constants.ToList().IndexOf(value);
            ranks.Add(at < 0 ? int.MaxValue : at);
        }

        return [.. ranks];
    }

    private static BigInteger Better(List<int[]?> ranks, int[] own)
    {
        var rules = BigInteger.Zero;
        for (var i = 0; i < ranks.Count; i++)
        {
            if (ranks[i] is { } other && other.Zip(own, (a, b) => a.CompareTo(b)).FirstOrDefault(order => order != 0) < 0) rules |= BigInteger.One << i;
        }

        return rules;
    }
}
