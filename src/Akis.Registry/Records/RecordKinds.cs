using Akis.Handbook.Checks;

namespace Akis.Registry.Records;

/// <summary>The kinds as the checks of process folders see them.</summary>
public static class RecordKinds
{
    /// <summary>By code.</summary>
    public static IReadOnlyDictionary<string, RecordKind> All { get; } = RecordTypes.Default.All.ToDictionary(type => type.Code, type => new RecordKind(type.Fields.ToDictionary(field => field.Name, Field)));

    private static RecordKindField Field(RecordField field) => new(field.IsRequired, value =>
    {
        FieldRules.Canonical(field, FieldRules.FromFeel(value), out var error);
        return error?.En;
    }, field.Kind == FieldKind.State ? field.Moves.Values.SelectMany(to => to).ToHashSet() : null);
}
