using Akis.Feel;
using YamlDotNet.RepresentationModel;

namespace Akis.Desk.Import;

/// <summary>What a file holds.</summary>
public enum ImportKind
{
    /// <summary>Accounts.</summary>
    Users,

    /// <summary>Tickets.</summary>
    Tickets,

    /// <summary>What was written on tickets.</summary>
    Messages,

    /// <summary>Articles of a knowledge base.</summary>
    Articles,

    /// <summary>Files of tickets.</summary>
    Attachments,
}

/// <summary>How the files of another desk are read: FEEL for each field of each kind (<c>sources.yaml</c>).</summary>
/// <param name="Name">csv, rt, osticket or zammad.</param>
/// <param name="Fields">The expressions.</param>
public sealed record ImportSource(string Name, IReadOnlyDictionary<ImportKind, IReadOnlyDictionary<string, FeelExpression>> Fields)
{
    /// <summary>The desks that are known.</summary>
    public static IReadOnlyDictionary<string, ImportSource> All { get; } = ReadAll();

    /// <summary>The source with the expressions of a file of the same shape over its own.</summary>
    /// <exception cref="InvalidDataException">What is wrong with the file, in English, for the operator.</exception>
    public ImportSource With(string yaml) => Read(yaml).TryGetValue(Name, out var over)
        ? new(Name, Fields.Keys.Union(over.Fields.Keys).ToDictionary(kind => kind, kind => Merge(Fields.GetValueOrDefault(kind), over.Fields.GetValueOrDefault(kind))))
        : throw new InvalidDataException($"The map says nothing about '{Name}'.");

    /// <summary>A row of a file in the words of this desk; what a row does not have is null.</summary>
    public FeelContext Map(ImportKind kind, FeelContext row) =>
        FeelContext.Of(Fields[kind].Select(field => (field.Key, field.Value.Evaluate(row, FeelEnvironment.Default).Value)));

    private static IReadOnlyDictionary<string, FeelExpression> Merge(IReadOnlyDictionary<string, FeelExpression>? own, IReadOnlyDictionary<string, FeelExpression>? over) =>
        (own ?? new Dictionary<string, FeelExpression>()).Concat(over ?? new Dictionary<string, FeelExpression>()).GroupBy(field => field.Key).ToDictionary(field => field.Key, field => field.Last().Value);

    private static Dictionary<string, ImportSource> ReadAll()
    {
        using var reader = new StreamReader(typeof(ImportSource).Assembly.GetManifestResourceStream("sources.yaml")!); // embedded by the project
        return Read(reader.ReadToEnd());
    }

    private static Dictionary<string, ImportSource> Read(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }]) throw new InvalidDataException("The map must name a source, a kind and its fields.");
        return root.ToDictionary(source => source.Key.ToString(), source => new ImportSource(source.Key.ToString(), Kinds(source.Value)));
    }

    private static Dictionary<ImportKind, IReadOnlyDictionary<string, FeelExpression>> Kinds(YamlNode node) => Mapping(node).ToDictionary(
        kind => Enum.TryParse<ImportKind>(kind.Key.ToString(), ignoreCase: true, out var known) ? known : throw new InvalidDataException($"'{kind.Key}' is none of users, tickets, messages, attachments and articles."),
        kind => (IReadOnlyDictionary<string, FeelExpression>)Mapping(kind.Value).ToDictionary(field => field.Key.ToString(), field => Expression(field.Key.ToString(), field.Value.ToString())));

    private static YamlMappingNode Mapping(YamlNode node) => node as YamlMappingNode ?? throw new InvalidDataException($"Line {node.Start.Line} of the map must hold names and values.");

    private static FeelExpression Expression(string field, string text) => FeelExpression.Parse(text) is { IsValid: true } parsed ? parsed : throw new InvalidDataException($"Field '{field}': {FeelExpression.Parse(text).Errors[0].En}");
}
