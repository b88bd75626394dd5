using System.Xml.Linq;
using Akis.Dmn.Tck;
using Akis.Feel;

namespace Akis.Dmn.Tests.Tck;

/// <summary>Values as the conformance kit writes them, and when two of them are the same.</summary>
public sealed class TckValuesTests
{
    [Theory]
    [InlineData("<value xsi:type='xsd:string'> a </value>", "\" a \"")]
    [InlineData("<value>a</value>", "\"a\"")]
    [InlineData("<value xsi:type='xsd:boolean'>true</value>", "true")]
    [InlineData("<value xsi:type='xsd:boolean'> 1 </value>", "true")]
    [InlineData("<value xsi:type='xsd:boolean'>false</value>", "false")]
    [InlineData("<value xsi:type='xsd:decimal'>1.50</value>", "1.50")]
    [InlineData("<value xsi:type='xsd:double'>1e3</value>", "1000")]
    [InlineData("<value xsi:type='xsd:float'>-2</value>", "-2")]
    [InlineData("<value xsi:type='xsd:integer'>2</value>", "2")]
    [InlineData("<value xsi:type='xsd:int'>2</value>", "2")]
    [InlineData("<value xsi:type='xsd:long'>2</value>", "2")]
    [InlineData("<value xsi:type='xsd:decimal'>viel</value>", "\"viel\"")]
    [InlineData("<value xsi:type='xsd:date'> 2026-01-31 </value>", "@\"2026-01-31\"")]
    [InlineData("<value xsi:type='xsd:date'>31.01.2026</value>", "\"31.01.2026\"")]
    [InlineData("<value xsi:type='xsd:time'>10:00:00</value>", "@\"10:00:00\"")]
    [InlineData("<value xsi:type='xsd:dateTime'>2026-01-31T10:00:00</value>", "@\"2026-01-31T10:00:00\"")]
    [InlineData("<value xsi:type='xsd:duration'>P1Y</value>", "@\"P1Y\"")]
    [InlineData("<value xsi:nil='true'/>", "null")]
    [InlineData("<value xsi:nil='1'>a</value>", "null")]
    [InlineData("<value xsi:nil='false'>a</value>", "\"a\"")]
    [InlineData("<list><item><value xsi:type='xsd:decimal'>1</value></item><item><list/></item></list>", "[1, []]")]
    [InlineData("<list xsi:nil='true'/>", "null")]
    [InlineData("<component name='a'><value>x</value></component><component name='b'><component name='c'><value xsi:nil='true'/></component></component>", "{a: \"x\", b: {c: null}}")]
    [InlineData("", "null")]
    public void A_value_is_read(string inside, string expected) =>
        TckValues.Read(XElement.Parse($"<node xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xsd='http://www.w3.org/2001/XMLSchema'>{inside}</node>")).ShouldBe(Feel(expected));

    [Theory]
    [InlineData("1", "1", true)]
    [InlineData("1", "1.000000009", true)]
    [InlineData("1", "1.00000001", true)]
    [InlineData("1", "1.00000002", false)]
    [InlineData("0.1", "0.10000002", false)]
    [InlineData("1000000", "1000000.009", true)]
    [InlineData("1000000", "1000000.02", false)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("[1, 2]", "[1, 2.000000001]", true)]
    [InlineData("[1, 2]", "[1, 3]", false)]
    [InlineData("[1]", "[1, 2]", false)]
    [InlineData("[]", "null", false)]
    [InlineData("{a: 1, b: [2]}", "{b: [2.000000001], a: 1}", true)]
    [InlineData("{a: 1}", "{a: 1, b: 2}", false)]
    [InlineData("{a: 1}", "{b: 1}", false)]
    [InlineData("{a: 1}", "{a: 2}", false)]
    [InlineData("\"a\"", "\"a\"", true)]
    public void Two_values_are_the_same_as_far_as_the_kit_writes_digits(string expected, string actual, bool same) => TckValues.Same(Feel(expected), Feel(actual)).ShouldBe(same);

    private static FeelValue Feel(string text) => FeelExpression.Parse(text).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
}
