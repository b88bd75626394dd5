using Akis.Feel;

namespace Akis.Dmn.Evaluation;

/// <summary>Which tests a table has: cells of a column that say the same are tested once for an input, however many rules share them.</summary>
internal sealed class TablePlan
{
    public TablePlan(TableLogic table)
    {
        TestOf = new int[table.Rules.Count][];
        var tests = new List<(FeelExpression Test, int Input)>();
        var known = new Dictionary<(int, string), int>();
        for (var rule = 0; rule < TestOf.Length; rule++)
        {
            var cells = new List<int>();
            for (var input = 0; input < table.Inputs.Count; input++)
            {
                var test = table.Rules[rule].Tests[input];
                if (test.IsAlwaysTrue) continue;
                if (!known.TryGetValue((input, test.Text), out var number))
                {
                    known[(input, test.Text)] = number = tests.Count;
                    tests.Add((test, input));
                }

                cells.Add(number);
            }

            TestOf[rule] = [.. cells];
        }

        Tests = [.. tests];
        FrameSize = Parts(table).Select(part => part.FrameSize).Append(1).Max();
    }

    /// <summary>The different tests, each with the input that it tests.</summary>
    public (FeelExpression Test, int Input)[] Tests { get; }

    /// <summary>For each rule the tests that must hold.</summary>
    public int[][] TestOf { get; }

    /// <summary>Slots that the largest of its expressions needs.</summary>
    public int FrameSize { get; }

    private static IEnumerable<FeelExpression> Parts(TableLogic table)
    {
        foreach (var input in table.Inputs)
        {
            yield return input.Expression;
            if (input.Values is { } values) yield return values;
        }

        foreach (var output in table.Outputs) if (output.Default is { } otherwise) yield return otherwise;
        foreach (var cell in table.Rules.SelectMany(rule => rule.Tests.Concat(rule.Outputs))) yield return cell;
    }
}
