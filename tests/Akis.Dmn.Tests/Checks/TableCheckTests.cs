using Akis.Dmn.Checks;

namespace Akis.Dmn.Tests.Checks;

/// <summary>What the static checks of tables find, by example.</summary>
public sealed class TableCheckTests
{
    [Theory]
    [InlineData("x:number -> o\n< 5 -> 1\n> 5 -> 2", "x = 5", "5")]
    [InlineData("x:number -> o\n[0..10) -> 1\n>= 20 -> 2", "x = 10", "< 0, [10..20)")]
    [InlineData("x:number -> o\n< 1.5 -> 1\n>= 1.6 -> 2", "x = 1.5", "[1.5..1.6)")]
    [InlineData("x:number -> o\n(1..2) -> 1\n<= 1, >= 2 -> 2\n-5 -> 3", null, null)]
    [InlineData("x:number [1..3] -> o\n< 3 -> 1", "x = 3", "3")]
    [InlineData("x -> o\n\"a\" -> 1\n\"b\" -> 2", "x = \"başka\"", "not(\"a\", \"b\")")]
    [InlineData("x:string \"a\",\"b\",\"c\" -> o\n\"a\" -> 1\n\"b\" -> 2", "x = \"c\"", "\"c\"")]
    [InlineData("x:string \"a\",\"b\" -> o\n\"a\" -> 1\nnot(\"a\") -> 2", null, null)]
    [InlineData("x:boolean -> o\ntrue -> 1", "x = false", "false")]
    [InlineData("x:date -> o\n<= date(\"2026-01-31\") -> 1\n>= date(\"2026-02-01\") -> 2", null, null)]
    [InlineData("x:date -> o\n<= date(\"2026-01-31\") -> 1\n>= @\"2026-02-02\" -> 2", "x = @\"2026-02-01\"", "(@\"2026-01-31\"..@\"2026-02-02\")")]
    [InlineData("x:dayTimeDuration -> o\n<= duration(\"P1D\") -> 1\n> duration(\"P2D\") -> 2", "x = @\"P2D\"", "(@\"P1D\"..@\"P2D\"]")]
    [InlineData("x:yearMonthDuration -> o\n<= duration(\"P1Y\") -> 1\n>= duration(\"P13M\") -> 2", null, null)]
    [InlineData("x:time -> o\n< @\"08:00:00\" -> 1\n>= @\"17:00:00\" -> 2", "x = @\"08:00:00\"", "[@\"08:00:00\"..@\"17:00:00\")")]
    [InlineData("x:date_and_time -> o\n< @\"2026-01-01T00:00:00\" -> 1\n> @\"2026-01-01T00:00:00\" -> 2", "x = @\"2026-01-01T00:00:00\"", "@\"2026-01-01T00:00:00\"")]
    [InlineData("x:string -> o\n<= \"f\" -> 1\n>= \"g\" -> 2", "x = \"fa\"", "(\"f\"..\"g\")")]
    [InlineData("x:number | y:string -> o\n< 5 | - -> 1\n- | \"a\" -> 2", "x = 5, y = \"başka\"", ">= 5 | not(\"a\")")]
    [InlineData("x:number | y:string -> o\n- | - -> 1", null, null)]
    [InlineData("x:string \"a\",\"b\" | y:boolean -> o\n\"a\" | true -> 1\n\"b\" | true -> 2", "x = \"a\", y = false", "- | false")]
    [InlineData("x:number | x:number -> o\n< 5 | - -> 1\n- | >= 5 -> 2", null, null)]
    [InlineData("x:number -> o = 9\n< 5 -> 1", null, null)]
    [InlineData("x:number -> o\n< limit -> 1", null, null)]
    [InlineData("x:number -> o\n[1, 2] -> 1\n< 1, (1..2), > 2 -> 2", null, null)]
    [InlineData("x:number -> o\n(< 5) -> 1\n(>= 5) -> 2", null, null)]
    public void A_gap_is_found_with_an_example_and_the_missing_rule(string table, string? example, string? missing)
    {
        var gap = Check("UNIQUE", table).Where(finding => finding.Code == "dmn.gap").SingleOrDefault();
        if (example is null)
        {
            gap.ShouldBeNull();
            return;
        }

        gap.ShouldNotBeNull().Severity.ShouldBe(FindingSeverity.Warning);
        gap.En.ShouldContain("for example " + example + ";");
        gap.Tr.ShouldContain("örnek girdi: " + example + ";");
        string.Join(" | ", gap.MissingRule.ShouldNotBeNull()).ShouldBe(missing);
    }

    [Fact]
    public void Where_a_table_collects_a_gap_is_only_a_note() => Check("COLLECT", "x:number -> o\n< 5 -> 1").ShouldHaveSingleItem().Severity.ShouldBe(FindingSeverity.Note);

