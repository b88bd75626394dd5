using Akis.Feel.Syntax;

namespace Akis.Feel.Evaluation;

// Three-valued logic (DMN 1.5 tables 48 and 49): what is no boolean counts as null, unless the other side decides.
internal sealed class AndCode(Code left, Code right, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var first = left.Run(e);
        if (first.IsFalse) return first;
        var second = right.Run(e);
        if (second.IsFalse) return second;
        return first.IsTrue && second.IsTrue ? first : Logic.Undecided(first, second, position, e);
    }
}

internal sealed class OrCode(Code left, Code right, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var first = left.Run(e);
        if (first.IsTrue) return first;
        var second = right.Run(e);
        if (second.IsTrue) return second;
        return first.IsFalse && second.IsFalse ? first : Logic.Undecided(first, second, position, e);
    }
}

internal static class Logic
{
    public static FeelValue Undecided(FeelValue first, FeelValue second, int position, Evaluator e)
    {
        var wrong = first.Kind is FeelKind.Boolean or FeelKind.Null ? second : first;
        return wrong.Kind is FeelKind.Boolean or FeelKind.Null ? default : e.Fail("feel.not-boolean", position, wrong);
    }
}

internal sealed class CompareCode(Relation relation, Code left, Code right, int position) : Code
{
    public override FeelValue Run(Evaluator e) => Compare(relation, left.Run(e), right.Run(e), position, e);

    public static FeelValue Compare(Relation relation, in FeelValue first, in FeelValue second, int position, Evaluator e)
    {
        if (FeelValue.TryCompareOrdinary(first, second, out var ordinary)) return Holds(relation, ordinary);
        if (first.Kind == FeelKind.Number && second.Kind == FeelKind.Number) return Holds(relation, first.Number.CompareTo(second.Number));
        if (relation is Relation.Equal or Relation.NotEqual)
        {
            return FeelOrder.AreEqual(first, second) is { } equal
                ? FeelValue.Of(equal == (relation == Relation.Equal))
                : e.Fail("feel.compare", position, first, second);
        }

        return FeelOrder.Compare(first, second) is { } order ? Holds(relation, order) : e.Fail("feel.compare", position, first, second);
    }

    private static FeelValue Holds(Relation relation, int order) => FeelValue.Of(relation switch
    {
        Relation.Equal => order == 0,
        Relation.NotEqual => order != 0,
        Relation.Less => order < 0,
        Relation.AtMost => order <= 0,
        Relation.Greater => order > 0,
        _ => order >= 0,
    });
}

internal sealed class BetweenCode(Code value, Code low, Code high, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var (middle, from, to) = (value.Run(e), low.Run(e), high.Run(e));
        if (FeelOrder.Compare(from, middle) is not { } above) return e.Fail("feel.compare", position, middle, from);
        return FeelOrder.Compare(middle, to) is { } below ? FeelValue.Of(above <= 0 && below <= 0) : e.Fail("feel.compare", position, middle, to);
    }
}

/// <summary>Binds <c>?</c> to a value and asks the tests.</summary>
internal sealed class InCode(Code value, Code tests, int slot) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var input = value.Run(e);
        e.Slot(slot) = input;
        return tests.Run(e);
    }
}

/// <summary>One of several unary tests must hold, or under <c>not</c> none.</summary>
internal sealed class TestsCode(bool negated, Code[] tests) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var verdict = tests.Length == 0 ? FeelValue.True : AnyOf(e);
        if (!negated) return verdict;
        return verdict.Kind == FeelKind.Boolean ? FeelValue.Of(!verdict.IsTrue) : default;
    }

    private FeelValue AnyOf(Evaluator e)
    {
        var result = FeelValue.False;
        foreach (var test in tests)
        {
            var verdict = test.Run(e);
            if (verdict.IsTrue) return verdict;
            if (!verdict.IsFalse) result = default;
        }

        return result;
    }
}

/// <summary>Tests that are plain texts, numbers or truth values: a match is found without running them; all else is left to them.</summary>
internal sealed class AnyOfCode(Code input, FeelValue[] constants, Code tests) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var tested = input.Run(e);
        foreach (var constant in constants) if (constant.Kind == tested.Kind && constant == tested) return FeelValue.True;
        return tests.Run(e);
    }
}

internal sealed class CompareTestCode(Relation relation, Code input, Code value, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var (first, second) = (input.Run(e), value.Run(e));
        return CompareCode.Compare(relation, first, second, position, e);
    }
}

/// <summary>A unary test that is an expression: a condition on <c>?</c>, or a value, list or range that the input must match.</summary>
internal sealed class ExpressionTestCode(Code input, Code expression, bool isCondition, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var value = expression.Run(e);
        if (isCondition && value.Kind == FeelKind.Boolean) return value;
        var tested = input.Run(e);
        // A condition that could not be decided must not pass for the value null that an input may have.
        if (isCondition && value.IsNull) return default;
        return Matches(tested, value) is { } known ? FeelValue.Of(known) : e.Fail("feel.compare", position, tested, value);
    }

    /// <summary>Whether an input matches a value of a test: equal to it, in the range, or in (or equal to) the list.</summary>
    private static bool? Matches(in FeelValue input, in FeelValue test)
    {
        if (test.AsRange() is { } range) return input.AsRange() is { } same ? FeelOrder.AreEqual(FeelValue.Of(same), test) : range.Contains(input);
        if (test.AsList() is not { } list) return FeelOrder.AreEqual(input, test);
        if (FeelOrder.AreEqual(input, test) == true) return true;
        foreach (var item in list.Span) if ((item.AsRange() is { } part ? part.Contains(input) : FeelOrder.AreEqual(input, item)) == true) return true;
        return false;
    }
}
