using System.Globalization;

namespace Akis.Engine.Search;

/// <summary>How a field is compared and written.</summary>
public enum FieldType
{
    /// <summary>A 64-bit number that is written as text.</summary>
    Key,

    /// <summary>Text; compared as a whole or by a pattern.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Unix milliseconds, written as ISO 8601 in UTC.</summary>
    Instant,

    /// <summary>A condition that holds or does not.</summary>
    Flag,

    /// <summary>A small number with a word for each value.</summary>
    Word,

    /// <summary>Texts, one a line; a filter asks for all of its texts.</summary>
    List,

    /// <summary>JSON, written as it is.</summary>
    Json,

    /// <summary>Pairs of name and value; a filter asks for all of its pairs. Never written.</summary>
    Pairs,
}

/// <summary>
/// A field of a resource: what filters, sorting and results may name. A new field is a line in a table, not code. <paramref name="Sql"/> and the
/// other SQL are written by programmers; what comes from outside is only ever a parameter.
/// </summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">How it is compared and written.</param>
/// <param name="Sql">The expression that gives it.</param>
public sealed record SearchField(string Name, FieldType Type, string Sql)
{
    /// <summary>For <see cref="FieldType.Word"/>: the words of 0, 1, 2 …; words past the last value are known, and found nowhere.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>SQL around the comparison, which stands for <c>{0}</c>: where a row has many of the field.</summary>
    public string Among { get; init; } = "{0}";

    /// <summary>For <see cref="FieldType.Pairs"/>: the expression that gives the name of a pair.</summary>
    public string PairName { get; init; } = "";

    /// <summary>Whether a filter may name it.</summary>
    public bool Filters { get; init; } = true;

    /// <summary>Whether results can be ordered by it.</summary>
    public bool Sorts { get; init; } = Type is not (FieldType.List or FieldType.Json or FieldType.Pairs);

    /// <summary>Whether results have it.</summary>
    public bool Shown { get; init; } = Type != FieldType.Pairs;

    /// <summary>Whether it may be missing; such rows come last in either order.</summary>
    public bool Optional { get; init; }

    /// <summary>A 64-bit key.</summary>
    public static SearchField Key(string name, string sql) => new(name, FieldType.Key, sql);

    /// <summary>A text.</summary>
    public static SearchField Text(string name, string sql) => new(name, FieldType.Text, sql);

    /// <summary>A whole number.</summary>
    public static SearchField Number(string name, string sql) => new(name, FieldType.Number, sql);

    /// <summary>An instant.</summary>
    public static SearchField Instant(string name, string sql) => new(name, FieldType.Instant, sql);

    /// <summary>A condition.</summary>
    public static SearchField Flag(string name, string sql) => new(name, FieldType.Flag, sql);

    /// <summary>A number with a word for each value.</summary>
    public static SearchField Word(string name, string sql, params string[] words) => new(name, FieldType.Word, sql) { Words = words };

    /// <summary>The same text in every row: what Akış does not tell apart, as tenants.</summary>
    public static SearchField Fixed(string name, string text) => Text(name, $"CAST('{text}' AS text)"); // PostgreSQL orders by no bare constant

    /// <summary>Texts, one a line.</summary>
    public static SearchField List(string name, string sql) => new(name, FieldType.List, sql);

    /// <summary>The tenant of everything.</summary>
    public static SearchField Tenant => Fixed("tenantId", "<default>");

    internal string ToText(long code) => code >= 0 && code < Words.Count ? Words[(int)code] : code.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something that can be searched.</summary>
/// <param name="From">Tables and joins.</param>
/// <param name="Identity">The field that names one row; it ends every order, so that pages are stable.</param>
/// <param name="Fields">All its fields, the identity among them, in the order in which results have them.</param>
public sealed record SearchResource(string From, string Identity, IReadOnlyList<SearchField> Fields)
{
    /// <summary>The expression that gives the root instance that a row belongs to: who may see that may see the row. Null where everybody who may search may see all.</summary>
    public string? Root { get; init; }

    /// <summary>A condition that every row fulfils; null for none.</summary>
    public string? Where { get; init; }

    internal SearchField IdentityField => Find(Identity) ?? throw new InvalidOperationException($"No field {Identity}.");

    /// <summary>A field that fits; a name may stand twice, where it is filtered in another way than it is shown.</summary>
    internal SearchField? Find(string name, Func<SearchField, bool>? fits = null)
    {
        foreach (var field in Fields) if (field.Name == name && fits?.Invoke(field) != false) return field;
        return null;
    }
}

/// <summary>What somebody may see: SQL that lists the keys of root instances, with its parameters. Null scopes see everything.</summary>
public sealed record SearchScope(string Roots, IReadOnlyList<(string Name, object? Value)> Parameters);
