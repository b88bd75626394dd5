using Akis.Handbook.Scenarios;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Scenarios;

/// <summary>What <c>./akis process test</c> says about the decisions of a folder.</summary>
public sealed class DecisionChecksTests : IDisposable
{
    private const string Table = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m">
          <decision id="yol" name="Yol"><decisionTable hitPolicy="UNIQUE">
            <input label="Tutar"><inputExpression typeRef="number"><text>tutar</text></inputExpression></input>
            <output name="yol" typeRef="string" />
            <rule><inputEntry><text>&lt; 100</text></inputEntry><outputEntry><text>"kısa"</text></outputEntry></rule>
            <rule><inputEntry><text>&gt;= 100</text></inputEntry><outputEntry><text>"uzun"</text></outputEntry></rule>
          </decisionTable></decision>
        </definitions>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-decisions-").FullName;

    [Fact]
    public async Task Examples_that_come_out_and_a_sound_table_are_green()
    {
        var decisions = await CheckAsync(Table, "# ad,tutar,> yol\nküçük,99.99,kısa\nsınırda,100,uzun");
        decisions.ShouldBe(new DecisionReport(1, 2, 0, decisions.Errors, decisions.Warnings));
        decisions.Errors.ShouldBeEmpty();
        decisions.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_example_that_comes_out_otherwise_is_named_by_file_line_and_case()
    {
        var decisions = await CheckAsync(Table, "# ad,tutar,> yol\nküçük,99,kısa\nsınırda,100,kısa");
        decisions.Failed.ShouldBe(1);
        decisions.Errors.ShouldHaveSingleItem().ShouldBe("yol.examples/yol.csv:3: 'sınırda': yol: expected \"kısa\", came \"uzun\" (rule 2).");
    }

    [Fact]
    public async Task A_rule_without_an_example_is_an_error_and_no_examples_at_all_a_warning()
    {
        (await CheckAsync(Table, "tutar,> yol\n99,kısa")).Errors.ShouldHaveSingleItem().ShouldBe("yol.dmn:6: no example is decided by rule 2 of 'yol'");
        var bare = await CheckAsync(Table, null);
        bare.Errors.ShouldBeEmpty();
        bare.Warnings.ShouldHaveSingleItem().ShouldContain("no examples");
    }

    [Fact]
    public async Task A_contradiction_in_a_table_is_an_error_and_a_gap_a_warning()
    {
        (await CheckAsync(Table.Replace("&gt;= 100", "&gt; 100", StringComparison.Ordinal), null)).Warnings.ShouldContain(warning => warning.StartsWith("yol.dmn:2: dmn.gap: 'Yol': no rule matches, for example Tutar = 100", StringComparison.Ordinal));
        (await CheckAsync(Table.Replace("&lt; 100", "&lt;= 100", StringComparison.Ordinal), null)).Errors.ShouldHaveSingleItem().ShouldStartWith("yol.dmn:6: dmn.overlap: 'Yol': rules 1 and 2 match together, for example Tutar = 100");
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_an_error_with_its_line() =>
        (await CheckAsync(Table.Replace("&lt; 100", "&lt; (", StringComparison.Ordinal), null)).Errors.ShouldHaveSingleItem().ShouldStartWith("yol.dmn:5: dmn.expression");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<DecisionReport> CheckAsync(string dmn, string? examples)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "yol.dmn"), dmn, TestContext.Current.CancellationToken);
        var beside = Path.Combine(_folder, "yol.examples");
        if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        if (examples is not null)
        {
            Directory.CreateDirectory(beside);
            await File.WriteAllTextAsync(Path.Combine(beside, "yol.csv"), examples, TestContext.Current.CancellationToken);
        }

        var report = (await ScenarioSuite.RunAsync(ScenarioTests.Processes, [_folder], Akis.Automation.Connectors.JobContracts.All, Akis.Registry.Records.RecordKinds.All, TestContext.Current.CancellationToken)).Single();
        report.IsGreen.ShouldBe(report.Decisions.Errors.Count == 0);
        return report.Decisions;
    }
}
