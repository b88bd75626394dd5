using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>What the standard allows where (<c>vocabulary.txt</c>): which elements hold which, and which attributes they have.</summary>
internal static class Vocabulary
{
    private static readonly Dictionary<string, ElementType> Types = ReadTypes();

    /// <summary>The type of an element by its name; null where the standard knows none of that name.</summary>
    public static ElementType? Find(string name) => Types.GetValueOrDefault(name);

    /// <summary>Whether the standard knows elements of this name, wherever they stand.</summary>
    public static bool Knows(string name) => Types.ContainsKey(name) || Types.Values.Any(type => type.Children.Any(child => child.Name == name && child.Name != "any"));

    /// <summary>Whether an element is of a kind, itself or by what it is derived from or can stand for.</summary>
    public static bool Is(string name, string kind)
    {
        for (var type = Find(name); type is not null; type = type.Base is null ? null : Find(type.Base)) if (type.Name == kind || type.Group == kind) return true;
        return kind switch
        {
            "baseElement" => true,
            "itemAwareElement" => name is "dataObject" or "dataObjectReference" or "dataStore" or "dataStoreReference" or "property" or "dataInput" or "dataOutput" or "inputDataItem" or "outputDataItem",
            "interactionNode" => name is "participant" or "conversation" || Is(name, "activity") || Is(name, "event"),
            _ => false,
        };
    }

    /// <summary>The attributes of a type and its bases, by name.</summary>
    public static AttributeRule? Attribute(ElementType type, string name) => Chain(type).SelectMany(each => each.Attributes).FirstOrDefault(rule => rule.Name == name);

    /// <summary>A type and those it is derived from.</summary>
    public static IEnumerable<ElementType> Chain(ElementType type)
    {
        for (var at = type; at is not null; at = at.Base is null ? null : Find(at.Base)) yield return at;
    }

    /// <summary>The rule for a child of this name; null where it may not stand here.</summary>
    public static ChildRule? Child(ElementType type, string name) =>
        Chain(type).SelectMany(each => each.Children).FirstOrDefault(rule => rule.Name == name || (rule.Type is null && StandsFor(name, rule.Name)));

    private static bool StandsFor(string name, string group)
    {
        for (var type = Find(name); type?.Group is not null; type = Find(type.Group)) if (type.Group == group) return true;
        return false;
    }

    private static Dictionary<string, ElementType> ReadTypes()
    {
        using var stream = typeof(Vocabulary).Assembly.GetManifestResourceStream("vocabulary.txt") ?? throw new InvalidOperationException("The vocabulary is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(ReadType).ToDictionary(type => type.Name);
    }

    private static ElementType ReadType(string line)
    {
        var parts = line.Split('|');
        var words = Words(parts[0]);
        return new(words[0], After(words, "<"), After(words, "~"), [.. Words(parts[1]).Select(ReadAttribute)], [.. Words(parts[2]).Select(ReadChild)]);

        static string? After(string[] words, string sign) => Array.IndexOf(words, sign) is >= 0 and var at ? words[at + 1] : null;
    }

    private static AttributeRule ReadAttribute(string word)
    {
        var (name, kind) = Halves(word);
        return new(name.TrimEnd('!'), name.EndsWith('!'), kind);
    }

    private static ChildRule ReadChild(string word)
    {
        var (name, type) = Halves(word);
        return new(name.TrimEnd('?', '*', '+'), name[^1] is not ('?' or '*'), name[^1] is not ('*' or '+'), type);
    }

    private static (string, string?) Halves(string word) => word.Split(':', 2) is [var name, var rest] ? (name, rest) : (word, null);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A type of element: what it is derived from and what it can stand for.</summary>
internal sealed record ElementType(string Name, string? Base, string? Group, IReadOnlyList<AttributeRule> Attributes, IReadOnlyList<ChildRule> Children);

/// <summary>An attribute; its kind is boolean, integer, id, a choice separated by commas, or what it refers to after <c>&gt;</c>.</summary>
internal sealed record AttributeRule(string Name, bool Required, string? Kind)
{
    /// <summary>The kind of element that it refers to; null for other attributes.</summary>
    public string? Target => Kind is ['>', .. var target] ? target : null;
}

/// <summary>A child; a type that begins with <c>&gt;</c> is a reference to an element of that kind.</summary>
internal sealed record ChildRule(string Name, bool Required, bool Single, string? Type);
