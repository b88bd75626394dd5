using System.Text;
using static Akis.Feel.Evaluation.Builtins;

namespace Akis.Feel.Evaluation;

/// <summary>Statistics, logarithms, and list and context functions that build on others.</summary>
internal static class StatisticsFunctions
{
    public static IEnumerable<KeyValuePair<string, FeelFunction>> All { get; } =
    [
        Define("mode", "list…", Mode),
        Define("stddev", "list…", Deviation),
        Define("exp", "number", (v, e) => v[0].AsDecimal() is { } n ? Real(Math.Exp((double)n), e) : Wrong("exp", e)),
        Define("log", "number", (v, e) => v[0].AsDecimal() is { } n and > 0 ? Real(Math.Log((double)n), e) : Wrong("log", e)),
        Define("is", "value1, value2", (v, _) => FeelValue.Of(v[0] == v[1])),
        Define("list replace", "list, position, newItem", Replace),
        Define("context", "entries", Context),
        Define("duplicate values", "list", (v, e) => v[0].AsList() is { } list
            ? FeelValue.Of(FeelList.Of(list.GroupBy(item => item).Where(group => group.Count() > 1).Select(group => group.Key)))
            : Wrong("duplicate values", e)),
        Define("partition", "list, size", (v, e) => v[0].AsList() is { } list && v[1].AsDecimal() is { } size and >= 1 and <= int.MaxValue
            ? FeelValue.Of(FeelList.Of(list.Chunk((int)size).Select(chunk => FeelValue.Of(FeelList.Of(chunk)))))
            : Wrong("partition", e)),
        Define("to base64", "value", (v, e) => v[0].AsString() is { } text ? FeelValue.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))) : Wrong("to base64", e)),
    ];

    private static List<decimal>? Numbers(FeelValue[] v)
    {
        IReadOnlyList<FeelValue> items = v is [var only] && only.AsList() is { } list ? list : v;
        var numbers = new List<decimal>(items.Count);
        foreach (var item in items)
        {
            if (item.AsDecimal() is not { } number) return null;
            numbers.Add(number);
        }

        return numbers;
    }

    private static FeelValue Mode(FeelValue[] v, Evaluator e)
    {
        if (v.Length == 0 || Numbers(v) is not { } numbers) return Wrong("mode", e);
        if (numbers.Count == 0) return FeelValue.Of(FeelList.Empty);
        var groups = numbers.GroupBy(number => number).ToList();
        var most = groups.Max(group => group.Count());
        return FeelValue.Of(FeelList.Of(groups.Where(group => group.Count() == most).Select(group => group.Key).Order().Select(FeelValue.Of)));
    }

    // Of a sample: divided by one less than the count.
    private static FeelValue Deviation(FeelValue[] v, Evaluator e)
    {
        if (Numbers(v) is not { Count: > 1 } numbers) return Wrong("stddev", e);
        var reals = numbers.ConvertAll(number => (double)number);
        var mean = reals.Average();
        return Real(Math.Sqrt(reals.Sum(real => (real - mean) * (real - mean)) / (reals.Count - 1)), e);
    }

    private static FeelValue Real(double value, Evaluator e) =>
        double.IsFinite(value) && Math.Abs(value) < (double)decimal.MaxValue
            ? FeelValue.Of((decimal)value)
            : e.Fail("feel.arithmetic-range", "Sonuç hesaplanabilir sınırların dışında.", "The result is out of range.");

    private static FeelValue Replace(FeelValue[] v, Evaluator e)
    {
        if (v[0].AsList() is not { } list) return Wrong("list replace", e);
        var items = list.ToArray();
        if (v[1].AsFunction() is { } match)
        {
            for (var i = 0; i < items.Length; i++)
            {
                var verdict = match.Invoke([items[i], v[2]], null, e);
                if (verdict.AsBoolean() is not { } hit) return Wrong("list replace", e);
                if (hit) items[i] = v[2];
            }

            return FeelValue.Of(FeelList.Of(items));
        }

        if (v[1].AsDecimal() is not { } position) return Wrong("list replace", e);
        var at = position > 0 ? position - 1 : items.Length + position;
        if (position == 0 || at < 0 || at >= items.Length) return Wrong("list replace", e);
        items[(int)at] = v[2];
        return FeelValue.Of(FeelList.Of(items));
    }

    private static FeelValue Context(FeelValue[] v, Evaluator e)
    {
        var built = FeelContext.Empty;
        foreach (var entry in v[0].AsList() ?? (v[0].AsContext() is not null ? FeelList.Of(v[0]) : FeelList.Of(FeelValue.Null)))
        {
            if (entry.AsContext() is not { } pair || pair.Get("key").AsString() is not { } key || !pair.TryGet("value", out var value) || built.TryGet(key, out _)) return Wrong("context", e);
            built = built.With(key, value);
        }

        return FeelValue.Of(built);
    }
}
