using System.Globalization;
using Akis.Feel.Temporal;
using CsCheck;

namespace Akis.Feel.Tests.Laws;

/// <summary>Dates against the framework's calendar where it has one, and against themselves beyond it.</summary>
public sealed class TimeLawTests
{
    private static readonly Gen<DateOnly> Days = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);
    private static readonly Gen<FeelDate> AnyDay = Gen.Select(Gen.Long[-999_999_999, 999_999_999], Gen.Int[1, 12], Gen.Int[1, 28]).Select((year, month, day) => FeelDate.Create(year, month, day)!.Value); // every such day exists

    [Fact]
    public void A_day_is_that_of_the_framework() => Days.Sample(day =>
    {
        var own = FeelDate.Of(day);
        return own.AsDateOnly() == day && (own.Year, own.Month, own.DayOfMonth) == (day.Year, day.Month, day.Day) && own.DayOfYear == day.DayOfYear
            && own.Weekday == (day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek) && own.WeekOfYear == ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue))
            && own.DaysInMonth == DateTime.DaysInMonth(day.Year, day.Month) && own.ToString() == day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    });

    [Fact]
    public void Months_are_added_as_the_framework_does() => Gen.Select(Days, Gen.Int[-1200, 1200]).Sample((day, months) =>
        day.Year is < 150 or > 9850 || FeelDate.Of(day).AddMonths(months)?.AsDateOnly() == day.AddMonths(months));

    [Fact]
    public void A_day_of_any_year_comes_back_from_its_text() => AnyDay.Sample(day => TemporalText.Date(day.ToString()) == FeelValue.Of(day) && FeelDate.Create(day.Year, day.Month, day.DayOfMonth) == day);

    [Fact]
    public void A_difference_of_days_is_what_must_be_added() => Gen.Select(AnyDay, Gen.Long[-1_000_000, 1_000_000]).Sample((day, days) => day.AddDays(days) is not { } later || (later.Day - day.Day == days && later.AddDays(-days) == day));

    [Fact]
    public void A_duration_comes_back_from_its_text() => Gen.Select(Gen.Long[-100_000_000_000, 100_000_000_000], Gen.Int[0, 999_999_999]).Sample((seconds, nanos) =>
    {
        var duration = FeelValue.OfNanos(((Int128)seconds * 1_000_000_000) + (seconds < 0 ? -nanos : nanos));
        return TemporalText.Duration(TemporalText.OfNanos(duration.Nanos)) == duration;
    });

    [Fact]
    public void Months_come_back_from_their_text() => Gen.Long[-1_000_000_000, 1_000_000_000].Sample(months => TemporalText.Duration(TemporalText.OfMonths(months)) == FeelValue.OfMonths(months));

    [Fact]
    public void An_instant_moved_and_moved_back_is_the_same_instant() => Gen.Select(Days, Gen.Long[0, FeelTime.NanosPerDay - 1], Pick.From<(int?, string?)>((null, null), (10_800, null), (null, "Europe/Istanbul"), (null, "Europe/Paris")), Gen.Long[-10_000_000, 10_000_000]).Sample((day, nano, place, seconds) =>
    {
        if (day.Year is < 2 or > 9990) return true;
        var start = new FeelDateTime(FeelDate.Of(day), nano, new(place.Item1, place.Item2));
        var moved = start.Plus((Int128)seconds * FeelTime.NanosPerSecond);
        // A local time that the clock skips or repeats has no single instant: only where the way is clear it must lead back.
        return moved is null || moved.Instant - start.Instant != (Int128)seconds * FeelTime.NanosPerSecond || moved.Plus(-(Int128)seconds * FeelTime.NanosPerSecond)?.Instant == start.Instant;
    });

    [Fact]
    public void Durations_add_up() => Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Long[-1_000_000, 1_000_000]).Sample((a, b) =>
        Value($"duration(\"{TemporalText.OfNanos((Int128)a * 1_000_000_000)}\") + duration(\"{TemporalText.OfNanos((Int128)b * 1_000_000_000)}\")") == FeelValue.OfNanos((Int128)(a + b) * 1_000_000_000)
        && Value($"@\"{TemporalText.OfMonths(a)}\" - @\"{TemporalText.OfMonths(b)}\"") == FeelValue.OfMonths(a - b));

    private static FeelValue Value(string text) => FeelExpression.Parse(text).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
}