    [Theory]
    [InlineData("UNIQUE", "x:number -> o\n<= 5 -> 1\n>= 5 -> 1", "1 and 2 match together, for example x = 5")]
    [InlineData("UNIQUE", "x:number | y:string -> o\n< 5 | - -> 1\n- | \"a\" -> 2\n- | not(\"a\") -> 3", "1 and 2 match together, for example x = 4, y = \"a\"")]
    [InlineData("ANY", "x:number -> o\n<= 5 -> 1\n>= 5 -> 2", "1 and 2 match together but their outputs differ, for example x = 5")]
    public void An_overlap_is_an_error(string policy, string table, string expected)
    {
        var finding = Check(policy, table).First(found => found.Severity == FindingSeverity.Error);
        finding.En.ShouldContain(expected);
        finding.Rules.ShouldBe([1, 2]);
        finding.Line.ShouldBe(3 + (table.Contains("| y", StringComparison.Ordinal) ? 3 : 2) + 1);
    }

    [Theory]
    [InlineData("ANY", "x:number -> o\n<= 5 -> 1\n>= 5 -> 1")]
    [InlineData("FIRST", "x:number -> o\n<= 5 -> 1\n>= 5 -> 2")]
    [InlineData("UNIQUE", "x:date -> o\n< @\"2026-01-01\" -> 1\n>= @\"2026-01-01\" -> 2")]
    [InlineData("UNIQUE", "x | y -> o\n\"a\" | - -> 1\nnot(\"a\") | 1 -> 2\nnot(\"a\") | not(1) -> 3")]
    public void Rules_that_agree_or_do_not_meet_are_no_finding(string policy, string table) => Check(policy, table).ShouldBeEmpty();

    [Fact]
    public void Rules_that_meet_only_where_nothing_is_given_are_a_warning()
    {
        var finding = Check("UNIQUE", "x:number -> o\nnull -> 1\nnot(5) -> 2\n5 -> 3").ShouldHaveSingleItem();
        finding.Code.ShouldBe("dmn.overlap");
        finding.Severity.ShouldBe(FindingSeverity.Warning);
        finding.En.ShouldContain("x = null");
    }

    [Fact]
    public void Outputs_under_any_that_are_expressions_are_said_not_to_be_checked() =>
        Check("ANY", "x:number -> o\n<= 5 -> x + 1\n>= 5 -> 6").ShouldHaveSingleItem().Code.ShouldBe("dmn.not-checked");

    [Theory]
    [InlineData("FIRST", "x:number -> o\n< 5 -> 1\n< 10 -> 2\n[0..7] -> 3\n- -> 4", 3, "(1, 2)", "for example x = 0, where rule 1 decides")]
    [InlineData("FIRST", "x:number -> o\n- -> 1\n5 -> 2", 2, "(1)", "for example x = 5, where rule 1 decides")]
    [InlineData("FIRST", "x:number | y:string -> o\n< 5 | - -> 1\n- | \"a\" -> 2\n>= 5 | - -> 3\n1 | \"b\" -> 4\n- | - -> 5", 4, "(1)", "for example x = 1, y = \"b\", where rule 1 decides")]
    [InlineData("PRIORITY", "x:number -> o \"a\",\"b\"\n[0..5] -> \"b\"\n- -> \"a\"", 1, "(2)", "for example x = 0, where rule 2 decides")]
    public void A_rule_that_others_always_come_before_is_found(string policy, string table, int rule, string masking, string example)
    {
        var finding = Check(policy, table).Single(found => found.Code == "dmn.masked-rule");
        finding.Rules[0].ShouldBe(rule);
        finding.En.ShouldContain(masking);
        finding.En.ShouldContain(example);
    }

    [Theory]
    [InlineData("FIRST", "x:number -> o\n< 5 -> 1\n>= 5 -> 2\n- -> 3")] // the last one answers null
    [InlineData("FIRST", "x:number -> o\n< limit -> 1\n< 5 -> 2\n- -> 3")] // nobody knows the limit
    [InlineData("PRIORITY", "x:number -> o \"a\",\"b\"\n- -> \"b\"\n[0..5] -> \"a\"")]
    public void A_rule_that_may_decide_is_not_masked(string policy, string table) => Check(policy, table).ShouldNotContain(finding => finding.Code == "dmn.masked-rule");

