using Akis.Feel;

namespace Akis.Dmn.Evaluation;

/// <summary>From matching rules to a result (DMN 1.5 §8.2.8 to 8.2.11).</summary>
internal static class HitPolicies
{
    /// <summary>Null, with the reason on record.</summary>
    internal delegate FeelValue Fail(string code, params object[] values);

    /// <param name="table">The table.</param>
    /// <param name="matched">The matching rules, by their places in the table.</param>
    /// <param name="output">What the first, second … of them gives.</param>
    /// <param name="evaluate">Evaluates a default.</param>
    /// <param name="fail">Where the policy is broken.</param>
    public static FeelValue Combine(TableLogic table, IReadOnlyList<int> matched, Func<int, FeelValue> output, Func<FeelExpression, FeelValue> evaluate, Fail fail)
    {
        if (matched.Count == 0) return Default(table, evaluate, fail);
        switch (table.Policy)
        {
            case HitPolicy.Unique:
                return matched.Count == 1 ? output(0) : fail("dmn.not-unique", Numbers(matched));
            case HitPolicy.First:
                return output(0);
            case HitPolicy.Any:
                var first = output(0);
                return Enumerable.Range(1, matched.Count - 1).All(place => output(place) == first) ? first : fail("dmn.not-any", Numbers(matched));
            case HitPolicy.Priority:
                return ByPriority(table, Outputs())[0];
            case HitPolicy.OutputOrder:
                return FeelValue.Of(FeelList.Of(ByPriority(table, Outputs())));
            case HitPolicy.Collect when table.Aggregation != Aggregation.None:
                return Aggregate(table.Aggregation, [.. Outputs()], fail);
            default:
                return FeelValue.Of(FeelList.Of(Outputs()));
        }

        IEnumerable<FeelValue> Outputs() => Enumerable.Range(0, matched.Count).Select(output);
    }

    private static FeelValue Default(TableLogic table, Func<FeelExpression, FeelValue> evaluate, Fail fail)
    {
        if (table.Outputs.All(output => output.Default is null))
        {
            return table switch
            {
                { Policy: HitPolicy.Collect, Aggregation: Aggregation.Count } => FeelValue.Of(0L),
                { Policy: HitPolicy.Collect or HitPolicy.RuleOrder or HitPolicy.OutputOrder, Aggregation: Aggregation.None } => FeelValue.Of(FeelList.Empty),
                _ => fail("dmn.no-rule"),
            };
        }

        return table.Outputs.Count == 1
            ? evaluate(table.Outputs[0].Default!) // at least one has a default, and there is only one
            : FeelValue.Of(FeelContext.Of(table.Outputs.Select(output => (output.Name, output.Default is { } otherwise ? evaluate(otherwise) : default))));
    }

    // The first output column whose values differ in rank decides.
    private static List<FeelValue> ByPriority(TableLogic table, IEnumerable<FeelValue> outputs)
    {
        var ordered = outputs.OrderBy(_ => 0);
        foreach (var column in table.Outputs.Where(column => column.Values.Count > 0))
        {
            ordered = ordered.ThenBy(value => Rank(column, table.Outputs.Count == 1 ? value : value.AsContext()?.Get(column.Name) ?? default));
        }

        return [.. ordered];
    }

    private static int Rank(TableOutput column, FeelValue value)
    {
        for (var i = 0; i < column.Values.Count; i++) if (column.Values[i] == value) return i;
        return int.MaxValue;
    }

    private static FeelValue Aggregate(Aggregation aggregation, IReadOnlyList<FeelValue> values, Fail fail)
    {
        if (aggregation == Aggregation.Count) return FeelValue.Of(values.Count);
        var function = aggregation switch { Aggregation.Sum => SumOf, Aggregation.Min => MinOf, _ => MaxOf };
        var result = function.Evaluate(FeelContext.Of(("values", FeelValue.Of(FeelList.Of(values)))), FeelEnvironment.Default).Value;
        return result.IsNull ? fail("dmn.aggregate", FeelText.Short(FeelValue.Of(FeelList.Of(values)))) : result;
    }

    private static readonly FeelExpression SumOf = FeelExpression.Parse("sum(values)");
    private static readonly FeelExpression MinOf = FeelExpression.Parse("min(values)");
    private static readonly FeelExpression MaxOf = FeelExpression.Parse("max(values)");

    private static string Numbers(IEnumerable<int> rules) => string.Join(", ", rules.Select(rule => rule + 1));
}
