using CsCheck;

namespace Akis.Feel.Tests;

/// <summary>Whatever is written, the answer is a value or a diagnostic: never an exception.</summary>
public sealed class RobustnessTests
{
    private static readonly string[] Pieces =
        ["1", "x", "\"a\"", "+", "-", "**", "(", ")", "[", "]", "{", "}", ":", ",", "..", "if", "then", "else", "for", "in", "return", "not", "@\"P1D\"", "date", "null", "?", "and", "=", "<", ".", "`", "item", "function"];

    [Fact]
    public void Random_text_never_throws() => Gen.String.Sample(text => Run(text));

    [Fact]
    public void Random_tokens_never_throw() => Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 12].Sample(tokens => Run(string.Join(' ', tokens)));

    [Fact]
    public void A_literal_evaluates_to_itself() => Values.Sample(value =>
        FeelExpression.Parse(value.ToString()).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value == value);

    private static readonly Gen<FeelValue> Scalars = Gen.OneOf(
        Gen.Decimal[-1_000_000, 1_000_000].Select(FeelValue.Of), Gen.Bool.Select(FeelValue.Of), Gen.String[Gen.Char.AlphaNumeric, 0, 8].Select(FeelValue.Of),
        Gen.Int[0, 40_000].Select(day => FeelValue.Of(DateOnly.FromDayNumber(700_000 + day))), Gen.Int[-100_000, 100_000].Select(seconds => FeelValue.Of(TimeSpan.FromSeconds(seconds))));

    private static readonly Gen<FeelValue> Values = Gen.OneOf(Scalars, Scalars.Array[0, 4].Select(items => FeelValue.Of(FeelList.Of(items))));

    private static void Run(string text)
    {
        FeelExpression.Parse(text).Evaluate(FeelContext.Empty, new FeelEnvironment { StepLimit = 10_000 });
        FeelExpression.ParseUnaryTests(text).EvaluateUnaryTests(FeelValue.Of(1L), FeelContext.Empty, new FeelEnvironment { StepLimit = 10_000 });
    }
}
