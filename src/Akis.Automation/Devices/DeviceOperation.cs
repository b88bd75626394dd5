using Akis.Feel;
using YamlDotNet.RepresentationModel;

namespace Akis.Automation.Devices;

/// <summary>Something that can be asked of a device or a service, described in <c>operations.yaml</c>.</summary>
/// <param name="Type">The job type: <c>network.config.backup</c>.</param>
/// <param name="Adapter">Which driver does it: network, firewall, dhcp …</param>
/// <param name="Target">The variable that names the device.</param>
/// <param name="Needs">Variables without which nothing is done, the target among them.</param>
/// <param name="Takes">Variables that may be given too.</param>
/// <param name="Answers">What comes back, by variable; the simulator computes it from the inputs and its memory.</param>
/// <param name="Remembers">For the simulator: FEEL of what the device remembers afterwards (a context, merged into its memory); null where nothing changes.</param>
public sealed record DeviceOperation(string Type, string Adapter, string Target, IReadOnlyList<string> Needs, IReadOnlyList<string> Takes, IReadOnlyDictionary<string, string> Answers, string? Remembers)
{
    /// <summary>All operations that connectors offer.</summary>
    public static IReadOnlyList<DeviceOperation> All { get; } = Read();

    private static List<DeviceOperation> Read()
    {
        using var reader = new StreamReader(typeof(DeviceOperation).Assembly.GetManifestResourceStream("operations.yaml")!); // embedded by the project
        var yaml = new YamlStream();
        yaml.Load(reader);
        return [.. ((YamlMappingNode)yaml.Documents[0].RootNode).Children.SelectMany(adapter => ((YamlMappingNode)adapter.Value).Children.Select(one => Operation(adapter.Key.ToString(), one.Key.ToString(), (YamlMappingNode)one.Value)))];
    }

    private static DeviceOperation Operation(string adapter, string type, YamlMappingNode node)
    {
        List<string> List(string name) => node.Children.TryGetValue(name, out var list) ? [.. ((YamlSequenceNode)list).Select(item => item.ToString())] : [];
        var needs = List("needs");
        if (needs.Count == 0) throw new InvalidDataException($"operations.yaml: {type} needs nothing (line {node.Start.Line})");
        var answers = node.Children.TryGetValue("answers", out var given) ? ((YamlMappingNode)given).Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString()) : [];
        var remembers = node.Children.TryGetValue("remembers", out var memory) ? memory.ToString() : null;
        foreach (var expression in answers.Values.Append(remembers).OfType<string>())
        {
            if (FeelExpression.Parse(expression, [.. needs, .. List("takes"), "memory"]) is { IsValid: false } wrong) throw new InvalidDataException($"operations.yaml: {type}: {expression}: {wrong.Errors[0].En}");
        }

        return new(type, adapter, needs[0], needs, List("takes"), answers, remembers);
    }
}

/// <summary>An operation with its inputs.</summary>
/// <param name="Operation">What is asked.</param>
/// <param name="Inputs">The variables that it needs and takes.</param>
/// <param name="IdempotencyKey">The same for every try: a driver does it once.</param>
public sealed record DeviceOrder(DeviceOperation Operation, FeelContext Inputs, string IdempotencyKey)
{
    /// <summary>The device, as people call it.</summary>
    public string Target => Inputs.Get(Operation.Target).AsString() ?? Inputs.Get(Operation.Target).ToString();
}

/// <summary>Reaches the devices of one adapter: really, or as a simulator. An order that comes again has no second effect and gets the first answer.</summary>
public interface IDeviceDriver
{
    /// <summary>real or simulator, for the log.</summary>
    string Mode { get; }

    /// <summary>Carries out an order; gives what <see cref="DeviceOperation.Answers"/> promises.</summary>
    /// <exception cref="Connectors.ConnectorFailed">The device refused or could not be reached.</exception>
    Task<FeelContext> RunAsync(DeviceOrder order, CancellationToken cancel);
}
