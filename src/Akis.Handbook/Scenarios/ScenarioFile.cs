using System.Globalization;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Akis.Handbook.Scenarios;

/// <summary>What a simulated worker answers to a job.</summary>
internal sealed record ScriptedAnswer(FeelContext Variables, string? ErrorCode, string? Message, bool Fails);

/// <summary>A step of a scenario; exactly one kind of thing happens in it.</summary>
internal sealed record ScenarioStep(string Kind, YamlMappingNode Node, string Text)
{
    public string? Value(string name) => Node.Children.TryGetValue(name, out var node) ? (node as YamlScalarNode)?.Value : null;

    public FeelContext Variables(string name = "variables") => Node.Children.TryGetValue(name, out var node) && node is YamlMappingNode map ? ScenarioFile.Context(map) : FeelContext.Empty;
}

/// <summary>A scenario: what is given at the start, what happens, where it ends.</summary>
/// <param name="Process">Which of the folder's processes it starts.</param>
/// <param name="StartAt">The start event that it begins at, by id: a timer's or a message's too; null for the one that nothing triggers.</param>
/// <param name="Start">The clock at its start.</param>
internal sealed record Scenario(Text Name, string Process, string? StartAt, DateTimeOffset Start, FeelContext Variables, IReadOnlyDictionary<string, IReadOnlyList<ScriptedAnswer>> Jobs, IReadOnlyList<ScenarioStep> Steps, IReadOnlyList<string> Ends, bool StaysOpen, bool IsCancelled);

/// <summary><c>scenarios.yaml</c> of a process folder.</summary>
internal sealed record ScenarioFile(DateTimeOffset Start, IReadOnlyList<Scenario> Scenarios)
{
    /// <summary>What <c>organisation:</c> may answer for the scenarios.</summary>
    public FeelContext Organisation { get; init; } = FeelContext.Empty;

    private static readonly string[] Kinds = ["complete", "claim", "advance", "advanceWorking", "until", "message", "cancel", "set", "expect"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="HandbookError">It is not as it should be; says where.</exception>
    public static ScenarioFile Read(string file)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(file)));
            var root = Map(file, yaml.Documents[0].RootNode);
            var defaults = root.Children.TryGetValue("defaults", out var given) ? Context(Map(file, given)) : FeelContext.Empty;
            var process = Scalar(file, root, "process");
            var start = Moment(file, root);
            return new(
                start,
                [.. Items(root, "scenarios").Select(node => ReadScenario(file, Map(file, node), process, start, defaults))])
            {
                Organisation = root.Children.TryGetValue("organisation", out var answers) ? Context(Map(file, answers)) : FeelContext.Empty,
            };
        }
        catch (YamlException broken)
        {
            throw new HandbookError(file, broken.Start.Line, broken.Message);
        }
    }

    /// <summary>A YAML mapping as variables; plain scalars are typed by YAML's core schema.</summary>
    internal static FeelContext Context(YamlMappingNode map) => FeelContext.Of(map.Children.Select(entry => (entry.Key.ToString(), Value(entry.Value))));

    internal static FeelValue Value(YamlNode node) => node switch
    {
        YamlMappingNode map => FeelValue.Of(Context(map)),
        YamlSequenceNode list => FeelValue.Of(FeelList.Of(list.Select(Value))),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => plain.Value switch
        {
            null or "" or "~" or "null" => FeelValue.Null,
            "true" => FeelValue.True,
            "false" => FeelValue.False,
            var text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => FeelValue.Of(number),
            var text => FeelValue.Of(text),
        },
        YamlScalarNode quoted => FeelValue.Of(quoted.Value),
        _ => FeelValue.Null,
    };

    internal static IReadOnlyList<string> Names(YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var node)
        ? node is YamlSequenceNode list ? [.. list.Select(item => item.ToString())] : [node.ToString()]
        : [];

    private static Scenario ReadScenario(string file, YamlMappingNode map, string process, DateTimeOffset start, FeelContext defaults)
    {
        var name = Map(file, Required(file, map, "name"));
        var jobs = map.Children.TryGetValue("jobs", out var node) ? Map(file, node).Children.ToDictionary(entry => entry.Key.ToString(), entry => Answers(file, entry.Value)) : [];
        return new(
            new(Scalar(file, name, "tr"), Scalar(file, name, "en")),
            map.Children.ContainsKey("process") ? Scalar(file, map, "process") : process,
            map.Children.ContainsKey("startAt") ? Scalar(file, map, "startAt") : null,
            map.Children.ContainsKey("start") ? Moment(file, map) : start,
            map.Children.TryGetValue("variables", out var variables) ? defaults.With(Context(Map(file, variables))) : defaults,
            jobs,
            [.. Items(map, "steps").Select(step => Step(file, Map(file, step)))],
            Names(map, "ends"), Flag(map, "open"), Flag(map, "cancelled"));
    }

    private static IReadOnlyList<ScriptedAnswer> Answers(string file, YamlNode node) => node is YamlSequenceNode list ? [.. list.Select(item => Answer(file, Map(file, item)))] : [Answer(file, Map(file, node))];

    private static ScriptedAnswer Answer(string file, YamlMappingNode map)
    {
        var variables = map.Children.TryGetValue("variables", out var given) ? Context(Map(file, given)) : FeelContext.Empty;
        if (map.Children.TryGetValue("fail", out var reason)) return new(variables, null, reason.ToString(), Fails: true);
        if (!map.Children.TryGetValue("error", out var error)) return new(variables, null, null, Fails: false);
        var thrown = Map(file, error);
        return new(variables, Scalar(file, thrown, "code"), thrown.Children.TryGetValue("message", out var message) ? message.ToString() : null, Fails: false);
    }

    private static ScenarioStep Step(string file, YamlMappingNode map)
    {
        var kinds = Kinds.Where(kind => map.Children.ContainsKey(kind)).ToList();
        if (kinds.Count != 1) throw new HandbookError(file, map.Start.Line, $"a step needs exactly one of {string.Join(", ", Kinds)}");
        var subject = map.Children[kinds[0]];
        return new(kinds[0], map, subject is YamlScalarNode scalar ? $"{kinds[0]} {scalar.Value}" : kinds[0]);
    }

    private static DateTimeOffset Moment(string file, YamlMappingNode map) => DateTimeOffset.Parse(Scalar(file, map, "start"), CultureInfo.InvariantCulture);

    private static bool Flag(YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var node) && node.ToString() == "true";

    private static YamlMappingNode Map(string file, YamlNode node) => node as YamlMappingNode ?? throw new HandbookError(file, node.Start.Line, "a mapping is expected here");

    private static YamlNode Required(string file, YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var node) ? node : throw new HandbookError(file, map.Start.Line, $"'{name}' is missing");

    private static string Scalar(string file, YamlMappingNode map, string name) => Required(file, map, name) is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw new HandbookError(file, map.Start.Line, $"'{name}' is empty");

    private static IEnumerable<YamlNode> Items(YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var node) && node is YamlSequenceNode list ? list : [];
}
