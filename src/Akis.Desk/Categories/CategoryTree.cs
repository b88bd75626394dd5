using YamlDotNet.RepresentationModel;

namespace Akis.Desk.Categories;

/// <summary>All categories, in their order.</summary>
public sealed class CategoryTree
{
    private readonly Dictionary<string, Category> _byCode;

    private CategoryTree(IReadOnlyList<Category> all) => (All, _byCode) = (all, all.ToDictionary(category => category.Code));

    /// <summary>The categories that come with the program.</summary>
    public static CategoryTree Default { get; } = Read();

    /// <summary>Every category.</summary>
    public IReadOnlyList<Category> All { get; }

    /// <summary>The category of a code, or null.</summary>
    public Category? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);

    /// <summary>What a person with these roles is offered; who works at the desk is offered everything.</summary>
    public IEnumerable<Category> For(IReadOnlySet<string> roles) => All.Where(category => category.Who.Overlaps(roles) || !roles.Overlaps(Requesters));

    private static readonly HashSet<string> Requesters = ["ogrenci", "akademik", "idari"];

    private static CategoryTree Read()
    {
        using var reader = new StreamReader(typeof(CategoryTree).Assembly.GetManifestResourceStream("categories.yaml")!); // embedded by the project
        var yaml = new YamlStream();
        yaml.Load(reader);
        return new([.. ((YamlSequenceNode)yaml.Documents[0].RootNode).Cast<YamlMappingNode>().Select(Category)]);
    }

    private static Category Category(YamlMappingNode node)
    {
        string Scalar(string name) => ((YamlScalarNode)node[name]).Value!; // a missing entry stops the start, as it should
        string? Optional(string name) => node.Children.TryGetValue(name, out var value) ? value.ToString() : null;
        bool Flag(string name) => node.Children.TryGetValue(name, out var value) && value.ToString() == "true";
        return new(Scalar("code"), Scalar("tr"), Scalar("en"), Scalar("queue"), ((YamlSequenceNode)node["who"]).Select(role => role.ToString()).ToHashSet(), Scalar("impact"), Scalar("urgency"), Flag("confidential"), Flag("unsure"))
        {
            Type = Optional("type") ?? "incident", IsSuspicion = Flag("suspicion"), Process = Optional("process"), NextProcess = Optional("next"), Form = Optional("form"),
        };
    }
}
