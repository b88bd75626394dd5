using System.Globalization;
using Akis.Desk.Sla;
using Microsoft.Extensions.Localization;

namespace Akis.Server.Pages.Tickets.Clock;

/// <summary>Durations of working time and clocks in words.</summary>
internal static class WorkingTime
{
    private const int HoursOfDay = 8;
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    /// <summary>A duration; where working days are counted, eight hours are one.</summary>
    public static string Of(TimeSpan time, string calendar, IStringLocalizer<ClockTexts> texts)
    {
        time = time.Duration();
        var minutes = (long)time.TotalMinutes;
        if (minutes == 0 && time > TimeSpan.Zero) return texts["Seconds", (int)time.TotalSeconds];
        var days = calendar == "T2" ? 0 : minutes / (HoursOfDay * 60);
        var (hours, rest) = ((minutes / 60) - (days * HoursOfDay), minutes % 60);
        string[] parts =
        [
            .. days > 0 ? [texts[days == 1 ? "WorkDay" : "WorkDays", days]] : Array.Empty<string>(),
            .. hours > 0 ? [texts["Hours", hours]] : Array.Empty<string>(),
            .. rest > 0 || days + hours == 0 ? [texts["Minutes", rest]] : Array.Empty<string>(),
        ];
        return string.Join(" ", parts);
    }

    /// <summary>How a clock stands, in a sentence.</summary>
    public static string Sentence(SlaRound round, string calendar, IStringLocalizer<ClockTexts> texts) => round switch
    {
        { State: SlaState.Running, BreachedAt: { } at } => texts["Late", Instant(at), Of(round.Left, calendar, texts)],
        { State: SlaState.Running, Due: { } due } => texts["Running", Instant(due), Of(round.Spent, calendar, texts), Of(round.Left, calendar, texts)],
        { State: SlaState.Paused } => texts["Paused", Of(round.Spent, calendar, texts), Of(round.Left, calendar, texts)],
        { State: SlaState.Done } => texts[round.BreachedAt is null ? "Done" : "DoneLate", Of(round.Spent, calendar, texts), Of(round.Allowance, calendar, texts)],
        _ => texts["Off"],
    };

    /// <summary>The same in a few words.</summary>
    public static string Short(SlaRound round, string calendar, IStringLocalizer<ClockTexts> texts) => round switch
    {
        { State: SlaState.Running, Due: { } due } => texts[round.BreachedAt is null ? "Short_Running" : "Short_Late", Instant(due)],
        { State: SlaState.Paused } => texts["Short_Paused", Of(round.Left, calendar, texts)],
        { State: SlaState.Done } => texts[round.BreachedAt is null ? "Short_Done" : "Short_DoneLate"],
        _ => texts["Off"],
    };

    /// <summary>An instant in local time.</summary>
    public static string Instant(DateTimeOffset at) => Local(at).ToString("d MMMM ddd HH:mm", CultureInfo.CurrentCulture);

    /// <summary>A stretch of time: the day once where it is the same.</summary>
    public static string Period(DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (Local(from), Local(to));
        var sameDay = start.Date == end.Date || (end.TimeOfDay == TimeSpan.Zero && start.Date == end.Date.AddDays(-1));
        var until = sameDay ? end.TimeOfDay == TimeSpan.Zero ? "24:00" : end.ToString("HH:mm", CultureInfo.CurrentCulture) : Instant(to);
        return $"{Instant(from)} – {until}";
    }

    private static DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Istanbul).DateTime;
}
