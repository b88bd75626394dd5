using Akis.Feel;
using Akis.Feel.Calendars;

namespace Akis.Engine;

/// <summary>What the engine is given from outside.</summary>
/// <param name="Clock">Time; a simulation passes its own.</param>
public sealed record EngineSettings(TimeProvider Clock)
{
    /// <summary>Work calendars by code.</summary>
    public IReadOnlyDictionary<string, WorkCalendar> Calendars { get; init; } = new Dictionary<string, WorkCalendar>();

    internal FeelEnvironment Feel => new() { Clock = Clock, Calendars = Calendars };
}
