using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Search;

namespace Akis.Handbook.Requests;

/// <summary>
/// Who may see a request: who asked, who has or had a task of it or was offered one, the leads of those groups, the head
/// of department and the auditor; and who stands in for one of them. To everybody else it does not exist.
/// </summary>
public sealed class RequestAccess(AkisDatabase database, IEnumerable<IRequestReaders> readers)
{
    /// <summary>The groups that read every request.</summary>
    private static readonly string[] ReadersOfAll = ["baskan", "kalite"];

    /// <summary>Whether the actor may see the request that this instance belongs to; who acts as an operator sees every one.</summary>
    public async Task<bool> MaySeeAsync(InstanceView instance, Actor actor, CancellationToken cancel = default)
    {
        if (actor.IsAdministrator || actor.IsIn(ReadersOfAll) || instance.StartedBy == actor.UserName || await IsInvolvedAsync(instance.RootKey, actor, cancel)) return true;
        foreach (var reader in readers) if (await reader.MaySeeAsync(instance.RootKey, actor, cancel)) return true;

        // A substitute sees what comes with the other's work, not what that one asks for himself.
        foreach (var who in actor.Principals) if (who.IsIn(ReadersOfAll) || await IsInvolvedAsync(instance.RootKey, who, cancel, own: false)) return true;
        return false;
    }

    /// <summary>What searches of instances, tasks and variables may find: the rule of <see cref="MaySeeAsync"/> as a set, without what modules add to it; null for everything.</summary>
    public static SearchScope? ScopeOf(Actor actor)
    {
        if (actor.Identities.Any(who => who.IsIn(ReadersOfAll))) return null;
        var groups = actor.Identities.SelectMany(who => who.Groups.Union(who.Leads)).Distinct().Select((group, i) => ($"scopeGroup{i}", (object?)group)).ToList();
        var users = actor.Identities.Select((who, i) => ($"scopeUser{i}", (object?)who.UserName)).ToList();
        var (names, persons) = (Listed(groups), Listed(users));
        return new SearchScope($"""
            SELECT x.root_key FROM process_instance x WHERE x.started_by = @scopeUser0
            UNION SELECT x.root_key FROM user_task y JOIN process_instance x ON x.key = y.instance_key WHERE y.assignee IN ({persons})
            UNION SELECT x.root_key FROM user_task y JOIN process_instance x ON x.key = y.instance_key WHERE y.ended_by IN ({persons})
            UNION SELECT x.root_key FROM user_task_candidate z JOIN user_task y ON y.key = z.task_key JOIN process_instance x ON x.key = y.instance_key WHERE z.kind = 1 AND z.name IN ({persons})
            UNION SELECT x.root_key FROM user_task_candidate z JOIN user_task y ON y.key = z.task_key JOIN process_instance x ON x.key = y.instance_key WHERE z.kind = 0 AND z.name IN ({names})
            """, [.. users, .. groups]);
    }

    private static string Listed(IReadOnlyList<(string Name, object? Value)> values) => values.Count == 0 ? "NULL" : string.Join(", ", values.Select(value => "@" + value.Name));

    private Task<bool> IsInvolvedAsync(long rootKey, Actor actor, CancellationToken cancel, bool own = true)
    {
        var groups = actor.Groups.Union(actor.Leads).Select((group, i) => ($"g{i}", (object?)group)).ToArray();
        var names = groups.Length == 0 ? "NULL" : string.Join(", ", groups.Select(group => "@" + group.Item1));
        return database.ReadAsync(async (connection, token) => (await connection.QueryAsync($"""
            SELECT 1 FROM process_instance i WHERE i.root_key = @root AND ({(own ? "i.started_by = @user OR" : "")} EXISTS (
              SELECT 1 FROM user_task t LEFT JOIN user_task_candidate c ON c.task_key = t.key WHERE t.instance_key = i.key AND
                (t.assignee = @user OR t.ended_by = @user OR (c.kind = 1 AND c.name = @user) OR (c.kind = 0 AND c.name IN ({names}))))) LIMIT 1
            """, row => row.GetInt32(0), token, [("root", rootKey), ("user", actor.UserName), .. groups])).Count > 0, cancel);
    }
}

/// <summary>A module whose own things are processes (tickets): who may see the thing may see its process.</summary>
public interface IRequestReaders
{
    /// <summary>Whether the actor may see the request of this root instance because of something of the module.</summary>
    Task<bool> MaySeeAsync(long rootKey, Actor actor, CancellationToken cancel = default);
}
