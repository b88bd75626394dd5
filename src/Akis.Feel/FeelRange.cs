namespace Akis.Feel;

/// <summary>An interval (DMN 1.5 §10.3.2.7). An end that is null is open to infinity.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="FromIncluded">Whether its beginning belongs to it.</param>
/// <param name="To">Where it ends.</param>
/// <param name="ToIncluded">Whether its end belongs to it.</param>
public sealed record FeelRange(FeelValue From, bool FromIncluded, FeelValue To, bool ToIncluded)
{
    /// <summary>Whether it was written with one end, as <c>(&lt; 10)</c>: such a range equals no range with two ends.</summary>
    public bool HasOneEnd { get; init; }

    /// <summary>Whether the value lies inside; null where it cannot be compared.</summary>
    public bool? Contains(FeelValue value)
    {
        var low = From.IsNull ? -1 : FeelOrder.Compare(From, value);
        var high = To.IsNull ? -1 : FeelOrder.Compare(value, To);
        if (low is null || high is null) return null;
        return (low < 0 || (low == 0 && FromIncluded)) && (high < 0 || (high == 0 && ToIncluded));
    }
}
