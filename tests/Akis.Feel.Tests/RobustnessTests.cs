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

    // What people write, damaged: parts taken out, doubled, exchanged for parts of another expression.
    private static readonly string[] Written =
    [
        "if amount > 1000 and not(urgent) then \"manager\" else \"none\"", "for i in 1..5, j in [1, 2] return if i > j then partial[-1] else i * j", "some x in [1, 2, null] satisfies x > 1 or x = null",
        "[{a: 1, b c: \"x\"}, {a: 2}][a > 1 and item.b c != null].a", "{f: function(n: number) if n < 2 then 1 else n * 2, r: f(n: 3)}.r", "date(\"2026-01-31\") + duration(\"P1M\") in [@\"2026-01-01\"..@\"2026-12-31\")",
        "date and time(\"2026-11-24T10:00:00@Europe/Istanbul\").time offset", "sort([3, 1, 2], function(x, y) x < y)[-1] ** 2 - -3 / 4.5e2", "replace(\"a😀b\", \"[^a-z-[b]]\\d{1,2}\", \"$1\", \"ix\")",
        "x instance of context<a: list<number>, b: function<string>->range<date>>", "string join(split(\"a;b\", \";\"), \", \") + \"\\u0041\\U01F600\"", "(function(f) f(f))(function(f) f(f))",
        "overlaps before([1..5), (3..8]) between false and null", "get value(context put({a: {}}, [\"a\", \"b\"], 1), \"a\") /* why */ // end", "`a b` in (< 5, [7..9], not(3), ? > 2, null, \"x\")",
        "years and months duration(from: @\"2020-02-29\", to: @\"-0001-03-01\").months", "list replace([1, 2, 3], function(item, newItem) item < newItem, 2)", "@\"-P999999999Y\" * 1e6144 + @\"PT0.000000001S\"",
    ];

    [Fact]
    public void Damaged_expressions_never_throw() =>
        Gen.Select(Gen.Int[0, Written.Length - 1], Gen.Int[0, Written.Length - 1], Gen.Int[0, 200], Gen.Int[0, 40], Gen.Int[0, 200], Gen.Int[0, 40]).Sample((first, second, from, length, otherFrom, otherLength) =>
        {
            var (text, other) = (Written[first], Written[second]);
            var (at, otherAt) = (from % text.Length, otherFrom % other.Length);
            Run(string.Concat(text.AsSpan(0, at), other.AsSpan(otherAt, Math.Min(otherLength, other.Length - otherAt)), text.AsSpan(Math.Min(text.Length, at + length))));
        }, iter: 4000);

    [Fact]
    public void A_literal_evaluates_to_itself() => Values.Sample(value =>
        FeelExpression.Parse(value.ToString()).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value == value);

    private static readonly Gen<FeelValue> Scalars = Gen.OneOf(
        Gen.Decimal[-1_000_000, 1_000_000].Select(FeelValue.Of), Gen.Bool.Select(FeelValue.Of), Gen.String[Gen.Char.AlphaNumeric, 0, 8].Select(FeelValue.Of),
        Gen.Int[0, 40_000].Select(day => FeelValue.Of(DateOnly.FromDayNumber(700_000 + day))), Gen.Int[-100_000, 100_000].Select(seconds => FeelValue.Of(TimeSpan.FromSeconds(seconds))));

    private static readonly Gen<FeelValue> Values = Gen.OneOf(Scalars, Scalars.Array[0, 4].Select(items => FeelValue.Of(FeelList.Of(items))));

    private static void Run(string text)
    {
        var expression = FeelExpression.Parse(text);
        var result = expression.Evaluate(FeelContext.Empty, new FeelEnvironment { StepLimit = 10_000 });
        foreach (var diagnostic in result.Diagnostics)
        {
            diagnostic.Position.ShouldBeInRange(0, text.Length);
            diagnostic.Tr.ShouldNotBeNullOrEmpty();
            diagnostic.En.ShouldNotBeNullOrEmpty();
        }

        FeelExpression.ParseUnaryTests(text).EvaluateUnaryTests(FeelValue.Of(1L), FeelContext.Empty, new FeelEnvironment { StepLimit = 10_000 });
    }
}
