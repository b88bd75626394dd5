using System.Globalization;
using static Akis.Feel.Evaluation.Builtins;

namespace Akis.Feel.Evaluation;

/// <summary>Functions over numbers, and the boolean <c>not</c>.</summary>
internal static class NumberFunctions
{
    private static readonly FeelKind[] Numbers = [FeelKind.Number];

    public static IEnumerable<KeyValuePair<string, FeelFunction>> All { get; } =
    [
        Define("number", "from, grouping separator, decimal separator", Number, 1),
        Typed("floor", "n, scale", Numbers, v => FeelValue.Of(Scaled(v, Math.Floor)), 1),
        Typed("ceiling", "n, scale", Numbers, v => FeelValue.Of(Scaled(v, Math.Ceiling)), 1),
        Typed("decimal", "n, scale", Numbers, v => FeelValue.Of(Scaled(v, n => Math.Round(n, MidpointRounding.ToEven)))),
        Typed("round half up", "n, scale", Numbers, v => FeelValue.Of(Scaled(v, n => Math.Round(n, MidpointRounding.AwayFromZero)))),
        Typed("round half down", "n, scale", Numbers, v => FeelValue.Of(Scaled(v, n => Math.Abs(n - Math.Truncate(n)) == 0.5m ? Math.Truncate(n) : Math.Round(n)))),
        Typed("round up", "n, scale", Numbers, v => FeelValue.Of(Scaled(v, n => n < 0 ? Math.Floor(n) : Math.Ceiling(n)))),
        Typed("round down", "n, scale", Numbers, v => FeelValue.Of(Scaled(v, Math.Truncate))),
        Define("abs", "n", (v, e) => v[0].AsDecimal() is { } n ? FeelValue.Of(Math.Abs(n)) : v[0].AsDuration() is { } span ? FeelValue.Of(span.Duration()) : v[0].AsMonths() is { } months ? FeelValue.OfMonths(Math.Abs(months)) : Wrong("abs", e)),
        Define("modulo", "dividend, divisor", (v, e) => v[0].AsDecimal() is { } n && v[1].AsDecimal() is { } by and not 0 ? FeelValue.Of(n - (by * Math.Floor(n / by))) : Wrong("modulo", e)),
        Define("sqrt", "number", (v, e) => v[0].AsDecimal() is { } n and >= 0 ? FeelValue.Of((decimal)Math.Sqrt((double)n)) : Wrong("sqrt", e)),
        Typed("odd", "number", Numbers, v => FeelValue.Of(Of(v) % 2 is 1 or -1)),
        Typed("even", "number", Numbers, v => FeelValue.Of(Of(v) % 2 == 0)),
        Define("not", "negand", (v, _) => v[0].AsBoolean() is { } known ? FeelValue.Of(!known) : default),
    ];

    private static decimal Of(FeelValue[] v) => v[0].AsDecimal()!.Value; // the kinds were checked

    private static decimal Scaled(FeelValue[] v, Func<decimal, decimal> round)
    {
        var scale = v.Length > 1 ? (int)Math.Clamp(v[1].AsDecimal()!.Value, -20, 20) : 0; // the kinds were checked
        var factor = 1m;
        for (var i = 0; i < Math.Abs(scale); i++) factor *= 10;
        return scale >= 0 ? round(Of(v) * factor) / factor : round(Of(v) / factor) * factor;
    }

    private static FeelValue Number(FeelValue[] v, Evaluator e)
    {
        if (v[0].Kind == FeelKind.Number) return v[0];
        if (v[0].AsString() is not { } text) return Wrong("number", e);
        if (v.Length > 1 && v[1].AsString() is { Length: 1 } grouping) text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (v.Length > 2 && v[2].AsString() is { Length: 1 } point) text = text.Replace(point, ".", StringComparison.Ordinal);
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var n) ? FeelValue.Of(n) : Wrong("number", e);
    }
}
