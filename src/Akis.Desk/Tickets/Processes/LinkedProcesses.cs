using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Desk.Sla;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Desk.Tickets.Processes;

/// <summary>A process to begin, with its start form's checked answers.</summary>
public sealed record BoundProcess(string ProcessId, FeelContext Answers);

/// <summary>How long the chain of tickets and processes may grow that open each other (domain §8.7 f).</summary>
internal static class TicketDepth
{
    public const string Variable = "ticketDepth";

    public const int Deepest = 3;

    public const int MostOfOneRoot = 20;

    public static int Of(FeelContext variables) => (int)(variables.Get(Variable).AsInteger() ?? 0);
}

/// <summary>
/// Ticket and process show each other: a process that was started for a ticket is written down with it, its stages become words to the requester, and when the last one ends the ticket goes on.
/// All of it happens in the transaction of the process's own step.
/// </summary>
internal sealed class LinkedProcesses(IServiceProvider services, SlaRecord clocks) : IProcessListener
{
    private const string Ended = "ticket-process-ended";
    private const string Stage = "akis:stage";
    private const string State = "akis:ticketState";
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Starts a process of the handbook for a ticket.</summary>
    public static Task<Outcome<StartedRequest>> StartAsync(WriteSession session, StartRequest start, string number, BoundProcess bound, int depth, Requester requester, Actor actor, CancellationToken cancel) =>
        start.RunAsync(session, CodeOf(bound.ProcessId), bound.ProcessId, bound.Answers.With(TicketDepth.Variable, FeelValue.Of(depth + 1)), requester, actor, "Bilet", number, cancel: cancel);

    /// <summary>The handbook's code in the id of a model: <c>sek-08-04-34-vpn</c> is SEK 08-04-34.</summary>
    public static string CodeOf(string processId) => processId is ['s', 'e', 'k', '-', ..] && processId.Length >= 12 ? $"SEK {processId[4..12]}" : processId;

    public async ValueTask OnTransitionAsync(WriteSession session, InstanceTransition transition, CancellationToken cancel)
    {
        // What a process calls belongs to it; the ticket's own process is TicketProcess's.
        if (transition.InstanceKey != transition.RootKey || transition.ProcessId == OpenTicket.ProcessId || transition.Variables.Get("ticketNumber").AsString() is not { } number) return;
        var tickets = await session.QueryAsync("SELECT key FROM ticket WHERE number = @number", row => row.GetInt64(0), cancel, ("number", number));
        if (tickets.Count == 0) return;
        if (transition.Events.Any(happened => happened is InstanceStarted)) await LinkAsync(session, tickets[0], transition, cancel);
        await MilestoneAsync(session, tickets[0], transition, cancel);
        if (EndOf(transition) is { } end) await EndAsync(session, tickets[0], number, transition, end, cancel);
        await clocks.FollowAsync(session, tickets[0], cancel);
    }

    private static Task LinkAsync(WriteSession session, long ticket, InstanceTransition transition, CancellationToken cancel) => session.ExecuteAsync(
        "INSERT INTO ticket_process (instance_key, ticket_key, process_id, name, code, started_at, cancelled) VALUES (@instance, @ticket, @process, @name, @code, @now, false)", cancel,
        ("instance", transition.InstanceKey), ("ticket", ticket), ("process", transition.ProcessId), ("name", transition.Graph.Name ?? transition.ProcessId), ("code", transition.BusinessKey), ("now", session.Now));

    // A stage that is entered for the first time is news for the requester, and counts as an update (domain §8.4: "süreç olayları sayılır").
    private static async Task MilestoneAsync(WriteSession session, long ticket, InstanceTransition transition, CancellationToken cancel)
    {
        if (Reached(transition, Stage) is not { } stage) return;
        var isNews = await session.ExecuteAsync("UPDATE ticket_process SET stage = @stage WHERE instance_key = @instance AND (stage IS NULL OR stage <> @stage)", cancel, ("stage", stage), ("instance", transition.InstanceKey)) == 1;
        if (!isNews) return;
        await TicketMessages.AddAsync(session, ticket, MessageKind.Event, Actor.System.UserName, $"{transition.BusinessKey ?? transition.Graph.Name}: {stage}", cancel);
        SlaRecord.Tell(session, ticket, isHuman: false);
    }

    private static string? Reached(InstanceTransition transition, string property) =>
        transition.Events.OfType<ElementActivated>().Select(reached => transition.Graph.Find(reached.ElementId)?.Properties.GetValueOrDefault(property)).OfType<string>().LastOrDefault();

    private static (bool IsCancelled, string Outcome)? EndOf(InstanceTransition transition) =>
        transition.Events.OfType<InstanceCancelled>().FirstOrDefault() is { } cancelled ? (true, cancelled.Reason)
        : transition.Events.Any(happened => happened is InstanceFailed) ? (true, "Süreç hatayla sonlandı")
        : Reached(transition, State) == TicketState.Resolved ? (false, Reached(transition, Stage) ?? "Tamamlandı") // what was asked is done; the process lives on, as an account does
        : !transition.Events.Any(happened => happened is InstanceCompleted) ? null
        : (false, string.Join(", ", transition.Events.OfType<ElementCompleted>().Select(ended => transition.Graph.Find(ended.ElementId)).Where(node => node?.Kind == NodeKind.EndEvent).Select(node => node!.Title).Distinct())); // asked for just before

    private async Task EndAsync(WriteSession session, long ticket, string number, InstanceTransition transition, (bool IsCancelled, string Outcome) end, CancellationToken cancel)
    {
        var isFirst = await session.ExecuteAsync("UPDATE ticket_process SET ended_at = @now, cancelled = @cancelled, outcome = @outcome WHERE instance_key = @instance AND ended_at IS NULL", cancel,
            ("now", session.Now), ("cancelled", end.IsCancelled), ("outcome", end.Outcome), ("instance", transition.InstanceKey)) == 1;
        if (!isFirst) return; // the ticket had what it asked for before
        var why = transition.Variables.Get("kararGerekcesi").AsString() is { Length: > 0 } reason ? $" Gerekçe: {reason}" : "";
        var text = $"{transition.Graph.Name ?? transition.ProcessId}: {end.Outcome}.{why}";
        await TicketMessages.AddAsync(session, ticket, MessageKind.Event, Actor.System.UserName, text, cancel);
        var open = await session.QueryAsync("SELECT count(*) FROM ticket_process WHERE ticket_key = @ticket AND ended_at IS NULL", row => row.GetInt64(0), cancel, ("ticket", ticket));
        if (open[0] > 0) return; // the last one decides (domain §8.7 c)

        if (!end.IsCancelled) await session.ExecuteAsync("UPDATE ticket SET resolution_code = 'process', resolution = @text WHERE key = @ticket", cancel, ("text", text), ("ticket", ticket));
        var told = FeelContext.Of(("processOutcome", FeelValue.Of(end.IsCancelled ? "cancelled" : "done")), ("resolution", FeelValue.Of(text)));
        var engine = services.GetRequiredService<ProcessEngine>(); // it is made with its listeners, so not before
        var published = await engine.PublishMessageAsync(session, Ended, number, told, $"{Ended}-{transition.InstanceKey}", Patience, transition.Actor, cancel);
        if (published.Problem is { } problem) throw new InvalidOperationException(problem.En); // a new message cannot be refused
    }
}
