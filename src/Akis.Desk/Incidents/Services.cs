using YamlDotNet.RepresentationModel;

namespace Akis.Desk.Incidents;

/// <summary>A service that people use and that the status page shows.</summary>
/// <param name="Code">Never changes.</param>
/// <param name="Tr">Turkish name.</param>
/// <param name="En">English name.</param>
/// <param name="Class">How critical it is: A, B or C.</param>
/// <param name="Categories">Categories of tickets that are about it.</param>
public sealed record Service(string Code, string Tr, string En, string Class, IReadOnlySet<string> Categories)
{
    /// <summary>The name in a language; anything but English is Turkish.</summary>
    public string Name(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>The services, as <c>services.yaml</c> lists them.</summary>
public static class Services
{
    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<Service> All { get; } = Read();

    /// <summary>The service of a code, or null.</summary>
    public static Service? Find(string code) => All.FirstOrDefault(service => service.Code == code);

    /// <summary>The service that tickets of a category are about, or null.</summary>
    public static Service? OfCategory(string category) => All.FirstOrDefault(service => service.Categories.Contains(category));

    private static List<Service> Read()
    {
        using var reader = new StreamReader(typeof(Services).Assembly.GetManifestResourceStream("services.yaml")!); // embedded by the project
        var yaml = new YamlStream();
        yaml.Load(reader);
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode).Cast<YamlMappingNode>().Select(node => new Service(
            node["code"].ToString(), node["tr"].ToString(), node["en"].ToString(), node["class"].ToString(), ((YamlSequenceNode)node["categories"]).Select(category => category.ToString()).ToHashSet()))];
    }
}
