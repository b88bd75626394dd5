namespace Akis.People.Delegations;

/// <summary>One person's work in another's hands for a while.</summary>
/// <param name="Key">The delegation.</param>
/// <param name="Person">Account name of whose work it is.</param>
/// <param name="Substitute">Account name of who stands in.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it is over; no longer in force then.</param>
/// <param name="Reason">Why: leave, a journey; may be empty.</param>
/// <param name="RevokedAt">When it was ended early; null where it was not.</param>
public sealed record Delegation(long Key, string Person, string Substitute, DateTimeOffset From, DateTimeOffset Until, string Reason, DateTimeOffset? RevokedAt)
{
    /// <summary>Whether the substitute may act now.</summary>
    public bool IsInForce(DateTimeOffset now) => RevokedAt is null && From <= now && now < Until;

    /// <summary>Whether it is in force or will be.</summary>
    public bool IsAhead(DateTimeOffset now) => RevokedAt is null && now < Until;
}
