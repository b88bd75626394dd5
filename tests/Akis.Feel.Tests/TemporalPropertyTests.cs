namespace Akis.Feel.Tests;

/// <summary>Properties of dates, times, durations and ranges (DMN 1.5 table 65), arithmetic of durations, and what an evaluation keeps count of.</summary>
public sealed class TemporalPropertyTests
{
    [Theory]
    [InlineData("@\"2026-11-24\".year", "2026")]
    [InlineData("@\"2026-11-24\".month", "11")]
    [InlineData("@\"2026-11-24\".day", "24")]
    [InlineData("@\"2026-11-24\".weekday", "2")]
    [InlineData("@\"2026-11-24\".hour", "null")]
    [InlineData("@\"2026-11-24T13:14:15.5+03:00\".year", "2026")]
    [InlineData("@\"2026-11-24T13:14:15.5+03:00\".weekday", "2")]
    [InlineData("@\"2026-11-24T13:14:15.5+03:00\".hour", "13")]
    [InlineData("@\"2026-11-24T13:14:15.5+03:00\".minute", "14")]
    [InlineData("@\"2026-11-24T13:14:15.5+03:00\".second", "15.5")]
    [InlineData("@\"2026-11-24T13:14:15.5+03:00\".time offset", "@\"PT3H\"")]
    [InlineData("@\"2026-11-24T13:14:15@Europe/Istanbul\".timezone", "\"Europe/Istanbul\"")]
    [InlineData("@\"2026-11-24T13:14:15\".time offset", "null")]
    [InlineData("@\"2026-11-24T13:14:15\".timezone", "null")]
    [InlineData("@\"13:14:15-02:30\".time offset", "-@\"PT2H30M\"")]
    [InlineData("@\"13:14:15\".time offset", "null")]
    [InlineData("@\"13:14:15\".second", "15")]
    [InlineData("@\"13:14:15\".day", "null")]
    [InlineData("@\"P3DT4H5M6.5S\".days", "3")]
    [InlineData("@\"P3DT4H5M6.5S\".hours", "4")]
    [InlineData("@\"P3DT4H5M6.5S\".minutes", "5")]
    [InlineData("@\"P3DT4H5M6.5S\".seconds", "6.5")]
    [InlineData("@\"-P3DT4H5M6.5S\".hours", "-4")]
    [InlineData("@\"P3DT4H5M6.5S\".years", "null")]
    [InlineData("@\"P2Y3M\".years", "2")]
    [InlineData("@\"P2Y3M\".months", "3")]
    [InlineData("@\"-P2Y3M\".months", "-3")]
    [InlineData("@\"P2Y3M\".days", "null")]
    [InlineData("[1..5).start", "1")]
    [InlineData("[1..5).end", "5")]
    [InlineData("[1..5).start included", "true")]
    [InlineData("[1..5).end included", "false")]
    [InlineData("[1..5).middle", "null")]
    public void A_property_is(string expression, string expected) => Same(expression, expected);

    [Theory]
    [InlineData("@\"P1D\" + @\"PT2H\"", "@\"P1DT2H\"")]
    [InlineData("@\"P1D\" - @\"PT2H\"", "@\"PT22H\"")]
    [InlineData("@\"P1Y\" + @\"P2M\"", "@\"P1Y2M\"")]
    [InlineData("@\"P1Y\" - @\"P2M\"", "@\"P10M\"")]
    [InlineData("@\"P1D\" / @\"PT2H\"", "12")]
    [InlineData("@\"P1Y\" / @\"P2M\"", "6")]
    [InlineData("@\"P1D\" * 2", "@\"P2D\"")]
    [InlineData("2 * @\"P1D\"", "@\"P2D\"")]
    [InlineData("@\"P1D\" / 2", "@\"PT12H\"")]
    [InlineData("@\"P1Y\" / 5", "@\"P2M\"")]
    [InlineData("2 * @\"P1Y\"", "@\"P2Y\"")]
    [InlineData("@\"2026-01-31\" + @\"P1M\"", "@\"2026-02-28\"")]
    [InlineData("@\"2026-03-31\" - @\"P1M\"", "@\"2026-02-28\"")]
    [InlineData("@\"P1M\" + @\"2026-01-31\"", "@\"2026-02-28\"")]
    [InlineData("@\"2026-01-31\" + @\"PT36H\"", "@\"2026-02-01\"")]
    [InlineData("@\"2026-01-31\" - @\"PT1H\"", "@\"2026-01-30\"")]
    [InlineData("@\"2026-01-31T10:00:00\" + @\"P1M\"", "@\"2026-02-28T10:00:00\"")]
    [InlineData("@\"2026-01-31T10:00:00\" - @\"PT11H\"", "@\"2026-01-30T23:00:00\"")]
    [InlineData("@\"23:00:00\" + @\"PT2H\"", "@\"01:00:00\"")]
    [InlineData("@\"01:00:00\" - @\"PT2H\"", "@\"23:00:00\"")]
    [InlineData("@\"12:00:00\" - @\"10:30:00\"", "@\"PT1H30M\"")]
    [InlineData("@\"12:00:00+03:00\" - @\"10:00:00+01:00\"", "@\"PT0S\"")]
    [InlineData("@\"2026-02-01\" - @\"2026-01-31\"", "@\"P1D\"")]
    [InlineData("@\"2026-02-01\" - @\"2026-01-31T12:00:00Z\"", "@\"PT12H\"")]
    public void Times_are_reckoned(string expression, string expected) => Same(expression, expected);

