namespace Akis.Feel.Evaluation;

/// <summary>The four operations and powers over numbers, texts and times (DMN 1.5 tables 50 and 53).</summary>
internal static class Arithmetic
{
    /// <summary>The result, or null where these kinds have none.</summary>
    /// <exception cref="OverflowException">The result is too large.</exception>
    public static FeelValue? Apply(char sign, FeelValue left, FeelValue right) => (left.Kind, right.Kind) switch
    {
        (FeelKind.Number, FeelKind.Number) => Numbers(sign, left.AsDecimal()!.Value, right.AsDecimal()!.Value), // the kinds were asked, here and below
        (FeelKind.String, FeelKind.String) when sign == '+' => FeelValue.Of(left.AsString() + right.AsString()),
        (FeelKind.DaysDuration, FeelKind.DaysDuration) => Spans(sign, left.AsDuration()!.Value, right.AsDuration()!.Value),
        (FeelKind.DaysDuration, FeelKind.Number) when sign is '*' or '/' => FeelValue.Of(sign == '*' ? left.AsDuration()!.Value * (double)right.AsDecimal()!.Value : left.AsDuration()!.Value / (double)right.AsDecimal()!.Value),
        (FeelKind.Number, FeelKind.DaysDuration) when sign == '*' => FeelValue.Of(right.AsDuration()!.Value * (double)left.AsDecimal()!.Value),
        (FeelKind.YearsDuration, FeelKind.YearsDuration) => Months(sign, left.AsMonths()!.Value, right.AsMonths()!.Value),
        (FeelKind.YearsDuration, FeelKind.Number) when sign is '*' or '/' => FeelValue.OfMonths((int)(sign == '*' ? left.AsMonths()!.Value * right.AsDecimal()!.Value : left.AsMonths()!.Value / right.AsDecimal()!.Value)),
        (FeelKind.Number, FeelKind.YearsDuration) when sign == '*' => FeelValue.OfMonths((int)(right.AsMonths()!.Value * left.AsDecimal()!.Value)),
        (FeelKind.Date or FeelKind.DateTime or FeelKind.Time, _) => Moment(sign, left, right),
        (FeelKind.DaysDuration or FeelKind.YearsDuration, FeelKind.Date or FeelKind.DateTime or FeelKind.Time) when sign == '+' => Moment(sign, right, left),
        _ => null,
    };

    private static FeelValue? Numbers(char sign, decimal left, decimal right) => sign switch
    {
        '+' => FeelValue.Of(left + right),
        '-' => FeelValue.Of(left - right),
        '*' => FeelValue.Of(left * right),
        '/' => right == 0 ? null : FeelValue.Of(left / right),
        _ => Power(left, right),
    };

    private static FeelValue? Power(decimal value, decimal exponent)
    {
        if (exponent == Math.Truncate(exponent) && Math.Abs(exponent) <= 1000)
        {
            var (result, factor) = (1m, exponent < 0 ? 1 / value : value);
            for (var n = (int)Math.Abs(exponent); n > 0; n >>= 1)
            {
                if ((n & 1) == 1) result *= factor;
                if (n > 1) factor *= factor;
            }

            return FeelValue.Of(result);
        }

        var real = Math.Pow((double)value, (double)exponent);
        return double.IsFinite(real) ? FeelValue.Of((decimal)real) : null;
    }

    private static FeelValue? Spans(char sign, TimeSpan left, TimeSpan right) => sign switch
    {
        '+' => FeelValue.Of(left + right),
        '-' => FeelValue.Of(left - right),
        '/' when right != TimeSpan.Zero => FeelValue.Of((decimal)left.Ticks / right.Ticks),
        _ => null,
    };

    private static FeelValue? Months(char sign, int left, int right) => sign switch
    {
        '+' => FeelValue.OfMonths(left + right),
        '-' => FeelValue.OfMonths(left - right),
        '/' when right != 0 => FeelValue.Of((decimal)left / right),
        _ => null,
    };

    private static FeelValue? Moment(char sign, FeelValue moment, FeelValue right)
    {
        if (sign is not ('+' or '-')) return null;
        if (right.AsDuration() is { } span) return Shift(moment, sign == '+' ? span : -span);
        if (right.AsMonths() is { } months) return Shift(moment, sign == '+' ? months : -months);
        return sign == '-' ? Difference(moment, right) : null;
    }

    private static FeelValue? Shift(FeelValue moment, TimeSpan span)
    {
        if (moment.AsDate() is { } day) return FeelValue.Of(DateOnly.FromDateTime(day.ToDateTime(TimeOnly.MinValue) + span));
        if (moment.AsDateTime() is { } instant) return FeelValue.Of(instant.Plus(span));
        return moment.AsTime() is { } time ? FeelValue.Of(time with { Value = time.Value.Add(span) }) : null;
    }

    private static FeelValue? Shift(FeelValue moment, int months)
    {
        if (moment.AsDate() is { } day) return FeelValue.Of(day.AddMonths(months));
        return moment.AsDateTime() is { } instant ? FeelValue.Of(instant with { Value = instant.Value.AddMonths(months) }) : null;
    }

    private static FeelValue? Difference(FeelValue left, FeelValue right)
    {
        if (left.AsTime() is { } late && right.AsTime() is { } early) return FeelValue.Of(late.Value.ToTimeSpan() - early.Value.ToTimeSpan());
        if (AsDateTime(left) is not { } to || AsDateTime(right) is not { } from) return null;
        if (to.HasPlace != from.HasPlace) return null;
        return FeelValue.Of(to.HasPlace ? to.InZone(TimeZoneInfo.Utc) - from.InZone(TimeZoneInfo.Utc) : to.Value - from.Value);
    }

    // A date in arithmetic counts as its midnight in UTC (DMN 1.5 §10.3.2.3.6): it has no difference from a local date and time.
    private static FeelDateTime? AsDateTime(FeelValue value) =>
        value.AsDateTime() ?? (value.AsDate() is { } day ? new FeelDateTime(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero, null) : null);
}
