using System.Numerics;
using Akis.Feel.Numbers;
using Akis.Feel.Syntax;
using Akis.Feel.Temporal;

namespace Akis.Feel.Evaluation;

/// <summary>The four operations and powers over numbers, texts and times (DMN 1.5 tables 50 and 53).</summary>
internal static class Arithmetic
{
    public static FeelValue Apply(Operator sign, in FeelValue left, in FeelValue right, int position, Evaluator e)
    {
        var (known, result) = Compute(sign, left, right, e);
        if (!known) return e.Fail("feel.arithmetic", position, Printer.Sign(sign), left, right);
        return result.IsNull ? e.Fail(sign == Operator.Divide && right.Kind == FeelKind.Number && right.Number.Sign == 0 ? "feel.division-by-zero" : "feel.arithmetic-range", position, Printer.Sign(sign), left, right) : result;
    }

    // Not known: these kinds have no such operation. Null: they have one, but the result is out of range.
    private static (bool Known, FeelValue Result) Compute(Operator sign, in FeelValue left, in FeelValue right, Evaluator e) => (left.Kind, right.Kind) switch
    {
        (FeelKind.Number, FeelKind.Number) => (true, Numbers(sign, left.Number, right.Number)),
        (FeelKind.String, FeelKind.String) when sign == Operator.Add => (true, e.Text(left.AsString() + right.AsString())),
        (FeelKind.DaysDuration, FeelKind.DaysDuration) when sign is Operator.Add or Operator.Subtract => (true, FeelValue.OfNanos(sign == Operator.Add ? left.Nanos + right.Nanos : left.Nanos - right.Nanos)),
        (FeelKind.YearsDuration, FeelKind.YearsDuration) when sign is Operator.Add or Operator.Subtract => (true, Months(sign == Operator.Add ? (Int128)left.Months + right.Months : (Int128)left.Months - right.Months)),
        (FeelKind.DaysDuration, FeelKind.DaysDuration) when sign == Operator.Divide => (true, Quotient(left.Nanos, right.Nanos)),
        (FeelKind.YearsDuration, FeelKind.YearsDuration) when sign == Operator.Divide => (true, Quotient(left.Months, right.Months)),
        (FeelKind.DaysDuration or FeelKind.YearsDuration, FeelKind.Number) when sign is Operator.Multiply or Operator.Divide => (true, Scaled(left, sign, right.Number)),
        (FeelKind.Number, FeelKind.DaysDuration or FeelKind.YearsDuration) when sign == Operator.Multiply => (true, Scaled(right, sign, left.Number)),
        (FeelKind.Date or FeelKind.DateTime or FeelKind.Time, FeelKind.DaysDuration or FeelKind.YearsDuration) when sign is Operator.Add or Operator.Subtract => Shift(left, right, sign == Operator.Add ? 1 : -1),
        (FeelKind.DaysDuration or FeelKind.YearsDuration, FeelKind.Date or FeelKind.DateTime or FeelKind.Time) when sign == Operator.Add => Shift(right, left, 1),
        (FeelKind.Time, FeelKind.Time) when sign == Operator.Subtract && left.Clock.Place.IsKnown == right.Clock.Place.IsKnown => (true, FeelValue.OfNanos((Int128)left.Clock.UtcNano - right.Clock.UtcNano)),
        (FeelKind.Date or FeelKind.DateTime, FeelKind.Date or FeelKind.DateTime) when sign == Operator.Subtract => Difference(left, right),
        _ => (false, default),
    };

    private static FeelValue Numbers(Operator sign, in FeelNumber left, in FeelNumber right)
    {
        FeelNumber result;
        var known = sign switch
        {
            Operator.Add => FeelNumber.TryAdd(left, right, out result),
            Operator.Subtract => FeelNumber.TrySubtract(left, right, out result),
            Operator.Multiply => FeelNumber.TryMultiply(left, right, out result),
            Operator.Divide => FeelNumber.TryDivide(left, right, out result),
            _ => FeelNumber.TryPower(left, right, out result),
        };
        return known ? FeelValue.Of(result) : default;
    }

    private static FeelValue Months(Int128 months) => months >= long.MinValue && months <= long.MaxValue ? FeelValue.OfMonths((long)months) : default;

    private static FeelValue Quotient(Int128 left, Int128 right) =>
        FeelNumber.TryCreate((BigInteger)left, 0, out var dividend) && FeelNumber.TryCreate((BigInteger)right, 0, out var divisor) && FeelNumber.TryDivide(dividend, divisor, out var quotient)
            ? FeelValue.Of(quotient)
            : default;

    // A duration times or through a number; what is left over of a month or a nanosecond is cut off.
    private static FeelValue Scaled(in FeelValue duration, Operator sign, in FeelNumber by)
    {
        var ofDays = duration.Kind == FeelKind.DaysDuration;
        if (!FeelNumber.TryCreate(ofDays ? (BigInteger)duration.Nanos : duration.Months, 0, out var amount)) return default;
        if (!(sign == Operator.Multiply ? FeelNumber.TryMultiply(amount, by, out var scaled) : FeelNumber.TryDivide(amount, by, out scaled))) return default;
        return scaled.TryRound(0, MidpointRounding.ToZero, out var whole) && whole.AsInt128() is { } count ? ofDays ? FeelValue.OfNanos(count) : Months(count) : default;
    }

    private static (bool Known, FeelValue Result) Shift(in FeelValue moment, in FeelValue duration, int sign)
    {
        if (duration.Kind == FeelKind.YearsDuration)
        {
            if (moment.Kind == FeelKind.Date) return (true, moment.Day.AddMonths(sign * duration.Months) is { } day ? FeelValue.Of(day) : default);
            return moment.AsDateTime() is { } start ? (true, start.PlusMonths(sign * duration.Months) is { } later ? FeelValue.Of(later) : default) : (false, default);
        }

        var nanos = sign * duration.Nanos;
        if (moment.Kind == FeelKind.Date)
        {
            // A date is its midnight: the day that the duration reaches.
            return (true, new FeelDateTime(moment.Day, 0, FeelPlace.Local).Plus(nanos) is { } reached ? FeelValue.Of(reached.Date) : default);
        }

        if (moment.AsDateTime() is { } instant) return (true, instant.Plus(nanos) is { } moved ? FeelValue.Of(moved) : default);
        var clock = ((moment.Clock.NanoOfDay + nanos) % FeelTime.NanosPerDay + FeelTime.NanosPerDay) % FeelTime.NanosPerDay;
        return (true, FeelValue.Of(moment.Clock with { NanoOfDay = (long)clock }));
    }

    // A date counts as its midnight in UTC (DMN 1.5 §10.3.2.3.6): it has no difference from a local date and time.
    private static (bool Known, FeelValue Result) Difference(in FeelValue left, in FeelValue right)
    {
        var (to, from) = (AsDateTime(left), AsDateTime(right));
        return to.Place.IsKnown == from.Place.IsKnown ? (true, FeelValue.OfNanos(to.Instant - from.Instant)) : (false, default);
    }

    private static FeelDateTime AsDateTime(in FeelValue value) => value.AsDateTime() ?? new FeelDateTime(value.Day, 0, FeelPlace.Utc);
}
