using Akis.Feel.Numbers;
using Akis.Feel.Syntax;

namespace Akis.Feel.Evaluation;

internal sealed class AddCode(Code left, Code right, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var (first, second) = (left.Run(e), right.Run(e));
        if (first.Kind == FeelKind.Number && second.Kind == FeelKind.Number && FeelNumber.TryAdd(first.Number, second.Number, out var sum)) return FeelValue.Of(sum);
        return Arithmetic.Apply(Operator.Add, first, second, position, e);
    }
}

internal sealed class MultiplyCode(Code left, Code right, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var (first, second) = (left.Run(e), right.Run(e));
        if (first.Kind == FeelKind.Number && second.Kind == FeelKind.Number && FeelNumber.TryMultiply(first.Number, second.Number, out var product)) return FeelValue.Of(product);
        return Arithmetic.Apply(Operator.Multiply, first, second, position, e);
    }
}

internal sealed class OperatorCode(Operator sign, Code left, Code right, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var (first, second) = (left.Run(e), right.Run(e));
        return Arithmetic.Apply(sign, first, second, position, e);
    }
}

internal sealed class NegateCode(Code operand, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var value = operand.Run(e);
        return value.Kind switch
        {
            FeelKind.Number => FeelValue.Of(-value.Number),
            FeelKind.DaysDuration => FeelValue.OfNanos(-value.Nanos),
            FeelKind.YearsDuration => FeelValue.OfMonths(-value.Months),
            _ => e.Fail("feel.negate", position, value),
        };
    }
}
