using System.Diagnostics.CodeAnalysis;

namespace Akis.Engine.Forms;

/// <summary>A form-js form: what a process asks a person. Read once, immutable.</summary>
/// <param name="Id">The id by which models name the form.</param>
/// <param name="Components">The components in the order of the file; groups and lists hold their own.</param>
public sealed record FormSchema(string Id, IReadOnlyList<FormComponent> Components)
{
    /// <summary>Reads form-js JSON; false with a message for the author when it is no form.</summary>
    public static bool TryRead(string json, [NotNullWhen(true)] out FormSchema? schema, [NotNullWhen(false)] out string? error) =>
        FormReader.TryRead(json, out schema, out error);

    /// <summary>Every component, outer ones before what they hold.</summary>
    public IEnumerable<FormComponent> All() => All(Components);

    private static IEnumerable<FormComponent> All(IEnumerable<FormComponent> components) =>
        components.SelectMany(component => All(component.Components).Prepend(component));
}

/// <summary>The kinds of form-js components; what Akış does not know is shown as nothing and asks nothing.</summary>
public enum FormComponentType
{
    /// <summary>Unknown: kept in the file, not shown.</summary>
    Unknown,

    /// <summary>Words shown to the reader, in Markdown.</summary>
    Text,

    /// <summary>One line of text.</summary>
    TextField,

    /// <summary>Several lines of text.</summary>
    TextArea,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Checkbox,

    /// <summary>Several of some options, all shown.</summary>
    Checklist,

    /// <summary>One of some options, all shown.</summary>
    Radio,

    /// <summary>One of some options.</summary>
    Select,

    /// <summary>Several of some options.</summary>
    TagList,

    /// <summary>A date, a time or both, by <see cref="FormComponent.Subtype"/>.</summary>
    DateTime,

    /// <summary>One or several files.</summary>
    FilePicker,

    /// <summary>Components under one heading.</summary>
    Group,

    /// <summary>Rows of the same components, as many as the person adds.</summary>
    DynamicList,

    /// <summary>A value computed from the others.</summary>
    Expression,

    /// <summary>Rows shown to the reader.</summary>
    Table,

    /// <summary>A line between parts.</summary>
    Separator,
}

/// <summary>A text in Turkish and, where the author gave one (`properties: { "label:en": … }`), in English.</summary>
/// <param name="Tr">The text of the form's own language, Turkish.</param>
/// <param name="En">The English text; null where there is none.</param>
public sealed record FormText(string Tr, string? En)
{
    /// <summary>No text.</summary>
    public static FormText None { get; } = new("", null);

    /// <summary>The text for a reader of that language, Turkish where there is no other.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En ?? Tr : Tr;

    /// <summary>True when nothing is written.</summary>
    public bool IsEmpty => Tr.Length == 0;
}

/// <summary>An option of a radio, select, checklist or tag list.</summary>
public sealed record FormOption(string Value, FormText Label);

/// <summary>A column of a table: the rows' entry it shows and its heading.</summary>
public sealed record FormColumn(string Key, FormText Label);

/// <summary>One component of a form. Texts and numbers that start with “=” are FEEL.</summary>
public sealed record FormComponent
{
    /// <summary>The component's id, unique in its form.</summary>
    public required string Id { get; init; }

    /// <summary>Its kind.</summary>
    public required FormComponentType Type { get; init; }

    /// <summary>The entry of the data it fills; null for what asks nothing.</summary>
    public string? Key { get; init; }

    /// <summary>For groups and lists: the entry that holds their components' data; null where a group adds no level.</summary>
    public string? Path { get; init; }

    /// <summary>What is asked.</summary>
    public FormText Label { get; init; } = FormText.None;

    /// <summary>Help beside it.</summary>
    public FormText Description { get; init; } = FormText.None;

    /// <summary>The words of a text component.</summary>
    public FormText Text { get; init; } = FormText.None;

    /// <summary>For a date: `date`, `time` or `datetime`.</summary>
    public string Subtype { get; init; } = "";

    /// <summary>FEEL that hides the component where it is true; null where it is always shown.</summary>
    public string? HideWhen { get; init; }

    /// <summary>Shown but not to be changed.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Asked for the record alone (`properties: { "akis:record": "true" }`): whoever reads the history sees it, nothing else of the process needs it.</summary>
    public bool IsRecord { get; init; }

    /// <summary>What the person must give.</summary>
    public FormRules Rules { get; init; } = new();

    /// <summary>The value before the person gave one.</summary>
    public Feel.FeelValue Default { get; init; }

    /// <summary>Options written in the form.</summary>
    public IReadOnlyList<FormOption> Options { get; init; } = [];

    /// <summary>The variable that lists the options; null where they are written or computed.</summary>
    public string? OptionsKey { get; init; }

    /// <summary>FEEL for the options, a table's rows or an expression's value.</summary>
    public string? Expression { get; init; }

    /// <summary>A table's columns.</summary>
    public IReadOnlyList<FormColumn> Columns { get; init; } = [];

    /// <summary>For files: several at once.</summary>
    public bool Multiple { get; init; }

    /// <summary>For files: the endings or media types taken, comma separated; empty for the server's own rule.</summary>
    public string Accept { get; init; } = "";

    /// <summary>What a group or a list holds.</summary>
    public IReadOnlyList<FormComponent> Components { get; init; } = [];
}

/// <summary>form-js's `validate` of a component; numbers as written, FEEL where they start with “=”.</summary>
public sealed record FormRules
{
    /// <summary>An answer must be given; a checkbox must be checked.</summary>
    public bool Required { get; init; }

    /// <summary>The least number of characters.</summary>
    public string? MinLength { get; init; }

    /// <summary>The greatest number of characters.</summary>
    public string? MaxLength { get; init; }

    /// <summary>The least number.</summary>
    public string? Min { get; init; }

    /// <summary>The greatest number.</summary>
    public string? Max { get; init; }

    /// <summary>How many digits may stand after the point; null for any.</summary>
    public int? DecimalDigits { get; init; }

    /// <summary>A regular expression the text must match somewhere.</summary>
    public string? Pattern { get; init; }

    /// <summary>The author's own words for a text that does not match.</summary>
    public FormText PatternMessage { get; init; } = FormText.None;

    /// <summary>`email` or `phone`; empty for any text.</summary>
    public string Format { get; init; } = "";

    /// <summary>A date may not lie before today.</summary>
    public bool NotBeforeToday { get; init; }
}
