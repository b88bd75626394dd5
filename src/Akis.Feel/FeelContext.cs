using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Akis.Feel;

/// <summary>Variables that an expression reads; hosts chain their own scopes.</summary>
public interface IFeelScope
{
    /// <summary>Gives the value of a variable; false where the name is not known.</summary>
    bool TryGet(string name, out FeelValue value);
}

/// <summary>A FEEL context: named values in the order in which they were put in; immutable; equal without regard to order.</summary>
public sealed class FeelContext : IReadOnlyDictionary<string, FeelValue>, IFeelScope, IEquatable<FeelContext>
{
    private readonly OrderedDictionary<string, FeelValue> _entries;

    private FeelContext(OrderedDictionary<string, FeelValue> entries) => _entries = entries;

    /// <summary>The context without entries.</summary>
    public static FeelContext Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _entries.Count;

    /// <inheritdoc />
    public IEnumerable<string> Keys => _entries.Keys;

    /// <inheritdoc />
    public IEnumerable<FeelValue> Values => _entries.Values;

    /// <inheritdoc />
    public FeelValue this[string key] => _entries[key];

    /// <summary>A context of these entries; a later entry of the same name wins.</summary>
    public static FeelContext Of(params IEnumerable<(string Name, FeelValue Value)> entries)
    {
        var copy = new OrderedDictionary<string, FeelValue>();
        foreach (var (name, value) in entries) copy[name] = value;
        return new(copy);
    }

    /// <summary>The same context with one entry more, or replaced.</summary>
    public FeelContext With(string name, FeelValue value) => new(new OrderedDictionary<string, FeelValue>(_entries) { [name] = value });

    /// <summary>The same context with another's entries added; theirs win.</summary>
    public FeelContext With(FeelContext other)
    {
        if (other.Count == 0) return this;
        var copy = new OrderedDictionary<string, FeelValue>(_entries);
        foreach (var (name, value) in other) copy[name] = value;
        return new(copy);
    }

    /// <summary>The value of an entry, or null (FEEL's) where there is none.</summary>
    public FeelValue Get(string name) => _entries.TryGetValue(name, out var value) ? value : default;

    /// <inheritdoc />
    public bool TryGet(string name, out FeelValue value) => _entries.TryGetValue(name, out value);

    /// <inheritdoc />
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out FeelValue value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, FeelValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(FeelContext? other)
    {
        if (other is null || other.Count != Count) return false;
        foreach (var (name, value) in _entries)
        {
            if (!other._entries.TryGetValue(name, out var theirs) || value != theirs) return false;
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FeelContext);

    /// <inheritdoc />
    public override int GetHashCode() => _entries.Count;
}
