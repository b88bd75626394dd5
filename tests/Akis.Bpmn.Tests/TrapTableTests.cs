using System.Text.RegularExpressions;

namespace Akis.Bpmn.Tests;

/// <summary>The table of rules that engines get wrong names scenarios that exist, and leaves out no rule.</summary>
public sealed partial class TrapTableTests
{
    private static readonly string[] Rows = [.. File.ReadAllLines(Path.Combine(Repository(), "docs", "engine-traps.md")).Where(line => Row().IsMatch(line))];

    [Fact]
    public void Every_scenario_that_the_table_names_exists()
    {
        var names = Scenario.All.Select(scenario => scenario.Name).ToHashSet();
        Rows.SelectMany(row => Named().Matches(row)).Select(match => match.Groups["name"].Value).Where(name => name.Contains(": ", StringComparison.Ordinal) && !names.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_test_that_the_table_names_exists()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Repository(), "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Rows.SelectMany(row => Named().Matches(row)).Select(match => match.Groups["name"].Value).Where(name => !name.Contains(": ", StringComparison.Ordinal) && !tests.Contains($" {name.Split('.')[1]}(", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_is_shown_by_something() => Rows.Count(row => Named().IsMatch(row)).ShouldBe(30);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Akis.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Named();
}
