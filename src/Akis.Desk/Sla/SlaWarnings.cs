using System.Globalization;
using Akis.Desk.Categories;
using Akis.Desk.Rules;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Sla;

/// <summary>OA-08: tells the ticket's process at 75, 100 and 150 per cent of a target, once each; the model says who is told and who must explain.</summary>
internal static class SlaWarnings
{
    private const string Message = "ticket-sla";

    /// <summary>The next percentage that a run of a clock will come to; null where none is left or nobody is told.</summary>
    public static int? NextLevel(SlaRound round) =>
        round.Clock == SlaClock.GroupSolution || round.State != SlaState.Running ? null : SlaRules.Levels.Cast<int?>().FirstOrDefault(level => !IsReached(round, level!.Value)); // cast from int

    /// <summary>Gives out what is due: one warning for each level that a running clock has come to.</summary>
    public static async Task RaiseAsync(WriteSession session, ProcessEngine engine, DeskRules rules, long ticket, SlaReport report, TimeZoneInfo zone, CancellationToken cancel)
    {
        foreach (var clock in new[] { SlaClock.FirstAnswer, SlaClock.Solution, SlaClock.Update })
        {
            if (report.Last(clock) is not { State: SlaState.Running } round) continue;
            foreach (var level in SlaRules.Levels.Where(level => IsReached(round, level)))
            {
                var isNew = await session.ExecuteAsync("INSERT INTO ticket_warning (ticket_key, clock, round, level, at) VALUES (@ticket, @clock, @round, @level, @now) ON CONFLICT DO NOTHING", cancel,
                    ("ticket", ticket), ("clock", clock), ("round", round.No), ("level", level), ("now", session.Now)) == 1;
                if (!isNew) continue;
                await TellAsync(session, engine, ticket, round, level, zone, cancel);
                await rules.RunAsync(session, ticket, "sla", level, cancel);
            }
        }
    }

    /// <summary>A clock's name in the middle of a sentence.</summary>
    public static (string Tr, string En) NameOf(SlaClock clock) => clock switch
    {
        SlaClock.FirstAnswer => ("ilk yanıt", "first answer"),
        SlaClock.Update => ("güncelleme", "update"),
        _ => ("çözüm", "solution"),
    };

    private static bool IsReached(SlaRound round, int level) => round.Spent.Ticks * 100 >= round.Allowance.Ticks * level;

    private static async Task TellAsync(WriteSession session, ProcessEngine engine, long ticket, SlaRound round, int level, TimeZoneInfo zone, CancellationToken cancel)
    {
        var (number, owner, queue) = (await session.QueryAsync("SELECT number, assignee, queue FROM ticket WHERE key = @ticket", row => (row.GetString(0), row.Text(1), row.GetString(2)), cancel, ("ticket", ticket)))[0];
        var (tr, en) = NameOf(round.Clock);
        var due = round.Due is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture) : "";
        await TicketMessages.AddAsync(session, ticket, MessageKind.Note, Actor.System.UserName, $"SLA: {tr} süresinin %{level.ToString(CultureInfo.InvariantCulture)} kadarı doldu (hedef {due}).", cancel);
        var variables = FeelContext.Of(
            ("slaLevel", FeelValue.Of(level)), ("slaClock", FeelValue.Of(round.Clock.ToString())), ("slaClockName", FeelValue.Of(tr)), ("slaClockNameEn", FeelValue.Of(en)),
            ("slaDue", FeelValue.Of(due)), ("slaOwner", FeelValue.Of(owner)), ("leadGroup", FeelValue.Of(Queues.LeadOf(queue))));

        // Nobody waits where the ticket has just ended; then there is nothing to tell.
        await engine.PublishMessageAsync(session, Message, number, variables, $"sla-{ticket}-{round.Clock}-{round.No}-{level}", TimeSpan.Zero, Actor.System, cancel);
    }
}
