using Akis.Feel;

namespace Akis.Dmn.Tests;

/// <summary>The example of the README runs, and prints what it says behind its arrows.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_prints_what_it_says()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Akis.slnx"))) root = root.Parent.ShouldNotBeNull();
        var readme = File.ReadAllText(Path.Combine(root.FullName, "src", "Akis.Dmn", "README.md"));
        var example = readme.Split("```csharp\n")[1].Split("```")[0];
        var test = File.ReadAllText(Path.Combine(root.FullName, "tests", "Akis.Dmn.Tests", "ReadmeTests.cs"));
        Lines(test).ShouldBe(Lines(example), "the example and this test are the same text");

        Example();

        Console.Lines.ShouldBe(Lines(example).Where(line => line.Contains("; // → ", StringComparison.Ordinal)).Select(line => line.Split("; // → ")[1]));
    }

    private static void Example()
    {
        #region example
        var read = DmnReader.Read("""
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="approval" namespace="urn:approval">
              <inputData id="amount" name="amount"/>
              <decision id="level" name="Level">
                <informationRequirement><requiredInput href="#amount"/></informationRequirement>
                <decisionTable hitPolicy="UNIQUE">
                  <input label="Amount"><inputExpression typeRef="number"><text>amount</text></inputExpression></input>
                  <output typeRef="string"/>
                  <rule><inputEntry><text>[0..1000)</text></inputEntry><outputEntry><text>"none"</text></outputEntry></rule>
                  <rule><inputEntry><text>[1000..50000)</text></inputEntry><outputEntry><text>"manager"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """);
        var decided = read.Model!.Evaluate("level", FeelContext.Of(("amount", FeelValue.Of(2500L))), FeelEnvironment.Default);
        Console.WriteLine(decided.Value); // → "manager"
        Console.WriteLine($"{decided.Trace[0].Inputs[0]}, rule {decided.Trace[0].MatchedRules[0]}"); // → (Amount, 2500), rule 2

        var open = read.Model.Evaluate("level", FeelContext.Of(("amount", FeelValue.Of(99000L))), FeelEnvironment.Default);
        Console.WriteLine($"{open.Value}: {open.Diagnostics[0].En}"); // → null: No rule matched and there is no default.

        // A model that cannot be run says where and why.
        var broken = DmnReader.Read("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"><decision id=\"d\"><literalExpression><text>1 +</text></literalExpression></decision></definitions>");
        Console.WriteLine($"line {broken.Findings[0].Line}: {broken.Findings[0].En}"); // → line 1: '1 +': Line 1, column 4: expected a value, found the end of the expression.
        #endregion
    }

    private static List<string> Lines(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).ToList();
        var (from, to) = (lines.IndexOf("#region example"), lines.IndexOf("#endregion"));
        return [.. (from < 0 ? lines : lines[(from + 1)..to]).Where(line => line.Length > 0)];
    }

    // The example's console, which remembers.
    private static class Console
    {
        public static List<string> Lines { get; } = [];

        public static void WriteLine(object? value) => Lines.Add(value?.ToString() ?? "");
    }
}
