namespace Akis.Feel.Tests;

/// <summary>Expressions by example: what a process or a decision relies on, and the traps that the standard sets.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("-3 ** 2", "9")]
    [InlineData("3 ** 4 ** 5", "3486784401")]
    [InlineData("1 / 0", "null")]
    [InlineData("0.1 + 0.2 = 0.3", "true")]
    [InlineData("\"a\" + \"b\"", "\"ab\"")]
    [InlineData("\"a\" + 1", "null")]
    [InlineData("false and null", "false")]
    [InlineData("true and null", "null")]
    [InlineData("null or true", "true")]
    [InlineData("\"foo\" = 100", "null")]
    [InlineData("null = null", "true")]
    [InlineData("null instance of Any", "false")]
    [InlineData("if null then 1 else 2", "2")]
    [InlineData("[1, 2, 3][item > 1]", "[2, 3]")]
    [InlineData("[1, 2, 3][-1]", "3")]
    [InlineData("100[1]", "100")]
    [InlineData("[1, 2][0]", "null")]
    [InlineData("[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b", "[4]")]
    [InlineData("{a: 1, b: a + 1}.b", "2")]
    [InlineData("{a: 1, a: 2}", "null")]
    [InlineData("for i in 4..2 return i", "[4, 3, 2]")]
    [InlineData("for i in [2..1] return i", "null")]
    [InlineData("for i in 1..3, j in 1..2 return i * j", "[1, 2, 2, 4, 3, 6]")]
    [InlineData("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]", "[1, 1, 2, 3, 5]")]
    [InlineData("some x in [1, 2] satisfies x > 1", "true")]
    [InlineData("every x in [1, 2] satisfies x > 1", "false")]
    [InlineData("5 in [1..10)", "true")]
    [InlineData("5 in (> 3, < 1)", "true")]
    [InlineData("5 between 1 and 5", "true")]
    [InlineData("date(\"2026-11-23\") + duration(\"P1M\")", "@\"2026-12-23\"")]
    [InlineData("@\"2026-01-31\" + @\"P1M\"", "@\"2026-02-28\"")]
    [InlineData("@\"2026-11-24T10:00:00+03:00\" - @\"2026-11-23T10:00:00+03:00\"", "@\"P1D\"")]
    [InlineData("@\"2026-11-23\".weekday", "1")]
    [InlineData("duration(\"PT1000M\")", "@\"PT16H40M\"")]
    [InlineData("duration(\"P0\")", "null")]
    [InlineData("date(\"2026-02-30\")", "null")]
    [InlineData("string length(\"şüphe\")", "5")]
    [InlineData("substring(\"foobar\", -2)", "\"ar\"")]
    [InlineData("substring(string: \"foobar\", start position: 3)", "\"obar\"")]
    [InlineData("string join([\"a\", null, \"b\"], \", \")", "\"a, b\"")]
    [InlineData("(function(x, y) x + y)(1, 2)", "3")]
    [InlineData("sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]")]
    [InlineData("get or else(null, 5)", "5")]
    [InlineData("count([])", "0")]
    [InlineData("max([])", "null")]
    [InlineData("matches(\"SEK08-04-34\", \"^SEK[0-9-]+$\")", "true")]
    [InlineData("/* yorum */ 1 // son", "1")]
    public void It_evaluates(string expression, string expected) => Value(expression).ToString().ShouldBe(expected);

    [Fact]
    public void Names_with_spaces_are_found_by_the_longest_match()
    {
        var scope = FeelContext.Of(("talep sahibi", FeelValue.Of("ayşe")), ("a-b", FeelValue.Of(1L)), ("a", FeelValue.Of(5L)), ("b", FeelValue.Of(3L)));
        FeelExpression.Parse("talep sahibi = \"ayşe\" and a-b = 1", scope.Keys).Evaluate(scope, FeelEnvironment.Default).Value.ShouldBe(FeelValue.True);
        FeelExpression.Parse("a - b", ["a", "b"]).Evaluate(scope, FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(2L));
    }

    [Theory]
    [InlineData("-", "5", true)]
    [InlineData("< 10", "5", true)]
    [InlineData("\"a\", \"b\"", "\"b\"", true)]
    [InlineData("not(\"a\", \"b\")", "\"b\"", false)]
    [InlineData("[1..5]", "5", true)]
    [InlineData("? > 3 and ? < 10", "5", true)]
    [InlineData("null", "null", true)]
    [InlineData("", "null", true)]
    public void Unary_tests_decide(string tests, string input, bool expected) =>
        FeelExpression.ParseUnaryTests(tests).EvaluateUnaryTests(Value(input), FeelContext.Empty, FeelEnvironment.Default).Value.IsTrue.ShouldBe(expected);

    [Theory]
    [InlineData("1 +", 4)]
    [InlineData("(1", 3)]
    [InlineData("if true then 1", 15)]
    public void A_syntax_error_says_where_and_what_was_expected(string expression, int column)
    {
        var parsed = FeelExpression.Parse(expression);
        parsed.IsValid.ShouldBeFalse();
        parsed.Errors.ShouldHaveSingleItem().Tr.ShouldContain($"sütun {column}");
    }

    [Fact]
    public void A_failed_evaluation_says_why()
    {
        var result = FeelExpression.Parse("yok + 1").Evaluate(FeelContext.Empty, FeelEnvironment.Default);
        result.Value.IsNull.ShouldBeTrue();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Tr.Contains("'yok'"));
    }

    [Theory]
    [InlineData("for i in 1..1000000000 return i")]
    [InlineData("(function(f) f(f))(function(f) f(f))")]
    public void Endless_work_is_stopped_with_a_diagnostic(string expression) =>
        FeelExpression.Parse(expression).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "feel.steps" || diagnostic.Code == "feel.depth");

    [Fact]
    public void Json_comes_back_as_it_went() =>
        FeelJson.ToJson(FeelJson.Parse("""{"ad":"Şükrü","sayı":1.50,"liste":[true,null,{"x":1}]}""")).ShouldBe("""{"ad":"Şükrü","sayı":1.50,"liste":[true,null,{"x":1}]}""");

    private static FeelValue Value(string expression) => FeelExpression.Parse(expression).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
}
