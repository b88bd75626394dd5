using System.Numerics;
using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Rules that match the same input where at most one may (Unique), or where all must agree (Any).</summary>
internal static class OverlapCheck
{
    public static void Run(CheckedTable table)
    {
        if (table.Source.Policy is not (HitPolicy.Unique or HitPolicy.Any)) return;
        var boxes = table.Source.Rules.Select((_, rule) => table.Box(rule, certain: true)).ToList();
        for (var second = 1; second < boxes.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (!table.Budget.Take()) return;
                BigInteger[] both = [.. boxes[first].Zip(boxes[second], (left, right) => left & right)];
                if (both.Any(atoms => atoms.IsZero)) continue;
                if (table.Source.Policy == HitPolicy.Unique) NotUnique(table, first, second, both);
                else NotAny(table, first, second, both);
            }
        }
    }

    private static void NotUnique(CheckedTable table, int first, int second, BigInteger[] both)
    {
        if (table.IsTold("dmn.overlap")) return;
        var example = Region.Example(table.Dimensions, both);
        table.Add(
            Severity(example), table.Source.Rules[second].Line, "dmn.overlap",
            $"{first + 1} ve {second + 1} numaralı kurallar birlikte uyuyor{Region.Tr(example)}",
            $"rules {first + 1} and {second + 1} match together{Region.En(example)}", [first + 1, second + 1], example);
    }

    private static void NotAny(CheckedTable table, int first, int second, BigInteger[] both)
    {
        var (left, right) = (table.Source.Rules[first], table.Source.Rules[second]);
        var differing = left.Outputs.Zip(right.Outputs).Where(pair => pair.First.Text != pair.Second.Text).Select(pair => (Left: SimpleTests.Constant(pair.First.Text), Right: SimpleTests.Constant(pair.Second.Text))).ToList();
        var example = Region.Example(table.Dimensions, both);
        if (differing.Exists(pair => pair.Left is { } a && pair.Right is { } b && a != b))
        {
            table.Add(
                Severity(example), right.Line, "dmn.any-differs",
                $"{first + 1} ve {second + 1} numaralı kurallar birlikte uyuyor ama çıktıları farklı{Region.Tr(example)}",
                $"rules {first + 1} and {second + 1} match together but their outputs differ{Region.En(example)}", [first + 1, second + 1], example);
        }
        else if (differing.Exists(pair => pair.Left is null || pair.Right is null))
        {
            table.Add(
                FindingSeverity.Note, right.Line, "dmn.not-checked",
                $"denetlenmedi: {first + 1} ve {second + 1} numaralı kurallar birlikte uyuyor, çıktıları ifade olduğundan aynı olup olmadıkları bilinmiyor{Region.Tr(example)}",
                $"not checked: rules {first + 1} and {second + 1} match together and their outputs are expressions{Region.En(example)}", [first + 1, second + 1], example);
        }
    }

    // Where only null makes both match, the input was not given: worth a look, no contradiction among values.
    private static FindingSeverity Severity(IReadOnlyList<ExampleInput> example) => example.Any(input => input.Value.IsNull) ? FindingSeverity.Warning : FindingSeverity.Error;
}
