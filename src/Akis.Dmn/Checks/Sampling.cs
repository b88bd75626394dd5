using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Orders constants and finds values between them, by FEEL's own comparison and arithmetic.</summary>
internal static class Sampling
{
    private static readonly FeelExpression Less = FeelExpression.Parse("a < b");
    private static readonly FeelExpression Half = FeelExpression.Parse("a + (b - a) / 2");
    private static readonly string[] TextTails = ["a", "0", "\u0001"];

    // How far from a constant to look for its neighbour, the roundest first.
    private static readonly Dictionary<FeelKind, FeelExpression[]> Steps = new()
    {
        [FeelKind.Number] = Parse("floor(a) + 1", "a + 1"),
        [FeelKind.Date] = Parse("a + duration(\"P1D\")"),
        [FeelKind.YearsDuration] = Parse("a + duration(\"P1M\")"),
        [FeelKind.DaysDuration] = Parse("a + duration(\"P1D\")", "a + duration(\"PT1H\")", "a + duration(\"PT1S\")"),
        [FeelKind.DateTime] = Parse("a + duration(\"P1D\")", "a + duration(\"PT1H\")", "a + duration(\"PT1S\")"),
        [FeelKind.Time] = Parse("a + duration(\"PT1H\")", "a + duration(\"PT1M\")", "a + duration(\"PT1S\")", "a + duration(\"PT0.001S\")"),
    };

    private static readonly Dictionary<FeelKind, FeelExpression[]> StepsBack = new()
    {
        [FeelKind.Number] = Parse("ceiling(b) - 1", "b - 1"),
        [FeelKind.Date] = Parse("b - duration(\"P1D\")"),
        [FeelKind.YearsDuration] = Parse("b - duration(\"P1M\")"),
        [FeelKind.DaysDuration] = Parse("b - duration(\"P1D\")"),
        [FeelKind.DateTime] = Parse("b - duration(\"P1D\")"),
        [FeelKind.Time] = Parse("b - duration(\"PT1H\")", "b - duration(\"PT1M\")", "b - duration(\"PT1S\")", "b - duration(\"PT0.001S\")"),
    };

    /// <summary>The constants in order without doubles; null where two of them have no order, as a local time and one with an offset.</summary>
    public static IReadOnlyList<FeelValue>? Order(IEnumerable<FeelValue> constants)
    {
        var values = constants.Distinct().ToList();
        if (values.Skip(1).Any(value => IsLess(values[0], value) is null)) return null;
        values.Sort((left, right) => IsLess(left, right) == true ? -1 : IsLess(right, left) == true ? 1 : 0);
        // Two ways to write one instant are one constant.
        return [.. values.Where((value, i) => i == 0 || IsLess(values[i - 1], value) == true)];
    }

    /// <summary>A value above one constant and below another, either of which may be missing; null where there is none, as between two neighbouring days.</summary>
    public static FeelValue? Between(FeelKind kind, FeelValue? from, FeelValue? to)
    {
        foreach (var candidate in Candidates(kind, from, to))
        {
            if (candidate.Kind == kind && (from is not { } low || IsLess(low, candidate) == true) && (to is not { } high || IsLess(candidate, high) == true)) return candidate;
        }

        return null;
    }

    private static IEnumerable<FeelValue> Candidates(FeelKind kind, FeelValue? from, FeelValue? to)
    {
        if (kind == FeelKind.String) return from is { } text ? TextTails.Select(tail => FeelValue.Of(text.AsString() + tail)) : [FeelValue.Of("A"), FeelValue.Of("")];
        var scope = FeelContext.Of(("a", from ?? default), ("b", to ?? default));
        var steps = from is not null ? Steps[kind] : StepsBack[kind];
        return steps.Concat(from is not null && to is not null ? [Half] : []).Select(step => step.Evaluate(scope, FeelEnvironment.Default).Value);
    }

    private static bool? IsLess(FeelValue left, FeelValue right) => Less.Evaluate(FeelContext.Of(("a", left), ("b", right)), FeelEnvironment.Default).Value.AsBoolean();

    private static FeelExpression[] Parse(params string[] texts) => [.. texts.Select(text => FeelExpression.Parse(text))];
}
