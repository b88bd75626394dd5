using Akis.Dmn.Checks;

namespace Akis.Dmn.Tests.Checks;

/// <summary>Where the checks take a column's name, type and values from.</summary>
public sealed class ColumnTests
{
    [Theory]
    [InlineData("string")]
    [InlineData("number")]
    [InlineData("integer", "number")]
    [InlineData("long", "number")]
    [InlineData("double", "number")]
    [InlineData("feel:number", "number")]
    [InlineData("boolean")]
    [InlineData("date")]
    [InlineData("time")]
    [InlineData("dateTime", "date and time")]
    [InlineData("date_and_time", "date and time")]
    [InlineData("dayTimeDuration", "days and time duration")]
    [InlineData("days_and_time_duration", "days and time duration")]
    [InlineData("yearMonthDuration", "years and months duration")]
    [InlineData("years_and_months_duration", "years and months duration")]
    [InlineData("tOwn", "number")]
    [InlineData("Any", null)]
    [InlineData("tList", null)]
    [InlineData("tContext", null)]
    [InlineData("tLoop", null)]
    [InlineData("unheard-of", null)]
    public void A_declared_type_is_known(string type, string? expected = "itself")
    {
        var wrong = (expected == "itself" ? type : expected) == "number" ? "\"a\"" : "1";
        var findings = TableCheck.Run(TableXml.Of("UNIQUE", $"x -> o:{type}\n- -> {wrong}", """
            <itemDefinition name="tOwn"><typeRef>tBase</typeRef></itemDefinition><itemDefinition name="tBase"><typeRef>number</typeRef></itemDefinition>
            <itemDefinition name="tList" isCollection="true"><typeRef>string</typeRef></itemDefinition>
            <itemDefinition name="tContext"><itemComponent name="a"><typeRef>string</typeRef></itemComponent><typeRef>string</typeRef></itemDefinition>
            <itemDefinition name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>
            """));
        if (expected is null) findings.ShouldBeEmpty();
        else findings.ShouldHaveSingleItem().En.ShouldContain($"output 'o' is of type {(expected == "itself" ? type : expected)}, {wrong} of type");
    }

    [Theory]
    [InlineData("string", "\"başka\"")]
    [InlineData("number", "0")]
    [InlineData("date", "@\"2026-01-01\"")]
    [InlineData("time", "@\"09:00:00\"")]
    [InlineData("dateTime", "@\"2026-01-01T09:00:00\"")]
    [InlineData("dayTimeDuration", "@\"P1D\"")]
    [InlineData("yearMonthDuration", "@\"P1Y\"")]
    public void Where_no_cell_asks_any_value_of_the_type_is_the_example(string type, string expected) =>
        TableCheck.Run(TableXml.Of("UNIQUE", $"x:{type} -> o\n- -> 1\n- -> 2")).ShouldHaveSingleItem().Example.ShouldHaveSingleItem().Value.ToString().ShouldBe(expected);

