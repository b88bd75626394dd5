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
    [InlineData("before([1..5), 5)", "true")]
    [InlineData("before([1..5], 5)", "false")]
    [InlineData("after(5, [1..4])", "true")]
    [InlineData("meets([1..5], [5..10])", "true")]
    [InlineData("meets([1..5), [5..10])", "false")]
    [InlineData("overlaps([1..5], [5..8])", "true")]
    [InlineData("overlaps([1..5], (5..8])", "false")]
    [InlineData("overlaps before([1..5], [3..8])", "true")]
    [InlineData("overlaps after([3..8], [1..5])", "true")]
    [InlineData("finishes(5, [1..5))", "false")]
    [InlineData("finished by([1..5], 5)", "true")]
    [InlineData("includes([1..10], (1..10))", "true")]
    [InlineData("includes((1..10], [1..10])", "false")]
    [InlineData("during(1, (1..10])", "false")]
    [InlineData("starts([1..3], [1..5])", "true")]
    [InlineData("started by([1..5], 1)", "true")]
    [InlineData("coincides([1..5], [1..5))", "false")]
    [InlineData("before(1, \"a\")", "null")]
    [InlineData("meets(1, [1..5])", "null")]
    [InlineData("range(\"[1..10)\") = [1..10)", "true")]
    [InlineData("range(\"[1..x]\")", "null")]
    [InlineData("mode([6, 3, 9, 6, 6, 3, 3])", "[3, 6]")]
    [InlineData("mode([])", "[]")]
    [InlineData("stddev([4])", "null")]
    [InlineData("stddev(2, 4, 7, 5) between 2.0816 and 2.0817", "true")]
    [InlineData("exp(0)", "1")]
    [InlineData("exp(1000) > 10 ** 434", "true")]
    [InlineData("exp(15000)", "null")]
    [InlineData("log(0)", "null")]
    [InlineData("list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]")]
    [InlineData("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]")]
    [InlineData("list replace([1], 0, 6)", "null")]
    [InlineData("context([{key: \"a\", value: 1}]).a", "1")]
    [InlineData("context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null")]
    [InlineData("is(@\"2026-11-23T10:00:00Z\", @\"2026-11-23T13:00:00+03:00\")", "false")]
    [InlineData("partition([1, 2, 3], 2)", "[[1, 2], [3]]")]
    [InlineData("duplicate values([1, 2, 1])", "[1]")]
    [InlineData("to base64(\"akış\")", "\"YWvEscWf\"")]
    [InlineData("context put({x: 1, y: {a: 1}}, [\"y\", \"a\"], 2).y.a", "2")]
    [InlineData("context put({}, [], 2)", "null")]
    [InlineData("time(12, 30, 0)", "@\"12:30:00\"")]
    [InlineData("time(11, 59, 45, duration(\"PT2H\"))", "@\"11:59:45+02:00\"")]
    [InlineData("time(24, 0, 0)", "null")]
    [InlineData("@\"2026-11-24\" - @\"2026-11-23\"", "@\"P1D\"")]
    [InlineData("@\"2026-11-24\" - @\"2026-11-23T10:00:00\"", "null")]
    [InlineData("@\"2026-11-24\" - @\"2026-11-23T10:00:00Z\"", "@\"PT14H\"")]
    [InlineData("date(day: 23, month: 11, year: 2026)", "@\"2026-11-23\"")]
    [InlineData("time(hour: 9, minute: 5, second: 0)", "@\"09:05:00\"")]
    [InlineData("date and time(time: @\"09:05:00\", date: @\"2026-11-23\")", "@\"2026-11-23T09:05:00\"")]
    [InlineData("sum(79228162514264337593543950335, 79228162514264337593543950335)", "158456325028528675187087900670")]
    [InlineData("9.99E6144 * 10", "null")]
    [InlineData("1 / 3", "0.3333333333333333333333333333333333")]
    [InlineData("round half up(5.5, 6177)", "null")]
    [InlineData("floor(79228162514264337593543950335, 10)", "79228162514264337593543950335")]
    [InlineData("substring(\"akış\", 99999999999)", "null")]
    [InlineData("[sum(9.99E6144, 9.99E6144), 2]", "[null, 2]")]
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
        FeelExpression.Parse(expression).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Diagnostics.ShouldContain(diagnostic => diagnostic.Code.StartsWith("feel.limit."));

    [Fact]
    public void Json_comes_back_as_it_went() =>
        FeelJson.ToJson(FeelJson.Parse("""{"ad":"Şükrü","sayı":1.50,"liste":[true,null,{"x":1}]}""")).ShouldBe("""{"ad":"Şükrü","sayı":1.50,"liste":[true,null,{"x":1}]}""");

    private static FeelValue Value(string expression) => FeelExpression.Parse(expression).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
}
