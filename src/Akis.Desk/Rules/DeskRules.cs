using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Rules;

/// <summary>Asks the desk's rules when something happens to a ticket, and does what they say; each says in the ticket which rule it was and why.</summary>
public sealed class DeskRules(RuleVersions versions, ProcessEngine engine, EngineSettings settings)
{
    /// <summary>Runs the rules for an event. What rules do sets off no rules.</summary>
    /// <param name="session">The transaction of what happened.</param>
    /// <param name="ticket">The ticket's key.</param>
    /// <param name="happened">opened, changed, message, sla or schedule.</param>
    /// <param name="slaLevel">With sla: 75, 100 or 150.</param>
    /// <param name="cancel">Stops the work.</param>
    internal async Task RunAsync(WriteSession session, long ticket, string happened, int? slaLevel, CancellationToken cancel)
    {
        if (await versions.NewestAsync(session, cancel) is not { } rules) return;
        var found = await session.QueryAsync($"SELECT {RuleTicket.Columns} FROM ticket t WHERE t.key = @ticket", RuleTicket.Row, cancel, ("ticket", ticket));
        if (found.Count == 0 || TicketState.IsOver(found[0].State)) return;
        foreach (var match in rules.Ask(found[0].Inputs(happened, slaLevel, session.Now), settings)) await DoAsync(session, found[0], match, rules.Version, cancel);
    }

    // A rule does one thing once while the ticket stays in its state: on schedule and with every change the same conditions are met again and again.
    private async Task DoAsync(WriteSession session, RuleTicket ticket, RuleMatch match, int version, CancellationToken cancel)
    {
        var isFirst = await session.ExecuteAsync("INSERT INTO ticket_rule (ticket_key, rule, state, reopened, version, at) VALUES (@ticket, @rule, @state, @reopened, @version, @now) ON CONFLICT DO NOTHING", cancel,
            ("ticket", ticket.Key), ("rule", match.Rule.Name), ("state", ticket.State), ("reopened", ticket.Reopened), ("version", version), ("now", session.Now)) == 1;
        if (!isFirst) return;
        var why = $"Kural “{match.Rule.Name}” (sürüm {version}, satır {match.Number}): {RuleWords.Of(match.Rule)}. Neden: {match.Why}.";
        await TicketMessages.AddAsync(session, ticket.Key, MessageKind.Note, Actor.System.UserName, why, cancel);
        var done = await session.TryAsync(() => RuleActions.RunAsync(session, engine, ticket, match.Rule.Action, match.Rule.Value, why, cancel), cancel);
        if (done.Problem is { } problem) await TicketMessages.AddAsync(session, ticket.Key, MessageKind.Note, Actor.System.UserName, $"Kural “{match.Rule.Name}” uygulanamadı: {problem.Tr}", cancel);
    }
}

/// <summary>What a rule does, in a few words.</summary>
internal static class RuleWords
{
    public static string Of(DeskRule rule) => rule.Action switch
    {
        "assign" => $"{rule.Value} üstlendi",
        "queue" => $"bilet {rule.Value} kuyruğuna aktarıldı",
        "notify" => "haber verildi",
        "assess" => $"etki/aciliyet {rule.Value} yapıldı",
        "note" => "not eklendi",
        _ => "talep sahibine yazıldı",
    };
}
