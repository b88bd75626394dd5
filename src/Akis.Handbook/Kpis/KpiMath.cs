using Akis.Feel;
using Akis.Handbook.Catalogue;

namespace Akis.Handbook.Kpis;

/// <summary>What becomes of the instances' values.</summary>
internal static class KpiMath
{
    /// <summary>The one number, and how many instances count; null where none does.</summary>
    public static (decimal? Value, int Counted) Of(KpiKind kind, IReadOnlyList<FeelValue> values)
    {
        if (kind == KpiKind.Share)
        {
            var answers = values.Select(value => value.AsBoolean()).OfType<bool>().ToList();
            return answers.Count == 0 ? (null, 0) : (100m * answers.Count(answer => answer) / answers.Count, answers.Count);
        }

        if (kind == KpiKind.Count)
        {
            var counted = values.Count(value => value.Kind != FeelKind.Null && value.AsBoolean() != false);
            return (counted, counted);
        }

        var numbers = values.Select(value => value.AsDecimal()).OfType<decimal>().Order().ToList();
        if (numbers.Count == 0) return (null, 0);
        return (kind switch
        {
            KpiKind.Mean => numbers.Average(),
            KpiKind.Sum => numbers.Sum(),
            _ => (numbers[(numbers.Count - 1) / 2] + numbers[numbers.Count / 2]) / 2,
        }, numbers.Count);
    }
}
