using Akis.Dmn.Tck;

namespace Akis.Dmn.Tests.Tck;

/// <summary>The runner itself: what it counts as green, and what not.</summary>
public sealed class TckRunnerTests : IDisposable
{
    private const string Model = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" id="m" namespace="urn:m">
          <inputData id="n" name="n"><variable name="n"/></inputData>
          <decision id="double" name="double"><variable name="double"/><informationRequirement><requiredInput href="#n"/></informationRequirement><literalExpression><text>n * 2</text></literalExpression></decision>
          <decision id="half" name="half"><variable name="half"/><informationRequirement><requiredInput href="#n"/></informationRequirement><literalExpression><text>n / 2</text></literalExpression></decision>
          <decisionService id="both" name="both"><outputDecision href="#double"/><outputDecision href="#half"/><inputData href="#n"/></decisionService>
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

    [Fact]
    public void Folders_are_counted_red_cases_told_and_results_handed_in()
    {
        Write("0001-a", "a", Case("1", "double", 2, 4) + Case("2", "double", 2, 5));
        Write("0002-b", "b", Case("1", "double", 3, 6));
        Write("0003-c", "c", "<testCase id='1' type='decisionService' invocableName='both'><inputNode name='n'><value xsi:type='xsd:decimal'>2</value></inputNode><resultNode name='double'><expected><value xsi:type='xsd:decimal'>4</value></expected></resultNode><resultNode name='half'><expected><value xsi:type='xsd:decimal'>1</value></expected></resultNode></testCase>");
        Write("0004-d", "d", Case("1", "double", 3, 6), model: "absent.dmn");
        File.WriteAllText(Path.Combine(_folder, "0002-b", "other.xml"), "<notes/>");
        using var report = new StringWriter();
        using var csv = new StringWriter();

        var summary = TckRunner.Run(_folder, report, csv);

        summary.ShouldBe(new TckSummary(3, 5, 3, 5, 2, 4));
        report.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ShouldBe(["a 2: expected 5, came 4", "d 1: expected 6, came no such model", "cases 3/5, non-null 3/5, folders 2/4"]);
        csv.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "\"0001-a\",\"a\",\"1\",\"SUCCESS\",\"\"", "\"0001-a\",\"a\",\"2\",\"ERROR\",\"\"", "\"0002-b\",\"b\",\"1\",\"SUCCESS\",\"\"",
            "\"0003-c\",\"c\",\"1\",\"SUCCESS\",\"\"", "\"0004-d\",\"d\",\"1\",\"ERROR\",\"\"",
        ]);
    }

    [Fact]
    public void An_imported_model_is_looked_for_beside_the_one_that_imports_it()
    {
        Write("0001-a", "a", Case("1", "quadruple", 2, 8));
        var path = Path.Combine(_folder, "0001-a", "own.dmn");
        File.Move(path, Path.Combine(_folder, "0001-a", "imported.dmn"));
        File.WriteAllText(path, """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="o" id="o" namespace="urn:o">
              <import name="m" namespace="urn:m" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
              <decision id="quadruple" name="quadruple"><informationRequirement><requiredDecision href="urn:m#double"/></informationRequirement><literalExpression><text>m.double * 2</text></literalExpression></decision>
            </definitions>
            """);
        using var report = new StringWriter();
        TckRunner.Run(_folder, report).Green.ShouldBe(1, report.ToString());
    }

    private static string Case(string id, string decision, int input, int expected) =>
        $"<testCase id='{id}'><inputNode name='n'><value xsi:type='xsd:decimal'>{input}</value></inputNode><resultNode name='{decision}'><expected><value xsi:type='xsd:decimal'>{expected}</value></expected></resultNode></testCase>";

    private void Write(string folder, string file, string cases, string model = "own.dmn")
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName;
        File.WriteAllText(Path.Combine(path, "own.dmn"), Model);
        File.WriteAllText(Path.Combine(path, file + ".xml"), $"<testCases xmlns='http://www.omg.org/spec/DMN/20160719/testcase' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xsd='http://www.w3.org/2001/XMLSchema'><modelName>{model}</modelName>{cases}</testCases>");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
