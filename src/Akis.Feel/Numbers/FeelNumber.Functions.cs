using System.Numerics;

namespace Akis.Feel.Numbers;

/// <summary>Powers, roots, exponentials: computed in whole numbers with more digits than a result keeps.</summary>
internal readonly partial struct FeelNumber
{
    private const int Guard = 60; // digits behind the point while a series is summed

    private static BigInteger One => Power10(Guard);
    private static readonly Lazy<BigInteger> Ln10 = new(() => LnNear(One * 10 / 8) + (3 * Ln2()));

    public static bool TryPower(in FeelNumber value, in FeelNumber exponent, out FeelNumber power)
    {
        power = default;
        if (exponent.AsInteger() is { } whole) return TryPower(value, whole, out power);
        if (value.Sign < 0) return false;
        if (value.Sign == 0)
        {
            power = Zero;
            return exponent.Sign > 0;
        }

        return TryLog(value, out var log) && TryMultiply(log, exponent, out var product) && TryExp(product, out power);
    }

    /// <summary>The square root to 34 digits; false below zero.</summary>
    public static bool TrySqrt(in FeelNumber value, out FeelNumber root)
    {
        root = default;
        if (value.Sign < 0) return false;
        var shift = (2 * Precision) + 2;
        if (((value.Scale + shift) & 1) != 0) shift++;
        var square = value.Coefficient * Power10(shift);
        var whole = IntegerRoot(square);
        return TryCreate(whole, (value.Scale + shift) / 2, out root);
    }

    /// <summary>e to the power of a number; false where that is too large.</summary>
    public static bool TryExp(in FeelNumber value, out FeelNumber power)
    {
        power = default;
        if (value.CompareTo(Of(14_150)) > 0) return false;
        if (value.CompareTo(Of(-14_250)) < 0) return true; // nearer to zero than the smallest number

        // e^x = 10^k · e^r with x = k · ln 10 + r and |r| < ln 10
        var x = Fixed(value);
        var k = (int)(x / Ln10.Value);
        var r = (x - (k * Ln10.Value)) >> 8;
        var (sum, term) = (One, One);
        for (var n = 1; !term.IsZero; n++)
        {
            term = term * r / One / n;
            sum += term;
        }

        for (var i = 0; i < 8; i++) sum = sum * sum / One;
        return TryCreate(sum, Guard - k, out power);
    }

    /// <summary>The natural logarithm; false at zero and below.</summary>
    public static bool TryLog(in FeelNumber value, out FeelNumber log)
    {
        log = default;
        if (value.Sign <= 0) return false;

        // x = m · 10^e with 1 ≤ m < 10, and m = n · 2^j with n near 1
        var digits = Digits(value.Coefficient);
        var m = value.Coefficient * Power10(Guard) / Power10(digits - 1);
        var exponent = digits - 1 - value.Scale;
        var halvings = 0;
        while (m > One * 3 / 2) (m, halvings) = (m >> 1, halvings + 1);
        return TryCreate(LnNear(m) + (halvings * Ln2()) + (exponent * Ln10.Value), Guard, out log);
    }

    private static bool TryPower(FeelNumber value, long exponent, out FeelNumber power)
    {
        power = Of(1);
        if (exponent < 0) return value.Sign != 0 && exponent > long.MinValue && TryPower(value, -exponent, out var inverse) && TryDivide(Of(1), inverse, out power);
        for (var n = exponent; n > 0; n >>= 1)
        {
            if ((n & 1) == 1 && !TryMultiply(power, value, out power)) return false;
            if (n > 1 && !TryMultiply(value, value, out value)) return false;
        }

        return true;
    }

    private static BigInteger Fixed(in FeelNumber value) => Guard >= value.Scale ? value.Coefficient * Power10(Guard - value.Scale) : value.Coefficient / Power10(value.Scale - Guard);

    // ln m = 2 · artanh((m - 1) / (m + 1)), quick near 1
    private static BigInteger LnNear(BigInteger m)
    {
        var t = (m - One) * One / (m + One);
        var square = t * t / One;
        var (sum, term) = (t, t);
        for (var n = 3; !term.IsZero; n += 2)
        {
            term = term * square / One;
            sum += term / n;
        }

        return sum * 2;
    }

    private static BigInteger Ln2() => LnNear(One * 4 / 3) + LnNear(One * 3 / 2);

    private static BigInteger IntegerRoot(BigInteger square)
    {
        if (square.IsZero) return square;
        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (square / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }
}
