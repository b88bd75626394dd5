using Akis.Feel.Calendars;

namespace Akis.Feel;

/// <summary>What an evaluation may use from outside: the clock, the zone of local times, limits, and work calendars by name.</summary>
public sealed record FeelEnvironment
{
    /// <summary>The system clock in Europe/Istanbul, without calendars.</summary>
    public static FeelEnvironment Default { get; } = new();

    /// <summary>Gives <c>now()</c> and <c>today()</c>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The zone of <c>now()</c>, <c>today()</c> and of local times.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    /// <summary>Work calendars by code (T1 …), for the business-time functions and for timers.</summary>
    public IReadOnlyDictionary<string, WorkCalendar> Calendars { get; init; } = new Dictionary<string, WorkCalendar>();

    /// <summary>Functions of the host by name; variables and built-in functions of the same name come first.</summary>
    public IReadOnlyDictionary<string, FeelFunction> Functions { get; init; } = new Dictionary<string, FeelFunction>();

    /// <summary>How many turns of iterations, filters and calls one evaluation may take (<c>feel.limit.steps</c>).</summary>
    public int StepLimit { get; init; } = 1_000_000;

    /// <summary>How deep function calls may nest (<c>feel.limit.depth</c>).</summary>
    public int DepthLimit { get; init; } = 400;

    /// <summary>How many elements a list may have that an evaluation makes (<c>feel.limit.list</c>).</summary>
    public int ListLimit { get; init; } = 1_000_000;

    /// <summary>How many characters a text may have that an evaluation makes (<c>feel.limit.string</c>).</summary>
    public int StringLimit { get; init; } = 10_000_000;

    /// <summary>How long one match of a regular expression may take (<c>feel.limit.regex</c>).</summary>
    public TimeSpan RegexLimit { get; init; } = TimeSpan.FromMilliseconds(200);
}

/// <summary>A value and what went wrong on the way to it.</summary>
public readonly record struct FeelResult(FeelValue Value, IReadOnlyList<FeelDiagnostic> Diagnostics);
