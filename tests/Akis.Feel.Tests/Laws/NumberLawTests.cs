using System.Numerics;
using Akis.Feel.Numbers;
using CsCheck;

namespace Akis.Feel.Tests.Laws;

/// <summary>Arithmetic against what is known to be right: whole numbers of any size, and the framework's decimals where these are exact.</summary>
public sealed class NumberLawTests
{
    private static readonly Gen<decimal> Decimals = Gen.OneOf(Gen.Decimal[-1_000_000_000, 1_000_000_000], Gen.Select(Gen.Long, Gen.Int[0, 10]).Select((value, scale) => value / (decimal)Math.Pow(10, scale)), Gen.Int[-20, 20].Select(value => (decimal)value));

    private static readonly Gen<FeelNumber> Numbers = Gen.Select(Gen.OneOf(Gen.Long.Select(value => (BigInteger)value), Gen.Select(Gen.Long, Gen.Long).Select((a, b) => (BigInteger)a * b)), Gen.Int[-30, 40])
        .Select((coefficient, scale) => FeelNumber.TryCreate(coefficient, scale, out var number) ? number : FeelNumber.Zero);

    [Fact]
    public void A_decimal_comes_back_as_it_went() => Decimals.Sample(value => FeelNumber.Of(value).AsDecimal() == value && FeelNumber.TryParse(FeelNumber.Of(value).ToString(), out var read) && read.AsDecimal() == value);

    [Fact]
    public void Sums_and_differences_are_those_of_decimals() => Gen.Select(Gen.Decimal[-1_000_000, 1_000_000], Gen.Decimal[-1_000_000, 1_000_000]).Select((a, b) => (a: Math.Round(a, 10), b: Math.Round(b, 8))).Sample(pair =>
        FeelNumber.TryAdd(FeelNumber.Of(pair.a), FeelNumber.Of(pair.b), out var sum) && sum.AsDecimal() == pair.a + pair.b
        && FeelNumber.TrySubtract(FeelNumber.Of(pair.a), FeelNumber.Of(pair.b), out var difference) && difference.AsDecimal() == pair.a - pair.b);

    [Fact]
    public void Order_is_that_of_decimals() => Gen.Select(Decimals, Decimals).Sample((a, b) => Math.Sign(FeelNumber.Of(a).CompareTo(FeelNumber.Of(b))) == Math.Sign(a.CompareTo(b)) && FeelNumber.Of(a).Equals(FeelNumber.Of(b)) == (a == b));

    [Fact]
    public void Equal_numbers_have_equal_hashes() => Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Int[0, 12]).Sample((value, zeros) =>
        FeelNumber.TryCreate(value * BigInteger.Pow(10, zeros), zeros, out var padded) && padded.Equals(FeelNumber.Of(value)) && padded.GetHashCode() == FeelNumber.Of(value).GetHashCode());

    [Fact]
    public void Products_are_exact_as_long_as_34_digits_hold_them() => Gen.Select(Gen.Long, Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000]).Sample((a, b) =>
        FeelNumber.TryMultiply(FeelNumber.Of(a), FeelNumber.Of(b), out var product) && FeelNumber.TryCreate((BigInteger)a * b, 0, out var exact) && product.Equals(exact));

    [Fact]
    public void A_quotient_times_its_divisor_is_within_a_unit_of_the_last_digit() => Gen.Select(Numbers, Numbers).Sample((a, b) =>
    {
        if (!FeelNumber.TryDivide(a, b, out var quotient)) return b.Sign == 0;
        if (a.Sign == 0) return quotient.Sign == 0;
        if (!FeelNumber.TryMultiply(quotient, b, out var product) || !FeelNumber.TrySubtract(product, a, out var rest)) return false;
        return rest.Sign == 0 || (FeelNumber.TryDivide(rest.Abs(), a.Abs(), out var relative) && relative.CompareTo(Tiny) <= 0);
    });

    [Fact]
    public void Addition_and_multiplication_commute() => Gen.Select(Numbers, Numbers).Sample((a, b) =>
        FeelNumber.TryAdd(a, b, out var left) == FeelNumber.TryAdd(b, a, out var right) && left.Equals(right)
        && FeelNumber.TryMultiply(a, b, out var ab) == FeelNumber.TryMultiply(b, a, out var ba) && ab.Equals(ba));

    [Fact]
    public void Negation_twice_is_nothing() => Numbers.Sample(a => (-(-a)).Equals(a) && FeelNumber.TryAdd(a, -a, out var zero) && zero.Sign == 0);

    [Fact]
    public void A_root_squared_is_its_number() => Numbers.Sample(a =>
        FeelNumber.TrySqrt(a.Abs(), out var root) && FeelNumber.TryMultiply(root, root, out var square) && FeelNumber.TrySubtract(square, a.Abs(), out var rest)
        && (rest.Sign == 0 || (FeelNumber.TryDivide(rest.Abs(), a.Abs(), out var relative) && relative.CompareTo(Tiny) <= 0)));

    [Fact]
    public void Exponential_and_logarithm_undo_each_other() => Gen.Decimal[0.001m, 1000m].Sample(value =>
        FeelNumber.TryLog(FeelNumber.Of(value), out var log) && FeelNumber.TryExp(log, out var back) && FeelNumber.TrySubtract(back, FeelNumber.Of(value), out var rest)
        && rest.Abs().CompareTo(FeelNumber.TryParse("1e-29", out var small) ? small : default) <= 0);

    [Fact]
    public void Rounding_is_that_of_decimals() => Gen.Select(Gen.Decimal[-10_000, 10_000], Gen.Int[0, 6], Gen.Enum<MidpointRounding>()).Select((value, scale, rounding) => (value: Math.Round(value, 7), scale, rounding)).Sample(sample =>
        FeelNumber.Of(sample.value).TryRound(sample.scale, sample.rounding, out var rounded) && rounded.AsDecimal() == Math.Round(sample.value, sample.scale, sample.rounding));

    [Theory]
    [InlineData("9999999999999999999999999999999999", "1", "10000000000000000000000000000000000")]
    [InlineData("1e6144", "9e6144", null)]
    [InlineData("1e-6176", "1e-6176", "2E-6176")]
    [InlineData("1", "1e-40", "1")]
    public void Sums_at_the_edge(string a, string b, string? expected)
    {
        FeelNumber.TryParse(a, out var first).ShouldBeTrue();
        FeelNumber.TryParse(b, out var second).ShouldBeTrue();
        (FeelNumber.TryAdd(first, second, out var sum) ? sum.ToString() : null).ShouldBe(expected);
    }

    private static readonly FeelNumber Tiny = FeelNumber.TryParse("1e-32", out var tiny) ? tiny : default;
}
