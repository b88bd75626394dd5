using System.Data.Common;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.People.Accounts;

/// <summary>Reads persons.</summary>
public sealed class PersonQueries(AkisDatabase database, TimeProvider clock)
{
    /// <summary>An active person by user name, or null.</summary>
    public Task<Person?> FindAsync(string userName, CancellationToken cancel = default) => database.ReadAsync(async (connection, token) =>
    {
        var rows = await connection.QueryAsync(
            "SELECT p.display_name, p.email, p.status, p.unit_code, u.name_tr FROM person p JOIN unit u ON u.code = p.unit_code WHERE p.user_name = @user AND p.active",
            row => (Name: row.GetString(0), Email: row.GetString(1), Status: row.GetString(2), Unit: row.GetString(3), UnitName: row.GetString(4)), token, ("user", userName));
        if (rows.Count == 0) return null;
        var roles = await connection.QueryAsync("SELECT role FROM person_role WHERE user_name = @user", row => row.GetString(0), token, ("user", userName));
        var manager = await ManagerAsync(connection, rows[0].Unit, userName, token);
        return new Person(userName, rows[0].Name, rows[0].Email, rows[0].Status, rows[0].UnitName, manager, roles.ToHashSet()) { Principals = await PrincipalsAsync(connection, userName, token) };
    }, cancel);

    /// <summary>The active person with a mail address, or null where nobody or more than one has it.</summary>
    public async Task<Person?> FindByAddressAsync(string address, CancellationToken cancel = default)
    {
        var users = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT user_name FROM person WHERE lower(email) = @address AND active LIMIT 2", row => row.GetString(0), token, ("address", address.ToLowerInvariant())), cancel);
        return users.Count == 1 ? await FindAsync(users[0], cancel) : null;
    }

    /// <summary>User names of the active persons who have a role, in order.</summary>
    public Task<List<string>> WithRoleAsync(string role, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT r.user_name FROM person_role r JOIN person p ON p.user_name = r.user_name WHERE r.role = @role AND p.active ORDER BY r.user_name", row => row.GetString(0), token, ("role", role)), cancel);

    /// <summary>Active persons who have any of these roles, by account name and in the order of their names; of everybody where no role is given.</summary>
    public Task<List<(string UserName, string Name)>> ListAsync(IEnumerable<string> roles, CancellationToken cancel = default)
    {
        var wanted = roles.Distinct().Select((role, i) => ($"r{i}", (object?)role)).ToArray();
        var having = wanted.Length == 0 ? "" : $" AND user_name IN (SELECT user_name FROM person_role WHERE role IN ({string.Join(", ", wanted.Select(w => "@" + w.Item1))}))";
        return database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT user_name, display_name FROM person WHERE active{having} ORDER BY display_name, user_name LIMIT 1000", row => (row.GetString(0), row.GetString(1)), token, wanted), cancel);
    }

    /// <summary>Names for people by user name; a name that is not known stands for itself.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> userNames, CancellationToken cancel = default)
    {
        var wanted = userNames.Distinct().Select((name, i) => ($"u{i}", (object?)name)).ToArray();
        if (wanted.Length == 0) return new Dictionary<string, string>();
        var known = await database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT user_name, display_name FROM person WHERE user_name IN ({string.Join(", ", wanted.Select(w => "@" + w.Item1))})", row => (row.GetString(0), row.GetString(1)), token, wanted), cancel);
        var names = wanted.ToDictionary(w => (string)w.Item2!, w => (string)w.Item2!); // the names were given
        foreach (var (user, name) in known) names[user] = name;
        return names;
    }

    // The right to operate the system is no work that somebody stands in for.
    private async Task<IReadOnlyList<Actor>> PrincipalsAsync(DbConnection connection, string userName, CancellationToken cancel)
    {
        var rows = await connection.QueryAsync("""
            SELECT d.person, r.role FROM delegation d JOIN person p ON p.user_name = d.person AND p.active LEFT JOIN person_role r ON r.user_name = d.person AND r.role <> @administrator
            WHERE d.substitute = @user AND d.revoked_at IS NULL AND d.from_at <= @now AND d.until_at > @now ORDER BY d.key
            """, row => (Person: row.GetString(0), Role: row.Text(1)), cancel, ("user", userName), ("administrator", Roles.Administrator), ("now", clock.GetUtcNow()));
        return [.. rows.GroupBy(row => row.Person).Select(person => Roles.Actor(person.Key, person.Select(row => row.Role).OfType<string>().ToHashSet()))];
    }

    // A manager's own requests go to the manager of the unit above.
    private static async Task<string?> ManagerAsync(DbConnection connection, string unit, string userName, CancellationToken cancel)
    {
        for (var code = unit; code is not null;)
        {
            var rows = await connection.QueryAsync("SELECT manager, parent_code FROM unit WHERE code = @code", row => (Manager: row.Text(0), Parent: row.Text(1)), cancel, ("code", code));
            if (rows.Count == 0) return null;
            if (rows[0].Manager is { } manager && manager != userName) return manager;
            code = rows[0].Parent;
        }

        return null;
    }
}
