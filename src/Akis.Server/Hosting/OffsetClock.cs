namespace Akis.Server.Hosting;

/// <summary>The system's clock, set to another instant at the program's start: it runs on from there, so that a demo can be seen on a later day.</summary>
internal sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    /// <summary>The clock of a program that starts at <paramref name="instant"/>; null for the system's own.</summary>
    public static TimeProvider StartingAt(DateTimeOffset? instant) => instant is { } start ? new OffsetClock(start - System.GetUtcNow()) : System;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}
