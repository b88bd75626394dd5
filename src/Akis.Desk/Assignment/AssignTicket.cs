using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Desk.Watching;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Assignment;

/// <summary>Gives a ticket to a colleague, or back to its queue.</summary>
public sealed class AssignTicket(AkisDatabase database, TicketWork work)
{
    /// <summary>Whom a ticket of a queue can be given to: who works on it, leads it, or sits at the help desk.</summary>
    public Task<List<(string UserName, string Name)>> ColleaguesAsync(string queue, CancellationToken cancel = default)
    {
        var roles = RolesOf(queue);
        return database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT user_name, display_name FROM person WHERE active AND user_name IN (SELECT user_name FROM person_role WHERE role IN ({Names(roles)})) ORDER BY display_name, user_name LIMIT 200",
            row => (row.GetString(0), row.GetString(1)), token, Parameters(roles)), cancel);
    }

    /// <summary>Gives it to a colleague; an empty name gives it back to the queue.</summary>
    public Task<Outcome> RunAsync(string number, string userName, Actor actor, CancellationToken cancel = default) =>
        work.RunAsync(number, actor, (session, row, token) => ToAsync(session, row, userName.Trim(), actor, token), cancel);

    internal static async Task<Outcome> ToAsync(WriteSession session, TicketRow row, string userName, Actor actor, CancellationToken cancel)
    {
        if (row.IsOver) return TicketProblems.NotNow;
        if ((row.Assignee ?? "") == userName) return TicketProblems.Same;
        if (userName.Length == 0)
        {
            await session.ExecuteAsync("UPDATE ticket SET assignee = NULL, state = CASE WHEN state = 'InProgress' THEN 'Assigned' ELSE state END WHERE key = @key", cancel, ("key", row.Key));
            await TicketEvents.AddAsync(session, row.Key, "released", actor.UserName, "", cancel);
            return Outcome.Done;
        }

        var roles = RolesOf(row.Queue);
        var known = await session.QueryAsync($"SELECT 1 FROM person p WHERE p.user_name = @user AND p.active AND EXISTS (SELECT 1 FROM person_role r WHERE r.user_name = p.user_name AND r.role IN ({Names(roles)}))",
            one => one.GetInt32(0), cancel, [("user", userName), .. Parameters(roles)]);
        if (known.Count == 0) return new Problem("assign.person", 422, "Bu bilet yalnızca kuyruğunda çalışan birine verilebilir.", "The ticket can be given only to somebody who works on its queue.");
        var substitutes = await session.QueryAsync("SELECT s.display_name FROM delegation d JOIN person s ON s.user_name = d.substitute WHERE d.person = @user AND d.revoked_at IS NULL AND d.from_at <= @now AND d.until_at > @now ORDER BY d.key",
            one => one.GetString(0), cancel, ("user", userName), ("now", session.Now));
        if (substitutes is [var substitute, ..] && userName != actor.UserName) return new Problem("assign.away", 409, $"Bu kişi şu anda görevde değil; vekili: {substitute}. Bileti vekiline verin.", $"This person is away; {substitute} stands in. Give it to the substitute.");
        await GiveAsync(session, row.Key, userName, actor.UserName, userName, cancel);
        return Outcome.Done;
    }

    internal static async Task GiveAsync(WriteSession session, long ticketKey, string userName, string by, string detail, CancellationToken cancel)
    {
        await session.ExecuteAsync("UPDATE ticket SET assignee = @user WHERE key = @key", cancel, ("user", userName), ("key", ticketKey));
        var happened = await TicketEvents.AddAsync(session, ticketKey, "given", by, detail, cancel);
        if (userName != by) Notifications.Add(session, userName, "given", ticketKey, happened, by);
    }

    private static string[] RolesOf(string queue) => Queues.Of(queue) is var found && found.Lead is { } lead ? [found.Role, lead, Queues.HelpDesk] : [found.Role, Queues.HelpDesk];

    private static string Names(string[] roles) => string.Join(", ", roles.Select((_, i) => $"@r{i}"));

    private static (string, object?)[] Parameters(string[] roles) => [.. roles.Select((role, i) => ($"r{i}", (object?)role))];
}
