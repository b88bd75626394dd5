using System.Reflection;

namespace Akis.Server.Tests;

/// <summary>The layers of docs/architecture.md: each project uses only those above it, and the pure libraries stay pure.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Layers = ["Akis.Feel", "Akis.Dmn", "Akis.Bpmn", "Akis.Engine", "Akis.People", "Akis.Handbook", "Akis.Desk", "Akis.Registry", "Akis.Automation", "Akis.Server"];
    private static readonly string[] Pure = ["Akis.Feel", "Akis.Dmn", "Akis.Bpmn"];

    // What a pure library has no use for: files, sockets, databases, hosting, threads of its own.
    private static readonly string[] Impure =
        ["System.Data.Common", "System.IO.FileSystem", "System.Net.Http", "System.Net.Sockets", "System.Diagnostics.Process", "Microsoft.AspNetCore", "Microsoft.Extensions", "Npgsql", "Microsoft.Data.Sqlite", "System.Threading.Channels"];

    public static TheoryData<string> AllLayers => [.. Layers];

    [Theory]
    [MemberData(nameof(AllLayers))]
    public void A_layer_uses_only_those_above_it(string layer)
    {
        var above = Layers.TakeWhile(other => other != layer).ToHashSet();
        References(layer).Where(name => name.StartsWith("Akis.", StringComparison.Ordinal)).ShouldBeSubsetOf(above);
    }

    [Fact]
    public void The_engine_knows_no_feature() => References("Akis.Engine").ShouldNotContain(name => name == "Akis.People" || name == "Akis.Desk" || name == "Akis.Registry" || name == "Akis.Handbook");

    [Fact]
    public void Pure_libraries_do_no_input_or_output()
    {
        foreach (var library in Pure)
        {
            References(library).ShouldNotContain(name => Impure.Any(bad => name.StartsWith(bad, StringComparison.Ordinal)), library);
        }
    }

    [Fact]
    public void Pure_libraries_read_no_clock_and_start_no_task()
    {
        foreach (var type in Pure.SelectMany(library => Assembly.Load(library).GetTypes()))
        {
            var methods = type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly);
            methods.ShouldNotContain(method => typeof(Task).IsAssignableFrom(method.ReturnType), type.FullName);
        }
    }

    private static IEnumerable<string> References(string layer) => Assembly.Load(layer).GetReferencedAssemblies().Select(reference => reference.Name ?? "");
}
