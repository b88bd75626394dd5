using Akis.Dmn.Tck;

namespace Akis.Dmn.Tests.Tck;

/// <summary>The runner itself: what it counts as green, and what not.</summary>
public sealed class TckRunnerTests : IDisposable
{
    private const string Model = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" id="m" namespace="urn:m">
          <inputData id="n" name="n"><variable name="n"/></inputData>
          <decision id="double" name="double"><variable name="double"/><literalExpression><text>n * 2</text></literalExpression></decision>
          <decision id="strange" name="strange"><variable name="strange"/><unheardOf/></decision>
        </definitions>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("tck").FullName;

    [Theory]
    [InlineData("double", "<value xsi:type=\"xsd:decimal\">4</value>", "<value xsi:type=\"xsd:decimal\">8</value>", "", "cases 1/1, non-null 1/1, folders 1/1")]
    [InlineData("double", "<value xsi:type=\"xsd:decimal\">4</value>", "<value xsi:type=\"xsd:decimal\">9</value>", "", "cases 0/1, non-null 0/1, folders 0/1")]
    [InlineData("double", "<value xsi:type=\"xsd:string\">4</value>", "<value xsi:nil=\"true\"/>", "errorResult=\"true\"", "cases 1/1, non-null 0/0, folders 1/1")]
    [InlineData("strange", "<value xsi:type=\"xsd:decimal\">4</value>", "<value xsi:nil=\"true\"/>", "errorResult=\"true\"", "cases 0/1, non-null 0/0, folders 0/1")]
    [InlineData("missing", "<value xsi:type=\"xsd:decimal\">4</value>", "<value xsi:nil=\"true\"/>", "", "cases 0/1, non-null 0/0, folders 0/1")]
    public void A_case_is_green_when_value_and_reason_are_as_expected(string decision, string input, string expected, string attribute, string summary)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "0001-own")).FullName;
        File.WriteAllText(Path.Combine(folder, "own.dmn"), Model);
        File.WriteAllText(Path.Combine(folder, "own-test-01.xml"), $"""
            <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
              <modelName>own.dmn</modelName>
              <testCase id="001"><inputNode name="n">{input}</inputNode><resultNode name="{decision}" type="decision" {attribute}><expected>{expected}</expected></resultNode></testCase>
            </testCases>
            """);
        using var report = new StringWriter();

        TckRunner.Run(_folder, report);

        report.ToString().TrimEnd().Split('\n')[^1].TrimEnd().ShouldBe(summary);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
