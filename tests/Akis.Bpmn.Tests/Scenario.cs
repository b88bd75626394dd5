using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Akis.Bpmn.Tests;

/// <summary>A scenario as it stands in a file: a model, steps, and what is expected between them.</summary>
public sealed partial class Scenario
{
    public string Name { get; set; } = "";

    public string Model { get; set; } = "";

    public string Definitions { get; set; } = "";

    /// <summary>Sequence flows: <c>a b c</c> joins three nodes; <c>a b if x > 1</c> is a conditional flow.</summary>
    public List<string> Flows { get; set; } = [];

    /// <summary>The version that <c>migrate</c> goes to, with its flows; empty for none.</summary>
    public string Target { get; set; } = "";

    public List<string> TargetFlows { get; set; } = [];

    public List<string> Steps { get; set; } = [];

    public string Body => Model + string.Concat(Flows.Select(Flow));

    public string? TargetBody => Target.Length == 0 ? null : Target + string.Concat(TargetFlows.Select(Flow));

    public static IReadOnlyList<Scenario> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "scenarios"), "*.scenario.yaml").Order(StringComparer.Ordinal).SelectMany(Read)];

    public override string ToString() => Name;

    private static List<Scenario> Read(string file)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(YamlDotNet.Serialization.NamingConventions.HyphenatedNamingConvention.Instance).Build();
        var scenarios = yaml.Deserialize<List<Scenario>>(File.ReadAllText(file));
        foreach (var scenario in scenarios) scenario.Name = Path.GetFileName(file).Replace(".scenario.yaml", "", StringComparison.Ordinal) + ": " + scenario.Name;
        return scenarios;
    }

    internal static string Flow(string line)
    {
        if (Conditional().Match(line) is not { Success: true } match) return Play.Flow(line);
        var (from, to) = (match.Groups["from"].Value, match.Groups["to"].Value);
        var condition = System.Security.SecurityElement.Escape(match.Groups["condition"].Value);
        return $"""<sequenceFlow id="{from}_{to}" sourceRef="{from}" targetRef="{to}"><conditionExpression>={condition}</conditionExpression></sequenceFlow>""";
    }

    [GeneratedRegex("^(?<from>\\S+) (?<to>\\S+) if (?<condition>.+)$")]
    private static partial Regex Conditional();
}
