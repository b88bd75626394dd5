using Akis.Desk.Categories;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Tickets.Revising;

/// <summary>What the priority and the targets follow from.</summary>
/// <param name="Type">incident, request, information, complaint or suggestion.</param>
/// <param name="Impact">person, unit, building or university.</param>
/// <param name="Urgency">low, medium, high or critical.</param>
/// <param name="Boost">What raises the priority by one (D-01): suspicion, classInSession or registrationWeek; null for nothing.</param>
public sealed record Assessment(string Type, string Impact, string Urgency, string? Boost);

/// <summary>Judges a ticket anew: the decision tables D-01 and D-02 give its priority and targets, which count from the opening.</summary>
public sealed class ReviseTicket(TicketCommands commands, ProcessEngine engine, AkisDatabase database)
{
    private const int ShortestReason = 10;

    /// <summary>Kinds of tickets (domain §8.2).</summary>
    public static IReadOnlyList<string> Types { get; } = ["incident", "request", "information", "complaint", "suggestion"];

    /// <summary>What may raise a priority.</summary>
    public static IReadOnlyList<string> Boosts { get; } = ["suspicion", "classInSession", "registrationWeek"];

    /// <summary>Judges anew; who works on the ticket says why.</summary>
    public Task<Outcome> RunAsync(string number, Assessment given, string why, int? revision, Actor actor, CancellationToken cancel = default) => commands.ActAsync(number, actor, revision, async (session, page, token) =>
    {
        if (page.View != TicketView.Agent) return TicketCommands.NotYours;
        if (TicketState.IsOver(page.Ticket.State) || page.InstanceKey is not { } instance) return TicketCommands.NotNow;
        if (Check(given, why) is { } wrong) return wrong;
        return await ApplyAsync(session, engine, page.Ticket.Key, number, instance, given, why.Trim(), actor, token);
    }, cancel);

    /// <summary>How a ticket is judged now; null for one that does not exist.</summary>
    public async Task<Assessment?> FindAsync(long ticket, CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT type, impact, urgency, boost FROM ticket WHERE key = @ticket", row => new Assessment(row.GetString(0), row.GetString(1), row.GetString(2), row.Text(3)), token, ("ticket", ticket)), cancel)).FirstOrDefault();

    /// <summary>Judges anew within the caller's transaction; the values are checked.</summary>
    internal static async Task<Outcome> ApplyAsync(WriteSession session, ProcessEngine engine, long key, string number, long instance, Assessment given, string why, Actor actor, CancellationToken cancel)
    {
        var before = (await session.QueryAsync("SELECT priority, category FROM ticket WHERE key = @key", row => (Priority: row.GetString(0), Category: row.GetString(1)), cancel, ("key", key)))[0];
        await session.ExecuteAsync("UPDATE ticket SET type = @type, impact = @impact, urgency = @urgency, boost = @boost WHERE key = @key", cancel,
            ("type", given.Type), ("impact", given.Impact), ("urgency", given.Urgency), ("boost", given.Boost), ("key", key));
        var variables = FeelContext.Of(
            ("type", FeelValue.Of(given.Type)), ("impact", FeelValue.Of(given.Impact)), ("urgency", FeelValue.Of(given.Urgency)),
            ("suspicion", FeelValue.Of(given.Boost == "suspicion" || CategoryTree.Default.Find(before.Category)?.IsSuspicion == true)),
            ("classInSession", FeelValue.Of(given.Boost == "classInSession")), ("registrationWeek", FeelValue.Of(given.Boost == "registrationWeek")));
        var set = await engine.SetVariablesAsync(session, instance, variables, actor, cancel);
        if (set.Problem is not null) return set;
        var told = await engine.PublishMessageAsync(session, "ticket-changed", number, FeelContext.Empty, null, TimeSpan.Zero, actor, cancel);
        if (told.Problem is { } problem) return problem;
        var after = (await session.QueryAsync("SELECT priority FROM ticket WHERE key = @key", row => row.GetString(0), cancel, ("key", key)))[0];
        var what = before.Priority == after ? $"Öncelik {after} olarak kaldı" : $"Öncelik {before.Priority} → {after}";
        await TicketMessages.AddAsync(session, key, MessageKind.Note, actor.UserName, $"{what}: {why}", cancel);
        return Outcome.Done;
    }

    private static Problem? Check(Assessment given, string why) =>
        !Types.Contains(given.Type) || !TicketRules.Impacts.Contains(given.Impact) || !TicketRules.Urgencies.Contains(given.Urgency) || (given.Boost is not null && !Boosts.Contains(given.Boost))
            ? new Problem("ticket.assessment", 422, "Tür, etki, aciliyet ve artırımı listelerden seçin.", "Choose type, impact, urgency and boost from the lists.")
        : why.Trim().Length < ShortestReason ? new Problem("ticket.why", 422, $"Değişikliğin gerekçesini en az {ShortestReason} karakterle yazın.", $"Give the reason in at least {ShortestReason} characters.")
        : null;
}
