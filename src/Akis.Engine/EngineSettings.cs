using Akis.Feel;
using Akis.Feel.Calendars;

namespace Akis.Engine;

/// <summary>What the engine is given from outside.</summary>
/// <param name="Clock">Time; a simulation passes its own.</param>
public sealed record EngineSettings(TimeProvider Clock)
{
    private volatile IReadOnlyDictionary<string, WorkCalendar> _calendars = new Dictionary<string, WorkCalendar>();

    /// <summary>Raised when other calendars were taken into use.</summary>
    internal event Action? CalendarsChanged;

    /// <summary>Work calendars by code; <see cref="ProcessEngine.ChangeCalendarsAsync"/> replaces them.</summary>
    public IReadOnlyDictionary<string, WorkCalendar> Calendars 
    {
        get => _calendars;
        init => _calendars = value;
    }

    internal string? VersionOf(string? calendar) => calendar is null ? null : Calendars.GetValueOrDefault(calendar)?.Version;

    internal void Use(IReadOnlyDictionary<string, WorkCalendar> calendars)
    {
        _calendars = calendars;
        CalendarsChanged?.Invoke();
    }

    internal FeelEnvironment Feel => new() { Clock = Clock, Calendars = Calendars };
}
