namespace Akis.Feel.Tests;

/// <summary>Names, scopes, types and functions: what an expression may rely on.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("(function(x) function(y) x + y)(1)(2)", "3")]
    [InlineData("{f: function(n) n * 2, g: function(n) f(n) + 1}.g(4)", "9")]
    [InlineData("(for i in 1..3 return function(x) x * i)[2](10)", "20")]
    [InlineData("{a: 1, f: function() a, b: {a: 2, c: f()}}.b.c", "1")]
    [InlineData("(function(a: list<number>) count(a))(5)", "1")]
    [InlineData("(function(a: number) a)([5])", "5")]
    [InlineData("(function(a: string, b: number) a)(b: 1, a: \"x\")", "\"x\"")]
    [InlineData("[{x: 1, y: 2}, {x: 2, y: 3}][x = 2].y", "[3]")]
    [InlineData("[{item: 5}, {item: 6}][item > 5]", "[{item: 6}]")]
    [InlineData("[[1, 2], [3]][count(item) = 2]", "[[1, 2]]")]
    [InlineData("{x: 5, y: [1, 6][item > x]}.y", "[6]")]
    [InlineData("[{a: [1, 2]}, {a: [3]}].a", "[[1, 2], [3]]")]
    [InlineData("for x in [1, 2], y in [x, x * 10] return y", "[1, 10, 2, 20]")]
    [InlineData("for d in @\"2026-01-30\"..@\"2026-02-01\" return d.day", "[30, 31, 1]")]
    [InlineData("for i in (1..4] return i", "[2, 3, 4]")]
    [InlineData("some x in [1, null], y in [2] satisfies x > y", "null")]
    [InlineData("some x in [null, 3] satisfies x > 2", "true")]
    [InlineData("every x in [] satisfies false", "true")]
    [InlineData("every x in [1, \"a\"] satisfies x > 0", "null")]
    [InlineData("1 in (2, [1..3], > 9)", "true")]
    [InlineData("1 in [[2..3], [0..1]]", "true")]
    [InlineData("1 in [[1]]", "false")]
    [InlineData("[1, 2] in [[1, 2]]", "true")]
    [InlineData("null in null", "true")]
    [InlineData("5 in (? > 3)", "true")]
    [InlineData("(<= 10) = (<= 10)", "true")]
    [InlineData("(<= 10) = (null..10]", "false")]
    [InlineData("5 in (< 3)", "false")]
    [InlineData("[1..5[ = [1..5)", "true")]
    [InlineData("]1..5] = (1..5]", "true")]
    [InlineData("[1, null] = [1, null]", "true")]
    [InlineData("{a: 1, b: 2} = {b: 2, a: 1}", "true")]
    [InlineData("[1] = 1", "null")]
    [InlineData("1 instance of number", "true")]
    [InlineData("null instance of Null", "true")]
    [InlineData("[1, 2] instance of list<number>", "true")]
    [InlineData("[1, \"a\"] instance of list<number>", "false")]
    [InlineData("{a: 1, b: 2} instance of context<a: number>", "true")]
    [InlineData("{a: \"x\"} instance of context<a: number>", "false")]
    [InlineData("[1..2] instance of range<number>", "true")]
    [InlineData("(function(a: number) a) instance of function<number> -> Any", "true")]
    [InlineData("(function(a: number) a) instance of function<string> -> Any", "false")]
    [InlineData("abs instance of function", "true")]
    [InlineData("@\"P1D\" instance of days and time duration", "true")]
    [InlineData("@\"P1D\" instance of years and months duration and true", "false")]
    [InlineData("{`iki kelime`: 1}.`iki kelime`", "1")]
    [InlineData("{iki kelime: 1, b: iki kelime + 1}.b", "2")]
    [InlineData("{\"iki kelime\": 1}.iki kelime", "1")]
    [InlineData("{if any: 1, c: if any + 1}.c", "2")]
    [InlineData("{a+b: 1, a: 5, b: 3, c: a+b, d: a + b}.d", "8")]
    [InlineData("if 1 > 2 then \"a\" else if true then \"b\" else \"c\"", "\"b\"")]
    [InlineData("{date: 5}.date", "5")]
    [InlineData("\"\\u0041\\U01F40E\\n\\\"\"", "\"A🐎\\n\\\"\"")]
    [InlineData("1e3 + .5", "1000.5")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("2 * 3 + 4 / 2", "8")]
    [InlineData("1 + 2 + 3 + 4 + 5", "15")]
    [InlineData("\"a\" + \"b\" + \"c\" + \"d\" + \"e\"", "\"abcde\"")]
    [InlineData("1 + 2 + \"c\"", "null")]
    [InlineData("not(null)", "null")]
    [InlineData("/* a */ 1 // b", "1")]
    public void It_evaluates(string expression, string expected) => FeelExpression.Parse(expression).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("not(1, 2)", "3", true)]
    [InlineData("not(1, 2)", "2", false)]
    [InlineData("not(?  = 3)", "3", false)]
    [InlineData("> 5, [1..2]", "2", true)]
    [InlineData("? in [1, 3]", "3", true)]
    [InlineData("[1, 3]", "3", true)]
    [InlineData("x", "4", true)]
    [InlineData("x + 1", "5", true)]
    [InlineData("contains(?, \"b\")", "\"abc\"", true)]
    [InlineData("null", "1", false)]
    [InlineData("@\"2026-01-01\"", "@\"2026-01-01\"", true)]
    [InlineData("\"b\"", "1", false)]
    public void Unary_tests_decide(string tests, string input, bool holds)
    {
        var scope = FeelContext.Of(("x", FeelValue.Of(4L)));
        var value = FeelExpression.Parse(input).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
        FeelExpression.ParseUnaryTests(tests).EvaluateUnaryTests(value, scope, FeelEnvironment.Default).Value.IsTrue.ShouldBe(holds);
    }

    [Fact]
    public void Types_of_the_host_are_known_by_name()
    {
        var names = new FeelNames([], name => name == "tYaş" ? FeelType.BuiltIn("number") : null);
        FeelExpression.Parse("5 instance of tYaş", names).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value.IsTrue.ShouldBeTrue();
        FeelExpression.ParseType("list<tYaş>", names).ShouldNotBeNull().Accepts(FeelValue.Of(FeelList.Of(FeelValue.Of(1L)))).ShouldBeTrue();
        FeelExpression.ParseType("list<", names).ShouldBeNull();
    }

    [Fact]
    public void A_function_of_the_host_is_called_with_coerced_arguments()
    {
        var twice = FeelFunction.Of("iki kat", [new("sayı", FeelType.BuiltIn("number")!)], FeelType.Any, (arguments, _) => FeelValue.Of(arguments[0].AsDecimal()!.Value * 2)); // number is a type; arguments are coerced to it
        var scope = FeelContext.Of(("iki kat", FeelValue.Of(twice)));
        FeelExpression.Parse("iki kat([21])", scope.Keys).Evaluate(scope, FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(42L));
        FeelExpression.Parse("iki kat(sayı: 2)", scope.Keys).Evaluate(scope, FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(4L));
        FeelExpression.Parse("iki kat(\"a\")", scope.Keys).Evaluate(scope, FeelEnvironment.Default).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "feel.argument");
    }

    [Fact]
    public void One_expression_serves_many_threads()
    {
        var expression = FeelExpression.Parse("sum(for i in 1..n return (function(x) x * x)(i))");
        Parallel.For(1, 200, n =>
            expression.Evaluate(FeelContext.Of(("n", FeelValue.Of(n))), FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of((long)n * (n + 1) * ((2 * n) + 1) / 6)));
    }
}
