namespace Akis.Feel.Tests;

/// <summary>Every limit is reached by something, stops it, and says so under its own code.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("for i in 1..1000000000 return i", "feel.limit.steps")]
    [InlineData("count(for a in 1..5000, b in 1..5000 return 1)", "feel.limit.steps")]
    [InlineData("(function(f) f(f))(function(f) f(f))", "feel.limit.depth")]
    [InlineData("for i in 1..200 return i", "feel.limit.list")]
    [InlineData("append(l, 1, 2)", "feel.limit.list")]
    [InlineData("concatenate(l, l)", "feel.limit.list")]
    [InlineData("string join(l, \"0123456789\")", "feel.limit.string")]
    [InlineData("s + s", "feel.limit.string")]
    [InlineData("replace(s, \".\", \"$0$0\")", "feel.limit.string")]
    [InlineData("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a+)+b\")", "feel.limit.regex")]
    public void A_limit_is_reported(string expression, string code)
    {
        var list = FeelValue.Of(FeelList.Of(Enumerable.Repeat(FeelValue.Of("x"), 100)));
        var scope = FeelContext.Of(("l", list), ("s", FeelValue.Of(new string('x', 600))));
        var environment = new FeelEnvironment { StepLimit = 20_000, ListLimit = code == "feel.limit.steps" ? 1_000_000 : 100, StringLimit = 1000, RegexLimit = TimeSpan.FromMilliseconds(20) };

        var result = FeelExpression.Parse(expression).Evaluate(scope, environment);

        result.Value.IsNull.ShouldBeTrue();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == code);
    }

    [Fact]
    public void Too_deep_a_text_is_no_expression()
    {
        FeelExpression.Parse(new string('(', 5000) + "1" + new string(')', 5000)).Errors.ShouldHaveSingleItem().Code.ShouldBe("feel.limit.depth");
        FeelExpression.Parse(string.Join("+", Enumerable.Repeat("1", 10_000))).Errors.ShouldHaveSingleItem().Code.ShouldBe("feel.limit.depth");
        FeelExpression.Parse(new string('-', 5000) + "1").Errors.ShouldHaveSingleItem().Code.ShouldBe("feel.limit.depth");
    }

    [Fact]
    public void What_stays_within_its_limits_is_not_disturbed()
    {
        var environment = new FeelEnvironment { StepLimit = 1000, ListLimit = 100, StringLimit = 100, DepthLimit = 10 };
        FeelExpression.Parse("count(for i in 1..100 return i)").Evaluate(FeelContext.Empty, environment).Value.ShouldBe(FeelValue.Of(100L));
    }
}
