using System.Data.Common;
using System.Text.Json.Nodes;
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
    private const int LongestPlace = 60;
    private const int LongestOwns = 500;

    // Lead and deputy of the queue's group stand beside those who have its role: one rule chooses between these two.
    private const string Everybody = """
        SELECT p.user_name, p.display_name, coalesce(m.takes, true),
          EXISTS (SELECT 1 FROM delegation d WHERE d.person = p.user_name AND d.revoked_at IS NULL AND d.from_at <= @now AND d.until_at > @now),
          (SELECT count(*) FROM ticket t WHERE t.assignee = p.user_name AND t.closed_at IS NULL AND t.state <> 'Resolved'),
          coalesce(m.owns, ''), m.campus, CASE WHEN p.user_name = g.lead THEN 1 WHEN p.user_name = g.deputy THEN 2 ELSE 0 END
        FROM person p LEFT JOIN work_group g ON g.code = @queue AND g.active LEFT JOIN queue_member m ON m.user_name = p.user_name AND m.queue = @queue
        """;

    private const string Members = Everybody + " WHERE p.active AND EXISTS (SELECT 1 FROM person_role r WHERE r.user_name = p.user_name AND r.role = @role) ORDER BY p.user_name";

    private const string LeadAndDeputy = Everybody + " WHERE p.active AND p.user_name IN (g.lead, g.deputy)";

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

    /// <summary>The queues that somebody has set up.</summary>
    public Task<List<string>> SetUpAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync("SELECT queue FROM queue_setting", row => row.GetString(0), token), cancel);

    /// <summary>Sets a queue up anew. Levels outside 1 to 5 mean none.</summary>
    public Task<Outcome> SaveAsync(string queue, AssignmentRule rule, IReadOnlyList<QueueMember> members, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        if (!MayChange(actor, queue)) return TicketProblems.NotYours;
        if (!Enum.IsDefined(rule)) return new Problem("queue.rule", 422, "Listeden bir atama kuralı seçin.", "Choose a rule from the list.");
        var known = (await session.QueryAsync(Members, Member, token, ("queue", queue), ("role", Queues.Of(queue).Role), ("now", session.Now))).Select(member => member.UserName).ToHashSet();
        if (members.FirstOrDefault(member => !known.Contains(member.UserName)) is { } stranger) return new Problem("queue.member", 422, $"“{stranger.UserName}” bu kuyrukta çalışmıyor.", $"'{stranger.UserName}' does not work on this queue.");
        if (members.Any(member => Joined(member.Owns).Length > LongestOwns || member.Campus?.Trim().Length > LongestPlace)) return new Problem("queue.long", 422, $"Uygulamalar en çok {LongestOwns}, yerleşke en çok {LongestPlace} karakter olabilir.", $"Applications have at most {LongestOwns} characters, a campus {LongestPlace}.");
        await session.ExecuteAsync("""
            INSERT INTO queue_setting (queue, rule, changed_by, changed_at) VALUES (@queue, @rule, @by, @now)
            ON CONFLICT (queue) DO UPDATE SET rule = @rule, changed_by = @by, changed_at = @now
            """, token, ("queue", queue), ("rule", rule), ("by", actor.UserName), ("now", session.Now));
        await session.ExecuteAsync("DELETE FROM queue_member WHERE queue = @queue", token, ("queue", queue));
        await session.ExecuteAsync("DELETE FROM queue_skill WHERE queue = @queue", token, ("queue", queue));
        foreach (var member in members)
        {
            await session.ExecuteAsync("INSERT INTO queue_member (queue, user_name, takes, owns, campus) VALUES (@queue, @user, @takes, @owns, @campus)", token,
                ("queue", queue), ("user", member.UserName), ("takes", member.Takes), ("owns", Joined(member.Owns)), ("campus", string.IsNullOrWhiteSpace(member.Campus) ? null : member.Campus.Trim()));
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
            SELECT t.key, t.queue, t.category, s.rule, s.last_assignee, t.subject, t.details, t.requester FROM ticket t JOIN queue_setting s ON s.queue = t.queue
            WHERE t.number = @number AND t.assignee IS NULL AND t.state = 'Assigned' AND NOT t.confidential AND s.rule <> 0
            """, row => (Key: row.GetInt64(0), Queue: row.GetString(1), Rule: (AssignmentRule)row.GetInt32(3), Last: row.Text(4),
                Subject: new AssignmentSubject(AssignmentRules.TopicOf(row.GetString(2)), ApplicationOf(row.Text(6)) ?? row.GetString(5)), Requester: row.GetString(7)), cancel, ("number", number));
        if (waiting is not [var ticket]) return;
        session.Lock($"queue:{ticket.Queue}"); // two tickets at once must not both go to the next one
        var isOne = ticket.Rule == AssignmentRule.LeadOrDeputy;
        var members = await session.QueryAsync(isOne ? LeadAndDeputy : Members, Member, cancel, ("queue", ticket.Queue), ("role", Queues.Of(ticket.Queue).Role), ("now", session.Now));
        var skills = ticket.Rule is AssignmentRule.Skill or AssignmentRule.Owner ? await session.QueryAsync(Skills, Skill, cancel, ("queue", ticket.Queue)) : [];
        var campus = ticket.Rule == AssignmentRule.Campus
            ? (await session.QueryAsync("SELECT u.campus FROM person p JOIN unit u ON u.code = p.unit_code WHERE p.user_name = @user", row => row.Text(0), cancel, ("user", ticket.Requester))).FirstOrDefault() : null;
        if (AssignmentRules.Choose(ticket.Rule, WithSkills(members, skills), ticket.Subject with { Campus = campus }, ticket.Last) is not { } chosen) return;
        await session.ExecuteAsync("UPDATE queue_setting SET last_assignee = @user WHERE queue = @queue", cancel, ("user", chosen), ("queue", ticket.Queue));
        await AssignTicket.GiveAsync(session, ticket.Key, chosen, Actor.System.UserName, $"{chosen} ({ticket.Rule})", cancel);
    }

    private static QueueMember Member(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), (int)row.GetInt64(4)) { Owns = Apart(row.GetString(5)), Campus = row.Text(6), Place = (GroupPlace)row.GetInt32(7) };

    /// <summary>Names with commas between them, as people write them in one field.</summary>
    public static IReadOnlyList<string> Apart(string names) => names.Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Joined(IEnumerable<string> names) => string.Join(", ", names.SelectMany(Apart));

    // What the forms of the application categories ask first.
    private static string? ApplicationOf(string? details) => details is null ? null : JsonNode.Parse(details)?["application"]?.ToString();

    private static (string User, string Topic, int Level) Skill(DbDataReader row) => (row.GetString(0), row.GetString(1), row.GetInt32(2));

    private static List<QueueMember> WithSkills(List<QueueMember> members, List<(string User, string Topic, int Level)> skills) =>
        [.. members.Select(member => member with { Skills = skills.Where(skill => skill.User == member.UserName).ToDictionary(skill => skill.Topic, skill => skill.Level) })];
}
