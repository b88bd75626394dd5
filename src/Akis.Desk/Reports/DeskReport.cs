using Akis.Desk.Categories;
using Akis.Desk.Sla;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Reports;

/// <summary>The desk in a period, without names of persons (domain §8.13).</summary>
/// <param name="Opened">Tickets opened in it.</param>
/// <param name="Solved">Of those, how many are solved or closed.</param>
/// <param name="FirstContact">Of the solved, how many were solved by the first answer.</param>
/// <param name="Reopened">Of the solved, how many were opened again.</param>
/// <param name="Clocks">By queue and clock, how the targets were met.</param>
/// <param name="Ages">By queue, how old what is open is.</param>
/// <param name="Ratings">By queue, what requesters say.</param>
public sealed record DeskReport(int Opened, int Solved, int FirstContact, int Reopened, IReadOnlyList<ClockLine> Clocks, IReadOnlyList<AgeLine> Ages, IReadOnlyList<RatingLine> Ratings);

/// <summary>How a clock's targets were met: runs that are over, and of those how many were overrun.</summary>
public sealed record ClockLine(string Queue, SlaClock Clock, int Runs, int Overrun)
{
    /// <summary>What was in time, in percent.</summary>
    public double InTime => Runs == 0 ? 100 : Math.Round(100.0 * (Runs - Overrun) / Runs, 1);
}

/// <summary>Open tickets of a queue by age in calendar days.</summary>
public sealed record AgeLine(string Queue, int UpToOneDay, int UpToThreeDays, int UpToSevenDays, int UpToThirtyDays, int Older)
{
    /// <summary>All of them.</summary>
    public int All => UpToOneDay + UpToThreeDays + UpToSevenDays + UpToThirtyDays + Older;
}

/// <summary>Ratings of a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Closed">Tickets that could be rated.</param>
/// <param name="Rated">Those that were.</param>
/// <param name="Average">Mean score; null where none was given.</param>
/// <param name="Low">Scores of 1 and 2.</param>
public sealed record RatingLine(string Queue, int Closed, int Rated, double? Average, int Low);

/// <summary>Counts. Tickets that are confidential count, they are not named.</summary>
public sealed class DeskReports(AkisDatabase database, EngineSettings settings)
{
    private const string Solved = "state IN ('Resolved', 'Closed')";

    /// <summary>Who reads it: the head, the auditor, and the leads and people of the desk.</summary>
    public static bool MayRead(Actor actor) => actor.IsIn(["baskan", "kalite"]) || Queues.WorkedBy(actor.Groups).Any();

    /// <summary>The report of what was opened from one instant up to another.</summary>
    public Task<DeskReport> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel = default) => database.ReadAsync(async (connection, token) =>
    {
        (string, object?)[] period = [("from", from), ("to", to)];
        var totals = (await connection.QueryAsync($"""
            SELECT count(*), coalesce(sum(CASE WHEN {Solved} THEN 1 ELSE 0 END), 0),
              coalesce(sum(CASE WHEN {Solved} AND (SELECT count(*) FROM ticket_told o WHERE o.ticket_key = t.key AND o.human) <= 1 THEN 1 ELSE 0 END), 0),
              coalesce(sum(CASE WHEN {Solved} AND reopened > 0 THEN 1 ELSE 0 END), 0)
            FROM ticket t WHERE opened_at >= @from AND opened_at < @to AND state NOT IN ('Cancelled', 'Merged', 'Redirected')
            """, row => (Opened: Count(row.GetValue(0)), Solved: Count(row.GetValue(1)), First: Count(row.GetValue(2)), Reopened: Count(row.GetValue(3))), token, period))[0];
        var clocks = await connection.QueryAsync("""
            SELECT t.queue, c.clock, count(*), sum(CASE WHEN EXISTS (SELECT 1 FROM ticket_breach b WHERE b.ticket_key = c.ticket_key AND b.clock = c.clock) THEN 1 ELSE 0 END)
            FROM ticket_clock c JOIN ticket t ON t.key = c.ticket_key
            WHERE t.opened_at >= @from AND t.opened_at < @to AND t.state NOT IN ('Cancelled', 'Merged', 'Redirected')
              AND (c.state = 3 OR EXISTS (SELECT 1 FROM ticket_breach b WHERE b.ticket_key = c.ticket_key AND b.clock = c.clock))
            GROUP BY t.queue, c.clock ORDER BY t.queue, c.clock
            """, row => new ClockLine(row.GetString(0), (SlaClock)row.GetInt32(1), Count(row.GetValue(2)), Count(row.GetValue(3))), token, period);
        var ratings = await connection.QueryAsync("""
            SELECT t.queue, count(*), count(r.score), avg(r.score), coalesce(sum(CASE WHEN r.score <= 2 THEN 1 ELSE 0 END), 0)
            FROM ticket t LEFT JOIN ticket_rating r ON r.ticket_key = t.key WHERE t.opened_at >= @from AND t.opened_at < @to AND t.state IN ('Resolved', 'Closed') GROUP BY t.queue ORDER BY t.queue
            """, row => new RatingLine(row.GetString(0), Count(row.GetValue(1)), Count(row.GetValue(2)), row.IsDBNull(3) ? null : Math.Round(Convert.ToDouble(row.GetValue(3), System.Globalization.CultureInfo.InvariantCulture), 2), Count(row.GetValue(4))), token, period);
        var now = settings.Clock.GetUtcNow();
        var ages = await connection.QueryAsync("""
            SELECT queue, sum(CASE WHEN opened_at >= @day THEN 1 ELSE 0 END), sum(CASE WHEN opened_at < @day AND opened_at >= @three THEN 1 ELSE 0 END),
              sum(CASE WHEN opened_at < @three AND opened_at >= @week THEN 1 ELSE 0 END), sum(CASE WHEN opened_at < @week AND opened_at >= @month THEN 1 ELSE 0 END), sum(CASE WHEN opened_at < @month THEN 1 ELSE 0 END)
            FROM ticket WHERE state NOT IN ('Resolved', 'Closed', 'Cancelled', 'Merged', 'Redirected') GROUP BY queue ORDER BY queue
            """, row => new AgeLine(row.GetString(0), Count(row.GetValue(1)), Count(row.GetValue(2)), Count(row.GetValue(3)), Count(row.GetValue(4)), Count(row.GetValue(5))), token,
            ("day", now.AddDays(-1)), ("three", now.AddDays(-3)), ("week", now.AddDays(-7)), ("month", now.AddDays(-30)));
        return new DeskReport(totals.Opened, totals.Solved, totals.First, totals.Reopened, clocks, ages, ratings);
    }, cancel);

    // Sums are decimals on PostgreSQL and integers on SQLite.
    private static int Count(object value) => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);
}
