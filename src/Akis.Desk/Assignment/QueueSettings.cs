using System.Data.Common;
using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Assignment;

/// <summary>A queue as its lead sets it up.</summary>
public sealed record QueueSetting(string Queue, AssignmentRule Rule, IReadOnlyList<QueueMember> Members);

/// <summary>How queues give out their tickets; their leads and the head of department decide.</summary>
public sealed class QueueSettings(AkisDatabase database, EngineSettings settings)
{
    private const string Members = """
        SELECT p.user_name, p.display_name, coalesce(m.takes, true),
          EXISTS (SELECT 1 FROM delegation d WHERE d.person = p.user_name AND d.revoked_at IS NULL AND d.from_at <= @now AND d.until_at > @now),
          (SELECT count(*) FROM ticket t WHERE t.assignee = p.user_name AND t.closed_at IS NULL AND t.state <> 'Resolved')
        FROM person p JOIN person_role r ON r.user_name = p.user_name LEFT JOIN queue_member m ON m.user_name = p.user_name AND m.queue = @queue
        WHERE r.role = @role AND p.active ORDER BY p.user_name
        """;

    private const string Skills = "SELECT user_name, topic, level FROM queue_skill WHERE queue = @queue";

    /// <summary>Whether somebody sets a queue up: its lead, the head; the help desk its own.</summary>
    public static bool MayChange(Actor actor, string queue) => Queues.All.FirstOrDefault(one => one.Code == queue) is { } found && actor.IsIn(["baskan", found.Lead ?? found.Role]);

    /// <summary>A queue's rule and people.</summary>
    public Task<QueueSetting> ReadAsync(string queue, CancellationToken cancel = default) => database.ReadAsync(async (connection, token) =>
    {
        var rule = await connection.QueryAsync("SELECT rule FROM queue_setting WHERE queue = @queue", row => (AssignmentRule)row.GetInt32(0), token, ("queue", queue));
        var members = await connection.QueryAsync(Members, Member, token, ("queue", queue), ("role", Queues.Of(queue).Role), ("now", settings.Clock.GetUtcNow()));
        var skills = await connection.QueryAsync(Skills, Skill, token, ("queue", queue));
        return new QueueSetting(queue, rule.FirstOrDefault(), WithSkills(members, skills));
    }, cancel);

    /// <summary>Sets a queue up anew. Levels outside 1 to 5 mean none.</summary>
    public Task<Outcome> SaveAsync(string queue, AssignmentRule rule, IReadOnlyList<QueueMember> members, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        if (!MayChange(actor, queue)) return TicketProblems.NotYours;
        if (!Enum.IsDefined(rule)) return new Problem("queue.rule", 422, "Listeden bir atama kuralı seçin.", "Choose a rule from the list.");
        var known = (await session.QueryAsync(Members, Member, token, ("queue", queue), ("role", Queues.Of(queue).Role), ("now", session.Now))).Select(member => member.UserName).ToHashSet();
        if (members.FirstOrDefault(member => !known.Contains(member.UserName)) is { } stranger) return new Problem("queue.member", 422, $"“{stranger.UserName}” bu kuyrukta çalışmıyor.", $"'{stranger.UserName}' does not work on this queue.");
        await session.ExecuteAsync("""
            INSERT INTO queue_setting (queue, rule, changed_by, changed_at) VALUES (@queue, @rule, @by, @now)
            ON CONFLICT (queue) DO UPDATE SET rule = @rule, changed_by = @by, changed_at = @now
            """, token, ("queue", queue), ("rule", rule), ("by", actor.UserName), ("now", session.Now));
        await session.ExecuteAsync("DELETE FROM queue_member WHERE queue = @queue", token, ("queue", queue));
        await session.ExecuteAsync("DELETE FROM queue_skill WHERE queue = @queue", token, ("queue", queue));
        foreach (var member in members)
        {
            await session.ExecuteAsync("INSERT INTO queue_member (queue, user_name, takes) VALUES (@queue, @user, @takes)", token, ("queue", queue), ("user", member.UserName), ("takes", member.Takes));
            foreach (var (topic, level) in member.Skills.Where(skill => skill.Value is >= 1 and <= 5))
            {
                await session.ExecuteAsync("INSERT INTO queue_skill (queue, user_name, topic, level) VALUES (@queue, @user, @topic, @level)", token, ("queue", queue), ("user", member.UserName), ("topic", topic), ("level", level));
            }
        }

        return Outcome.Done;
    }, cancel);

    /// <summary>Gives a ticket that has come into a queue to whom the queue's rule chooses; nobody where it is manual, nobody is there, or the ticket is confidential.</summary>
    internal static async Task ApplyAsync(WriteSession session, string number, CancellationToken cancel)
    {
        var waiting = await session.QueryAsync("""
            SELECT t.key, t.queue, t.category, s.rule, s.last_assignee FROM ticket t JOIN queue_setting s ON s.queue = t.queue
            WHERE t.number = @number AND t.assignee IS NULL AND t.state = 'Assigned' AND NOT t.confidential AND s.rule <> 0
            """, row => (Key: row.GetInt64(0), Queue: row.GetString(1), Category: row.GetString(2), Rule: (AssignmentRule)row.GetInt32(3), Last: row.Text(4)), cancel, ("number", number));
        if (waiting is not [var ticket]) return;
        session.Lock($"queue:{ticket.Queue}"); // two tickets at once must not both go to the next one
        var members = await session.QueryAsync(Members, Member, cancel, ("queue", ticket.Queue), ("role", Queues.Of(ticket.Queue).Role), ("now", session.Now));
        var skills = ticket.Rule == AssignmentRule.Skill ? await session.QueryAsync(Skills, Skill, cancel, ("queue", ticket.Queue)) : [];
        if (AssignmentRules.Choose(ticket.Rule, WithSkills(members, skills), AssignmentRules.TopicOf(ticket.Category), ticket.Last) is not { } chosen) return;
        await session.ExecuteAsync("UPDATE queue_setting SET last_assignee = @user WHERE queue = @queue", cancel, ("user", chosen), ("queue", ticket.Queue));
        await AssignTicket.GiveAsync(session, ticket.Key, chosen, Actor.System.UserName, $"{chosen} ({ticket.Rule})", cancel);
    }

    private static QueueMember Member(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), (int)row.GetInt64(4));

    private static (string User, string Topic, int Level) Skill(DbDataReader row) => (row.GetString(0), row.GetString(1), row.GetInt32(2));

    private static List<QueueMember> WithSkills(List<QueueMember> members, List<(string User, string Topic, int Level)> skills) =>
        [.. members.Select(member => member with { Skills = skills.Where(skill => skill.User == member.UserName).ToDictionary(skill => skill.Topic, skill => skill.Level) })];
}
