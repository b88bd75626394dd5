using CsCheck;

namespace Akis.Feel.Tests.Laws;

/// <summary>The relations of ranges (DMN 1.5 table 78) against what their points say.</summary>
public sealed class RangeLawTests
{
    private static readonly Gen<FeelRange> Ranges = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 4], Gen.Bool, Gen.Bool)
        .Where((_, length, from, to) => length > 0 || (from && to)) // (1..1] has no points
        .Select((start, length, from, to) => new FeelRange(FeelValue.Of(start), from, FeelValue.Of(start + length), to));

    // Between any two ends there is a point that belongs to neither.
    private static readonly FeelValue[] Points = [.. Enumerable.Range(-2, 30).Select(half => FeelValue.Of(half / 2m))];

    [Fact]
    public void Relations_are_what_their_points_say() => Gen.Select(Ranges, Ranges).Sample((a, b) =>
    {
        var (inA, inB) = (Points.Where(point => a.Contains(point) == true).ToList(), Points.Where(point => b.Contains(point) == true).ToList());
        var before = inA.All(first => inB.All(second => FeelOrder.Compare(first, second) < 0));
        var shared = inA.Any(point => b.Contains(point) == true);
        return Holds("before", a, b) == before && Holds("after", b, a) == before
            && (!Holds("overlaps", a, b) || shared || !before)
            && Holds("includes", a, b) == inB.All(point => a.Contains(point) == true)
            && Holds("during", b, a) == Holds("includes", a, b)
            && Holds("meets", a, b) == Holds("met by", b, a)
            && Holds("overlaps", a, b) == Holds("overlaps", b, a)
            && Holds("overlaps before", a, b) == Holds("overlaps after", b, a)
            && Holds("starts", a, b) == Holds("started by", b, a)
            && Holds("finishes", a, b) == Holds("finished by", b, a)
            && Holds("coincides", a, b) == (a == b);
    });

    [Fact]
    public void A_point_is_in_a_range_as_functions_and_operators_say() => Gen.Select(Ranges, Gen.Int[-1, 11]).Sample((range, point) =>
        (range.Contains(FeelValue.Of(point)) == true) == Value("x in r", range, FeelValue.Of(point)).IsTrue && Value("includes(r, x)", range, FeelValue.Of(point)).IsTrue == Value("x in r", range, FeelValue.Of(point)).IsTrue);

    [Fact]
    public void A_range_comes_back_from_its_text() => Ranges.Sample(range => FeelExpression.Parse(FeelValue.Of(range).ToString()).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value == FeelValue.Of(range));

    private static bool Holds(string relation, FeelRange a, FeelRange b) =>
        FeelExpression.Parse($"{relation}(a, b)").Evaluate(FeelContext.Of(("a", FeelValue.Of(a)), ("b", FeelValue.Of(b))), FeelEnvironment.Default).Value.IsTrue;

    private static FeelValue Value(string text, FeelRange range, FeelValue point) =>
        FeelExpression.Parse(text).Evaluate(FeelContext.Of(("r", FeelValue.Of(range)), ("x", point)), FeelEnvironment.Default).Value;
}
