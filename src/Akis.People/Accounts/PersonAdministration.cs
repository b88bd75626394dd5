using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People.SignIn;

namespace Akis.People.Accounts;

/// <summary>A role that somebody has.</summary>
/// <param name="Role">Its code.</param>
/// <param name="Until">The last day on which it counts; null while it has no end.</param>
public sealed record GivenRole(string Role, DateOnly? Until);

/// <summary>A person as the administrator sees it.</summary>
/// <param name="UserName">Sign-in name; never changed.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Email">Address for mail.</param>
/// <param name="Status">A word of <see cref="PersonAdministration.Statuses"/>.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="IsActive">May sign in and be given work.</param>
/// <param name="Roles">What the person is.</param>
public sealed record PersonEntry(string UserName, string Name, string Email, string Status, string Unit, bool IsActive, IReadOnlyList<GivenRole> Roles);

/// <summary>A line of a person's history.</summary>
public sealed record PersonChange(DateTimeOffset At, string Actor, string Tr, string En);

/// <summary>Persons as their administrator keeps them: found, made, changed; every change is kept with who, when, and what was before.</summary>
public sealed partial class PersonAdministration(AkisDatabase database, TimeProvider clock)
{
    /// <summary>Persons on a page of the list.</summary>
    public const int PageSize = 50;

    private const int MostChanges = 100;

    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");
    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr-TR");

    private static readonly Problem NotYours = new("person.not-yours", 403, "Kişileri sistem yöneticisi düzenler.", "Persons are kept by the administrator.");