    [Theory]
    [InlineData("UNIQUE", "x:number [1..3] -> o\n5 -> 1\n[1..3] -> 2", "dmn.rule-never-matches", "column 'x' never passes '5', for example x = 5")]
    [InlineData("UNIQUE", "x:number | x:number -> o\n< 5 | > 5 -> 1\n- | - -> 2", "dmn.rule-never-matches", "rule 1 matches no input")]
    [InlineData("UNIQUE", "x:number -> o\n\"5\" -> 1\n- -> 2", "dmn.cell-type", "column 'x' is of type number, \"5\" in its cell of type string")]
    [InlineData("UNIQUE", "x:date -> o\n\"2026-01-01\" -> 1\n- -> 2", "dmn.cell-type", "column 'x' is of type date")]
    [InlineData("UNIQUE", "x:number -> o:number\n1 -> \"a\"\nnot(1) -> 2", "dmn.output-type", "rule 1: output 'o' is of type number, \"a\" of type string, for example x = 1")]
    [InlineData("UNIQUE", "x:number -> o:number = \"b\"\n1 -> 2", "dmn.output-type", "the default: output 'o' is of type number")]
    [InlineData("COLLECT\" aggregation=\"SUM", "x:number -> o\n- -> \"a\"", "dmn.output-type", "is summed up and must be a number")]
    [InlineData("UNIQUE", "x:number -> o:string \"a\",\"b\"\n1 -> \"a\"\n2 -> \"b\"\nnot(1, 2) -> \"c\"", "dmn.output-not-allowed", "\"c\" is not among the values of output 'o' (\"a\",\"b\"), for example x = 0")]
    [InlineData("UNIQUE", "x:number -> o:string \"a\",\"b\"\n- -> \"a\"", "dmn.output-never-given", "no rule gives the value \"b\" of output 'o'")]
    [InlineData("FIRST", "x:number -> o:string \"a\",\"b\"\n- -> \"a\"\n5 -> \"b\"", "dmn.output-never-given", "no rule gives the value \"b\" of output 'o'; the rules that would (2) never decide")]
    [InlineData("UNIQUE", "x:number -> o:string = \"c\"\n5 -> \"a\"\nnot(5) -> \"b\"", "dmn.default-never-used", "the default output is never used, some rule matches every input, for example x = 5, which rule 1 matches")]
    public void A_slip_is_found(string policy, string table, string code, string expected)
    {
        var finding = Check(policy, table).Where(found => found.Code == code).ShouldHaveSingleItem();
        finding.En.ShouldContain(expected);
        finding.Tr.ShouldNotBe(finding.En);
    }

    [Theory]
    [InlineData("x:number -> o\n< limit -> 1", "cell of 'x' uses an expression: < limit")]
    [InlineData("x:number -> o\n? * 2 > 5 -> 1", "uses an expression")]
    [InlineData("x:number -> o\n< today().year -> 1", "uses an expression")]
    [InlineData("x:tList -> o\n\"a\" -> 1", "cannot be ordered")]
    [InlineData("x:date_and_time -> o\n< @\"2026-01-01T00:00:00\" -> 1\n> @\"2026-01-01T00:00:00Z\" -> 2", "cannot be ordered")]
    [InlineData("x:number < limit -> o\n1 -> 1", "allowed values of 'x' use an expression: < limit")]
    public void What_is_not_checked_is_said(string table, string expected)
    {
        var finding = Check("UNIQUE", table, "<itemDefinition name=\"tList\" isCollection=\"true\"><typeRef>string</typeRef></itemDefinition>").Where(found => found.Code == "dmn.not-checked").ShouldHaveSingleItem();
        finding.Severity.ShouldBe(FindingSeverity.Note);
        finding.En.ShouldContain(expected);
        finding.Tr.ShouldContain("denetlenmedi");
    }

    [Fact]
    public void Allowed_values_of_an_item_definition_bound_a_column() =>
        Check("UNIQUE", "x:tYön -> o\n\"kuzey\" -> 1\n\"güney\" -> 2", "<itemDefinition name=\"tYön\"><typeRef>string</typeRef><allowedValues><text>\"kuzey\", \"güney\"</text></allowedValues></itemDefinition>").ShouldBeEmpty();

    [Fact]
    public void Values_of_a_column_and_of_its_type_bound_it_both() =>
        Check("UNIQUE", "x:tNot < 70 -> o\n< 50 -> 1\n[50..70) -> 2", "<itemDefinition name=\"tNot\"><typeRef>number</typeRef><allowedValues><text>[0..100]</text></allowedValues></itemDefinition>").ShouldBeEmpty();

    [Fact]
    public void Many_findings_of_one_kind_are_counted_and_not_told_one_by_one()
    {
        var findings = Check("UNIQUE", "x:number -> o\n" + string.Join('\n', Enumerable.Repeat("- -> 1", 12)));
        findings.Count.ShouldBe(21);
        findings[^1].En.ShouldContain("46 more of this kind");
    }

    [Fact]
    public void A_table_that_is_too_large_is_checked_as_far_as_the_budget_goes()
    {
        // Rules that each leave out one point of every dimension: 500 steps do not go through 14 dimensions of them.
        var heads = string.Join(" | ", Enumerable.Range(0, 14).Select(i => $"x{i}:number"));
        var rules = Enumerable.Range(0, 60).Select(rule => string.Join(" | ", Enumerable.Range(0, 14).Select(i => ((rule + 1) * (i + 3) * 7 % 5) == 0 ? "-" : $"not({(rule + 1) * (i + 7) % 11})")) + " -> 1");
        var findings = TableCheck.Run(TableXml.Of("FIRST", $"{heads} -> o\n{string.Join('\n', rules)}"), new CheckLimits(20, 500, 3_000_000));
        findings.ShouldContain(finding => finding.Code == "dmn.check-budget" && finding.Severity == FindingSeverity.Note);
    }

    [Fact]
    public void What_is_no_xml_has_no_findings_here() => TableCheck.Run("<definitions").ShouldBeEmpty();

    private static IReadOnlyList<TableFinding> Check(string policy, string table, string more = "") => TableCheck.Run(TableXml.Of(policy, table, more));
}
