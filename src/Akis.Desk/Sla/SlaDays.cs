using Akis.Feel.Calendars;

namespace Akis.Desk.Sla;

/// <summary>A line of the explanation: a day, or several on which nothing counts.</summary>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end.</param>
/// <param name="State">The ticket's state.</param>
/// <param name="Reason">Why it was in that state; null where nobody said.</param>
/// <param name="Counts">Whether the clock ran; where it did and nothing was spent, no work was done then.</param>
/// <param name="Spent">Working time that it counts.</param>
/// <param name="Total">Working time up to its end.</param>
public sealed record SlaDay(DateTimeOffset From, DateTimeOffset To, string State, string? Reason, bool Counts, TimeSpan Spent, TimeSpan Total);

/// <summary>Explains a run of a clock day by day (domain §8.4: "hedef neden bu?"); the lines add up to what was spent.</summary>
public static class SlaDays
{
    /// <summary>The lines of a run.</summary>
    public static IReadOnlyList<SlaDay> Of(SlaRound round, WorkCalendar calendar)
    {
        var days = new List<SlaDay>();
        var total = TimeSpan.Zero;
        foreach (var segment in round.Segments)
        {
            if (!segment.Counts)
            {
                days.Add(new(segment.From, segment.To, segment.State, segment.Reason, false, TimeSpan.Zero, total));
                continue;
            }

            for (var from = segment.From; from < segment.To;)
            {
                var next = Midnight(from, calendar.Zone);
                var to = next < segment.To ? next : segment.To;
                var spent = calendar.Between(from, to);
                total += spent;
                if (spent == TimeSpan.Zero && days.Count > 0 && days[^1] is { Counts: true } last && last.Spent == TimeSpan.Zero && last.State == segment.State) days[^1] = last with { To = to };
                else days.Add(new(from, to, segment.State, segment.Reason, true, spent, total));
                from = to;
            }
        }

        return days;
    }

    private static DateTimeOffset Midnight(DateTimeOffset after, TimeZoneInfo zone)
    {
        var next = TimeZoneInfo.ConvertTime(after, zone).Date.AddDays(1);
        return new DateTimeOffset(next, zone.GetUtcOffset(next));
    }
}
