using System.Data.Common;
using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.People.Organisation;

/// <summary>A unit of the university.</summary>
/// <param name="Code">What processes call it.</param>
/// <param name="Tr">Turkish name.</param>
/// <param name="En">English name.</param>
/// <param name="Kind">Rektörlük, Daire, Fakülte …; empty where it was not said.</param>
/// <param name="Parent">Code of the unit above; null at the top.</param>
/// <param name="Manager">Account of its manager; null for that of the unit above.</param>
/// <param name="Deputy">Account of who stands in for the manager.</param>
/// <param name="ItContact">Account of who looks after its computers.</param>
/// <param name="Until">Its last day; null while it has none.</param>
/// <param name="Successor">Code of the unit that takes over then.</param>
/// <param name="Campus">Where it is; null where it was not said.</param>
public sealed record Unit(string Code, string Tr, string En, string Kind, string? Parent, string? Manager, string? Deputy, string? ItContact, DateOnly? Until, string? Successor, string? Campus = null);

/// <summary>A group of the department: its members have its role; which of them takes what is its queue's to say.</summary>
/// <param name="Code">As the desk's queue is called.</param>
/// <param name="Tr">Turkish name.</param>
/// <param name="En">English name.</param>
/// <param name="Role">Role of its members; what tasks are offered to.</param>
/// <param name="Lead">Account of who leads it; required while it is active.</param>
/// <param name="Deputy">Account of the lead's deputy; required too.</param>
/// <param name="Calendar">Code of its work calendar.</param>
/// <param name="Email">Its address; may be empty.</param>
/// <param name="IsActive">It does work.</param>
public sealed record WorkGroup(string Code, string Tr, string En, string Role, string? Lead, string? Deputy, string Calendar, string Email, bool IsActive);

/// <summary>Reads and keeps units and groups; administrators write them.</summary>
public sealed class Units(AkisDatabase database)
{
    // Deeper than any tree of units is.
    private const int Deepest = 32;

    private static readonly Problem NotYours = new("organisation.not-yours", 403, "Birim ve grupları sistem yöneticisi düzenler.", "Units and groups are kept by the administrator.");

    /// <summary>All units by name, 1000 at most.</summary>
    public Task<List<Unit>> ListAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT code, name_tr, name_en, kind, parent_code, manager, deputy, it_contact, valid_until, successor, campus FROM unit ORDER BY name_tr, code LIMIT 1000", ReadUnit, token), cancel);

    /// <summary>All groups by code.</summary>
    public Task<List<WorkGroup>> GroupsAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT code, name_tr, name_en, role, lead, deputy, calendar, email, active FROM work_group ORDER BY code LIMIT 200", ReadGroup, token), cancel);

    /// <summary>Makes or changes a unit. Units are never deleted: they end, and a successor takes their work over.</summary>
    public Task<Outcome> SaveAsync(Unit unit, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        if (!MayWrite(actor)) return NotYours;
        if (unit.Code is not { Length: > 0 and <= 30 } || unit.Tr is not { Length: > 0 and <= 200 } || unit.En is not { Length: > 0 and <= 200 } || unit.Kind.Length > 50) return new Problem("unit.name", 422, "Kodu ve iki dilde adı yazın.", "Give the code and the name in both languages.");
        if (await UnknownPersonAsync(session, [unit.Manager, unit.Deputy, unit.ItContact], token) is { } nobody) return nobody;
        session.Lock("units"); // two moves at once must not make a circle
        foreach (var other in new[] { unit.Parent, unit.Successor }.OfType<string>())
        {
            if (other != unit.Code && (await session.QueryAsync("SELECT 1 FROM unit WHERE code = @code", row => row.GetInt32(0), token, ("code", other))).Count == 0) return new Problem("unit.unknown", 422, $"'{other}' kodlu bir birim yok.", $"There is no unit '{other}'.");
            if (await LeadsToAsync(session, other, unit.Code, other == unit.Parent ? "parent_code" : "successor", token)) return new Problem("unit.circle", 422, "Birim kendi altına ya da kendi ardılına bağlanamaz.", "A unit cannot lie below itself or succeed itself.");
        }

        if ((unit.Successor is null) != (unit.Until is null)) return new Problem("unit.end", 422, "Kapanan birimin bitiş günü ve ardılı birlikte verilir.", "A unit that ends needs its last day and its successor.");
        await session.ExecuteAsync("""
            INSERT INTO unit (code, name_tr, name_en, kind, parent_code, manager, deputy, it_contact, valid_until, successor, campus) VALUES (@code, @tr, @en, @kind, @parent, @manager, @deputy, @contact, @until, @successor, @campus)
            ON CONFLICT (code) DO UPDATE SET name_tr = @tr, name_en = @en, kind = @kind, parent_code = @parent, manager = @manager, deputy = @deputy, it_contact = @contact, valid_until = @until, successor = @successor, campus = @campus
            """, token, ("code", unit.Code), ("tr", unit.Tr), ("en", unit.En), ("kind", unit.Kind), ("parent", unit.Parent), ("manager", unit.Manager), ("deputy", unit.Deputy), ("contact", unit.ItContact),
            ("until", unit.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("successor", unit.Successor), ("campus", unit.Campus));
        return Outcome.Done;
    }, cancel);

