using static Akis.Feel.Evaluation.Builtins;

namespace Akis.Feel.Evaluation;

/// <summary>Relations between points and ranges (DMN 1.5 table 78, after Allen); a point counts as the range of itself.</summary>
internal static class RangeFunctions
{
    private enum Shape
    {
        Points,
        PointAndRange,
        RangeAndPoint,
        Ranges,
    }

    public static IEnumerable<KeyValuePair<string, FeelFunction>> All { get; } =
    [
        Relation("before", Before, [Shape.Points, Shape.PointAndRange, Shape.RangeAndPoint, Shape.Ranges]),
        Relation("after", (a, b) => Before(b, a), [Shape.Points, Shape.PointAndRange, Shape.RangeAndPoint, Shape.Ranges]),
        Relation("meets", Meets, [Shape.Ranges]),
        Relation("met by", (a, b) => Meets(b, a), [Shape.Ranges]),
        Relation("overlaps", (a, b) => !Before(a, b) && !Before(b, a), [Shape.Ranges]),
        Relation("overlaps before", OverlapsBefore, [Shape.Ranges]),
        Relation("overlaps after", (a, b) => OverlapsBefore(b, a), [Shape.Ranges]),
        Relation("finishes", Finishes, [Shape.PointAndRange, Shape.Ranges]),
        Relation("finished by", (a, b) => Finishes(b, a), [Shape.RangeAndPoint, Shape.Ranges]),
        Relation("includes", Includes, [Shape.RangeAndPoint, Shape.Ranges]),
        Relation("during", (a, b) => Includes(b, a), [Shape.PointAndRange, Shape.Ranges]),
        Relation("starts", Starts, [Shape.PointAndRange, Shape.Ranges]),
        Relation("started by", (a, b) => Starts(b, a), [Shape.RangeAndPoint, Shape.Ranges]),
        Relation("coincides", (a, b) => Starts(a, b) && Finishes(a, b) && Starts(b, a) && Finishes(b, a), [Shape.Points, Shape.Ranges]),
        Define("range", "from", FromText),
    ];

    private static KeyValuePair<string, FeelFunction> Relation(string name, Func<FeelRange, FeelRange, bool> holds, Shape[] shapes) =>
        Define(name, "range1, range2", (v, e) =>
        {
            var shape = (v[0].AsRange(), v[1].AsRange()) switch { (null, null) => Shape.Points, (null, _) => Shape.PointAndRange, (_, null) => Shape.RangeAndPoint, _ => Shape.Ranges };
            var (first, second) = (Of(v[0]), Of(v[1]));
            return shapes.Contains(shape) && Comparable(first, second) ? FeelValue.Of(holds(first, second)) : Wrong(name, e);
        });

    private static FeelRange Of(FeelValue value) => value.AsRange() ?? new FeelRange(value, true, value, true);

    // One kind with an order on all four ends: then every comparison below has an answer.
    private static bool Comparable(FeelRange a, FeelRange b) =>
        FeelOrder.Compare(a.From, b.From) is not null && FeelOrder.Compare(a.To, b.To) is not null && FeelOrder.Compare(a.From, b.To) is not null && FeelOrder.Compare(a.To, b.From) is not null;

    private static int Order(FeelValue a, FeelValue b) => FeelOrder.Compare(a, b) ?? 0;

    private static bool Before(FeelRange a, FeelRange b) => Order(a.To, b.From) is var order && (order < 0 || (order == 0 && !(a.ToIncluded && b.FromIncluded)));

    private static bool Meets(FeelRange a, FeelRange b) => a.ToIncluded && b.FromIncluded && Order(a.To, b.From) == 0;

    private static bool OverlapsBefore(FeelRange a, FeelRange b) =>
        Order(a.From, b.From) is var start && (start < 0 || (start == 0 && a.FromIncluded && !b.FromIncluded))
        && !Before(a, b)
        && EndsWithin(a, b);

    private static bool Finishes(FeelRange a, FeelRange b) => Order(a.To, b.To) == 0 && a.ToIncluded == b.ToIncluded && StartsWithin(a, b);

    private static bool Starts(FeelRange a, FeelRange b) => Order(a.From, b.From) == 0 && a.FromIncluded == b.FromIncluded && EndsWithin(a, b);

    private static bool Includes(FeelRange a, FeelRange b) => StartsWithin(b, a) && EndsWithin(b, a);

    private static bool StartsWithin(FeelRange a, FeelRange b) => Order(a.From, b.From) is var order && (order > 0 || (order == 0 && (!a.FromIncluded || b.FromIncluded)));

    private static bool EndsWithin(FeelRange a, FeelRange b) => Order(a.To, b.To) is var order && (order < 0 || (order == 0 && (!a.ToIncluded || b.ToIncluded)));

    // The text is a range literal: it may read no variables.
    private static FeelValue FromText(FeelValue[] v, Evaluator e)
    {
        if (v[0].AsString() is not { } text) return Wrong("range", e);
        var parsed = FeelExpression.Parse(text);
        if (!parsed.IsValid || parsed.Names.Count > 0) return Wrong("range", e);
        var range = parsed.Evaluate(FeelContext.Empty, e.Environment).Value;
        return range.Kind == FeelKind.Range ? range : Wrong("range", e);
    }
}
