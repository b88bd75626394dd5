using System.Globalization;
using Akis.People;
using Akis.People.Accounts;

namespace Akis.Server.Pages.Admin.People;

/// <summary>Names of roles and statuses in the reader's language.</summary>
internal static class Names
{
    /// <summary>All roles by name.</summary>
    public static IEnumerable<(string Code, string Name)> Roles => Akis.People.Roles.All.Select(role => (role.Key, In(role.Value))).OrderBy(role => role.Item2, StringComparer.CurrentCulture);

    /// <summary>A role that somebody has, with its last day.</summary>
    public static string Role(GivenRole role) => In(Akis.People.Roles.All.GetValueOrDefault(role.Role, (role.Role, role.Role))) + (role.Until is { } until ? $" ({until.ToString("d", CultureInfo.CurrentCulture)})" : "");

    /// <summary>What a person is to the university.</summary>
    public static string Status(string status) => !IsEnglish ? status : status switch { "Öğrenci" => "Student", "Akademik" => "Academic", "İdari" => "Administrative", "Asistan Öğrenci" => "Student assistant", "Misafir" => "Guest", _ => status };

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    private static string In((string Tr, string En) name) => IsEnglish ? name.En : name.Tr;
}
