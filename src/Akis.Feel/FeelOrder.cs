using Akis.Feel.Temporal;

namespace Akis.Feel;

/// <summary>Order and equality of FEEL values (DMN 1.5 §10.3.2.12, table 52).</summary>
internal static class FeelOrder
{
    /// <summary>Negative, zero or positive; null where the two have no order.</summary>
    public static int? Compare(in FeelValue left, in FeelValue right)
    {
        if (FeelValue.TryCompareOrdinary(left, right, out var ordinary)) return ordinary;
        if (left.Kind != right.Kind) return null;
        return left.Kind switch
        {
            FeelKind.Number => left.Number.CompareTo(right.Number),
            FeelKind.String => Compare(left.AsString()!, right.AsString()!),
            FeelKind.Date => left.Day.CompareTo(right.Day),
            FeelKind.DaysDuration => left.Nanos.CompareTo(right.Nanos),
            FeelKind.YearsDuration => left.Months.CompareTo(right.Months),
            FeelKind.DateTime => Compare(left.AsDateTime()!, right.AsDateTime()!), // the kind was asked above
            FeelKind.Time => Compare(left.Clock, right.Clock),
            _ => null,
        };
    }

    /// <summary>FEEL's <c>=</c>: null where the kinds differ or two times have no common measure; null equals only null.</summary>
    public static bool? AreEqual(in FeelValue left, in FeelValue right)
    {
        if (left.IsNull || right.IsNull) return left.IsNull && right.IsNull;
        if (left.Kind != right.Kind) return null;
        return left.Kind switch
        {
            FeelKind.DateTime or FeelKind.Time => Compare(left, right) is { } order ? order == 0 : false,
            FeelKind.List => AreEqual(left.AsList()!, right.AsList()!), // the kinds were asked, here and below
            FeelKind.Context => AreEqual(left.AsContext()!, right.AsContext()!),
            FeelKind.Range => AreEqual(left.AsRange()!, right.AsRange()!),
            _ => left == right,
        };
    }

    private static bool AreEqual(FeelList left, FeelList right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++) if (AreEqual(left[i], right[i]) != true) return false;
        return true;
    }

    private static bool AreEqual(FeelContext left, FeelContext right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (name, value) in left.Entries) if (!right.TryGet(name, out var other) || AreEqual(value, other) != true) return false;
        return true;
    }

    private static bool AreEqual(FeelRange left, FeelRange right) =>
        left.HasOneEnd == right.HasOneEnd && left.FromIncluded == right.FromIncluded && left.ToIncluded == right.ToIncluded
        && AreEqual(left.From, right.From) == true && AreEqual(left.To, right.To) == true;

    // By code points: UTF-16 orders characters beyond its units before some of those within.
    private static int Compare(string left, string right)
    {
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length) return left.Length - right.Length;
        var (first, second) = (left[at], right[at]);
        return char.IsSurrogate(first) == char.IsSurrogate(second) ? first - second : char.IsSurrogate(first) ? 1 : -1;
    }

    // An instant and a local time have no order between them.
    private static int? Compare(FeelDateTime left, FeelDateTime right) => left.Place.IsKnown == right.Place.IsKnown ? left.Instant.CompareTo(right.Instant) : null;

    private static int? Compare(FeelTime left, FeelTime right) => left.Place.IsKnown == right.Place.IsKnown ? left.UtcNano.CompareTo(right.UtcNano) : null;
}
