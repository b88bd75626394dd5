using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Handbook.Requests;

/// <summary>
/// Who may see a request: who asked, who has or had a task of it or was offered one, the leads of those groups, the head
/// of department and the auditor; and who stands in for one of them. To everybody else it does not exist.
/// </summary>
public sealed class RequestAccess(AkisDatabase database, IEnumerable<IRequestReaders> readers)
{
    /// <summary>The groups that read every request.</summary>
    private static readonly string[] ReadersOfAll = ["baskan", "kalite"];

    /// <summary>Whether the actor may see the request that this instance belongs to.</summary>
    public async Task<bool> MaySeeAsync(InstanceView instance, Actor actor, CancellationToken cancel = default)
    {
        if (actor.IsIn(ReadersOfAll) || instance.StartedBy == actor.UserName || await IsInvolvedAsync(instance.RootKey, actor, cancel)) return true;
        foreach (var reader in readers) if (await reader.MaySeeAsync(instance.RootKey, actor, cancel)) return true;

        // A substitute sees what comes with the other's work, not what that one asks for himself.
        foreach (var who in actor.Principals) if (who.IsIn(ReadersOfAll) || await IsInvolvedAsync(instance.RootKey, who, cancel, own: false)) return true;
        return false;
    }

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