    // A value that lies between two constants, below the first, above the last.
    [Theory]
    [InlineData("number", "1.5", "1.6", "1.55")]
    [InlineData("number", "1.5", "9", "2")]
    [InlineData("string", "\"a\"", "\"ab\"", "\"aa\"")]
    [InlineData("string", "\"a\"", "\"aa\"", "\"a0\"")]
    [InlineData("date", "@\"2026-01-31\"", "@\"2026-02-05\"", "@\"2026-02-01\"")]
    [InlineData("time", "@\"10:00:00\"", "@\"12:00:00\"", "@\"11:00:00\"")]
    [InlineData("time", "@\"10:00:00\"", "@\"10:30:00\"", "@\"10:01:00\"")]
    [InlineData("time", "@\"10:00:00\"", "@\"10:00:30\"", "@\"10:00:01\"")]
    [InlineData("dateTime", "@\"2026-01-01T10:00:00\"", "@\"2026-01-03T10:00:00\"", "@\"2026-01-02T10:00:00\"")]
    [InlineData("dateTime", "@\"2026-01-01T10:00:00\"", "@\"2026-01-01T12:00:00\"", "@\"2026-01-01T11:00:00\"")]
    [InlineData("dateTime", "@\"2026-01-01T10:00:00\"", "@\"2026-01-01T10:00:02\"", "@\"2026-01-01T10:00:01\"")]
    [InlineData("dateTime", "@\"2026-01-01T10:00:00\"", "@\"2026-01-01T10:00:01\"", "@\"2026-01-01T10:00:00.5\"")]
    [InlineData("dayTimeDuration", "@\"P1D\"", "@\"P4D\"", "@\"P2D\"")]
    [InlineData("dayTimeDuration", "@\"P1D\"", "@\"P1DT2H\"", "@\"P1DT1H\"")]
    [InlineData("dayTimeDuration", "@\"PT1S\"", "@\"PT3S\"", "@\"PT2S\"")]
    [InlineData("dayTimeDuration", "@\"PT1S\"", "@\"PT2S\"", "@\"PT1.5S\"")]
    [InlineData("yearMonthDuration", "@\"P1Y\"", "@\"P2Y\"", "@\"P1Y1M\"")]
    public void A_value_between_two_constants_is_found(string type, string from, string to, string expected) =>
        TableCheck.Run(TableXml.Of("UNIQUE", $"x:{type} -> o\n<= {from} -> 1\n>= {to} -> 2")).ShouldHaveSingleItem().Example.ShouldHaveSingleItem().Value.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("number", "1.5", "1", "2")]
    [InlineData("string", "\"b\"", "\"A\"", "\"ba\"")]
    [InlineData("string", "\"A\"", "\"\"", "\"Aa\"")]
    [InlineData("date", "@\"2026-01-01\"", "@\"2025-12-31\"", "@\"2026-01-02\"")]
    [InlineData("time", "@\"10:00:00\"", "@\"09:00:00\"", "@\"11:00:00\"")]
    [InlineData("time", "@\"00:30:00\"", "@\"00:29:00\"", "@\"01:30:00\"")]
    [InlineData("time", "@\"00:00:30\"", "@\"00:00:29\"", "@\"01:00:30\"")]
    [InlineData("time", "@\"23:58:59\"", "@\"22:58:59\"", "@\"23:59:59\"")]
    [InlineData("dateTime", "@\"2026-01-01T10:00:00\"", "@\"2025-12-31T10:00:00\"", "@\"2026-01-02T10:00:00\"")]
    [InlineData("dayTimeDuration", "@\"P1D\"", "@\"PT0S\"", "@\"P2D\"")]
    [InlineData("yearMonthDuration", "@\"P1M\"", "@\"P0M\"", "@\"P2M\"")]
    public void Values_beyond_a_constant_are_found(string type, string constant, string below, string above)
    {
        Example($"x:{type} -> o\n>= {constant} -> 1").ShouldBe(below);
        Example($"x:{type} -> o\n<= {constant} -> 1").ShouldBe(above);

        static string Example(string table) => TableCheck.Run(TableXml.Of("UNIQUE", table)).ShouldHaveSingleItem().Example.ShouldHaveSingleItem().Value.ToString();
    }

    [Theory]
    [InlineData("x:time -> o\n>= @\"00:00:00\" -> 1")]
    [InlineData("x:string -> o\n>= \"\" -> 1")]
    [InlineData("x:boolean -> o\ntrue, false -> 1")]
    public void Beyond_the_ends_of_a_kind_is_nothing(string table) => TableCheck.Run(TableXml.Of("UNIQUE", table)).ShouldBeEmpty();

    [Fact]
    public void Texts_that_cells_name_are_not_taken_for_another_text() =>
        TableCheck.Run(TableXml.Of("UNIQUE", "x:string -> o\n\"başka\", \"diğer\", \"x\", \"x1\" -> 1")).ShouldHaveSingleItem().Example[0].Value.ToString().ShouldBe("\"x2\"");

    [Fact]
    public void A_column_without_a_type_takes_the_kinds_of_its_constants()
    {
        var gaps = TableCheck.Run(TableXml.Of("UNIQUE", "x -> o\n\"a\" -> 1\n< 5 -> 2\ntrue -> 3")).ShouldHaveSingleItem();
        gaps.Code.ShouldBe("dmn.gap");
        gaps.Example[0].Value.ToString().ShouldBe("false");
        gaps.MissingRule.ShouldBeNull(); // no unary test says "a number from 5, another text, or false"
        gaps.En.ShouldNotContain("missing rule");
    }

    [Fact]
    public void A_column_of_lists_is_not_looked_into_where_its_cells_ask_nothing() =>
        TableCheck.Run(TableXml.Of("UNIQUE", "x:tList | y:boolean -> o\n- | true -> 1\n- | false -> 2", "<itemDefinition name=\"tList\" isCollection=\"true\"><typeRef>string</typeRef></itemDefinition>")).ShouldBeEmpty();

    [Fact]
    public void A_table_names_itself_by_its_holder_and_its_columns_by_their_labels()
    {
        var findings = TableCheck.Run("""
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m">
              <itemDefinition name="tYol"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>
              <businessKnowledgeModel id="bkm" name="Ortak"><encapsulatedLogic><formalParameter name="p" /><decisionTable>
                <input label="Tutar (TL)"><inputExpression typeRef="number"><text>p</text></inputExpression></input>
                <output name="o" label="Sonuç" typeRef="number" />
                <rule><inputEntry><text>1</text></inputEntry><outputEntry><text>"a"</text></outputEntry></rule>
              </decisionTable></encapsulatedLogic></businessKnowledgeModel>
              <decision id="d" name="Yol"><variable name="yol" typeRef="tYol" /><decisionTable>
                <input><inputExpression typeRef="number"><text>q</text></inputExpression></input>
                <output />
                <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"c"</text></outputEntry></rule>
              </decisionTable></decision>
            </definitions>
            """);
        findings.Select(finding => (finding.DecisionId, finding.Code)).ShouldBe([("bkm", "dmn.output-type"), ("bkm", "dmn.gap"), ("d", "dmn.output-not-allowed"), ("d", "dmn.output-never-given"), ("d", "dmn.output-never-given")]);
        findings[0].En.ShouldBe("'Ortak': rule 1: output 'Sonuç' is of type number, \"a\" of type string, for example Tutar (TL) = 1");
        findings[2].En.ShouldContain("output 'yol' (\"a\", \"b\"), for example q = 0");
    }

    [Fact]
    public void A_columns_own_values_come_before_those_of_its_type() =>
        TableCheck.Run(TableXml.Of("UNIQUE", "x -> o:tYol \"a\"\n- -> \"a\"", "<itemDefinition name=\"tYol\"><typeRef>string</typeRef><allowedValues><text>\"a\", \"b\"</text></allowedValues></itemDefinition>")).ShouldBeEmpty();

    [Fact]
    public void A_row_that_lacks_a_cell_is_left_to_the_reader() => TableCheck.Run(TableXml.Of("UNIQUE", "x:number | y:number -> o\n- | - -> 1\n5 -> 2")).ShouldBeEmpty();
}
