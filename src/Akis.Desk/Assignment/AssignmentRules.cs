namespace Akis.Desk.Assignment;

/// <summary>Who gets a new ticket of a queue.</summary>
public enum AssignmentRule
{
    /// <summary>Nobody, until somebody takes it.</summary>
    Manual,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>Who has the fewest open ones.</summary>
    LeastLoad,

    /// <summary>Who knows most of its topic; among those, who has the fewest open ones.</summary>
    Skill,
}

/// <summary>A person who works on a queue.</summary>
/// <param name="UserName">Account name.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Takes">Whether the rule may choose this person.</param>
/// <param name="IsAway">Whether a substitute stands in for this person now.</param>
/// <param name="Load">Open tickets that this person has and that are not solved.</param>
public sealed record QueueMember(string UserName, string Name, bool Takes, bool IsAway, int Load)
{
    /// <summary>1 to 5 by topic (<c>VPN</c>); what is missing is 0.</summary>
    public IReadOnlyDictionary<string, int> Skills { get; init; } = new Dictionary<string, int>();
}

/// <summary>The rules themselves; pure, so that they can be tried out.</summary>
public static class AssignmentRules
{
    /// <summary>The topic of a category: the letters of its code.</summary>
    public static string TopicOf(string category) => category.Split('-')[0];

    /// <summary>Whom a rule chooses; null where nobody is there.</summary>
    /// <param name="rule">The queue's rule.</param>
    /// <param name="members">Who works on the queue.</param>
    /// <param name="topic">What the ticket is about.</param>
    /// <param name="last">Who was chosen last.</param>
    public static string? Choose(AssignmentRule rule, IEnumerable<QueueMember> members, string topic, string? last)
    {
        var present = members.Where(member => member is { Takes: true, IsAway: false }).OrderBy(member => member.UserName, StringComparer.Ordinal).ToList();
        if (present.Count == 0) return null;
        return rule switch
        {
            AssignmentRule.RoundRobin => (present.Find(member => string.CompareOrdinal(member.UserName, last) > 0) ?? present[0]).UserName,
            AssignmentRule.LeastLoad => present.MinBy(member => member.Load)!.UserName, // there is one
            AssignmentRule.Skill => present.OrderByDescending(member => member.Skills.GetValueOrDefault(topic)).ThenBy(member => member.Load).First().UserName,
            _ => null,
        };
    }
}
