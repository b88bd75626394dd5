using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel.Calendars;

namespace Akis.Desk.Sla;

/// <summary>How a clock stands, as lists show it.</summary>
/// <param name="Ticket">The ticket's key.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="State">How it stands.</param>
/// <param name="Due">When its target is reached; null while it stands still.</param>
/// <param name="Breached">When it was overrun; null where it was not.</param>
/// <param name="Left">Working time that was left when it was last computed.</param>
public sealed record SlaPill(long Ticket, SlaClock Clock, SlaState State, DateTimeOffset? Due, DateTimeOffset? Breached, TimeSpan Left);

/// <summary>A target as it was set.</summary>
/// <param name="At">When.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Targets">What was promised.</param>
/// <param name="IsCatalogue">From the catalogue of services rather than from the priority.</param>
public sealed record SlaTargetLine(DateTimeOffset At, string Priority, SlaTargets Targets, bool IsCatalogue);

/// <summary>Why the targets are what they are.</summary>
/// <param name="Report">The clocks as they stand now; null where a calendar lacks a year that is needed.</param>
/// <param name="MissingYear">That year.</param>
/// <param name="Targets">Every target there was.</param>
/// <param name="Breaches">Every overrun that was recorded.</param>
/// <param name="Calendar">The calendar that counts.</param>
public sealed record SlaExplanation(SlaReport? Report, int? MissingYear, IReadOnlyList<SlaTargetLine> Targets, IReadOnlyList<SlaBreach> Breaches, WorkCalendar Calendar);

/// <summary>Reads clocks. Who may see the ticket is asked before.</summary>
public sealed class SlaQueries(AkisDatabase database, EngineSettings settings)
{
    /// <summary>The clocks of tickets that matter in a list: those that run, stand still or were overrun.</summary>
    public async Task<ILookup<long, SlaPill>> PillsAsync(IEnumerable<long> tickets, CancellationToken cancel = default)
    {
        var wanted = tickets.Distinct().Select((key, i) => ($"t{i}", (object?)key)).ToArray();
        if (wanted.Length == 0) return Array.Empty<SlaPill>().ToLookup(pill => pill.Ticket);
        var pills = await database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT ticket_key, clock, state, due_at, breached_at, allowance, spent FROM ticket_clock WHERE ticket_key IN ({string.Join(", ", wanted.Select(w => "@" + w.Item1))}) ORDER BY ticket_key, clock",
            row => new SlaPill(row.GetInt64(0), (SlaClock)row.GetInt32(1), (SlaState)row.GetInt32(2), row.Instant(3), row.Instant(4), TimeSpan.FromSeconds(row.GetInt64(5) - row.GetInt64(6))), token, wanted), cancel);
        return pills.ToLookup(pill => pill.Ticket);
    }

    /// <summary>Explains the clocks of a ticket; null for one without targets (opened before there were any).</summary>
    public Task<SlaExplanation?> ExplainAsync(long ticket, CancellationToken cancel = default) => database.ReadAsync<SlaExplanation?>(async (connection, token) =>
    {
        var spans = await connection.QueryAsync(SlaRows.Spans, SlaRows.Span, token, ("ticket", ticket));
        var targets = await connection.QueryAsync(SlaRows.Targets, SlaRows.Target, token, ("ticket", ticket));
        var told = await connection.QueryAsync(SlaRows.Told, SlaRows.Tell, token, ("ticket", ticket));
        if (targets.Count == 0) return null;
        var origins = await connection.QueryAsync("SELECT origin FROM ticket_target WHERE ticket_key = @ticket ORDER BY key", row => row.GetString(0), token, ("ticket", ticket));
        var breaches = await connection.QueryAsync("SELECT clock, round, at, priority FROM ticket_breach WHERE ticket_key = @ticket ORDER BY at, clock",
            row => new SlaBreach((SlaClock)row.GetInt32(0), row.GetInt32(1), row.Instant(2)!.Value, row.GetString(3)), token, ("ticket", ticket)); // at is never null
        var lines = targets.Cast<TargetsSet>().Zip(origins, (set, origin) => new SlaTargetLine(set.At, set.Priority, set.Targets, origin == "category")).ToList();
        var calendar = settings.Calendars[lines[^1].Targets.Calendar];
        try
        {
            return new(SlaTimeline.Compute(SlaRows.InOrder(spans, targets, told), settings.Calendars, settings.Clock.GetUtcNow()), null, lines, breaches, calendar);
        }
        catch (CalendarYearMissing missing)
        {
            return new(null, missing.Year, lines, breaches, calendar);
        }
    }, cancel);
}
