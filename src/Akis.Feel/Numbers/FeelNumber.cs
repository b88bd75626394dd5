using System.Globalization;
using System.Numerics;

namespace Akis.Feel.Numbers;

/// <summary>
/// A decimal of 34 significant digits, rounded half to even (IEEE 754-2008 decimal128, which DMN 1.5 §10.3.2.3.1 asks for): a coefficient
/// and how many of its digits stand behind the point. Coefficients that fit 64 bits are computed without allocation. There is no NaN and
/// no infinity: operations that leave the range say so by returning false.
/// </summary>
internal readonly partial struct FeelNumber : IEquatable<FeelNumber>, IComparable<FeelNumber>
{
    internal const int Precision = 34;
    private const int MaxExponent = 6144;
    private const int MaxScale = 6176;

    private readonly object? _large; // a boxed BigInteger where the coefficient exceeds 64 bits
    private readonly long _small;

    private FeelNumber(long small, int scale) => (_small, Scale) = (small, scale);

    private FeelNumber(BigInteger large, int scale) => (_large, Scale) = (large, scale);

    internal FeelNumber(object? large, long small, int scale) => (_large, _small, Scale) = (large, small, scale);

    public static FeelNumber Zero => default;

    /// <summary>How many digits of the coefficient stand behind the point; negative for trailing zeros before it.</summary>
    public int Scale { get; }

    internal object? Large => _large;

    internal long Small => _small;

    public int Sign => _large is BigInteger big ? big.Sign : Math.Sign(_small);

    private BigInteger Coefficient => _large is BigInteger big ? big : _small;

    public bool IsInteger => Scale <= 0 || Stripped().Scale <= 0;

    public static FeelNumber Of(long value) => new(value, 0);

    public static FeelNumber Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        if (bits[2] == 0 && bits[1] >= 0)
        {
            var low = ((long)bits[1] << 32) | (uint)bits[0];
            return new(value < 0 ? -low : low, scale);
        }

        var coefficient = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return new(value < 0 ? -coefficient : coefficient, scale);
    }

    /// <summary>The number of this coefficient and scale, rounded to 34 digits; false where it is too large.</summary>
    public static bool TryCreate(BigInteger coefficient, int scale, out FeelNumber number)
    {
        var surplus = Digits(coefficient) - Precision;
        surplus = Math.Max(surplus, scale - MaxScale);
        if (surplus > 0)
        {
            coefficient = Drop(coefficient, surplus, MidpointRounding.ToEven);
            scale -= surplus;
            if (Digits(coefficient) > Precision) (coefficient, scale) = (coefficient / 10, scale - 1); // 99…9 became 100…0
        }

        number = coefficient >= long.MinValue && coefficient <= long.MaxValue ? Plain((long)coefficient, scale) : new(coefficient, scale);
        return coefficient.IsZero || Digits(coefficient) - 1 - scale <= MaxExponent;
    }

    /// <summary>Reads digits with an optional sign, point and exponent; no blanks, no grouping.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FeelNumber number)
    {
        number = default;
        var at = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is '-' or '+')
        {
            negative = text[0] == '-';
            at++;
        }

        var (small, big, digits, scale) = (0L, BigInteger.Zero, 0, 0);
        var pointAt = -1;
        for (; at < text.Length; at++)
        {
            if (text[at] == '.' && pointAt < 0)
            {
                pointAt = at;
                continue;
            }

            if (!char.IsAsciiDigit(text[at])) break;
            if (digits == 18) big = small;
            if (digits < 18) small = (small * 10) + (text[at] - '0');
            else big = (big * 10) + (text[at] - '0');
            digits++;
            if (pointAt >= 0) scale++;
            if (digits > 20_000) return false;
        }

        if (digits == 0 || (pointAt >= 0 && scale == 0)) return false;
        if (at < text.Length)
        {
            if (text[at] is not ('e' or 'E') || !int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || Math.Abs((long)exponent) > 20_000) return false;
            scale -= exponent;
        }

        return digits <= 18 && Math.Abs(scale) < 1000
            ? TryPlain(negative ? -small : small, scale, out number)
            : TryCreate(negative ? -(digits <= 18 ? small : big) : digits <= 18 ? small : big, scale, out number);
    }

    public static bool TryAdd(in FeelNumber a, in FeelNumber b, out FeelNumber sum)
    {
        if (a._large is null && b._large is null && a.Scale == b.Scale && IsOrdinary(a.Scale))
        {
            var total = unchecked(a._small + b._small);
            if (((a._small ^ total) & (b._small ^ total)) >= 0)
            {
                sum = new(total, a.Scale);
                return true;
            }
        }

        else if (a._large is null && b._large is null && IsOrdinary(a.Scale) && IsOrdinary(b.Scale) && (uint)(a.Scale - b.Scale + 18) <= 36)
        {
            // The one with fewer decimals gets zeros, as long as 64 bits hold both.
            var (longer, shorter, difference) = a.Scale > b.Scale ? (a, b, a.Scale - b.Scale) : (b, a, b.Scale - a.Scale);
            if (shorter._small != long.MinValue && Math.Abs(shorter._small) <= SafeFor[difference])
            {
                var padded = shorter._small * Power10Small[difference];
                var total = unchecked(longer._small + padded);
                if (((longer._small ^ total) & (padded ^ total)) >= 0)
                {
                    sum = new(total, longer.Scale);
                    return true;
                }
            }
        }

        return TryAddAligned(a, b, out sum);
    }

    public static bool TrySubtract(in FeelNumber a, in FeelNumber b, out FeelNumber difference) => TryAdd(a, -b, out difference);

    public static bool TryMultiply(in FeelNumber a, in FeelNumber b, out FeelNumber product)
    {
        if (a._large is null && b._large is null)
        {
            var high = Math.BigMul(a._small, b._small, out var low);
            if (high == low >> 63)
            {
                product = new(low, a.Scale + b.Scale);
                if (IsOrdinary(product.Scale)) return true;
            }
        }

        return TryCreate(a.Coefficient * b.Coefficient, a.Scale + b.Scale, out product);
    }

    /// <summary>The quotient to 34 digits; false by zero or out of range.</summary>
    public static bool TryDivide(in FeelNumber a, in FeelNumber b, out FeelNumber quotient)
    {
        quotient = default;
        if (b.Sign == 0) return false;
        if (a._large is null && b._large is null && IsOrdinary(a.Scale) && IsOrdinary(b.Scale) && TryDivideExactly(a, b, out quotient)) return true;

        var (dividend, divisor) = (a.Coefficient, b.Coefficient);
        var shift = Math.Max(0, Precision + 1 + Digits(divisor) - Digits(dividend));
        var result = BigInteger.DivRem(dividend * Power10(shift), divisor, out var rest);
        var scale = a.Scale - b.Scale + shift;
        if (!rest.IsZero) return TryCreate((result * 10) + (dividend.Sign * divisor.Sign), scale + 1, out quotient); // one digit more tells a tie from what only looks like one
        while (scale > 0 && !result.IsZero)
        {
            var shorter = BigInteger.DivRem(result, 10, out var digit);
            if (!digit.IsZero) break;
            (result, scale) = (shorter, scale - 1);
        }

        return TryCreate(result, result.IsZero ? 0 : scale, out quotient);
    }

    public static FeelNumber operator -(in FeelNumber number) =>
        number._large is BigInteger big ? new(-big, number.Scale)
        : number._small == long.MinValue ? new(-(BigInteger)number._small, number.Scale)
        : new(-number._small, number.Scale);

    public FeelNumber Abs() => Sign < 0 ? -this : this;

    /// <summary>Rounded to so many digits behind the point, or before it where negative; false where that leaves the range.</summary>
    public bool TryRound(int scale, MidpointRounding rounding, out FeelNumber rounded)
    {
        rounded = this;
        return scale >= Scale || TryCreate(Drop(Coefficient, Scale - scale, rounding), scale, out rounded);
    }

    public FeelNumber Floor() => TryRound(0, MidpointRounding.ToNegativeInfinity, out var floor) ? floor : this;

    /// <summary>The whole number, or null where there is a fraction or 64 bits do not hold it.</summary>
    public long? AsInteger()
    {
        if (_large is null && Scale == 0) return _small;
        var plain = Stripped();
        if (plain.Scale > 0 || plain.Scale < -18) return null;
        var value = plain.Coefficient * Power10(-plain.Scale);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }

    /// <summary>The whole number, or null where there is a fraction or 128 bits do not hold it.</summary>
    public Int128? AsInt128()
    {
        var plain = Stripped();
        if (plain.Scale > 0 || plain.Scale < -38) return null;
        var value = plain.Coefficient * Power10(-plain.Scale);
        return value >= (BigInteger)Int128.MinValue && value <= (BigInteger)Int128.MaxValue ? (Int128)value : null;
    }

    /// <summary>The nearest <see cref="decimal"/>, or null where the number is too large for one.</summary>
    public decimal? AsDecimal()
    {
        if (_large is null && Scale is >= 0 and <= 28)
        {
            var magnitude = (ulong)Math.Abs((decimal)_small);
            return new decimal((int)magnitude, (int)(magnitude >> 32), 0, _small < 0, (byte)Scale);
        }

        return decimal.TryParse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    public double AsDouble() => double.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    public int CompareTo(FeelNumber other)
    {
        if (_large is null && other._large is null)
        {
            if (Scale == other.Scale) return _small.CompareTo(other._small);
            if (Math.Abs(Scale - other.Scale) <= 18) // in 128 bits nothing overflows
            {
                return Scale < other.Scale
                    ? ((Int128)_small * Power10Small[other.Scale - Scale]).CompareTo(other._small)
                    : ((Int128)_small).CompareTo((Int128)other._small * Power10Small[Scale - other.Scale]);
            }
        }

        if (Sign != other.Sign) return Sign.CompareTo(other.Sign);
        var (left, right, _) = Align(this, other);
        return left.CompareTo(right);
    }

    public bool Equals(FeelNumber other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is FeelNumber other && Equals(other);

    public override int GetHashCode()
    {
        var plain = Stripped();
        return HashCode.Combine(plain._small, plain._large, plain.Scale);
    }

    /// <summary>Digits with a point, as a FEEL literal; with an exponent where more than 40 zeros would stand.</summary>
    public override string ToString() => Text(Stripped());

    /// <summary>The same with the zeros at the end with which it was written or computed.</summary>
    public string ToExactString() => Text(this);

    private static string Text(in FeelNumber plain)
    {
        var digits = BigInteger.Abs(plain.Coefficient).ToString(CultureInfo.InvariantCulture);
        var exponent = digits.Length - 1 - plain.Scale;
        var sign = plain.Sign < 0 ? "-" : "";
        if (exponent > 40 || (plain.Scale > 40 && exponent < -10))
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}E{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}";
        if (plain.Scale <= 0) return sign + digits + new string('0', -plain.Scale);
        digits = digits.PadLeft(plain.Scale + 1, '0');
        return $"{sign}{digits[..^plain.Scale]}.{digits[^plain.Scale..]}";
    }

    // Far from the limits of the exponent: nothing can leave the range.
    private static bool IsOrdinary(int scale) => scale is >= -20 and <= 40;

    private static bool TryAddAligned(in FeelNumber a, in FeelNumber b, out FeelNumber sum)
    {
        if (a.Sign == 0 || b.Sign == 0)
        {
            sum = a.Sign == 0 ? b : a;
            return true;
        }

        if (a._large is null && b._large is null && Math.Abs(a.Scale - b.Scale) <= 18 && IsOrdinary(a.Scale) && IsOrdinary(b.Scale))
        {
            var scale = Math.Max(a.Scale, b.Scale);
            var total = ((Int128)a._small * Power10Small[scale - a.Scale]) + ((Int128)b._small * Power10Small[scale - b.Scale]);
            if (total >= long.MinValue && total <= long.MaxValue)
            {
                sum = new((long)total, scale);
                return true;
            }
        }

        var (left, right, common) = Align(a, b);
        return TryCreate(left + right, common, out sum);
    }

    // Most divisions of a desk are exact (10 / 4): they need no long arithmetic.
    private static bool TryDivideExactly(in FeelNumber a, in FeelNumber b, out FeelNumber quotient)
    {
        quotient = default;
        for (var shift = 0; shift <= 6; shift++)
        {
            var (result, rest) = Int128.DivRem((Int128)a._small * Power10Small[shift], b._small);
            if (rest != 0) continue;
            return result >= long.MinValue && result <= long.MaxValue && TryPlain((long)result, a.Scale - b.Scale + shift, out quotient);
        }

        return false;
    }

    private static FeelNumber Plain(long coefficient, int scale) => TryPlain(coefficient, scale, out var number) ? number : new(coefficient, scale);

    // Trailing zeros before the point are written out as long as they fit.
    private static bool TryPlain(long coefficient, int scale, out FeelNumber number)
    {
        if (coefficient == 0) scale = 0;
        if (scale is < 0 and >= -18)
        {
            var value = (Int128)coefficient * Power10Small[-scale];
            if (value >= long.MinValue && value <= long.MaxValue) (coefficient, scale) = ((long)value, 0);
        }

        number = new(coefficient, scale);
        return true;
    }

    private FeelNumber Stripped()
    {
        if (_large is null)
        {
            if (_small == 0) return default;
            var (small, scale) = (_small, Scale);
            while (small % 10 == 0) (small, scale) = (small / 10, scale - 1);
            return new(small, scale);
        }

        var (big, shrunk) = (Coefficient, Scale);
        while (true)
        {
            var shorter = BigInteger.DivRem(big, 10, out var digit);
            if (!digit.IsZero) break;
            (big, shrunk) = (shorter, shrunk - 1);
        }

        return big >= long.MinValue && big <= long.MaxValue ? new((long)big, shrunk) : new(big, shrunk);
    }

    private static (BigInteger Left, BigInteger Right, int Scale) Align(in FeelNumber a, in FeelNumber b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return (a.Coefficient * Power10(scale - a.Scale), b.Coefficient * Power10(scale - b.Scale), scale);
    }

    // The coefficient without its last digits, rounded.
    private static BigInteger Drop(BigInteger coefficient, int digits, MidpointRounding rounding)
    {
        if (digits <= 0) return coefficient * Power10(-digits);
        var unit = Power10(digits);
        var kept = BigInteger.DivRem(coefficient, unit, out var rest);
        if (rest.IsZero) return kept;
        var half = (BigInteger.Abs(rest) * 2).CompareTo(unit);
        var away = rounding switch
        {
            MidpointRounding.ToEven => half > 0 || (half == 0 && !kept.IsEven),
            MidpointRounding.AwayFromZero => half >= 0,
            MidpointRounding.ToNegativeInfinity => coefficient.Sign < 0,
            MidpointRounding.ToPositiveInfinity => coefficient.Sign > 0,
            _ => false,
        };
        return away ? kept + coefficient.Sign : kept;
    }

    private static int Digits(BigInteger value)
    {
        if (value.IsZero) return 1;
        var magnitude = BigInteger.Abs(value);
        var estimate = (int)((magnitude.GetBitLength() - 1) * 0.30102999566398120) + 1;
        return magnitude >= Power10(estimate) ? estimate + 1 : estimate;
    }

    private static readonly long[] Power10Small = [.. Enumerable.Range(0, 19).Select(power => (long)Math.Pow(10, power))];
    // The largest magnitude that so many zeros can be put behind.
    private static readonly long[] SafeFor = [.. Power10Small.Select(power => long.MaxValue / power)];
    private static readonly BigInteger[] Power10Large = [.. Enumerable.Range(0, 128).Select(power => BigInteger.Pow(10, power))];

    private static BigInteger Power10(int power) => power < Power10Large.Length ? Power10Large[power] : BigInteger.Pow(10, power);
}
