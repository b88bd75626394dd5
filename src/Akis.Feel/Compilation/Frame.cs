namespace Akis.Feel.Compilation;

/// <summary>A name that is bound around a place, and the slot that holds its value.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Slot">In the frame that binds it.</param>
/// <param name="IsFilterItem">Whether entries of its value are names too.</param>
internal sealed record Binding(string Name, int Slot, bool IsFilterItem = false);

/// <summary>The slots of an expression or of one function body in it.</summary>
internal sealed class Frame(Frame? outer)
{
    private readonly List<(Frame Owner, Binding Binding, int Outer, int Inner)> _captures = [];

    public Frame? Outer => outer;

    public List<Binding> Bindings { get; } = [];

    public int Size { get; private set; }

    public IEnumerable<(int Outer, int Inner)> Captures => _captures.Select(capture => (capture.Outer, capture.Inner));

    public int NewSlot() => Size++;

    /// <summary>The slot of this frame that holds an outer binding's value; it is copied when the function is made.</summary>
    public int SlotOf(Frame owner, Binding binding)
    {
        if (ReferenceEquals(this, owner) || outer is null) return binding.Slot;
        foreach (var known in _captures) if (ReferenceEquals(known.Owner, owner) && ReferenceEquals(known.Binding, binding)) return known.Inner;
        var outerSlot = outer.SlotOf(owner, binding);
        var slot = NewSlot();
        _captures.Add((owner, binding, outerSlot, slot));
        return slot;
    }
}
