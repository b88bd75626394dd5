using Akis.Engine.Search;
using Akis.People;

namespace Akis.Server.Api.V2;

/// <summary>
/// Persons and roles, for operators. Akış has one kind of group, the role: it is what tasks are offered to (Camunda's group) and what gives rights (Camunda's
/// role), so both lists are the same. They are changed in Akış itself and not by this interface.
/// </summary>
internal static class IdentityResource
{
    public static void Map(IEndpointRouteBuilder v2)
    {
        var identity = v2.MapGroup("").AddEndpointFilter(Caller.OnlyOperators);
        identity.MapSearch("/users/search", IdentitySearches.Users, "Searches persons");
        identity.MapFind("/users/{username}", IdentitySearches.Users, "A person", "username");
        foreach (var (plural, id) in new[] { ("roles", "roleId"), ("groups", "groupId") })
        {
            var other = id == "roleId" ? ("groups", "groupId") : ("roles", "roleId");
            identity.MapSearch($"/{plural}/search", IdentitySearches.RolesAs(id), "Searches roles");
            identity.MapSearch($"/{plural}/{{code}}/users/search", IdentitySearches.Members, "Searches the persons who have a role", ("role", "code"));
            identity.MapSearch($"/{plural}/{{code}}/{other.Item1}/search", IdentitySearches.RolesAs(other.Item2), "The group or role of the same name", (other.Item2, "code"));
            identity.MapSearch($"/{plural}/{{code}}/clients/search", IdentitySearches.Nothing("clientId"), "Programs act as persons and belong to no role of their own");
            identity.MapSearch($"/{plural}/{{code}}/mapping-rules/search", IdentitySearches.Nothing("mappingRuleId"), "There are no mapping rules");
            identity.MapFind($"/{plural}/{{code}}", IdentitySearches.RolesAs(id), "A role", "code");
        }

        identity.MapSearch("/authorizations/search", IdentitySearches.Authorizations, "What roles may do");
        identity.MapFind("/authorizations/{key}", IdentitySearches.Authorizations, "A right of a role");
    }
}

/// <summary>Persons and roles as searches know them.</summary>
internal static class IdentitySearches
{
    // What the interface itself lets roles do; the rights within tickets and requests are finer and not Camunda's.
    private static readonly (string Role, string Type, string Permissions)[] Rights =
    [
        (Roles.Administrator, "PROCESS_DEFINITION", "CREATE_PROCESS_INSTANCE READ_PROCESS_DEFINITION READ_PROCESS_INSTANCE UPDATE_PROCESS_INSTANCE CANCEL_PROCESS_INSTANCE MODIFY_PROCESS_INSTANCE READ_USER_TASK UPDATE_USER_TASK"),
        (Roles.Administrator, "RESOURCE", "CREATE READ"),
        (Roles.Administrator, "MESSAGE", "CREATE READ"),
        (Roles.Administrator, "DECISION_DEFINITION", "READ_DECISION_DEFINITION READ_DECISION_INSTANCE CREATE_DECISION_INSTANCE"),
        (Roles.Administrator, "USER", "READ"),
        (Roles.Administrator, "ROLE", "READ"),
        (Roles.Administrator, "GROUP", "READ"),
        (Roles.Administrator, "AUTHORIZATION", "READ"),
        (Roles.Head, "PROCESS_DEFINITION", "READ_PROCESS_DEFINITION READ_PROCESS_INSTANCE READ_USER_TASK"),
        (Roles.Auditor, "PROCESS_DEFINITION", "READ_PROCESS_DEFINITION READ_PROCESS_INSTANCE READ_USER_TASK"),
    ];

    public static SearchResource Users { get; } = new("person u", "username",
    [
        SearchField.Text("username", "u.user_name"),
        SearchField.Text("name", "u.display_name"),
        SearchField.Text("email", "u.email"),
    ])
    { Where = "u.active" };

    public static SearchResource Members { get; } = new("person_role m JOIN person u ON u.user_name = m.user_name", "username",
    [
        SearchField.Text("username", "m.user_name"),
        SearchField.Text("role", "m.role") with { Shown = false, Filters = false, Sorts = false },
    ])
    { Where = "u.active" };

    public static SearchResource Authorizations { get; } = new(
        Table(Rights.Select((right, i) => $"{i + 1} AS number, '{right.Role}' AS role, '{right.Type}' AS type, '{right.Permissions.Replace(' ', '\n')}' AS permissions")), "authorizationKey",
    [
        SearchField.Key("authorizationKey", "r.number"),
        SearchField.Text("ownerId", "r.role"),
        SearchField.Fixed("ownerType", "ROLE"),
        SearchField.Text("resourceType", "r.type"),
        SearchField.Fixed("resourceId", "*"),
        SearchField.Text("resourcePropertyName", "CAST(NULL AS text)") with { Optional = true },
        SearchField.List("permissionTypes", "r.permissions") with { Filters = false },
    ]);

    private static readonly string RoleTable = Table(Roles.All.Select(role => $"'{role.Key}' AS code, '{role.Value.En}' AS name, '{role.Value.Tr}' AS description"));

    /// <summary>Roles, their code under this name.</summary>
    public static SearchResource RolesAs(string id) => new(RoleTable, id,
    [
        SearchField.Text(id, "r.code"),
        SearchField.Text("name", "r.name"),
        SearchField.Text("description", "r.description") with { Filters = false, Sorts = false },
    ]);

    /// <summary>What there is none of.</summary>
    public static SearchResource Nothing(string id) => new("(SELECT 'x' AS id) n", id, [SearchField.Text(id, "n.id")]) { Where = "1 = 0" };

    // Only texts of the program itself become SQL here.
    private static string Table(IEnumerable<string> rows) => $"({string.Join(" UNION ALL ", rows.Select(row => "SELECT " + row))}) r";
}
