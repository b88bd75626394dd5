using Akis.Feel;

namespace Akis.Dmn.Tests;

/// <summary>Decision tables by example: every hit policy, defaults, and what happens when a table contradicts itself.</summary>
public sealed class DecisionTableTests
{
    // Rules: x in [0..10] → "a"; x in [5..20] → "b"; x in [5..20] → "b".
    private static readonly string[][] Overlapping = [["[0..10]", "\"a\""], ["[5..20]", "\"b\""], ["[5..20]", "\"b\""]];

    [Theory]
    [InlineData("UNIQUE", 3, "\"a\"")]
    [InlineData("FIRST", 7, "\"a\"")]
    [InlineData("ANY", 15, "\"b\"")]
    [InlineData("PRIORITY", 7, "\"b\"")]
    [InlineData("RULE ORDER", 7, "[\"a\", \"b\", \"b\"]")]
    [InlineData("OUTPUT ORDER", 7, "[\"b\", \"b\", \"a\"]")]
    [InlineData("COLLECT", 7, "[\"a\", \"b\", \"b\"]")]
    [InlineData("UNIQUE", 99, "null")]
    [InlineData("COLLECT", 99, "[]")]
    public void A_hit_policy_picks(string policy, int x, string expected) => Decide(Table(policy, Overlapping, values: "\"b\", \"a\""), x).Value.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("UNIQUE", 7, "dmn.not-unique")]
    [InlineData("ANY", 7, "dmn.not-any")]
    public void A_table_that_contradicts_itself_says_which_rules(string policy, int x, string code)
    {
        var result = Decide(Table(policy, Overlapping), x);
        result.Value.IsNull.ShouldBeTrue();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == code && diagnostic.Tr.Contains("1, 2"));
    }

    [Theory]
    [InlineData("SUM", "7")]
    [InlineData("COUNT", "3")]
    [InlineData("MIN", "1")]
    [InlineData("MAX", "4")]
    public void Collected_numbers_are_aggregated(string aggregation, string expected) =>
        Decide(Table("COLLECT", [["-", "1"], ["> 0", "2"], ["< 10", "4"]], aggregation: aggregation), 5).Value.ToString().ShouldBe(expected);

    [Fact]
    public void Where_no_rule_matches_the_default_holds() => Decide(Table("UNIQUE", [["< 0", "\"a\""]], otherwise: "\"yok\""), 5).Value.ShouldBe(FeelValue.Of("yok"));

    [Fact]
    public void The_trace_says_which_rules_matched_and_what_the_inputs_were()
    {
        var trace = Decide(Table("COLLECT", Overlapping), 7).Trace.ShouldHaveSingleItem();
        trace.MatchedRules.ShouldBe([1, 2, 3]);
        trace.Inputs.ShouldBe([("Girdi", FeelValue.Of(7L))]);
    }

    [Fact]
    public void A_decision_reads_the_results_of_those_it_requires()
    {
        var model = Read("""
            <decision id="çift" name="çift"><variable name="çift" /><literalExpression><text>x * 2</text></literalExpression></decision>
            <decision id="d" name="d"><informationRequirement><requiredDecision href="#çift" /></informationRequirement><literalExpression><text>çift + 1</text></literalExpression></decision>
            """);
        model.Evaluate("d", FeelContext.Of(("x", FeelValue.Of(4L))), FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(9L));
    }

    [Theory]
    [InlineData("""<decision id="d" name="d"><informationRequirement><requiredDecision href="#d" /></informationRequirement><literalExpression><text>1</text></literalExpression></decision>""", "dmn.cycle")]
    [InlineData("""<decision id="d" name="d"><informationRequirement><requiredDecision href="#yok" /></informationRequirement><literalExpression><text>1</text></literalExpression></decision>""", "dmn.unknown-requirement")]
    [InlineData("""<decision id="d" name="d"><literalExpression><text>1 +</text></literalExpression></decision>""", "dmn.expression")]
    public void A_wrong_model_is_refused_with_its_line(string decisions, string code)
    {
        var finding = DmnReader.Read(Xml(decisions)).Findings.First(candidate => candidate.Code == code);
        finding.Line.ShouldBeGreaterThan(1);
        finding.Tr.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("<a/>")]
    [InlineData("<definitions>")]
    public void What_is_no_model_is_refused_without_an_exception(string xml) => DmnReader.Read(xml).Model.ShouldBeNull();

    private static DecisionResult Decide(string table, int x) => Read(table).Evaluate("d", FeelContext.Of(("x", FeelValue.Of(x))), FeelEnvironment.Default);

    private static string Table(string policy, string[][] rules, string? values = null, string? otherwise = null, string? aggregation = null) => $"""
        <decision id="d" name="d"><decisionTable hitPolicy="{policy}"{(aggregation is null ? "" : $" aggregation=\"{aggregation}\"")}>
          <input label="Girdi"><inputExpression><text>x</text></inputExpression></input>
          <output name="sonuç">{(values is null ? "" : $"<outputValues><text>{values}</text></outputValues>")}{(otherwise is null ? "" : $"<defaultOutputEntry><text>{otherwise}</text></defaultOutputEntry>")}</output>
          {string.Concat(rules.Select((rule, i) => $"<rule id=\"r{i}\"><inputEntry><text>{rule[0].Replace("<", "&lt;", StringComparison.Ordinal)}</text></inputEntry><outputEntry><text>{rule[1]}</text></outputEntry></rule>"))}
        </decisionTable></decision>
        """;

    private static DmnModel Read(string decisions)
    {
        var read = DmnReader.Read(Xml(decisions));
        read.Findings.ShouldBeEmpty();
        return read.Model.ShouldNotBeNull();
    }

    private static string Xml(string decisions) => $"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m">
          {decisions}
        </definitions>
        """;
}
