namespace Akis.Feel.Evaluation;

internal enum Relation
{
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

// Three-valued logic (DMN 1.5 tables 48 and 49): what is no boolean counts as null, unless the other side decides.
internal sealed class AndNode(Node left, Node right) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var first = left.Evaluate(e);
        if (first.IsFalse) return FeelValue.False;
        var second = right.Evaluate(e);
        return second.IsFalse ? FeelValue.False : first.IsTrue && second.IsTrue ? FeelValue.True : default;
    }

    protected override IEnumerable<Node> Children => [left, right];
}

internal sealed class OrNode(Node left, Node right) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var first = left.Evaluate(e);
        if (first.IsTrue) return FeelValue.True;
        var second = right.Evaluate(e);
        return second.IsTrue ? FeelValue.True : first.IsFalse && second.IsFalse ? FeelValue.False : default;
    }

    protected override IEnumerable<Node> Children => [left, right];
}

/// <summary>One of several unary tests must hold.</summary>
internal sealed class AnyNode(Node[] tests) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        foreach (var test in tests) if (test.Evaluate(e).IsTrue) return FeelValue.True;
        return FeelValue.False;
    }

    protected override IEnumerable<Node> Children => tests;
}

internal sealed class NotNode(Node test) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var verdict = test.Evaluate(e);
        return verdict.AsBoolean() is { } known ? FeelValue.Of(!known) : default;
    }

    protected override IEnumerable<Node> Children => [test];
}

/// <summary>A unary test that is an expression: a condition on <c>?</c>, or a value, list or range that the input must match.</summary>
internal sealed class TestNode(Node expression, bool isCondition) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var value = expression.Evaluate(e);
        if (isCondition && value.Kind == FeelKind.Boolean) return value;
        e.TryGet("?", out var input);
        return Membership.Matches(input, value) is { } known ? FeelValue.Of(known) : default;
    }

    protected override IEnumerable<Node> Children => [expression];
}

internal sealed class InNode(Node value, Node tests) : Node
{
    public override FeelValue Evaluate(Evaluator e) => e.With("?", value.Evaluate(e), tests);

    protected override IEnumerable<Node> Children => [value, tests];
}

internal static class Membership
{
    /// <summary>Whether an input matches a value of a test: equal to it, in the range, or in (or equal to) the list.</summary>
    public static bool? Matches(FeelValue input, FeelValue test)
    {
        if (test.AsRange() is { } range) return input.AsRange() is { } same ? same == range : range.Contains(input);
        if (test.AsList() is not { } list) return FeelOrder.AreEqual(input, test) ?? false;
        return input == test || list.Any(item => Matches(input, item) == true);
    }
}

internal sealed class BetweenNode(Node value, Node low, Node high) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var (middle, from, to) = (value.Evaluate(e), low.Evaluate(e), high.Evaluate(e));
        return FeelOrder.Compare(from, middle) is { } above && FeelOrder.Compare(middle, to) is { } below
            ? FeelValue.Of(above <= 0 && below <= 0)
            : e.Fail("feel.compare", "Bu değerler karşılaştırılamaz.", "These values cannot be compared.");
    }

    protected override IEnumerable<Node> Children => [value, low, high];
}

internal sealed class CompareNode(Relation relation, Node left, Node right) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var (first, second) = (left.Evaluate(e), right.Evaluate(e));
        if (relation is Relation.Equal or Relation.NotEqual)
        {
            return FeelOrder.AreEqual(first, second) is { } equal
                ? FeelValue.Of(equal == (relation == Relation.Equal))
                : Incomparable(e);
        }

        if (FeelOrder.Compare(first, second) is not { } order) return Incomparable(e);
        return FeelValue.Of(relation switch
        {
            Relation.Less => order < 0,
            Relation.AtMost => order <= 0,
            Relation.Greater => order > 0,
            _ => order >= 0,
        });
    }

    protected override IEnumerable<Node> Children => [left, right];

    private static FeelValue Incomparable(Evaluator e) => e.Fail("feel.compare", "Bu değerler karşılaştırılamaz.", "These values cannot be compared.");
}

internal sealed class NegateNode(Node operand) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var value = operand.Evaluate(e);
        return value.Kind switch
        {
            FeelKind.Number => FeelValue.Of(-value.AsDecimal()!.Value), // the kind was asked, here and below
            FeelKind.DaysDuration => FeelValue.Of(-value.AsDuration()!.Value),
            FeelKind.YearsDuration => FeelValue.OfMonths(-value.AsMonths()!.Value),
            _ => e.Fail("feel.arithmetic", "Eksi işareti sayı ya da süre ister.", "A minus sign needs a number or a duration."),
        };
    }

    protected override IEnumerable<Node> Children => [operand];
}

internal sealed class ArithmeticNode(char sign, Node left, Node right) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var (first, second) = (left.Evaluate(e), right.Evaluate(e));
        try
        {
            return Arithmetic.Apply(sign, first, second) is { } result
                ? result
                : e.Fail("feel.arithmetic", $"'{sign}' bu değerlerle hesaplanamaz.", $"'{sign}' cannot be applied to these values.");
        }
        catch (Exception range) when (range is OverflowException or ArgumentOutOfRangeException or DivideByZeroException)
        {
            return e.Fail("feel.arithmetic-range", "Sonuç hesaplanabilir sınırların dışında.", "The result is out of range.");
        }
    }

    protected override IEnumerable<Node> Children => [left, right];
}

internal sealed class InstanceOfNode(Node value, string type) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var kind = value.Evaluate(e).Kind;
        FeelKind? asked = type switch
        {
            "number" => FeelKind.Number,
            "string" => FeelKind.String,
            "boolean" => FeelKind.Boolean,
            "date" => FeelKind.Date,
            "time" => FeelKind.Time,
            "date and time" => FeelKind.DateTime,
            "days and time duration" => FeelKind.DaysDuration,
            "years and months duration" => FeelKind.YearsDuration,
            "list" => FeelKind.List,
            "context" => FeelKind.Context,
            "range" => FeelKind.Range,
            "function" => FeelKind.Function,
            "Any" => kind == FeelKind.Null ? null : kind,
            _ => null,
        };
        return FeelValue.Of(asked == kind && kind != FeelKind.Null);
    }

    protected override IEnumerable<Node> Children => [value];
}
