namespace Akis.Registry.Records;

/// <summary>A word in both languages.</summary>
public sealed record Word(string Tr, string En)
{
    /// <summary>The word for a reader of that language.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>What a field of a record holds.</summary>
public enum FieldKind
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>Several lines.</summary>
    Long,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Turkish lira, two digits after the point.</summary>
    Money,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A day and a time, in the university's zone.</summary>
    DateTime,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>One of the options, and only by the moves that the type allows.</summary>
    State,

    /// <summary>Another record.</summary>
    Ref,

    /// <summary>A person's user name.</summary>
    Person,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Ip,

    /// <summary>A network with its length: 10.1.0.0/16.</summary>
    Cidr,

    /// <summary>A hardware address.</summary>
    Mac,

    /// <summary>A full host name.</summary>
    Fqdn,
}

/// <summary>A field of a record type.</summary>
/// <param name="Name">The name in the data, short ASCII.</param>
/// <param name="Label">What people read.</param>
/// <param name="Kind">What it holds.</param>
public sealed record RecordField(string Name, Word Label, FieldKind Kind)
{
    /// <summary>It must have a value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>No two records of the type have the same value.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Personal data (Law 6698): shown only to those who keep the records.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>The options of a choice or state; the stored value is the Turkish word.</summary>
    public IReadOnlyList<Word> Options { get; init; } = [];

    /// <summary>For a state: to which states one may go from each; a state without an entry is an end.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Moves { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>For a reference: the type of the other record.</summary>
    public string? Target { get; init; }

    /// <summary>Least and greatest number; null for any.</summary>
    public (decimal? Least, decimal? Greatest) Bounds { get; init; }
}

/// <summary>Two records with the same values in <paramref name="Same"/> may not share a part of the span from <paramref name="From"/> to <paramref name="To"/>. An empty end is open.</summary>
/// <param name="Same">Fields that must agree for records to exclude each other.</param>
/// <param name="From">Field of the beginning: a number, a day or a time.</param>
/// <param name="To">Field of the end; numbers include it, days and times do not.</param>
/// <param name="States">Only records in these states count; empty for all.</param>
public sealed record NoOverlap(IReadOnlyList<string> Same, string From, string To, IReadOnlyList<string> States);

/// <summary>A kind of record: an asset, a server, a switch port. All that the registry knows of it is data.</summary>
/// <param name="Code">The name in addresses and processes, short ASCII.</param>
/// <param name="Area">The group under which it is listed.</param>
/// <param name="One">One of it.</param>
/// <param name="Many">Many of it.</param>
/// <param name="Title">How a record is called: text with {field}s.</param>
/// <param name="Fields">Its fields, in the order in which they are asked.</param>
/// <param name="Readers">Roles that see the records.</param>
/// <param name="Keepers">Roles that write them; they see them too.</param>
public sealed record RecordType(string Code, string Area, Word One, Word Many, string Title, IReadOnlyList<RecordField> Fields, IReadOnlySet<string> Readers, IReadOnlySet<string> Keepers)
{
    /// <summary>Everybody who is signed in may pick a record by its title, in a form.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The role that looks after the records: the first of their keepers.</summary>
    public string? Owner { get; init; }

    /// <summary>The role that looks after those in which some choice has this value: a network device among the assets.</summary>
    public IReadOnlyDictionary<string, string> OwnerByChoice { get; init; } = new Dictionary<string, string>();

    /// <summary>The role that looks after a record with these values.</summary>
    public string? OwnerOf(Func<string, string?> value) =>
        Fields.Where(field => field.Kind == FieldKind.Choice).Select(field => OwnerByChoice.GetValueOrDefault(value(field.Name) ?? "")).FirstOrDefault(owner => owner is not null) ?? Owner;

    /// <summary>Spans that may not overlap.</summary>
    public NoOverlap? NoOverlap { get; init; }

    /// <summary>The network field whose values must be disjoint among records with the same parent; null where there is none.</summary>
    public (string Field, string Parent)? Disjoint { get; init; }

    /// <summary>The field that names a record for people and in CSV: the first unique one, else null.</summary>
    public RecordField? Identity => Fields.FirstOrDefault(one => one.IsUnique);

    /// <summary>The state field, or null.</summary>
    public RecordField? State => Fields.FirstOrDefault(one => one.Kind == FieldKind.State);

    /// <summary>The field of a name, or null.</summary>
    public RecordField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>The title of a record with these values.</summary>
    public string TitleOf(IReadOnlyDictionary<string, string> values)
    {
        var title = Title;
        foreach (var field in Fields) title = title.Replace("{" + field.Name + "}", values.GetValueOrDefault(field.Name, ""), StringComparison.Ordinal);
        return title.Trim(' ', '·', '/', '(', ')') is { Length: > 0 } text ? text : One.Tr;
    }
}
