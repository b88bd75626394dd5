using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Tasks;

namespace Akis.People.Accounts;

/// <summary>Tells the engine who can be given a task.</summary>
internal sealed class TaskPeople : ITaskPeople
{
    public async Task<Actor?> FindAsync(WriteSession session, string userName, CancellationToken cancel = default)
    {
        var known = await session.QueryAsync("SELECT 1 FROM person WHERE user_name = @user AND active", row => row.GetInt32(0), cancel, ("user", userName));
        if (known.Count == 0) return null;
        var roles = await session.QueryAsync("SELECT role FROM person_role WHERE user_name = @user", row => row.GetString(0), cancel, ("user", userName));
        var principals = await session.QueryAsync("SELECT person FROM delegation WHERE substitute = @user AND revoked_at IS NULL AND from_at <= @now AND until_at > @now ORDER BY key", row => row.GetString(0), cancel, ("user", userName), ("now", session.Now));
        return Roles.Actor(userName, roles.ToHashSet()) with { Principals = [.. principals.Distinct().Select(person => new Actor(person, new HashSet<string>()))] };
    }
}
