using System.Xml.Linq;
using Akis.Dmn.Reading;
using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>A declared type, followed through item definitions to the kind of value behind it.</summary>
/// <param name="Kind">The kind, or null where it is a list, a context, or not declared.</param>
/// <param name="IsDeclared">Whether anything but Any is declared.</param>
/// <param name="Allowed">Unary tests that its values must pass.</param>
internal sealed record SourceType(FeelKind? Kind, bool IsDeclared, SourceText? Allowed)
{
    public static SourceType Any { get; } = new(null, false, null);

    public static SourceType Of(FeelKind? kind) => new(kind, true, null);
}

/// <summary>The types of a model by name: FEEL's own (DMN 1.5 §10.3.2.2) and the item definitions.</summary>
internal sealed class SourceTypes
{
    private const int DepthLimit = 32;

    private readonly Dictionary<string, XElement> _definitions;

    public SourceTypes(XElement root) => _definitions = root.Children("itemDefinition").GroupBy(item => item.Text("name") ?? "").ToDictionary(group => group.Key, group => group.First());

    public SourceType Find(string? typeRef) => typeRef is null ? SourceType.Any : Find(typeRef, 0);

    private SourceType Find(string typeRef, int depth)
    {
        // DMN 1.1 writes feel:string, a prefix bound to FEEL's namespace; an imported type's prefix names another model.
        if (_definitions.TryGetValue(typeRef, out var definition) && depth < DepthLimit) return Define(definition, depth);
        return typeRef[(typeRef.LastIndexOf(':') + 1)..] switch
        {
            "string" => SourceType.Of(FeelKind.String),
            "number" or "integer" or "long" or "double" => SourceType.Of(FeelKind.Number),
            "boolean" => SourceType.Of(FeelKind.Boolean),
            "date" => SourceType.Of(FeelKind.Date),
            "time" => SourceType.Of(FeelKind.Time),
            "dateTime" or "date and time" => SourceType.Of(FeelKind.DateTime),
            "dayTimeDuration" or "days and time duration" => SourceType.Of(FeelKind.DaysDuration),
            "yearMonthDuration" or "years and months duration" => SourceType.Of(FeelKind.YearsDuration),
            "Any" or "" => SourceType.Any,
            _ => SourceType.Of(null),
        };
    }

    private SourceType Define(XElement definition, int depth)
    {
        if (definition.Text("isCollection") == "true" || definition.Child("itemComponent") is not null) return SourceType.Of(null);
        if (definition.Child("typeRef")?.Value.Trim() is not { } reference) return SourceType.Of(null);
        var type = Find(reference, depth + 1);
        return definition.Child("allowedValues") is { } allowed ? type with { Allowed = ModelSource.TextOf(allowed) } : type;
    }
}
