using System.Xml;
using Akis.Desk.Categories;
using Akis.Desk.Decisions;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Feel.Calendars;

namespace Akis.Desk.Intake;

/// <summary>What will happen with a ticket and how long it takes, told before it is sent.</summary>
/// <param name="Priority">What its category usually has.</param>
/// <param name="Calendar">Code of the calendar that counts.</param>
/// <param name="FirstAnswer">By when somebody answers, if it is sent now; null where the calendar lacks the year.</param>
/// <param name="Solution">By when it is to be solved.</param>
/// <param name="Usual">Working time that half of the solved tickets of the category took; null where there are too few.</param>
/// <param name="Solved">Out of how many.</param>
public sealed record Forecast(string Priority, string Calendar, DateTimeOffset? FirstAnswer, DateTimeOffset? Solution, TimeSpan? Usual, int Solved);

/// <summary>Foretells by the same decision tables that the ticket's process will ask, and by what has been.</summary>
public sealed class ForecastTicket(AkisDatabase database, DeskDecisions decisions, EngineSettings settings)
{
    private const int FewestForUsual = 5;
    private const int MostForUsual = 200;

    /// <summary>The forecast for a category; null where the decision tables say nothing.</summary>
    public async Task<Forecast?> OfAsync(Category category, string? impact, string? urgency, CancellationToken cancel = default)
    {
        var priority = (await decisions.EvaluateAsync("d-01-oncelik-artirimli", FeelContext.Of(
            ("impact", FeelValue.Of(impact ?? category.Impact)), ("urgency", FeelValue.Of(urgency ?? category.Urgency)), ("suspicion", FeelValue.Of(category.IsSuspicion)),
            ("classInSession", FeelValue.Of(false)), ("registrationWeek", FeelValue.Of(false))), cancel)).AsString();
        var targets = (await decisions.EvaluateAsync("d-02-sla", FeelContext.Of(("type", FeelValue.Of(category.Type)), ("priority", FeelValue.Of(priority)), ("category", FeelValue.Of(category.Code))), cancel)).AsContext();
        if (priority is null || targets is null) return null;
        var code = targets.Get("calendar").AsString() ?? "T1";
        var (usual, solved) = await UsualAsync(category, cancel);
        return new(priority, code, By(code, targets, "firstAnswer"), By(code, targets, "solution"), usual, solved);
    }

    private DateTimeOffset? By(string calendar, FeelContext targets, string name)
    {
        try
        {
            return targets.Get(name).AsString() is { } time ? settings.Calendars[calendar].Add(settings.Clock.GetUtcNow(), XmlConvert.ToTimeSpan(time)) : null;
        }
        catch (CalendarYearMissing)
        {
            return null;
        }
    }

    private async Task<(TimeSpan? Usual, int Solved)> UsualAsync(Category category, CancellationToken cancel)
    {
        var spent = await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT c.spent FROM ticket t JOIN ticket_clock c ON c.ticket_key = t.key AND c.clock = 1 WHERE t.queue = @queue AND t.category = @category AND c.state = 3 ORDER BY t.key DESC LIMIT @most", row => row.GetInt64(0), token,
            ("queue", category.Queue), ("category", category.Code), ("most", MostForUsual)), cancel);
        if (spent.Count < FewestForUsual) return (null, spent.Count);
        spent.Sort();
        return (TimeSpan.FromSeconds(spent[spent.Count / 2]), spent.Count);
    }
}
