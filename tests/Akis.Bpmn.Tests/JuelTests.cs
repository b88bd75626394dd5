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
    [InlineData("${liste[0].ad}", "=liste[1].ad")]
    [InlineData("${liste.size() > 0}", "=count(liste) > 0")]
    [InlineData("${ad.startsWith('A') && !ad.isEmpty()}", "=(starts with(ad, \"A\") and not((ad = null or ad = \"\" or ad = [])))")]
    [InlineData("${S(kayit).prop('ad').stringValue()}", "=kayit.ad")]
    [InlineData("${now().plusDays(2)}", "=(now() + duration(\"P2D\"))")]
    [InlineData("${dateTime().plusHours(n).toDate()}", "=(now() + duration(\"PT1H\") * n)")]
    [InlineData("${bitis.minusWeeks(1)}", "=(bitis - duration(\"P7D\") * 1)")]
    [InlineData("${roller.contains('x')}", "=(if roller instance of string then contains(roller, \"x\") else list contains(roller, \"x\"))")]
    public void It_says_the_same_in_feel(string juel, string feel) => Juel.ToFeel(juel, out _).ShouldBe(feel);

    [Theory]
    [InlineData("${bean.doIt(x)}")]
    [InlineData("${execution}")]
    [InlineData("${execution.processBusinessKey}")]
    [InlineData("${task.name}")]
    [InlineData("${liste[i]}")]
    [InlineData("${runtimeService.createX()}")]
    [InlineData("${now().plusAeons(1)}")]
    [InlineData("${a")]
    [InlineData("${a b}")]
    [InlineData("${'a}")]
    public void What_has_no_meaning_here_is_refused(string juel)
    {
        Juel.ToFeel(juel, out var problem).ShouldBeNull();
        problem.ShouldNotBeNullOrEmpty();
    }
}
