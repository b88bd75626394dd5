namespace Akis.Feel.Tests;

/// <summary>The example of the README runs, and prints what it says behind its arrows.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_prints_what_it_says()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Akis.slnx"))) root = root.Parent.ShouldNotBeNull();
        var readme = File.ReadAllText(Path.Combine(root.FullName, "src", "Akis.Feel", "README.md"));
        var example = readme.Split("```csharp\n")[1].Split("```")[0];
        var test = File.ReadAllText(Path.Combine(root.FullName, "tests", "Akis.Feel.Tests", "ReadmeTests.cs"));
        Lines(test).ShouldBe(Lines(example), "the example and this test are the same text");

        Example();

        Console.Lines.ShouldBe(Lines(example).Where(line => line.Contains("; // → ", StringComparison.Ordinal)).Select(line => line.Split("; // → ")[1]));
    }

    private static void Example()
    {
        #region example
        var rule = FeelExpression.Parse("if amount > limit then \"approval\" else \"automatic\"");
        var scope = FeelContext.Of(("amount", FeelValue.Of(1250.50m)), ("limit", FeelValue.Of(1000L)));
        Console.WriteLine(rule.Evaluate(scope, FeelEnvironment.Default).Value.AsString()); // → approval

        // Names with spaces are read where they are known.
        var due = FeelExpression.Parse("date of order + duration(\"P10D\")", knownNames: ["date of order"]);
        var orders = FeelContext.Of(("date of order", FeelValue.Of(new DateOnly(2026, 11, 24))));
        Console.WriteLine(due.Evaluate(orders, FeelEnvironment.Default).Value); // → @"2026-12-04"

        // A mistake is null and says why, in English and Turkish.
        var wrong = FeelExpression.Parse("amount + \"TL\"").Evaluate(scope, FeelEnvironment.Default);
        Console.WriteLine($"{wrong.Value}, {wrong.Diagnostics[0].Code} at {wrong.Diagnostics[0].Position}"); // → null, feel.arithmetic at 7

        // What is no expression says where and what was expected.
        Console.WriteLine(FeelExpression.Parse("amount >").Errors[0].En); // → Line 1, column 9: expected a value, found the end of the expression.

        // Functions of the host are values like any other.
        var tax = FeelFunction.Of("tax", [new("net", FeelType.BuiltIn("number")!)], FeelType.Any, (arguments, call) => FeelValue.Of(arguments[0].AsDecimal() * 0.2m ?? 0));
        var invoice = FeelContext.Of(("tax", FeelValue.Of(tax)));
        Console.WriteLine(FeelExpression.Parse("tax(net: 50) + 50").Evaluate(invoice, FeelEnvironment.Default).Value); // → 60
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
