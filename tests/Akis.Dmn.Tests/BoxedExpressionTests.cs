using Akis.Feel;

namespace Akis.Dmn.Tests;

/// <summary>Boxed expressions (DMN 1.5 §10.2.1), nested anywhere.</summary>
public sealed class BoxedExpressionTests
{
    [Theory]
    [InlineData("<conditional><if>{x > 1}</if><then>{\"a\"}</then><else>{\"b\"}</else></conditional>", "\"a\"")]
    [InlineData("<conditional><if>{x > 5}</if><then>{\"a\"}</then><else>{\"b\"}</else></conditional>", "\"b\"")]
    [InlineData("<conditional><if>{null}</if><then>{1}</then><else>{2}</else></conditional>", "2")]
    [InlineData("<conditional><if>{5}</if><then>{1}</then><else>{2}</else></conditional>", "null")]
    [InlineData("<list>{1}{x}<list>{2}</list></list>", "[1, 3, [2]]")]
    [InlineData("<filter><in>{[1, 2, 3, 4]}</in><match>{item > 2}</match></filter>", "[3, 4]")]
    [InlineData("<filter><in>{[{a: 1}, {a: 5}]}</in><match>{a > x}</match></filter>", "[{a: 5}]")]
    [InlineData("<filter><in>{[1]}</in><match>{\"a\"}</match></filter>", "null")]
    [InlineData("<for iteratorVariable=\"i\"><in>{1..3}</in><return>{i * x}</return></for>", "null")]
    [InlineData("<for iteratorVariable=\"i\"><in>{[1..3]}</in><return>{i * x}</return></for>", "[3, 6, 9]")]
    [InlineData("<for iteratorVariable=\"i\"><in>{[1, 2, 3]}</in><return>{i + count(partial)}</return></for>", "[1, 3, 5]")]
    [InlineData("<some iteratorVariable=\"i\"><in>{[1, 5]}</in><satisfies>{i > x}</satisfies></some>", "true")]
    [InlineData("<every iteratorVariable=\"i\"><in>{[1, 5]}</in><satisfies>{i > x}</satisfies></every>", "false")]
    [InlineData("<every iteratorVariable=\"i\"><in>{[1, \"a\"]}</in><satisfies>{i}</satisfies></every>", "null")]
    [InlineData("<context><contextEntry><variable name=\"iki kat\"/>{x * 2}</contextEntry><contextEntry>{iki kat + 1}</contextEntry></context>", "7")]
    [InlineData("<context><contextEntry><variable name=\"a\"/>{1}</contextEntry><contextEntry><variable name=\"b\" typeRef=\"string\"/>{a}</contextEntry></context>", "{a: 1, b: null}")]
    [InlineData("<relation><column name=\"ad\"/><column name=\"yaş\" typeRef=\"number\"/><row>{\"Ali\"}{30}</row><row>{\"Can\"}{x}</row></relation>", "[{ad: \"Ali\", yaş: 30}, {ad: \"Can\", yaş: 3}]")]
    [InlineData("<context><contextEntry><variable name=\"f\"/><functionDefinition><formalParameter name=\"n\" typeRef=\"number\"/>{if n < 2 then 1 else n * f(n - 1)}</functionDefinition></contextEntry><contextEntry>{f(5)}</contextEntry></context>", "120")]
    [InlineData("<context><contextEntry><variable name=\"f\"/><functionDefinition kind=\"Java\"><formalParameter name=\"a\"/><formalParameter name=\"b\"/><context><contextEntry><variable name=\"class\"/>{\"java.lang.Math\"}</contextEntry><contextEntry><variable name=\"method signature\"/>{\"max(double,double)\"}</contextEntry></context></functionDefinition></contextEntry><contextEntry>{f(2, x)}</contextEntry></context>", "3")]
    [InlineData("<context><contextEntry><variable name=\"f\"/><functionDefinition><formalParameter name=\"a\"/><formalParameter name=\"b\"/>{[a, b]}</functionDefinition></contextEntry><contextEntry><invocation>{f}<binding><parameter name=\"b\"/>{x}</binding></invocation></contextEntry></context>", "[null, 3]")]
    [InlineData("<invocation>{x}<binding><parameter name=\"b\"/>{x}</binding></invocation>", "null")]
    [InlineData("<literalExpression typeRef=\"string\"><text>x</text></literalExpression>", "null")]
    [InlineData("<literalExpression typeRef=\"number\"><text>[x]</text></literalExpression>", "3")]
    [InlineData("<literalExpression expressionLanguage=\"groovy\"><text>x</text></literalExpression>", "null")]
    public void It_evaluates(string boxed, string expected)
    {
        var model = Models.Read($"<inputData id='x' name='x'/><decision id='d' name='d'><informationRequirement><requiredInput href='#x'/></informationRequirement>{Models.Literals(boxed)}</decision>");
        var result = model.Evaluate("d", FeelContext.Of(("x", FeelValue.Of(3L))), FeelEnvironment.Default);
        result.Value.ToString().ShouldBe(expected);
        if (expected == "null") result.Diagnostics.ShouldNotBeEmpty();
    }
}