    /// <summary>What a person can be to the university.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["Öğrenci", "Akademik", "İdari", "Asistan Öğrenci", "Misafir"];

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Istanbul).DateTime);

    /// <summary>Persons whose name, account or address has the text, who have the role; active ones first, by name.</summary>
    public Task<List<PersonEntry>> ListAsync(string text, string? role, int skip, CancellationToken cancel = default) => database.ReadAsync(async (connection, token) =>
    {
        var having = role is null ? "" : " AND EXISTS (SELECT 1 FROM person_role r WHERE r.user_name = p.user_name AND r.role = @role)";
        var found = await connection.QueryAsync(
            $"SELECT user_name, display_name, email, status, unit_code, active FROM person p WHERE (display_name LIKE @typed ESCAPE '\\' OR display_name LIKE @titled ESCAPE '\\' OR lower(display_name) LIKE @lower ESCAPE '\\' OR user_name LIKE @lower ESCAPE '\\' OR lower(email) LIKE @lower ESCAPE '\\'){having} ORDER BY active DESC, display_name, user_name LIMIT @most OFFSET @skip",
            Entry, token, [("typed", $"%{Like(text)}%"), ("titled", $"%{Like(Turkish.TextInfo.ToTitleCase(text))}%"), ("lower", $"%{Like(text.ToLowerInvariant())}%"), ("most", PageSize), ("skip", Math.Max(0, skip)), .. role is null ? Array.Empty<(string, object?)>() : [("role", role)]]);
        for (var i = 0; i < found.Count; i++) found[i] = found[i] with { Roles = await RolesAsync(connection, found[i].UserName, token) };
        return found;
    }, cancel);

    /// <summary>One person, active or not; null where there is none.</summary>
    public Task<PersonEntry?> FindAsync(string userName, CancellationToken cancel = default) => database.ReadAsync(async (connection, token) =>
    {
        var found = await connection.QueryAsync("SELECT user_name, display_name, email, status, unit_code, active FROM person WHERE user_name = @user", Entry, token, ("user", userName));
        return found.Count == 0 ? null : found[0] with { Roles = await RolesAsync(connection, userName, token) };
    }, cancel);

    /// <summary>What was changed about a person, the newest first.</summary>
    public Task<List<PersonChange>> ChangesAsync(string userName, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT at, actor, tr, en FROM person_change WHERE user_name = @user ORDER BY key DESC LIMIT @most", row => new PersonChange(row.Instant(0)!.Value, row.GetString(1), row.GetString(2), row.GetString(3)), token, ("user", userName), ("most", MostChanges)), cancel); // at is never null

    /// <summary>Makes a person, or changes one. Without a password a new one cannot sign in yet, and an old one keeps his.</summary>
    /// <param name="entry">What the person is to be.</param>
    /// <param name="isNew">Whether the account must not be there yet.</param>
    /// <param name="password">A new password, or empty.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task<Outcome> SaveAsync(PersonEntry entry, bool isNew, string password, Actor actor, CancellationToken cancel = default)
    {
        if (!actor.IsIn([Roles.Administrator])) return NotYours;
        entry = entry with { UserName = entry.UserName.Trim(), Name = entry.Name.Trim(), Email = entry.Email.Trim() };
        if (Check(entry, password, Today) is { } wrong) return wrong;
        if (entry.UserName == actor.UserName && (!entry.IsActive || entry.Roles.All(role => role.Role != Roles.Administrator || role.Until is not null)))
            return new Problem("person.yourself", 422, "Kendi yöneticiliğinizi kaldıramazsınız; bunu başka bir yönetici yapmalı.", "You cannot end your own administration; another administrator has to.");
        return await database.WriteAsync<Outcome>(async (session, token) =>
        {
            session.Lock($"person {entry.UserName}");
            var before = await session.QueryAsync("SELECT user_name, display_name, email, status, unit_code, active FROM person WHERE user_name = @user", Entry, token, ("user", entry.UserName));
            if (isNew == before.Count > 0) return isNew ? new Problem("person.taken", 409, "Bu kullanıcı adı kullanılıyor; başka bir ad seçin.", "This user name is in use; choose another one.") : new Problem("person.unknown", 404, "Böyle bir kişi yok.", "There is no such person.");
            if ((await session.QueryAsync("SELECT 1 FROM unit WHERE code = @unit", _ => true, token, ("unit", entry.Unit))).Count == 0) return new Problem("person.unit", 422, "Listeden bir birim seçin.", "Choose a unit from the list.");
            var had = before.Count == 0 ? null : before[0] with { Roles = await session.QueryAsync(RolesSql, Given, token, ("user", entry.UserName)) };
            PersonCommands.Write(session, entry, password);
            foreach (var (tr, en) in Differences(had, entry, password.Length > 0)) Tell(session, entry.UserName, actor.UserName, tr, en);
            return Outcome.Done;
        }, cancel);
    }

    /// <summary>Takes away the roles whose last day has passed; gives how many.</summary>
    public Task<int> EndDueRolesAsync(CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        var today = Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var due = await session.QueryAsync("SELECT user_name, role FROM person_role WHERE until_day < @today ORDER BY user_name, role", row => (User: row.GetString(0), Role: row.GetString(1)), token, ("today", today));
        foreach (var (user, role) in due)
        {
            session.Write("DELETE FROM person_role WHERE user_name = @user AND role = @role", ("user", user), ("role", role));
            Tell(session, user, Actor.System.UserName, $"“{NameOf(role).Tr}” rolünün süresi doldu.", $"The role '{NameOf(role).En}' has ended.");
        }

        return due.Count;
    }, cancel);

    private const string RolesSql = "SELECT role, until_day FROM person_role WHERE user_name = @user ORDER BY role";

    private static Problem? Check(PersonEntry entry, string password, DateOnly today) =>
        !UserName().IsMatch(entry.UserName) ? new("person.user-name", 422, "Kullanıcı adı küçük harfle başlar; 2–50 küçük harf, rakam, nokta ya da tireden oluşur (örneğin ayse.yilmaz).", "A user name begins with a small letter and has 2 to 50 small letters, digits, dots or hyphens.")
        : entry.Name.Length is < 2 or > 100 ? new("person.name", 422, "Adı soyadı 2–100 karakterle yazın.", "Write the name in 2 to 100 characters.")
        : !Address().IsMatch(entry.Email) ? new("person.email", 422, "Geçerli bir e-posta adresi yazın.", "Write a valid mail address.")
        : !Statuses.Contains(entry.Status) ? new("person.status", 422, "Statüyü listeden seçin.", "Choose the status from the list.")
        : entry.Roles.FirstOrDefault(role => !Roles.All.ContainsKey(role.Role)) is { } unknown ? new("role.unknown", 422, $"“{unknown.Role}” adında bir rol yok.", $"There is no role '{unknown.Role}'.")
        : entry.Roles.Any(role => role.Until < today) ? new("role.past", 422, "Bir rolün son günü geçmişte olamaz; bitmiş rolün işaretini kaldırın.", "The last day of a role cannot be in the past; untick a role that has ended.")
        : password.Length > 0 ? Passwords.Refuse(password) : null;

    private static IEnumerable<(string Tr, string En)> Differences(PersonEntry? before, PersonEntry after, bool hasPassword)
    {
        if (before is null) yield return ($"Kişi eklendi: {after.Name}, {after.Status}, {after.Unit}.", $"Added: {after.Name}, {after.Status}, {after.Unit}.");
        else
        {
            if (before.Name != after.Name) yield return ($"Adı: {before.Name} → {after.Name}", $"Name: {before.Name} → {after.Name}");
            if (before.Email != after.Email) yield return ($"E-postası: {before.Email} → {after.Email}", $"Mail: {before.Email} → {after.Email}");
            if (before.Status != after.Status) yield return ($"Statüsü: {before.Status} → {after.Status}", $"Status: {before.Status} → {after.Status}");
            if (before.Unit != after.Unit) yield return ($"Birimi: {before.Unit} → {after.Unit}", $"Unit: {before.Unit} → {after.Unit}");
            if (before.IsActive != after.IsActive) yield return after.IsActive ? ("Etkinleştirildi.", "Made active.") : ("Etkinliği kaldırıldı.", "Made inactive.");
        }

        if (hasPassword) yield return ("Parolası yenilendi.", "Given a new password.");
        var (had, has) = ((before?.Roles ?? []).ToDictionary(role => role.Role, role => role.Until), after.Roles.DistinctBy(role => role.Role).ToDictionary(role => role.Role, role => role.Until));
        foreach (var (role, until) in has.Where(role => !had.TryGetValue(role.Key, out var was) || was != role.Value)) yield return ($"Rol: {NameOf(role).Tr}{(until is { } day ? $" ({day:dd.MM.yyyy} sonuna kadar)" : "")}", $"Role: {NameOf(role).En}{(until is { } last ? $" (until {last:yyyy-MM-dd})" : "")}");
        foreach (var role in had.Keys.Where(role => !has.ContainsKey(role))) yield return ($"Rol kaldırıldı: {NameOf(role).Tr}", $"Role taken away: {NameOf(role).En}");
    }

    private static void Tell(WriteSession session, string user, string actor, string tr, string en) => session.Write(
        "INSERT INTO person_change (key, user_name, at, actor, tr, en) VALUES (@key, @user, @at, @actor, @tr, @en)", ("key", session.NextKey()), ("user", user), ("at", session.Now), ("actor", actor), ("tr", tr), ("en", en));

    private static (string Tr, string En) NameOf(string role) => Roles.All.GetValueOrDefault(role, (role, role));

    private static Task<List<GivenRole>> RolesAsync(DbConnection connection, string user, CancellationToken cancel) => connection.QueryAsync(RolesSql, Given, cancel, ("user", user));

    private static GivenRole Given(DbDataReader row) => new(row.GetString(0), row.Text(1) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null);

    private static PersonEntry Entry(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5), []);

    // SQLite folds the letters of ASCII only: what is typed is also tried as it stands, and as a name begins.
    private static string Like(string text) => text.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z][a-z0-9.-]{1,49}$", RegexOptions.CultureInvariant)]
    private static partial Regex UserName();

    [GeneratedRegex(@"^[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s]{2,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
