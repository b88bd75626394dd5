namespace Akis.Engine;

/// <summary>Who acts: a user name and the groups (roles) that it belongs to. The engine knows no more of people.</summary>
public sealed record Actor(string UserName, IReadOnlySet<string> Groups, bool IsAdministrator = false)
{
    /// <summary>The program itself: timers, connectors, deployment at start.</summary>
    public static Actor System { get; } = new("sistem", new HashSet<string>(), IsAdministrator: true);

    /// <summary>Groups whose work it hands out: their lead sees what is offered to them, takes it over and gives it to others.</summary>
    public IReadOnlySet<string> Leads { get; init; } = new HashSet<string>();

    /// <summary>Persons who have given it their work for now (vekâlet): it sees and does what they may, in their name. Who stands in for them does not stand in for those they stand in for.</summary>
    public IReadOnlyList<Actor> Principals { get; init; } = [];

    /// <summary>In whose place it does this; null for itself.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Itself, then everybody in whose place it may act.</summary>
    public IEnumerable<Actor> Identities => Principals.Prepend(this);

    /// <summary>Whether it belongs to any of these groups.</summary>
    public bool IsIn(IEnumerable<string> groups) => groups.Any(Groups.Contains);

    /// <summary>As whom it may do something: as itself where that is allowed, else in the place of the first for whom it is; null where nobody may.</summary>
    public Actor? As(Func<Actor, bool> allowed) =>
        allowed(this) ? this : Principals.FirstOrDefault(allowed) is { } principal ? this with { OnBehalfOf = principal.UserName } : null;
}
