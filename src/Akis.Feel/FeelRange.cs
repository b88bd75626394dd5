namespace Akis.Feel;

/// <summary>An interval; a missing end (null) is open to infinity, as in <c>(&lt; 10)</c>.</summary>
internal sealed record FeelRange(FeelValue From, bool FromIncluded, FeelValue To, bool ToIncluded)
{
    /// <summary>Whether the value lies inside; null where it cannot be compared.</summary>
    public bool? Contains(FeelValue value)
    {
        var low = From.IsNull ? -1 : FeelOrder.Compare(From, value);
        var high = To.IsNull ? -1 : FeelOrder.Compare(value, To);
        if (low is null || high is null) return null;
        return (low < 0 || (low == 0 && FromIncluded)) && (high < 0 || (high == 0 && ToIncluded));
    }
}

/// <summary>The order of FEEL values of one kind (DMN 1.5 table 52).</summary>
internal static class FeelOrder
{
    /// <summary>Negative, zero or positive; null where the two have no order.</summary>
    public static int? Compare(FeelValue left, FeelValue right)
    {
        if (left.Kind != right.Kind) return null;
        return left.Kind switch
        {
            FeelKind.Number => decimal.Compare(left.AsDecimal()!.Value, right.AsDecimal()!.Value), // the kind was asked above, here and below
            FeelKind.String => string.CompareOrdinal(left.AsString(), right.AsString()),
            FeelKind.Date => left.AsDate()!.Value.CompareTo(right.AsDate()!.Value),
            FeelKind.DaysDuration => left.AsDuration()!.Value.CompareTo(right.AsDuration()!.Value),
            FeelKind.YearsDuration => left.AsMonths()!.Value.CompareTo(right.AsMonths()!.Value),
            FeelKind.DateTime => Compare(left.AsDateTime()!, right.AsDateTime()!),
            FeelKind.Time => left.AsTime()!.Value.CompareTo(right.AsTime()!.Value),
            _ => null,
        };
    }

    /// <summary>FEEL's <c>=</c>: null where the kinds differ, true or false otherwise; null equals only null.</summary>
    public static bool? AreEqual(FeelValue left, FeelValue right)
    {
        if (left.IsNull || right.IsNull) return left.IsNull && right.IsNull;
        if (left.Kind != right.Kind) return null;
        return left.Kind is FeelKind.DateTime or FeelKind.Time ? Compare(left, right) == 0 : left == right;
    }

    // An instant and a local time have no order between them.
    private static int? Compare(FeelDateTime left, FeelDateTime right) =>
        left.HasPlace != right.HasPlace ? null
        : left.HasPlace ? left.InZone(TimeZoneInfo.Utc).CompareTo(right.InZone(TimeZoneInfo.Utc))
        : left.Value.CompareTo(right.Value);
}
