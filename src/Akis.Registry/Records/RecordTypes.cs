using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Akis.Registry.Records;

/// <summary>All kinds of records, read from <c>Types/*.yaml</c>. What is wrong there stops the start with file and line.</summary>
public sealed class RecordTypes
{
    private readonly Dictionary<string, RecordType> _byCode;

    private RecordTypes(IReadOnlyList<(string Code, Word Name)> areas, IReadOnlyList<RecordType> all) => (Areas, All, _byCode) = (areas, all, all.ToDictionary(type => type.Code));

    /// <summary>The kinds that come with the program.</summary>
    public static RecordTypes Default { get; } = Read();

    /// <summary>The groups in which kinds are listed, in order.</summary>
    public IReadOnlyList<(string Code, Word Name)> Areas { get; }

    /// <summary>Every kind.</summary>
    public IReadOnlyList<RecordType> All { get; }

    /// <summary>The kind of a code, or null.</summary>
    public RecordType? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);

    private static RecordTypes Read()
    {
        var assembly = typeof(RecordTypes).Assembly;
        var (areas, types) = (new List<(string, Word)>(), new List<RecordType>());
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".types.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!); // its name came from the assembly
            var yaml = new YamlStream();
            yaml.Load(reader);
            var root = (YamlMappingNode)yaml.Documents[0].RootNode;
            var area = Text(root, "area");
            areas.Add((area, Both(root["name"])));
            foreach (var node in ((YamlSequenceNode)root["types"]).Cast<YamlMappingNode>()) types.Add(Type(node, area, Roles(root, "readers"), Roles(root, "keepers"), List(root, "keepers").FirstOrDefault()));
        }

        foreach (var type in types)
        {
            foreach (var field in type.Fields.Where(field => field.Kind == FieldKind.Ref && types.All(other => other.Code != field.Target))) throw new InvalidDataException($"record type {type.Code}: field {field.Name} refers to '{field.Target}', which is no type");
        }

        return new(areas, types);
    }

    private static RecordType Type(YamlMappingNode node, string area, IReadOnlySet<string> readers, IReadOnlySet<string> keepers, string? areaOwner)
    {
        var code = Text(node, "code");
        var fields = ((YamlMappingNode)node["fields"]).Children.Select(pair => Field(code, ((YamlScalarNode)pair.Key).Value!, (YamlMappingNode)pair.Value)).ToList(); // keys are scalars
        var exclusion = Child(node, "noOverlap") as YamlMappingNode;
        var disjoint = Child(node, "disjoint") as YamlMappingNode;
        return new(code, area, Both(node["one"]), Both(node["many"]), Text(node, "title"), fields, Roles(node, "readers") is { Count: > 0 } own ? own : readers, Roles(node, "keepers") is { Count: > 0 } kept ? kept : keepers)
        {
            IsOpen = Flag(node, "open"),
            Owner = List(node, "keepers").FirstOrDefault() ?? areaOwner,
            OwnerByChoice = Child(node, "owners") is YamlMappingNode owners ? owners.Children.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value.ToString()) : new Dictionary<string, string>(),
            NoOverlap = exclusion is null ? null : new([.. List(exclusion, "same")], Text(exclusion, "from"), Text(exclusion, "to"), [.. List(exclusion, "states")]),
            Disjoint = disjoint is null ? null : (Text(disjoint, "field"), Text(disjoint, "parent")),
        };
    }

    private static RecordField Field(string type, string name, YamlMappingNode node)
    {
        var kind = Optional(node, "kind") ?? "text";
        if (!Enum.TryParse<FieldKind>(kind, ignoreCase: true, out var parsed)) throw new InvalidDataException($"record type {type}: field {name}: '{kind}' is no kind (line {node.Start.Line})");
        return new(name, Both(node), parsed)
        {
            IsRequired = Flag(node, "required"),
            IsUnique = Flag(node, "unique"),
            IsPersonal = Flag(node, "personal"),
            Options = [.. List(node, "options").Select(Option)],
            Moves = Child(node, "moves") is YamlMappingNode moves ? moves.Children.ToDictionary(pair => pair.Key.ToString(), pair => (IReadOnlyList<string>)[.. ((YamlSequenceNode)pair.Value).Select(to => to.ToString())]) : new Dictionary<string, IReadOnlyList<string>>(),
            Target = Optional(node, "to"),
            Bounds = (Number(node, "min"), Number(node, "max")),
        };
    }

    // "Etkin / Active"; a word that is the same in both languages stands alone.
    private static Word Option(string text) => text.Split(" / ") is [var tr, var en] ? new(tr, en) : new(text, text);

    private static Word Both(YamlNode node) => new(Text((YamlMappingNode)node, "tr"), Text((YamlMappingNode)node, "en"));

    private static string Text(YamlMappingNode node, string name) => Optional(node, name) ?? throw new InvalidDataException($"record types: '{name}' is missing (line {node.Start.Line})");

    private static string? Optional(YamlMappingNode node, string name) => Child(node, name)?.ToString();

    private static bool Flag(YamlMappingNode node, string name) => Optional(node, name) == "true";

    private static decimal? Number(YamlMappingNode node, string name) => Optional(node, name) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<string> List(YamlMappingNode node, string name) => Child(node, name) is YamlSequenceNode list ? list.Select(item => item.ToString()) : [];

    private static HashSet<string> Roles(YamlMappingNode node, string name) => [.. List(node, name)];

    private static YamlNode? Child(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var child) ? child : null;
}