    /// <summary>Makes or changes a group. An active one has a lead and a deputy.</summary>
    public Task<Outcome> SaveAsync(WorkGroup group, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        if (!MayWrite(actor)) return NotYours;
        if (group.Code is not { Length: > 0 and <= 30 } || group.Tr is not { Length: > 0 and <= 200 } || group.En is not { Length: > 0 and <= 200 } || group.Calendar.Length is 0 or > 20 || group.Email.Length > 200) return new Problem("group.name", 422, "Kodu, iki dilde adı ve takvimi yazın.", "Give the code, the name in both languages and the calendar.");
        if (!Roles.All.ContainsKey(group.Role)) return new Problem("group.role", 422, "Üyelerinin rolünü listeden seçin.", "Choose the role of its members from the list.");
        if (group.IsActive && (group.Lead is null || group.Deputy is null || group.Lead == group.Deputy)) return new Problem("group.lead", 422, "Etkin bir grubun sorumlusu ve ondan başka bir yedeği olmalı.", "An active group needs a lead and a deputy who is somebody else.");
        if (await UnknownPersonAsync(session, [group.Lead, group.Deputy], token) is { } nobody) return nobody;
        await session.ExecuteAsync("""
            INSERT INTO work_group (code, name_tr, name_en, role, lead, deputy, calendar, email, active) VALUES (@code, @tr, @en, @role, @lead, @deputy, @calendar, @email, @active)
            ON CONFLICT (code) DO UPDATE SET name_tr = @tr, name_en = @en, role = @role, lead = @lead, deputy = @deputy, calendar = @calendar, email = @email, active = @active
            """, token, ("code", group.Code), ("tr", group.Tr), ("en", group.En), ("role", group.Role), ("lead", group.Lead), ("deputy", group.Deputy), ("calendar", group.Calendar), ("email", group.Email), ("active", group.IsActive));
        return Outcome.Done;
    }, cancel);

    private static bool MayWrite(Actor actor) => actor.IsAdministrator || actor.Groups.Contains(Roles.Administrator);

    private static async Task<Problem?> UnknownPersonAsync(WriteSession session, IEnumerable<string?> users, CancellationToken cancel)
    {
        foreach (var user in users.OfType<string>())
        {
            if ((await session.QueryAsync("SELECT 1 FROM person WHERE user_name = @user AND active", row => row.GetInt32(0), cancel, ("user", user))).Count == 0) return new("organisation.nobody", 422, $"'{user}' adında etkin bir hesap yok.", $"There is no active account '{user}'.");
        }

        return null;
    }

    private static async Task<bool> LeadsToAsync(WriteSession session, string from, string to, string column, CancellationToken cancel)
    {
        string? at = from;
        for (var depth = 0; at is not null && depth < Deepest; depth++)
        {
            if (at == to) return true;
            at = (await session.QueryAsync($"SELECT {column} FROM unit WHERE code = @code", row => row.Text(0), cancel, ("code", at))).FirstOrDefault();
        }

        return false;
    }

    private static Unit ReadUnit(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.Text(3) ?? "", row.Text(4), row.Text(5), row.Text(6), row.Text(7),
        row.Text(8) is { } until ? DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null, row.Text(9), row.Text(10));

    private static WorkGroup ReadGroup(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Text(4), row.Text(5), row.GetString(6), row.GetString(7), row.GetBoolean(8));
}
