using System.Globalization;
using Akis.Engine.Database;
using Akis.People.SignIn;

namespace Akis.People.Accounts;

/// <summary>Creates and changes persons; used by the command line and by the demo.</summary>
public sealed class PersonCommands(AkisDatabase database)
{
    /// <summary>Creates a person, or gives an existing one these particulars, roles and this password.</summary>
    public Task<Outcome> SaveAsync(string userName, string name, string email, string status, string unitCode, IEnumerable<string> roles, string password, CancellationToken cancel = default)
    {
        if (Passwords.Refuse(password) is { } weak) return Task.FromResult<Outcome>(weak);
        if (roles.FirstOrDefault(role => !Roles.All.ContainsKey(role)) is { } unknown)
        {
            return Task.FromResult<Outcome>(new Problem("role.unknown", 400, $"'{unknown}' adında bir rol yok.", $"There is no role '{unknown}'."));
        }

        return database.WriteAsync<Outcome>((session, _) =>
        {
            Write(session, new(userName, name, email, status, unitCode, IsActive: true, [.. roles.Select(role => new GivenRole(role, null))]), password);
            return Task.FromResult(Outcome.Done);
        }, cancel);
    }

    /// <summary>Writes a person, new or not, with these roles and no others; an empty password leaves the one that there is, and a new person without any.</summary>
    internal static void Write(WriteSession session, PersonEntry person, string password)
    {
        session.Write("""
            INSERT INTO person (user_name, display_name, email, status, unit_code, password_hash, failed_sign_ins, active) VALUES (@user, @name, @email, @status, @unit, '', 0, @active)
            ON CONFLICT (user_name) DO UPDATE SET display_name = @name, email = @email, status = @status, unit_code = @unit, active = @active
            """, ("user", person.UserName), ("name", person.Name), ("email", person.Email), ("status", person.Status), ("unit", person.Unit), ("active", person.IsActive));
        if (password.Length > 0) session.Write("UPDATE person SET password_hash = @hash, failed_sign_ins = 0, locked_until = NULL WHERE user_name = @user", ("hash", Passwords.Hash(person.UserName, password)), ("user", person.UserName));
        session.Write("DELETE FROM person_role WHERE user_name = @user", ("user", person.UserName));
        foreach (var role in person.Roles.DistinctBy(role => role.Role))
        {
            session.Write("INSERT INTO person_role (user_name, role, until_day) VALUES (@user, @role, @until)", ("user", person.UserName), ("role", role.Role), ("until", role.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Adds a person within the caller's transaction, without a password: they cannot sign in until they are given one.</summary>
    public static async Task AddAsync(WriteSession session, string userName, string name, string email, string status, string unitCode, IEnumerable<string> roles, CancellationToken cancel)
    {
        await session.ExecuteAsync("INSERT INTO person (user_name, display_name, email, status, unit_code, password_hash, failed_sign_ins, active) VALUES (@user, @name, @email, @status, @unit, '', 0, true)", cancel,
            ("user", userName), ("name", name), ("email", email), ("status", status), ("unit", unitCode));
        foreach (var role in roles) await session.ExecuteAsync("INSERT INTO person_role (user_name, role) VALUES (@user, @role)", cancel, ("user", userName), ("role", role));
    }

    /// <summary>Creates or renames a unit.</summary>
    public Task SaveUnitAsync(string code, string tr, string en, string? parent, string? manager, string? campus = null, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        await session.ExecuteAsync(
            """
            INSERT INTO unit (code, name_tr, name_en, parent_code, manager, campus) VALUES (@code, @tr, @en, @parent, @manager, @campus)
            ON CONFLICT (code) DO UPDATE SET name_tr = @tr, name_en = @en, parent_code = @parent, manager = @manager, campus = coalesce(@campus, unit.campus)
            """, token, ("code", code), ("tr", tr), ("en", en), ("parent", parent), ("manager", manager), ("campus", campus));
        return Outcome.Done;
    }, cancel);
}
