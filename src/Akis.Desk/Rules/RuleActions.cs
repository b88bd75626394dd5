using Akis.Desk.Assignment;
using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Revising;
using Akis.Desk.Watching;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Rules;

/// <summary>What rules can do. Each is done in the transaction of what set the rule off.</summary>
public static class RuleActions
{
    private const int LongestText = 2_000;

    /// <summary>
    /// assign: to a user name; queue: to another queue by its code; assess: impact/urgency; note: for the desk; notify: a note that tells the persons and roles that it mentions (<c>@sorumlu-ag</c>);
    /// reply: to the requester, in the desk's name (it ends no clock).
    /// </summary>
    public static IReadOnlyList<string> Known { get; } = ["assign", "queue", "assess", "note", "notify", "reply"];

    /// <summary>What is wrong with an action; null when nothing is.</summary>
    public static Problem? Check(string action, string value) => action switch
    {
        "assign" when value.Length is > 0 and <= 100 => null,
        "assign" => new("rule.assign", 422, "Üstlenecek kişinin kullanıcı adını yazın.", "Write the user name of who is to have it."),
        "assess" when Assessment(value) is not null => null,
        "assess" => new("rule.assess", 422, $"“etki/aciliyet” biçiminde yazın: {string.Join(", ", TicketRules.Impacts)} / {string.Join(", ", TicketRules.Urgencies)}.", $"Write “impact/urgency”: {string.Join(", ", TicketRules.Impacts)} / {string.Join(", ", TicketRules.Urgencies)}."),
        "queue" when Queues.All.Any(queue => queue.Code == value) => null,
        "queue" => new("rule.queue", 422, $"Kuyruğun kodunu yazın: {string.Join(", ", Queues.All.Select(queue => queue.Code))}.", $"Write the queue's code: {string.Join(", ", Queues.All.Select(queue => queue.Code))}."),
        "notify" when Mentions.In(value).Count == 0 => new("rule.notify", 422, "Kime haber verileceğini metinde @ ile yazın (örneğin @sorumlu-ag ya da @uzman.ag).", "Say in the text by @ whom to tell (for example @sorumlu-ag or @uzman.ag)."),
        "note" or "notify" or "reply" when value.Length is > 0 and <= LongestText => null,
        "note" or "notify" or "reply" => new("rule.text", 422, $"1–{LongestText} karakterlik bir metin yazın.", $"Write a text of 1 to {LongestText} characters."),
        _ => new("rule.action", 422, "Bir işlem seçin.", "Choose an action."),
    };

    internal static async Task<Outcome> RunAsync(WriteSession session, ProcessEngine engine, RuleTicket ticket, string action, string value, string why, CancellationToken cancel)
    {
        switch (action)
        {
            case "assign":
                // A ticket that somebody has is left with them.
                if (ticket.Assignee is null) await AssignTicket.GiveAsync(session, ticket.Key, value, Actor.System.UserName, value, cancel);
                return Outcome.Done;
            case "queue":
                return await HandOverTicket.ApplyAsync(session, engine, ticket.Key, ticket.State, ticket.Queue, ticket.Instance, value, Actor.System, cancel);
            case "assess" when Assessment(value) is { } given && ticket.Instance is { } instance:
                return (ticket.Impact, ticket.Urgency) == given ? Outcome.Done
                    : await ReviseTicket.ApplyAsync(session, engine, ticket.Key, ticket.Number, instance, new(ticket.Type, given.Impact, given.Urgency, ticket.Boost), why, Actor.System, cancel);
            case "note":
                await TicketMessages.AddAsync(session, ticket.Key, MessageKind.Note, Actor.System.UserName, value, cancel);
                return Outcome.Done;
            case "notify":
                var told = await TicketMessages.AddAsync(session, ticket.Key, MessageKind.Note, Actor.System.UserName, value, cancel);
                await Mentions.TellAsync(session, new(ticket.Key, ticket.Requester, ticket.Queue, ticket.Assignee, ticket.IsConfidential), value, told, Actor.System.UserName, cancel);
                return Outcome.Done;
            case "reply":
                await TicketMessages.AddAsync(session, ticket.Key, MessageKind.Message, Actor.System.UserName, value, cancel);
                return Outcome.Done;
            default:
                return Outcome.Done;
        }
    }

    private static (string Impact, string Urgency)? Assessment(string value) =>
        value.Split('/', StringSplitOptions.TrimEntries) is [var impact, var urgency] && TicketRules.Impacts.Contains(impact) && TicketRules.Urgencies.Contains(urgency) ? (impact, urgency) : null;
}
