using Akis.Feel;

namespace Akis.Dmn;

/// <summary>From matching rules to a result (DMN 1.5 §8.2.8 to 8.2.11).</summary>
internal static class HitPolicies
{
    public static FeelValue Combine(TableLogic table, IReadOnlyList<int> matched, Func<int, FeelValue> output, Func<FeelExpression, FeelValue> evaluate, Func<string, string, string, FeelValue> fail)
    {
        if (matched.Count == 0) return Default(table, evaluate);
        switch (table.Policy)
        {
            case HitPolicy.Unique:
                return matched.Count == 1 ? output(matched[0]) : fail(
                    "dmn.not-unique",
                    $"Tabloda en çok bir kural uymalıydı; {Numbers(matched)} kuralları uydu.",
                    $"At most one rule may match; rules {Numbers(matched)} did.");
            case HitPolicy.First:
                return output(matched[0]);
            case HitPolicy.Any:
                var first = output(matched[0]);
                return matched.Skip(1).All(rule => output(rule) == first) ? first : fail(
                    "dmn.not-any",
                    $"{Numbers(matched)} kuralları farklı sonuç veriyor.",
                    $"Rules {Numbers(matched)} give different results.");
            case HitPolicy.Priority:
                return ByPriority(table, matched.Select(output))[0];
            case HitPolicy.OutputOrder:
                return FeelValue.Of(FeelList.Of(ByPriority(table, matched.Select(output))));
            case HitPolicy.Collect when table.Aggregation != Aggregation.None:
                return Aggregate(table.Aggregation, [.. matched.Select(output)], fail);
            default:
                return FeelValue.Of(FeelList.Of(matched.Select(output)));
        }
    }

    private static FeelValue Default(TableLogic table, Func<FeelExpression, FeelValue> evaluate)
    {
        if (table.Outputs.All(output => output.Default is null))
        {
            return table.Policy is HitPolicy.Collect or HitPolicy.RuleOrder or HitPolicy.OutputOrder && table.Aggregation == Aggregation.None ? FeelValue.Of(FeelList.Empty) : default;
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

    private static FeelValue Aggregate(Aggregation aggregation, IReadOnlyList<FeelValue> values, Func<string, string, string, FeelValue> fail)
    {
        if (aggregation == Aggregation.Count) return FeelValue.Of(values.Count);
        if (values.Any(value => value.AsDecimal() is null)) return fail("dmn.aggregate", "Yalnız sayılar toplulaştırılabilir.", "Only numbers can be aggregated.");
        var numbers = values.Select(value => value.AsDecimal()!.Value); // all are numbers
        try
        {
            return FeelValue.Of(aggregation switch { Aggregation.Sum => numbers.Sum(), Aggregation.Min => numbers.Min(), _ => numbers.Max() });
        }
        catch (OverflowException)
        {
            return fail("dmn.aggregate-range", "Toplam hesaplanabilir sınırların dışında.", "The sum is out of range.");
        }
    }

    private static string Numbers(IEnumerable<int> rules) => string.Join(", ", rules.Select(rule => rule + 1));
}
