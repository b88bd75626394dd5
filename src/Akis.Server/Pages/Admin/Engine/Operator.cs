using Akis.Engine;
using Akis.People;
using Akis.People.Accounts;

namespace Akis.Server.Pages.Admin.Engine;

/// <summary>Who operates the engine, by the rule of <c>/v2</c>: administrators act, the head of department looks.</summary>
internal static class Operator
{
    public static bool MayLook(Person person) => person.Is(Roles.Administrator) || person.Is("baskan");

    /// <summary>Whoever acts; null who may only look.</summary>
    public static Actor? Of(Person person) => person.Is(Roles.Administrator) ? person.Actor with { IsAdministrator = true } : null;
}
