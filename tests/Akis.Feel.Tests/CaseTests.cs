namespace Akis.Feel.Tests;

/// <summary>
/// The standard by example, a file for each of its parts: <c>expression ==> value</c>; <c>!</c> is null with a diagnostic; <c>?? input :: tests</c>
/// are unary tests; ⏎ is a new line.
/// </summary>
public sealed class CaseTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_gives_what_the_standard_says(string file)
    {
        var cases = File.ReadAllLines(Path.Combine(Folder, file + ".txt")).Where(line => line.Contains(" ==> ", StringComparison.Ordinal)).ToList();
        cases.Count.ShouldBeGreaterThan(30);
        cases.Select(Difference).OfType<string>().ShouldBeEmpty();
    }

    private static string? Difference(string line)
    {
        var sides = line.Split(" ==> ");
        var result = Evaluate(sides[0].Replace('⏎', '\n'));
        var came = $"{line}: came {result.Value} ({string.Join("; ", result.Diagnostics)})";
        if (sides[1] == "!") return result.Value.IsNull && result.Diagnostics.Count > 0 ? null : came;
        var expected = FeelExpression.Parse(sides[1]).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
        return expected == result.Value || expected.ToString() == result.Value.ToString() ? null : came; // two one-ended ranges or local times are the same in writing
    }

    private static FeelResult Evaluate(string text)
    {
        if (!text.StartsWith("?? ", StringComparison.Ordinal)) return FeelExpression.Parse(text).Evaluate(FeelContext.Empty, FeelEnvironment.Default);
        var parts = text[3..].Split(" :: ");
        var input = FeelExpression.Parse(parts[0]).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
        return FeelExpression.ParseUnaryTests(parts[1]).EvaluateUnaryTests(input, FeelContext.Empty, FeelEnvironment.Default);
    }
}
