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
    // Most contexts are small: a walk along their names is quicker than a hash.
    private const int IndexFrom = 9;

    private readonly string[] _names;
    private readonly FeelValue[] _values;
    private readonly Dictionary<string, int>? _index;

    private FeelContext(string[] names, FeelValue[] values)
    {
        (_names, _values) = (names, values);
        if (names.Length < IndexFrom) return;
        _index = new(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++) _index[names[i]] = i;
    }

    /// <summary>The context without entries.</summary>
    public static FeelContext Empty { get; } = new([], []);

    /// <inheritdoc />
    public int Count => _names.Length;

    /// <inheritdoc />
    public IEnumerable<string> Keys => _names;

    /// <inheritdoc />
    public IEnumerable<FeelValue> Values => _values;

    /// <inheritdoc />
    public FeelValue this[string key] => TryGet(key, out var value) ? value : throw new KeyNotFoundException($"There is no entry '{key}'.");

    /// <summary>A context of these entries; a later entry of the same name wins.</summary>
    public static FeelContext Of(params IEnumerable<(string Name, FeelValue Value)> entries)
    {
        var copy = new OrderedDictionary<string, FeelValue>(StringComparer.Ordinal);
        foreach (var (name, value) in entries) copy[name] = value;
        return copy.Count == 0 ? Empty : new([.. copy.Keys], [.. copy.Values]);
    }

    /// <summary>The same context with one entry more, or replaced.</summary>
    public FeelContext With(string name, FeelValue value)
    {
        var at = IndexOf(name);
        if (at < 0) return new([.. _names, name], [.. _values, value]);
        var values = (FeelValue[])_values.Clone();
        values[at] = value;
        return new(_names, values);
    }

    /// <summary>The same context with another's entries added; theirs win.</summary>
    public FeelContext With(FeelContext other) =>
        other.Count == 0 ? this : Count == 0 ? other : Of([.. Entries, .. other.Entries]);

    /// <summary>The value of an entry, or null (FEEL's) where there is none.</summary>
    public FeelValue Get(string name) => TryGet(name, out var value) ? value : default;

    /// <inheritdoc />
    public bool TryGet(string name, out FeelValue value)
    {
        var at = IndexOf(name);
        value = at < 0 ? default : _values[at];
        return at >= 0;
    }

    /// <inheritdoc />
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out FeelValue value) => TryGet(key, out value);

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, FeelValue>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++) yield return new(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(FeelContext? other)
    {
        if (other is null || other.Count != Count) return false;
        for (var i = 0; i < _names.Length; i++)
        {
            if (!other.TryGet(_names[i], out var theirs) || _values[i] != theirs) return false;
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FeelContext);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = _names.Length;
        foreach (var name in _names) hash ^= string.GetHashCode(name, StringComparison.Ordinal);
        return hash;
    }

    /// <summary>A context over arrays that nobody changes any more and whose names differ.</summary>
    internal static FeelContext Owning(string[] names, FeelValue[] values) => new(names, values);

    /// <summary>Looks first where the name was the last time, and remembers where it is.</summary>
    internal bool TryGet(string name, ref int lastAt, out FeelValue value)
    {
        var at = lastAt;
        if ((uint)at >= (uint)_names.Length || !IsAt(at, name)) lastAt = at = IndexOf(name);
        value = at < 0 ? default : _values[at];
        return at >= 0;
    }

    internal IEnumerable<(string Name, FeelValue Value)> Entries => _names.Zip(_values);

    private int IndexOf(string name)
    {
        if (_index is not null) return _index.TryGetValue(name, out var found) ? found : -1;
        for (var i = 0; i < _names.Length; i++)
        {
            if (IsAt(i, name)) return i;
        }

        return -1;
    }

    private bool IsAt(int at, string name) => ReferenceEquals(_names[at], name) || (_names[at].Length == name.Length && string.Equals(_names[at], name, StringComparison.Ordinal));
}
