using System.Collections;

namespace Akis.Feel;

/// <summary>A FEEL list: immutable, compared element by element. Positions here count from 0; FEEL's own count from 1.</summary>
public sealed class FeelList : IReadOnlyList<FeelValue>, IEquatable<FeelList>
{
    private readonly FeelValue[] _items;

    private FeelList(FeelValue[] items) => _items = items;

    /// <summary>The list without elements.</summary>
    public static FeelList Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _items.Length;

    /// <inheritdoc />
    public FeelValue this[int index] => _items[index];

    /// <summary>A list of these elements.</summary>
    public static FeelList Of(params IEnumerable<FeelValue> items) => new([.. items]);

    /// <summary>A list over an array that nobody changes any more.</summary>
    internal static FeelList Owning(FeelValue[] items) => new(items);

    internal ReadOnlySpan<FeelValue> Span => _items;

    /// <inheritdoc />
    public IEnumerator<FeelValue> GetEnumerator() => ((IEnumerable<FeelValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(FeelList? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FeelList);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_items.Length);
        for (var i = 0; i < Math.Min(_items.Length, 8); i++) hash.Add(_items[i]);
        return hash.ToHashCode();
    }
}
