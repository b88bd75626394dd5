using Akis.Engine.Database;
using Akis.Feel;
using Akis.People;
using Akis.People.Accounts;

namespace Akis.Desk.Import;

/// <summary>Accounts of another desk. They come with the roles of their status only, and without a password: what somebody may do at the desk is given here.</summary>
internal static class ImportUsers
{
    private static readonly Dictionary<string, string> RoleOf = new(StringComparer.OrdinalIgnoreCase) { ["Öğrenci"] = Roles.Student, ["Akademik"] = Roles.Academic, ["İdari"] = Roles.Administrative };

    public static async Task<RowResult> TakeAsync(WriteSession session, FeelContext row, CancellationToken cancel)
    {
        if (ImportedRow.Text(row, "email")?.Trim() is not { } email || !email.Contains('@', StringComparison.Ordinal)) return RowResult.Of(new("import.email", 422, "E-posta adresi yok ya da geçersiz.", "The mail address is missing or wrong."));
        var name = (ImportedRow.Text(row, "userName") ?? email.Split('@')[0]).Trim().ToLowerInvariant();
        if (row.Get("active").AsBoolean() == false) return RowResult.Known; // who has left is no account; their tickets keep their name
        var there = await session.QueryAsync("SELECT 1 FROM person WHERE user_name = @user OR lower(email) = @email", one => one.GetInt32(0), cancel, ("user", name), ("email", email.ToLowerInvariant()));
        if (there.Count > 0) return RowResult.Known;
        var unit = ImportedRow.Text(row, "unit");
        var units = await session.QueryAsync("SELECT code FROM unit WHERE code = @unit OR name_tr = @unit", one => one.GetString(0), cancel, ("unit", unit ?? ""));
        if (units.Count == 0 && unit is not null) return RowResult.Of(new("import.unit", 422, $"“{unit}” adında ya da kodunda bir birim yok; önce birimi açın.", $"There is no unit “{unit}”; open it first."));
        var first = units.Count > 0 ? units[0] : (await session.QueryAsync("SELECT code FROM unit ORDER BY CASE WHEN parent_code IS NULL THEN 0 ELSE 1 END, code LIMIT 1", one => one.GetString(0), cancel)).FirstOrDefault();
        if (first is null) return RowResult.Of(new("import.no-unit", 422, "Henüz hiç birim yok; önce birimleri açın.", "There is no unit yet; open the units first."));
        var status = ImportedRow.Text(row, "status") ?? "Misafir";
        await PersonCommands.AddAsync(session, name, ImportedRow.Text(row, "name") is { Length: > 0 } given ? given : name, email, status, first, RoleOf.TryGetValue(status, out var role) ? [role] : [], cancel);
        return RowResult.Made(name);
    }
}
