using Akis.Bpmn.Expressions;

namespace Akis.Bpmn.Tests;

public sealed class JuelTests
{
    [Theory]
    [InlineData("masa", "masa")]
    [InlineData("${x}", "=x")]
    [InlineData("#{ x.y['z'] }", "=x.y.z")]
    [InlineData("${a == 'b' || !c}", "=(a = \"b\" or not(c))")]
    [InlineData("${a && b || c}", "=((a and b) or c)")]
    [InlineData("${x > 1 ? 'çok' : 'az'}", "=(if x > 1 then \"çok\" else \"az\")")]
    [InlineData("No: ${n + 1}.", "=\"No: \" + string(n + 1) + \".\"")]
    [InlineData("${execution.getVariable('x') ge 2.5}", "=x >= 2.5")]
    public void It_says_the_same_in_feel(string juel, string feel) => Juel.ToFeel(juel, out _).ShouldBe(feel);

    [Theory]
    [InlineData("${bean.doIt(x)}")]
    [InlineData("${execution}")]
    [InlineData("${a")]
    [InlineData("${a b}")]
    [InlineData("${'a}")]
    public void What_has_no_meaning_here_is_refused(string juel)
    {
        Juel.ToFeel(juel, out var problem).ShouldBeNull();
        problem.ShouldNotBeNullOrEmpty();
    }
}
