using static Akis.Feel.Evaluation.Builtins;

namespace Akis.Feel.Evaluation;

/// <summary>Functions over lists; those that take a list also take its elements one by one.</summary>
internal static class ListFunctions
{
    public static IEnumerable<KeyValuePair<string, FeelFunction>> All { get; } =
    [
        Define("list contains", "list, element", (v, e) => v[0].AsList() is { } list ? FeelValue.Of(list.Any(item => FeelOrder.AreEqual(item, v[1]) == true)) : Wrong("list contains", e)),
        Define("count", "list", (v, e) => v[0].AsList() is { } list ? FeelValue.Of(list.Count) : Wrong("count", e)),
        Define("min", "list…", (v, e) => Extreme(Items(v), -1, e)),
        Define("max", "list…", (v, e) => Extreme(Items(v), 1, e)),
        Define("sum", "list…", (v, e) => Fold(Items(v), (a, b) => Arithmetic.Apply('+', a, b), e)),
        Define("product", "list…", (v, e) => Fold(Items(v), (a, b) => Arithmetic.Apply('*', a, b), e)),
        Define("mean", "list…", (v, e) => Fold(Items(v), (a, b) => Arithmetic.Apply('+', a, b), e) is { IsNull: false } sum ? Arithmetic.Apply('/', sum, FeelValue.Of(Items(v).Count)) ?? default : default),
        Define("median", "list…", (v, e) => Median(Items(v), e)),
        Define("all", "list…", (v, _) => Items(v).All(item => item.IsTrue) ? FeelValue.True : Items(v).Any(item => item.IsFalse) ? FeelValue.False : default),
        Define("any", "list…", (v, _) => Items(v).Any(item => item.IsTrue) ? FeelValue.True : Items(v).All(item => item.IsFalse) ? FeelValue.False : default),
        Define("append", "list, item…", (v, e) => v[0].AsList() is { } list ? FeelValue.Of(FeelList.Of([.. list, .. v[1..]])) : Wrong("append", e), 1),
        Define("concatenate", "list…", (v, e) => v.All(value => value.AsList() is not null) ? FeelValue.Of(FeelList.Of(v.SelectMany(value => value.AsList()!))) : Wrong("concatenate", e)), // all are lists
        Define("union", "list…", (v, e) => v.All(value => value.AsList() is not null) ? FeelValue.Of(FeelList.Of(v.SelectMany(value => value.AsList()!).Distinct())) : Wrong("union", e)), // all are lists
        Define("distinct values", "list", (v, e) => v[0].AsList() is { } list ? FeelValue.Of(FeelList.Of(list.Distinct())) : Wrong("distinct values", e)),
        Define("reverse", "list", (v, e) => v[0].AsList() is { } list ? FeelValue.Of(FeelList.Of(list.Reverse())) : Wrong("reverse", e)),
        Define("flatten", "list", (v, e) => v[0].AsList() is { } list ? FeelValue.Of(FeelList.Of(Flat(list))) : Wrong("flatten", e)),
        Define("index of", "list, match", (v, e) => v[0].AsList() is { } list ? FeelValue.Of(FeelList.Of(list.Index().Where(item => FeelOrder.AreEqual(item.Item, v[1]) == true).Select(item => FeelValue.Of(item.Index + 1)))) : Wrong("index of", e)),
        Define("remove", "list, position", (v, e) => Position(v) is { } at ? FeelValue.Of(FeelList.Of(v[0].AsList()!.Where((_, i) => i != at))) : Wrong("remove", e)), // Position checked it
        Define("insert before", "list, position, newItem", (v, e) => Position(v) is { } at ? FeelValue.Of(FeelList.Of([.. v[0].AsList()!.Take(at), v[2], .. v[0].AsList()!.Skip(at)])) : Wrong("insert before", e)), // Position checked it
        Define("sublist", "list, start position, length", Sublist, 2),
        Define("sort", "list, precedes", Sort, 1),
        Define("is empty", "list", (v, e) => v[0].AsList() is { } list ? FeelValue.Of(list.Count == 0) : Wrong("is empty", e)),
    ];

    private static IReadOnlyList<FeelValue> Items(FeelValue[] v) => v is [var only] && only.AsList() is { } list ? list : v;

    private static FeelValue Extreme(IReadOnlyList<FeelValue> items, int sign, Evaluator e)
    {
        if (items.Count == 0) return default;
        var best = items[0];
        foreach (var item in items)
        {
            if (FeelOrder.Compare(item, best) is not { } order) return Wrong(sign < 0 ? "min" : "max", e);
            if (order * sign > 0) best = item;
        }

        return best;
    }

    private static FeelValue Fold(IReadOnlyList<FeelValue> items, Func<FeelValue, FeelValue, FeelValue?> add, Evaluator e)
    {
        if (items.Count == 0) return default;
        var total = items[0];
        for (var i = 1; i < items.Count; i++)
        {
            if (add(total, items[i]) is not { } next) return Wrong("sum", e);
            total = next;
        }

        return total.Kind is FeelKind.Number or FeelKind.DaysDuration or FeelKind.YearsDuration ? total : Wrong("sum", e);
    }

    private static FeelValue Median(IReadOnlyList<FeelValue> items, Evaluator e)
    {
        if (items.Count == 0) return default;
        if (items.Any(item => item.AsDecimal() is null)) return Wrong("median", e);
        decimal[] sorted = [.. items.Select(item => item.AsDecimal()!.Value).Order()]; // all are numbers
        var middle = sorted.Length / 2;
        return FeelValue.Of(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private static IEnumerable<FeelValue> Flat(FeelList list) => list.SelectMany(item => item.AsList() is { } inner ? Flat(inner) : [item]);

    private static int? Position(FeelValue[] v)
    {
        if (v[0].AsList() is not { } list || v[1].AsDecimal() is not { } position || position == 0) return null;
        var at = position > 0 ? position - 1 : list.Count + position;
        return at >= 0 && at < list.Count ? (int)at : null;
    }

    private static FeelValue Sublist(FeelValue[] v, Evaluator e)
    {
        if (Position(v) is not { } at) return Wrong("sublist", e);
        var rest = v[0].AsList()!.Skip(at); // Position checked it
        return FeelValue.Of(FeelList.Of(v.Length > 2 && v[2].AsDecimal() is { } length ? rest.Take((int)length) : rest));
    }

    private static FeelValue Sort(FeelValue[] v, Evaluator e)
    {
        if (v[0].AsList() is not { } list) return Wrong("sort", e);
        var precedes = v.Length > 1 ? v[1].AsFunction() : null;
        var sorted = list.ToList();
        // Insertion keeps equal elements in order and stays correct for a precedence that is no total order.
        for (var i = 1; i < sorted.Count; i++)
        {
            var item = sorted[i];
            var at = i;
            while (at > 0 && (precedes?.Invoke([item, sorted[at - 1]], null, e).IsTrue ?? FeelOrder.Compare(item, sorted[at - 1]) < 0))
            {
                e.Step();
                sorted[at] = sorted[at - 1];
                at--;
            }

            sorted[at] = item;
        }

        return FeelValue.Of(FeelList.Of(sorted));
    }
}
