using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.People;

namespace Akis.Handbook.Forms;

/// <summary>
/// People as choices of forms: a field with <c>"valuesKey": "kisiler_uzman_ag"</c> lists those who have the role <c>uzman-ag</c>, its value is a user name; <c>kisiler_uzman_ag__sorumlu_ag</c> those
/// who have one of two. The roles that whole groups of the university have are no list to choose from.
/// </summary>
internal sealed class PersonFormList(AkisDatabase database) : IFormList
{
    private const string Prefix = "kisiler_";
    private const int Most = 500;

    private static readonly string[] TooWide = [Roles.Student, Roles.Academic, Roles.Administrative];

    public async Task<FeelValue?> OptionsAsync(string variable, Actor actor, CancellationToken cancel)
    {
        if (!variable.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var roles = variable[Prefix.Length..].Split("__").Select(role => role.Replace('_', '-')).Where(role => Roles.All.ContainsKey(role) && !TooWide.Contains(role)).ToList();
        var people = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var role in roles)
        {
            var having = await database.ReadAsync((connection, token) => connection.QueryAsync(
                "SELECT p.user_name, p.display_name FROM person_role r JOIN person p ON p.user_name = r.user_name WHERE r.role = @role AND p.active ORDER BY p.user_name LIMIT @most",
                row => (UserName: row.GetString(0), Name: row.GetString(1)), token, ("role", role), ("most", Most)), cancel);
            foreach (var (userName, name) in having) people[userName] = name;
        }

        return FeelValue.Of(FeelList.Of(people.Select(person => FeelValue.Of(FeelContext.Of(("label", FeelValue.Of(person.Value)), ("value", FeelValue.Of(person.Key)))))));
    }
}
