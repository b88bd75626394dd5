using System.Globalization;

namespace Akis.Feel.Temporal;

/// <summary>Where a time is meant: nowhere in particular (local), at an offset from UTC in seconds, or in a named zone of the tz database.</summary>
internal readonly record struct FeelPlace(int? Offset, string? Zone)
{
    public static FeelPlace Local => default;

    public static FeelPlace Utc => new(0, null);

    public bool IsKnown => Offset is not null || Zone is not null;

    /// <summary>Seconds ahead of UTC without summer time; zero for local ones.</summary>
    public int StandardOffset => Offset ?? (Zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone) ? (int)zone.BaseUtcOffset.TotalSeconds : 0);

    /// <summary>Seconds ahead of UTC at that day and time, which are the place's own or those of UTC; zero for local ones.</summary>
    public int OffsetAt(FeelDate day, long nanoOfDay, DateTimeKind kind = DateTimeKind.Unspecified)
    {
        if (Offset is { } seconds) return seconds;
        if (Zone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone)) return 0;
        // Outside the framework's calendar the zone's rules of its first and last years go on.
        var year = (int)Math.Clamp(day.Year, 2, 9998);
        var clock = new DateTime(year, day.Month, Math.Min(day.DayOfMonth, DateTime.DaysInMonth(year, day.Month)), 0, 0, 0, kind).AddTicks(nanoOfDay / 100);
        return (int)zone.GetUtcOffset(clock).TotalSeconds;
    }

    public override string ToString()
    {
        if (Zone is not null) return "@" + Zone;
        if (Offset is not { } seconds) return "";
        if (seconds == 0) return "Z";
        var span = TimeSpan.FromSeconds(Math.Abs(seconds));
        return (seconds < 0 ? "-" : "+") + span.ToString(span.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
    }
}

/// <summary>A time of day to the nanosecond.</summary>
internal readonly record struct FeelTime(long NanoOfDay, FeelPlace Place)
{
    public const long NanosPerSecond = 1_000_000_000;
    public const long NanosPerDay = 86_400 * NanosPerSecond;

    public int Hour => (int)(NanoOfDay / (3600 * NanosPerSecond));

    public int Minute => (int)(NanoOfDay / (60 * NanosPerSecond) % 60);

    public int Second => (int)(NanoOfDay / NanosPerSecond % 60);

    public long NanoOfSecond => NanoOfDay % NanosPerSecond;

    /// <summary>Nanoseconds since midnight in UTC; of the clock's own for local times. A zone, without a day, counts with its standard offset.</summary>
    public long UtcNano => NanoOfDay - (Place.StandardOffset * NanosPerSecond);

    public override string ToString() => Clock() + Place;

    private string Clock()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}:{Second:00}");
        return NanoOfSecond == 0 ? text : text + "." + NanoOfSecond.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
    }
}

/// <summary>A day and a time on it.</summary>
internal sealed record FeelDateTime(FeelDate Date, long NanoOfDay, FeelPlace Place)
{
    public FeelTime Time => new(NanoOfDay, Place);

    /// <summary>Nanoseconds since 1970-01-01T00:00:00 UTC; of the local clock for local ones.</summary>
    public Int128 Instant => LocalNanos - ((Int128)Place.OffsetAt(Date, NanoOfDay) * FeelTime.NanosPerSecond);

    private Int128 LocalNanos => ((Int128)Date.Day * FeelTime.NanosPerDay) + NanoOfDay;

    public static FeelDateTime Of(DateTimeOffset value) =>
        new(FeelDate.Of(DateOnly.FromDateTime(value.DateTime)), value.TimeOfDay.Ticks * 100, new((int)value.Offset.TotalSeconds, null));

    /// <summary>The local day and time at a place of an instant in nanoseconds since 1970; null outside the years.</summary>
    public static FeelDateTime? FromInstant(Int128 instant, FeelPlace place)
    {
        if (FromLocal(instant, FeelPlace.Utc) is not { } utc) return null;
        var seconds = place.Zone is null ? place.Offset ?? 0 : place.OffsetAt(utc.Date, utc.NanoOfDay, DateTimeKind.Utc);
        return FromLocal(instant + ((Int128)seconds * FeelTime.NanosPerSecond), place);
    }

    /// <summary>Moved by nanoseconds; in a zone the time passes, so that the clock may jump with summer time. Null outside the years.</summary>
    public FeelDateTime? Plus(Int128 nanos) => Place.Zone is null ? FromLocal(LocalNanos + nanos, Place) : FromInstant(Instant + nanos, Place);

    public FeelDateTime? PlusMonths(long months) => Date.AddMonths(months) is { } day ? this with { Date = day } : null;

    /// <summary>The instant in the framework's type, local ones taken in <paramref name="zone"/>; null outside the years 1 to 9999.</summary>
    public DateTimeOffset? InZone(TimeZoneInfo zone)
    {
        if (Date.AsDateOnly() is not { } day || day.Year is 1 or 9999) return null;
        var local = day.ToDateTime(TimeOnly.MinValue).AddTicks(NanoOfDay / 100);
        var offset = Place.IsKnown ? TimeSpan.FromSeconds(Place.OffsetAt(Date, NanoOfDay)) : zone.GetUtcOffset(local);
        return new DateTimeOffset(local - offset, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(Math.Floor(offset.TotalMinutes)));
    }

    public override string ToString() => $"{Date}T{Time}";

    private static FeelDateTime? FromLocal(Int128 nanos, FeelPlace place)
    {
        var day = nanos / FeelTime.NanosPerDay;
        var rest = nanos - (day * FeelTime.NanosPerDay);
        if (rest < 0) (day, rest) = (day - 1, rest + FeelTime.NanosPerDay);
        return Int128.Abs(day) < 400_000_000_000 && Math.Abs(new FeelDate((long)day).Year) <= FeelDate.MaxYear ? new((FeelDate)new((long)day), (long)rest, place) : null;
    }
}
