namespace Akis.Handbook.Calendars;

/// <summary>A calendar's week as it stands in the file.</summary>
/// <param name="Code">T1, T2 …</param>
/// <param name="Tr">Turkish name.</param>
/// <param name="En">English name.</param>
/// <param name="KeepsHolidays">Holidays and leave close it.</param>
/// <param name="Week">Hours by days.</param>
public sealed record CalendarHours(string Code, string Tr, string En, bool KeepsHolidays, IReadOnlyList<(IReadOnlyList<DayOfWeek> Days, IReadOnlyList<string> Blocks)> Week);

/// <summary>A religious feast.</summary>
/// <param name="First">Its first day; the day before is a half day.</param>
/// <param name="Days">3 for Ramazan, 4 for Kurban.</param>
/// <param name="IsOfficial">As announced; otherwise a forecast that is confirmed in the autumn before.</param>
public sealed record Feast(DateOnly First, int Days, bool IsOfficial);

/// <summary>All calendars and the feasts of the years that they know.</summary>
public sealed record CalendarOverview(IReadOnlyList<CalendarHours> Calendars, IReadOnlyList<Feast> Feasts);