    [Theory]
    [InlineData("@\"P1D\" * @\"P1D\"", "feel.arithmetic")]
    [InlineData("@\"P1Y\" + @\"P1D\"", "feel.arithmetic")]
    [InlineData("@\"P1D\" ** 2", "feel.arithmetic")]
    [InlineData("2 / @\"P1D\"", "feel.arithmetic")]
    [InlineData("@\"P1D\" - @\"2026-01-01\"", "feel.arithmetic")]
    [InlineData("@\"2026-01-01\" * 2", "feel.arithmetic")]
    [InlineData("@\"10:00:00\" + @\"P1M\"", "feel.arithmetic")]
    [InlineData("@\"10:00:00\" - @\"10:00:00Z\"", "feel.arithmetic")]
    [InlineData("@\"2026-01-01\" - @\"2026-01-01T00:00:00\"", "feel.arithmetic")]
    [InlineData("\"a\" - \"b\"", "feel.arithmetic")]
    [InlineData("@\"P1D\" / 0", "feel.division-by-zero")]
    [InlineData("1 / 0", "feel.division-by-zero")]
    [InlineData("@\"P1D\" / @\"PT0S\"", "feel.arithmetic-range")]
    [InlineData("@\"999999999-12-31\" + @\"P1D\"", "feel.arithmetic-range")]
    [InlineData("@\"999999999-12-31\" + @\"P1M\"", "feel.arithmetic-range")]
    public void What_cannot_be_reckoned_is_null_and_says_why(string expression, string code)
    {
        var result = Evaluate(expression);
        result.Value.IsNull.ShouldBeTrue();
        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("for i in 3..1 return i", "[3, 2, 1]")]
    [InlineData("for d in @\"2026-02-01\"..@\"2026-01-30\" return d", "[@\"2026-02-01\", @\"2026-01-31\", @\"2026-01-30\"]")]
    [InlineData("for d in @\"2026-01-30\"..@\"2026-02-01\" return d.day", "[30, 31, 1]")]
    public void An_iteration_runs_either_way(string expression, string expected) => Same(expression, expected);

    [Fact]
    public void Reasons_are_kept_up_to_fifty() => Evaluate("for i in 1..80 return 1 / 0").Diagnostics.Count.ShouldBe(50);

    [Fact]
    public void Copies_of_what_was_there_before_count_as_work()
    {
        var environment = new FeelEnvironment { StepLimit = 20_000 };
        FeelExpression.Parse("count(for i in 1..2000 return i)").Evaluate(FeelContext.Empty, environment).Value.ShouldBe(FeelValue.Of(2000L));
        FeelExpression.Parse("count(for i in 1..2000 return count(partial))").Evaluate(FeelContext.Empty, environment).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "feel.limit.steps");
    }

    [Fact]
    public void Many_variables_one_in_another_find_their_places()
    {
        var depth = 90;
        var text = string.Concat(Enumerable.Range(0, depth).Select(i => $"for v{i} in [{i}] return ")) + string.Join(" + ", Enumerable.Range(0, depth).Select(i => $"v{i}"));
        Evaluate($"flatten({text})").Value.ToString().ShouldBe($"[{depth * (depth - 1) / 2}]");
    }

    private static void Same(string expression, string expected) => Evaluate(expression).Value.ShouldBe(Evaluate(expected).Value, expression);

    private static FeelResult Evaluate(string text) => FeelExpression.Parse(text).Evaluate(FeelContext.Empty, FeelEnvironment.Default);
}
