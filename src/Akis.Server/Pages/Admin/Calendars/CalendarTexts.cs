namespace Akis.Server.Pages.Admin.Calendars;

/// <summary>Texts of the work calendars' page.</summary>
internal sealed class CalendarTexts;
