using Akis.Dmn.Examples;
using Akis.Feel;

namespace Akis.Dmn.Tests.Examples;

/// <summary>Examples of decisions as the department writes them in a spreadsheet.</summary>
public sealed class DecisionExamplesTests
{
    private const string Model = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m">
          <inputData id="i" name="Talep Tarihi"><variable name="Talep Tarihi" typeRef="date" /></inputData>
          <decision id="limit" name="Limit"><variable name="limit" typeRef="number" /><literalExpression><text>if Talep Tarihi &lt; date("2026-02-01") then 100 else 150.5</text></literalExpression></decision>
          <decision id="yol" name="Yol">
            <informationRequirement><requiredDecision href="#limit" /></informationRequirement>
            <decisionTable hitPolicy="FIRST">
              <input label="Tutar"><inputExpression typeRef="number"><text>alim.tutar</text></inputExpression></input>
              <input label="Tür"><inputExpression typeRef="string"><text>tur</text></inputExpression></input>
              <output name="yol" typeRef="string" /><output name="sure" typeRef="dayTimeDuration" />
              <rule><inputEntry><text>&lt;= limit</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"doğrudan"</text></outputEntry><outputEntry><text>duration("P1D")</text></outputEntry></rule>
              <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>"acil"</text></inputEntry><outputEntry><text>"acil"</text></outputEntry><outputEntry><text>duration("PT4H")</text></outputEntry></rule>
              <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"ihale"</text></outputEntry><outputEntry><text>null</text></outputEntry></rule>
            </decisionTable>
          </decision>
          <decision id="hepsi" name="Hepsi"><variable name="liste" /><decisionTable hitPolicy="RULE ORDER">
              <input label="Tutar"><inputExpression typeRef="number"><text>alim.tutar</text></inputExpression></input><output name="o" typeRef="number" />
              <rule><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
              <rule><inputEntry><text>&lt; 20</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
              <rule><inputEntry><text>&lt; 0</text></inputEntry><outputEntry><text>3</text></outputEntry></rule>
          </decisionTable></decision>
          <decision id="saat" name="Saat"><literalExpression><text>string(now().hour)</text></literalExpression></decision>
        </definitions>
        """;

    [Theory]
    [InlineData("alim.tutar,tur,Talep Tarihi,> yol,> sure\n100,olağan,2026-01-31,doğrudan,P1D")]
    [InlineData("# ad;alim.tutar;tur;Talep Tarihi;> yol\nsınırda;150.5;\"\"\"olağan\"\"\";\"date(\"\"2026-02-01\"\")\";doğrudan")]
    [InlineData("alim,tur,Talep Tarihi,>\n{tutar: 200},acil,\"@\"\"2026-01-01\"\"\",\"{yol: \"\"acil\"\", sure: duration(\"\"PT4H\"\")}\"")]
    [InlineData("alim.tutar,tur,Talep Tarihi,> yol,> sure\n200,null,2026-01-31,ihale,null")]
    [InlineData("alim.tutar,tur,Talep Tarihi,> yol,> sure\n200,acil,2026-01-31,,PT4H")]
    [InlineData("alim.tutar,alim.birim,tur,Talep Tarihi,> yol\n200,BİDB,acil,2026-01-31,acil")]
    [InlineData("alim.birim,alim.tutar,Talep Tarihi,> yol\nBİDB,1,2026-01-31,doğrudan")]
    public void A_row_that_is_so_passes(string csv)
    {
        var report = Open().Run("yol", csv);
        report.Failures.ShouldBeEmpty();
        report.Passed.ShouldBe(1);
    }

    [Theory]
    [InlineData("alim.tutar,Talep Tarihi,> yol\n100,2026-01-01,ihale", 2, "yol: expected \"ihale\", came \"doğrudan\" (rule 1).")]
    [InlineData("alim.tutar,> yol\n\n\"1,5\",ihale", 3, "numbers are written with a point")]
    [InlineData("alim.tutar,> yol\nçok,ihale", 2, "alim.tutar")]
    [InlineData("alim.tutar,> yol\n1,ihale,2", 2, "3 cells")]
    [InlineData("alim.tutar,> yol\n1,", 2, "expects no output")]
    [InlineData("alim.tutar,> yool\n1,ihale", 2, "no output 'yool'")]
    [InlineData("alim.tutar,tuur,> yol\n1,a,ihale", 1, "No decision reads the input 'tuur'")]
    [InlineData("alim.tutar,tur\n1,a", 1, "no column of an expected output")]
    [InlineData("alim.tutar,alim.tutar,> yol\n1,2,ihale", 1, "occurs twice")]
    [InlineData("Talep Tarihi,> yol\n31.01.2026,ihale", 2, "Talep Tarihi")]
    [InlineData("", 1, "no headings")]
    public void A_row_that_is_not_so_fails_with_its_line_and_reason(string csv, int line, string reason)
    {
        var report = Open().Run("yol", csv);
        report.Passed.ShouldBe(0);
        var failure = report.Failures.ShouldHaveSingleItem();
        failure.Line.ShouldBe(line);
        failure.En.ShouldContain(reason);
        failure.Tr.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_failure_bears_the_name_of_its_case() => Open().Run("yol", "# ad,alim.tutar,> yol\nküçük alım,1,ihale").Failures.ShouldHaveSingleItem().Name.ShouldBe("küçük alım");

    [Fact]
    public void The_clock_is_the_examples_own_and_stands_still_without_one()
    {
        Open().Run("saat", "now(),>\n2026-06-01T23:30:00+03:00,\"\"\"23\"\"\"").Failures.ShouldBeEmpty();
        Open().Run("saat", "# ad,>\nbaşlangıç,\"\"\"9\"\"\"").Failures.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("yol", "# ad,alim.tutar,tur,Talep Tarihi,> yol\nküçük,100,a,2026-01-01,ihale", "yol: \"ihale\" bekleniyordu, \"doğrudan\" çıktı (kural 1).", "yol: expected \"ihale\", came \"doğrudan\" (rule 1).")]
    [InlineData("yol", "alim.tutar,Talep Tarihi,> yool\n1,2026-01-01,ihale", "Kararın 'yool' adında bir çıktısı yok.", "The decision has no output 'yool'.")]
    [InlineData("yol", "alim.tutar,Talep Tarihi,> yol\n\"1,5\",2026-01-01,ihale", "alim.tutar: '1,5': sayılar virgülle değil noktayla yazılır.", "alim.tutar: '1,5': numbers are written with a point, not a comma.")]
    [InlineData("yol", "alim.tutar,> yol\ntrue,ihale", "alim.tutar: 'true' sütunun türünden değil: sayı bekleniyordu.", "alim.tutar: 'true' is not of the column's type: expected number.")]
    [InlineData("yok", "x,>\n1,2", "Modelde 'yok' kararı yok.", "The model has no decision 'yok'.")]
    [InlineData("limit", "Talep Tarihi,>\n2026-01-01,1", "Limit: 1 bekleniyordu, 100 çıktı.", "Limit: expected 1, came 100.")]
    [InlineData("hepsi", "alim.tutar,>\n5,[1]", "Hepsi: [1] bekleniyordu, [1, 2] çıktı (kural 1, 2).", "Hepsi: expected [1], came [1, 2] (rule 1, 2).")]
    [InlineData("yol", "alim.tutar,tur,Talep Tarihi\n1,a,2026-01-01", "Beklenen çıktı sütunu yok ('> ad').", "There is no column of an expected output ('> name').")]
    [InlineData("yol", "tutaar,> yol\n1,a", "'tutaar' girdisini hiçbir karar okumuyor.", "No decision reads the input 'tutaar'.")]
    [InlineData("yol", "tur,> yol,tur\n1,a,b", "'tur' sütunu iki kez var.", "The column 'tur' occurs twice.")]
    [InlineData("yol", "tur,> yol\n1", "Satırda 1 hücre var, başlıkta 2.", "The row has 1 cells, the heading 2.")]
    [InlineData("yol", "tur,> yol\n1,", "Satırda beklenen bir çıktı yok.", "The row expects no output.")]
    [InlineData("yol", "\n", "Dosyada sütun başlığı yok.", "The file has no headings.")]
    [InlineData("yol", "tur,> yol\n\"1,a", "Açılan tırnak kapanmıyor.", "A quote is not closed.")]
    public void A_failure_is_said_in_both_languages(string decision, string csv, string tr, string en)
    {
        var failure = Open().Run(decision, csv).Failures.ShouldHaveSingleItem();
        failure.Tr.ShouldBe(tr);
        failure.En.ShouldBe(en);
    }

    [Fact]
    public void What_the_evaluation_says_is_part_of_the_failure()
    {
        var failure = Open().Run("yol", "alim.tutar,> yol\n1,ihale").Failures.ShouldHaveSingleItem();
        failure.En.ShouldContain("(rule 1). ");
        failure.En.ShouldContain("'Talep Tarihi'");
        failure.Tr.ShouldContain("(kural 1). ");
        failure.Tr.ShouldContain("'Talep Tarihi'");
    }

    [Theory]
    [InlineData("hepsi", "> o")] // the column's name
    [InlineData("hepsi", "> liste")] // the variable's
    [InlineData("hepsi", "> Hepsi")] // the decision's
    public void A_single_output_may_be_named_as_one_likes(string decision, string heading)
    {
        var examples = Open();
        examples.Run(decision, $"alim.tutar,{heading}\n5,\"[1, 2]\"").Failures.ShouldBeEmpty();
        examples.UnusedRules().Count(rule => rule.DecisionId == "hepsi").ShouldBe(1);
        examples.Run(decision, "alim.tutar,> başka\n5,\"[1, 2]\"").Failures.ShouldHaveSingleItem().En.ShouldContain("no output 'başka'");
    }

    [Fact]
    public void Rules_that_decide_no_example_are_listed_and_a_later_match_under_first_is_no_decision()
    {
        var examples = Open();
        examples.Run("yol", "alim.tutar,tur,Talep Tarihi,> yol\n1,acil,2026-01-01,doğrudan").Passed.ShouldBe(1);
        examples.UnusedRules().Where(rule => rule.DecisionId == "yol").Select(rule => rule.Rule).ShouldBe([2, 3]);
        examples.UnusedRules()[0].Line.ShouldBe(11);
        examples.Run("yol", "alim.tutar,tur,Talep Tarihi,> yol\n1000,acil,2026-01-01,acil\n1000,olağan,2026-01-01,ihale").Passed.ShouldBe(2);
        examples.UnusedRules().ShouldNotContain(rule => rule.DecisionId == "yol");
    }

    [Fact]
    public void Tables_inside_other_logic_are_told_apart_by_their_columns()
    {
        var examples = DecisionExamples.Open("""
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m">
              <decision id="d" name="D"><context>
                <contextEntry><variable name="a" /><decisionTable><input label="A"><inputExpression><text>x</text></inputExpression></input><output name="o" />
                  <rule><inputEntry><text>1</text></inputEntry><outputEntry><text>10</text></outputEntry></rule></decisionTable></contextEntry>
                <contextEntry><variable name="b" /><decisionTable><input label="B"><inputExpression><text>y</text></inputExpression></input><output name="o" />
                  <rule><inputEntry><text>1</text></inputEntry><outputEntry><text>20</text></outputEntry></rule>
                  <rule><inputEntry><text>2</text></inputEntry><outputEntry><text>30</text></outputEntry></rule></decisionTable></contextEntry>
              </context></decision>
            </definitions>
            """, FeelEnvironment.Default).ShouldNotBeNull();
        examples.Run("d", "x,y,> a,> b\n1,2,10,30").Failures.ShouldBeEmpty();
        examples.UnusedRules().ShouldHaveSingleItem().Line.ShouldBe(6);
    }

    [Fact]
    public void What_is_no_model_has_no_examples() => DecisionExamples.Open("<definitions/>", FeelEnvironment.Default).ShouldBeNull();

    private static DecisionExamples Open() => DecisionExamples.Open(Model, FeelEnvironment.Default).ShouldNotBeNull();
}
