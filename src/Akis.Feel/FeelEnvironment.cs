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

    /// <summary>How many nodes one evaluation may visit before it gives up with a diagnostic.</summary>
    public int StepLimit { get; init; } = 1_000_000;
}

/// <summary>Why a value is null, or why a text is no expression.</summary>
/// <param name="Code">Stable code, for example <c>feel.syntax</c>.</param>
/// <param name="Tr">The reason in Turkish.</param>
/// <param name="En">The reason in English.</param>
/// <param name="Position">Where in the text, counted from 0.</param>
public sealed record FeelDiagnostic(string Code, string Tr, string En, int Position);

/// <summary>A value and what went wrong on the way to it.</summary>
public readonly record struct FeelResult(FeelValue Value, IReadOnlyList<FeelDiagnostic> Diagnostics);
