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

/// <summary>Three or four summands: texts are joined at once, everything else is added from the left.</summary>
internal sealed class SumCode(Code[] summands, int[] positions) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var values = new FourValues();
        var areTexts = true;
        for (var i = 0; i < summands.Length; i++)
        {
            values[i] = summands[i].Run(e);
            areTexts &= values[i].Kind == FeelKind.String;
        }

        if (areTexts) return e.Text(string.Concat(values[0].AsString(), values[1].AsString(), values[2].AsString(), values[3].AsString()));
        var sum = values[0];
        for (var i = 1; i < summands.Length; i++) sum = Arithmetic.Apply(Operator.Add, sum, values[i], positions[i - 1], e);
        return sum;
    }
}

internal sealed class SubtractCode(Code left, Code right, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var (first, second) = (left.Run(e), right.Run(e));
        if (first.Kind == FeelKind.Number && second.Kind == FeelKind.Number && FeelNumber.TrySubtract(first.Number, second.Number, out var difference)) return FeelValue.Of(difference);
        return Arithmetic.Apply(Operator.Subtract, first, second, position, e);
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
