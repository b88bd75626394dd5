using Akis.Feel.Evaluation;
using Akis.Feel.Numbers;
using Akis.Feel.Syntax;

namespace Akis.Feel.Functions;

/// <summary>Sums, means and extremes (DMN 1.5 table 70); of an empty list there are none.</summary>
internal static class StatisticsFunctions
{
    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("min", "list[…] -> Any", (v, e) => Extreme(v, -1, e)),
        BuiltIn.Of("max", "list[…] -> Any", (v, e) => Extreme(v, 1, e)),
        BuiltIn.Of("sum", "list[…] -> Any", (v, e) => Folded(v, Operator.Add, "sum", e)),
        BuiltIn.Of("product", "list[…] -> number", (v, e) => Folded(v, Operator.Multiply, "product", e)),
        BuiltIn.Of("mean", "list[…] -> Any", Mean),
        BuiltIn.Of("median", "list[…] -> number", Median),
        BuiltIn.Of("stddev", "list[…] -> number", Deviation),
        BuiltIn.Of("mode", "list[…] -> list<number>", Mode),
    ];

    private static FeelList List(ReadOnlySpan<FeelValue> v) => v[0].AsList()!; // the parameter is a list

    private static FeelValue Nothing(string name, Evaluator e) => e.Fail("feel.empty-list", e.Site, name);

    private static FeelValue Extreme(ReadOnlySpan<FeelValue> v, int sign, Evaluator e)
    {
        if (List(v).Count == 0) return Nothing(sign < 0 ? "min" : "max", e);
        var best = List(v)[0];
        foreach (ref readonly var item in List(v).Span)
        {
            if (FeelOrder.Compare(item, best) is not { } order) return e.Fail("feel.compare", e.Site, item, best);
            if (order * sign > 0) best = item;
        }

        return best;
    }

    private static FeelValue Folded(ReadOnlySpan<FeelValue> v, Operator sign, string name, Evaluator e)
    {
        if (List(v).Count == 0) return Nothing(name, e);
        var total = List(v)[0];
        foreach (ref readonly var item in List(v).Span[1..])
        {
            total = sign == Operator.Add && total.Kind == FeelKind.Number && item.Kind == FeelKind.Number && FeelNumber.TryAdd(total.Number, item.Number, out var sum)
                ? FeelValue.Of(sum)
                : Arithmetic.Apply(sign, total, item, e.Site, e);
        }

        return total.Kind is FeelKind.Number or FeelKind.DaysDuration or FeelKind.YearsDuration ? total : e.Fail("feel.argument", e.Site, name, "list", "list<number>", v[0]);
    }

    private static FeelValue Mean(ReadOnlySpan<FeelValue> v, Evaluator e) =>
        Folded(v, Operator.Add, "mean", e) is { IsNull: false } sum ? Arithmetic.Apply(Operator.Divide, sum, FeelValue.Of(List(v).Count), e.Site, e) : default;

    private static FeelNumber[]? Numbers(ReadOnlySpan<FeelValue> v) =>
        List(v).All(item => item.Kind == FeelKind.Number) ? [.. List(v).Select(item => item.Number)] : null;

    private static FeelValue NotNumbers(string name, ReadOnlySpan<FeelValue> v, Evaluator e) => e.Fail("feel.argument", e.Site, name, "list", "list<number>", v[0]);

    private static FeelValue Median(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (Numbers(v) is not { } numbers) return NotNumbers("median", v, e);
        if (numbers.Length == 0) return Nothing("median", e);
        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        if (numbers.Length % 2 == 1) return FeelValue.Of(numbers[middle]);
        return FeelNumber.TryAdd(numbers[middle - 1], numbers[middle], out var both) && FeelNumber.TryDivide(both, FeelNumber.Of(2), out var half) ? FeelValue.Of(half) : default;
    }

    // Of a sample: divided by one less than the count.
    private static FeelValue Deviation(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (Numbers(v) is not { Length: > 1 } numbers) return NotNumbers("stddev", v, e);
        var (sum, squares) = (FeelNumber.Zero, FeelNumber.Zero);
        var known = true;
        foreach (var number in numbers) known &= FeelNumber.TryAdd(sum, number, out sum);
        known &= FeelNumber.TryDivide(sum, FeelNumber.Of(numbers.Length), out var mean);
        foreach (var number in numbers)
        {
            known &= FeelNumber.TrySubtract(number, mean, out var distance) && FeelNumber.TryMultiply(distance, distance, out var square) && FeelNumber.TryAdd(squares, square, out squares);
        }

        return known && FeelNumber.TryDivide(squares, FeelNumber.Of(numbers.Length - 1), out var variance) && FeelNumber.TrySqrt(variance, out var root)
            ? FeelValue.Of(root)
            : e.Fail("feel.arithmetic-range", e.Site, "stddev", v[0], v[0]);
    }

    private static FeelValue Mode(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (Numbers(v) is not { } numbers) return NotNumbers("mode", v, e);
        if (numbers.Length == 0) return FeelValue.Of(FeelList.Empty);
        var groups = numbers.GroupBy(number => number).ToList();
        var most = groups.Max(group => group.Count());
        return e.List([.. groups.Where(group => group.Count() == most).Select(group => group.Key).Order().Select(number => FeelValue.Of(number))]);
    }
}
