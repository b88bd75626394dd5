namespace Akis.Engine;

/// <summary>Who acts: a user name and the groups (roles) that it belongs to. The engine knows no more of people.</summary>
public sealed record Actor(string UserName, IReadOnlySet<string> Groups, bool IsAdministrator = false)
{
    /// <summary>The program itself: timers, connectors, deployment at start.</summary>
    public static Actor System { get; } = new("sistem", new HashSet<string>(), IsAdministrator: true);

    /// <summary>Whether it belongs to any of these groups.</summary>
    public bool IsIn(IEnumerable<string> groups) => groups.Any(Groups.Contains);
}
