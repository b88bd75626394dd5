using Akis.Desk.Tickets;
using Akis.Feel.Calendars;

namespace Akis.Desk.Sla;

/// <summary>
/// The clocks of a ticket from what happened to it: a pure function, so that a page can explain every minute and a test can compare each with a slow count.
/// Business time is <see cref="WorkCalendar"/>'s; the rules are the domain's §8.4 and §10.2.
/// </summary>
public static class SlaTimeline
{
    /// <summary>All clocks as they stand at <paramref name="now"/>.</summary>
    /// <param name="facts">In order of time; the first targets stand at the opening.</param>
    /// <param name="calendars">By code; every calendar that the targets name.</param>
    /// <param name="now">Facts after it do not count.</param>
    /// <exception cref="CalendarYearMissing">A calendar does not define a year that is needed.</exception>
    public static SlaReport Compute(IReadOnlyList<SlaFact> facts, IReadOnlyDictionary<string, WorkCalendar> calendars, DateTimeOffset now)
    {
        var sets = facts.OfType<TargetsSet>().Where(set => set.At <= now).ToList();
        var last = sets[^1];
        var breaches = new Dictionary<(SlaClock, int), SlaBreach>();
        var rounds = new List<SlaRound>();
        for (var i = 0; i < sets.Count; i++)
        {
            // Targets count from the opening, whenever they were set; overruns while others counted stay (§8.4).
            var until = i + 1 < sets.Count ? sets[i + 1].At : now;
            rounds = [.. Enum.GetValues<SlaClock>().SelectMany(clock => Rounds(clock, facts, sets[i].Targets, calendars[sets[i].Targets.Calendar], until))];
            foreach (var round in rounds.Where(round => round.BreachedAt is not null))
            {
                var at = round.BreachedAt!.Value; // asked for above
                breaches.TryAdd((round.Clock, round.No), new(round.Clock, round.No, at < sets[i].At ? sets[i].At : at, sets[i].Priority));
            }
        }

        return new(last.Priority, last.Targets, rounds, [.. breaches.Values.OrderBy(breach => breach.At).ThenBy(breach => breach.Clock)]);
    }

    /// <summary>When a run of a clock comes to a percentage of its allowance, if it goes on running; null while it stands still.</summary>
    public static DateTimeOffset? Mark(SlaRound round, int percent, WorkCalendar calendar)
    {
        if (round.State != SlaState.Running) return null;
        if (round.Segments.Count == 0) return calendar.Add(round.Start, round.Allowance * (percent / 100.0));
        var current = round.Segments[^1];
        var needed = (round.Allowance * (percent / 100.0)) - (round.Spent - current.Spent);
        return needed <= TimeSpan.Zero ? current.From : calendar.Add(current.From, needed);
    }

    private static List<SlaRound> Rounds(SlaClock clock, IReadOnlyList<SlaFact> facts, SlaTargets targets, WorkCalendar calendar, DateTimeOffset until)
    {
        var rounds = new List<SlaRound>();
        Run? run = null;
        string? state = null;
        string? reason = null;
        var since = DateTimeOffset.MinValue;
        var left = targets.Of(clock);
        foreach (var fact in facts.Where(fact => fact.At <= until))
        {
            Pass(fact.At);
            switch (fact)
            {
                case StateEntered entered:
                    (state, reason) = (entered.State, entered.Reason);
                    if (clock == SlaClock.FirstAnswer && state == TicketState.Reopened) End(fact.At);
                    if (SlaRules.Of(clock, state) == ClockRule.Ends) End(fact.At);
                    else if (run is null && StartsIn(clock, state, rounds.Count)) run = new(fact.At, rounds.Count > 0 && clock != SlaClock.Update ? left : targets.Of(clock));
                    break;
                case RequesterTold told when run is not null && (clock == SlaClock.Update || (clock == SlaClock.FirstAnswer && told.IsHuman)):
                    End(fact.At);
                    if (clock == SlaClock.Update) run = new(fact.At, targets.Silence);
                    break;
            }
        }

        Pass(until);
        if (run is not null) rounds.Add(run.Close(clock, rounds.Count + 1, state is null ? SlaState.Off : SlaRules.Of(clock, state) == ClockRule.Runs ? SlaState.Running : SlaState.Paused, null, calendar));
        return rounds;

        void Pass(DateTimeOffset to)
        {
            if (run is not null && state is not null && to > since) run.Add(since, to, state, reason, SlaRules.Of(clock, state) == ClockRule.Runs, calendar);
            since = to;
        }

        void End(DateTimeOffset at)
        {
            if (run is null) return;
            rounds.Add(run.Close(clock, rounds.Count + 1, SlaState.Done, at, calendar));

            // A reopened ticket has what was left, at least a quarter; its first answer is due anew.
            var whole = targets.Of(clock);
            left = clock == SlaClock.FirstAnswer ? whole : Longer(run.Left, whole * SlaRules.LeastAfterReopening);
            run = null;
        }
    }

    // A clock starts with the ticket; once stopped, it starts again when the ticket comes back: the first answer's only by a reopening, for which the answer was not yet given.
    private static bool StartsIn(SlaClock clock, string state, int before) => clock switch
    {
        SlaClock.FirstAnswer => before == 0 || state == TicketState.Reopened,
        _ => SlaRules.Of(clock, state) == ClockRule.Runs || (clock != SlaClock.Update && before == 0),
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed class Run(DateTimeOffset start, TimeSpan allowance)
    {
        private readonly List<SlaSegment> _segments = [];
        private TimeSpan _spent;
        private DateTimeOffset? _reached;
        private DateTimeOffset? _breached;

        public TimeSpan Left => allowance - _spent;

        public void Add(DateTimeOffset from, DateTimeOffset to, string state, string? reason, bool counts, WorkCalendar calendar)
        {
            var spent = counts ? calendar.Between(from, to) : TimeSpan.Zero;
            if (_spent + spent >= allowance) _reached ??= calendar.Add(from, Left);
            if (_spent + spent > allowance) _breached ??= _reached; // what ends just in time is in time
            _spent += spent;
            _segments.Add(new(from, to, state, reason, counts, spent));
        }

        public SlaRound Close(SlaClock clock, int no, SlaState state, DateTimeOffset? ended, WorkCalendar calendar)
        {
            DateTimeOffset? due = state == SlaState.Running ? _reached ?? calendar.Add(_segments.Count == 0 ? start : _segments[^1].To, Left) : null;
            return new(clock, no, start, allowance, _spent, state, due, ended, _breached, _segments);
        }
    }
}
