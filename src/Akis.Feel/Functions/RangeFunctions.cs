using Akis.Feel.Evaluation;
using Akis.Feel.Syntax;

namespace Akis.Feel.Functions;

/// <summary>Relations between points and ranges (DMN 1.5 table 78, after Allen); a point counts as the range of itself.</summary>
internal static class RangeFunctions
{
    [Flags]
    private enum Shapes
    {
        Points = 1,
        PointAndRange = 2,
        RangeAndPoint = 4,
        Ranges = 8,
        All = 15,
    }

    public static IEnumerable<BuiltIn> All { get; } =
    [
        .. Relation("before", Shapes.All, Before),
        .. Relation("after", Shapes.All, (a, b) => Before(b, a)),
        .. Relation("meets", Shapes.Ranges, Meets),
        .. Relation("met by", Shapes.Ranges, (a, b) => Meets(b, a)),
        .. Relation("overlaps", Shapes.Ranges, (a, b) => !Before(a, b) && !Before(b, a)),
        .. Relation("overlaps before", Shapes.Ranges, OverlapsBefore),
        .. Relation("overlaps after", Shapes.Ranges, (a, b) => OverlapsBefore(b, a)),
        .. Relation("finishes", Shapes.PointAndRange | Shapes.Ranges, Finishes),
        .. Relation("finished by", Shapes.RangeAndPoint | Shapes.Ranges, (a, b) => Finishes(b, a)),
        .. Relation("includes", Shapes.RangeAndPoint | Shapes.Ranges, Includes),
        .. Relation("during", Shapes.PointAndRange | Shapes.Ranges, (a, b) => Includes(b, a)),
        .. Relation("starts", Shapes.PointAndRange | Shapes.Ranges, Starts),
        .. Relation("started by", Shapes.RangeAndPoint | Shapes.Ranges, (a, b) => Starts(b, a)),
        .. Relation("coincides", Shapes.Points | Shapes.Ranges, (a, b) => Order(a.From, b.From) == 0 && Order(a.To, b.To) == 0 && a.FromIncluded == b.FromIncluded && a.ToIncluded == b.ToIncluded),
        BuiltIn.Of("range", "from: string -> range", FromText),
    ];

    // The names of the parameters say which shapes are meant.
    private static IEnumerable<BuiltIn> Relation(string name, Shapes shapes, Func<FeelRange, FeelRange, bool> holds)
    {
        FeelFunction.Body body = (v, e) =>
        {
            var shape = (v[0].AsRange(), v[1].AsRange()) switch { (null, null) => Shapes.Points, (null, _) => Shapes.PointAndRange, (_, null) => Shapes.RangeAndPoint, _ => Shapes.Ranges };
            var (first, second) = (Of(v[0]), Of(v[1]));
            return (shapes & shape) != 0 && AreComparable(first, second) ? FeelValue.Of(holds(first, second)) : e.Fail("feel.compare", e.Site, v[0], v[1]);
        };
        if (shapes.HasFlag(Shapes.Ranges)) yield return BuiltIn.Of(name, "range1, range2 -> boolean", body);
        if (shapes.HasFlag(Shapes.Points)) yield return BuiltIn.Of(name, "point1, point2 -> boolean", body);
        if (shapes.HasFlag(Shapes.PointAndRange)) yield return BuiltIn.Of(name, "point, range -> boolean", body);
        if (shapes.HasFlag(Shapes.RangeAndPoint)) yield return BuiltIn.Of(name, "range, point -> boolean", body);
    }

    private static FeelRange Of(FeelValue value) => value.AsRange() ?? new FeelRange(value, true, value, true);

    // One kind with an order on all ends that there are: then every comparison below has an answer.
    private static bool AreComparable(FeelRange a, FeelRange b)
    {
        FeelValue[] ends = [.. new[] { a.From, a.To, b.From, b.To }.Where(end => !end.IsNull)];
        return ends.Length > 0 && ends.All(end => FeelOrder.Compare(ends[0], end) is not null) && (!a.From.IsNull || !a.To.IsNull) && (!b.From.IsNull || !b.To.IsNull);
    }

    // A missing beginning comes before everything, a missing end after everything.
    private static int Starting(FeelValue a, FeelValue b) => a.IsNull ? b.IsNull ? 0 : -1 : b.IsNull ? 1 : Order(a, b);

    private static int Ending(FeelValue a, FeelValue b) => a.IsNull ? b.IsNull ? 0 : 1 : b.IsNull ? -1 : Order(a, b);

    private static int Order(FeelValue a, FeelValue b) => FeelOrder.Compare(a, b) ?? (a.IsNull && b.IsNull ? 0 : 1);

    private static bool Before(FeelRange a, FeelRange b) => !a.To.IsNull && !b.From.IsNull && Order(a.To, b.From) is var order && (order < 0 || (order == 0 && !(a.ToIncluded && b.FromIncluded)));

    private static bool Meets(FeelRange a, FeelRange b) => !a.To.IsNull && !b.From.IsNull && a.ToIncluded && b.FromIncluded && Order(a.To, b.From) == 0;

    private static bool OverlapsBefore(FeelRange a, FeelRange b) =>
        Starting(a.From, b.From) is var start && (start < 0 || (start == 0 && a.FromIncluded && !b.FromIncluded))
        && !Before(a, b)
        && EndsWithin(a, b);

    private static bool Finishes(FeelRange a, FeelRange b) => Ending(a.To, b.To) == 0 && a.ToIncluded == b.ToIncluded && StartsWithin(a, b);

    private static bool Starts(FeelRange a, FeelRange b) => Starting(a.From, b.From) == 0 && a.FromIncluded == b.FromIncluded && EndsWithin(a, b);

    private static bool Includes(FeelRange a, FeelRange b) => StartsWithin(b, a) && EndsWithin(b, a);

    private static bool StartsWithin(FeelRange a, FeelRange b) => Starting(a.From, b.From) is var order && (order > 0 || (order == 0 && (!a.FromIncluded || b.FromIncluded)));

    private static bool EndsWithin(FeelRange a, FeelRange b) => Ending(a.To, b.To) is var order && (order < 0 || (order == 0 && (!a.ToIncluded || b.ToIncluded)));

    // The text is a range of literals, or of dates and times that are written with their constructors.
    private static FeelValue FromText(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var parsed = FeelExpression.Parse(v[0].AsString()!); // the type was checked
        if (parsed.Tree is not RangeTree { From: var from, To: var to } || !IsEnd(from) || !IsEnd(to)) return e.Fail("feel.no-range", e.Site, v[0]);
        var range = parsed.Evaluate(FeelContext.Empty, e.Environment).Value;
        return range.Kind == FeelKind.Range ? range : e.Fail("feel.no-range", e.Site, v[0]);
    }

    private static bool IsEnd(Tree end) => end switch
    {
        LiteralTree or AtLiteralTree => true,
        NegateTree { Operand: LiteralTree } => true,
        CallTree { Function: NameTree { Name: "date" or "time" or "date and time" or "duration" }, Arguments: var arguments } => arguments.All(argument => argument is LiteralTree),
        _ => false,
    };
}
