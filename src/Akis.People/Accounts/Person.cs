using Akis.Engine;

namespace Akis.People.Accounts;

/// <summary>A person as the program needs to know it.</summary>
/// <param name="UserName">Sign-in name; what processes and tickets refer to.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Email">Address for mail.</param>
/// <param name="Status">Öğrenci, Akademik, İdari, Asistan Öğrenci or Misafir.</param>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Manager">User name of the unit's manager, or of the nearest unit above that has another one than the person itself.</param>
/// <param name="Roles">Role codes.</param>
public sealed record Person(string UserName, string Name, string Email, string Status, string Unit, string? Manager, IReadOnlySet<string> Roles)
{
    /// <summary>Those whose work the person does now (vekâlet), as the engine sees them.</summary>
    public IReadOnlyList<Actor> Principals { get; init; } = [];

    /// <summary>The person as the engine sees it.</summary>
    public Actor Actor => People.Roles.Actor(UserName, Roles) with { Principals = Principals };

    /// <summary>Whether the person has the role.</summary>
    public bool Is(string role) => Roles.Contains(role);
}
