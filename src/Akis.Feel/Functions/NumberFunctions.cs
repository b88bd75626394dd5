using Akis.Feel.Evaluation;
using Akis.Feel.Numbers;

namespace Akis.Feel.Functions;

/// <summary>Functions over numbers (DMN 1.5 table 73), and the boolean <c>not</c>.</summary>
internal static class NumberFunctions
{
    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("decimal", "n: number, scale: number -> number", (v, e) => Rounded(v, MidpointRounding.ToEven, e)),
        Rounding("floor", MidpointRounding.ToNegativeInfinity),
        Rounding("ceiling", MidpointRounding.ToPositiveInfinity),
        BuiltIn.Of("round half up", "n: number, scale: number? -> number", (v, e) => Rounded(v, MidpointRounding.AwayFromZero, e)),
        BuiltIn.Of("round half down", "n: number, scale: number? -> number", RoundedHalfDown),
        BuiltIn.Of("round up", "n: number, scale: number? -> number", (v, e) => Rounded(v, v[0].Number.Sign < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity, e)),
        BuiltIn.Of("round down", "n: number, scale: number? -> number", (v, e) => Rounded(v, MidpointRounding.ToZero, e)),
        BuiltIn.Of("abs", "n: number | days and time duration | years and months duration -> Any", (v, _) => v[0].Kind switch
        {
            FeelKind.Number => FeelValue.Of(v[0].Number.Abs()),
            FeelKind.DaysDuration => FeelValue.OfNanos(Int128.Abs(v[0].Nanos)),
            _ => FeelValue.OfMonths(Math.Abs(v[0].Months)),
        }),
        BuiltIn.Of("modulo", "dividend: number, divisor: number -> number", Modulo),
        BuiltIn.Of("sqrt", "number: number -> number", (v, e) => FeelNumber.TrySqrt(v[0].Number, out var root) ? FeelValue.Of(root) : e.Fail("feel.arithmetic-range", e.Site, "sqrt", v[0], v[0])),
        BuiltIn.Of("log", "number: number -> number", (v, e) => FeelNumber.TryLog(v[0].Number, out var log) ? FeelValue.Of(log) : e.Fail("feel.arithmetic-range", e.Site, "log", v[0], v[0])),
        BuiltIn.Of("exp", "number: number -> number", (v, e) => FeelNumber.TryExp(v[0].Number, out var power) ? FeelValue.Of(power) : e.Fail("feel.arithmetic-range", e.Site, "exp", v[0], v[0])),
        BuiltIn.Of("odd", "number: number -> boolean", (v, e) => Half(v[0].Number) is { } half ? FeelValue.Of(!half.IsInteger && v[0].Number.IsInteger) : default),
        BuiltIn.Of("even", "number: number -> boolean", (v, e) => Half(v[0].Number) is { } half ? FeelValue.Of(half.IsInteger) : default),
        BuiltIn.Of("random number", "-> number", (_, _) => FeelValue.Of((decimal)Random.Shared.NextDouble())),
        BuiltIn.Of("not", "negand -> boolean", (v, e) => v[0].AsBoolean() is { } known ? FeelValue.Of(!known) : v[0].IsNull ? default : e.Fail("feel.not-boolean", e.Site, v[0])),
    ];

    private static BuiltIn Rounding(string name, MidpointRounding rounding) => BuiltIn.Of(name, "n: number, scale: number? -> number", (v, e) => Rounded(v, rounding, e));

    // The scale is a number of digits behind the point within decimal128's exponents.
    private static int? Scale(in FeelValue value) => value.IsNull ? 0 : (value.AsInteger() ?? value.Number.Floor().AsInteger()) is { } scale and >= -6111 and <= 6176 ? (int)scale : null;

    private static FeelValue Rounded(ReadOnlySpan<FeelValue> v, MidpointRounding rounding, Evaluator e) =>
        Scale(v[1]) is { } scale && v[0].Number.TryRound(scale, rounding, out var rounded) ? FeelValue.Of(rounded) : e.Fail("feel.scale", e.Site, v[1]);

    // A tie goes toward zero: rounded away from zero at one digit more than a half, it is one unit less.
    private static FeelValue RoundedHalfDown(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (Scale(v[1]) is not { } scale || !v[0].Number.TryRound(scale, MidpointRounding.ToZero, out var down) || !v[0].Number.TryRound(scale, MidpointRounding.AwayFromZero, out var nearest)) return e.Fail("feel.scale", e.Site, v[1]);
        FeelNumber.TrySubtract(v[0].Number, down, out var below);
        FeelNumber.TrySubtract(nearest, v[0].Number, out var above);
        return FeelValue.Of(below.Abs().Equals(above.Abs()) ? down : nearest);
    }

    private static FeelNumber? Half(in FeelNumber number) => FeelNumber.TryDivide(number, FeelNumber.Of(2), out var half) ? half : null;

    // dividend - divisor * floor(dividend / divisor), with the sign of the divisor.
    private static FeelValue Modulo(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var (dividend, divisor) = (v[0].Number, v[1].Number);
        if (divisor.Sign == 0) return e.Fail("feel.division-by-zero", e.Site, "modulo", v[0], v[1]);
        return FeelNumber.TryDivide(dividend, divisor, out var quotient) && FeelNumber.TryMultiply(divisor, quotient.Floor(), out var whole) && FeelNumber.TrySubtract(dividend, whole, out var rest)
            ? FeelValue.Of(rest)
            : e.Fail("feel.arithmetic-range", e.Site, "modulo", v[0], v[1]);
    }
}
