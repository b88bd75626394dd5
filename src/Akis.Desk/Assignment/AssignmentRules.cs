using Akis.Desk.Search.Text;

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

    /// <summary>Who answers for the application that it is about; where nobody there does, as by skill.</summary>
    Owner,

    /// <summary>The one person who leads the group; while that one is away, the deputy.</summary>
    LeadOrDeputy,

    /// <summary>Who works on the requester's campus, and has the fewest open ones; where nobody there does, who has the fewest.</summary>
    Campus,
}

/// <summary>Whom somebody is to the group of a queue.</summary>
public enum GroupPlace
{
    /// <summary>One who works on it.</summary>
    Member,

    /// <summary>Its lead, as the group names it.</summary>
    Lead,

    /// <summary>The lead's deputy; need not work on the queue.</summary>
    Deputy,
}

/// <summary>What rules ask about a ticket.</summary>
/// <param name="Topic">The letters of its category's code.</param>
/// <param name="About">The application that its requester named; without one, its subject.</param>
/// <param name="Campus">The campus of the requester's unit, where that is known.</param>
public sealed record AssignmentSubject(string Topic, string About = "", string? Campus = null);

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

    /// <summary>Names of the applications that this person answers for.</summary>
    public IReadOnlyList<string> Owns { get; init; } = [];

    /// <summary>Where this person works; null where that does not matter.</summary>
    public string? Campus { get; init; }

    /// <summary>Lead, deputy, or neither.</summary>
    public GroupPlace Place { get; init; }
}

/// <summary>The rules themselves; pure, so that they can be tried out.</summary>
public static class AssignmentRules
{
    /// <summary>The topic of a category: the letters of its code.</summary>
    public static string TopicOf(string category) => category.Split('-')[0];

    /// <summary>Whom a rule chooses; null where nobody is there.</summary>
    /// <param name="rule">The queue's rule.</param>
    /// <param name="members">Who works on the queue; for <see cref="AssignmentRule.LeadOrDeputy"/> also the group's deputy.</param>
    /// <param name="ticket">What the ticket is about.</param>
    /// <param name="last">Who was chosen last.</param>
    public static string? Choose(AssignmentRule rule, IEnumerable<QueueMember> members, AssignmentSubject ticket, string? last)
    {
        var present = members.Where(member => member is { Takes: true, IsAway: false }).OrderBy(member => member.UserName, StringComparer.Ordinal).ToList();
        return rule switch
        {
            AssignmentRule.RoundRobin => (present.Find(member => string.CompareOrdinal(member.UserName, last) > 0) ?? present.FirstOrDefault())?.UserName,
            AssignmentRule.LeastLoad => present.MinBy(member => member.Load)?.UserName,
            AssignmentRule.Skill => BySkill(present, ticket.Topic).FirstOrDefault()?.UserName,
            AssignmentRule.Owner => Owners(present, ticket.About, ticket.Topic)?.UserName,
            AssignmentRule.LeadOrDeputy => present.Where(member => member.Place != GroupPlace.Member).MinBy(member => member.Place)?.UserName,
            AssignmentRule.Campus => present.OrderByDescending(member => ticket.Campus is { } campus && campus == member.Campus).ThenBy(member => member.Load).FirstOrDefault()?.UserName,
            _ => null,
        };
    }

    private static IOrderedEnumerable<QueueMember> BySkill(IEnumerable<QueueMember> members, string topic) => members.OrderByDescending(member => member.Skills.GetValueOrDefault(topic)).ThenBy(member => member.Load);

    // Of "Sınav" and "Sınav Programı" the longer name says more.
    private static QueueMember? Owners(List<QueueMember> present, string about, string topic)
    {
        var words = Words.Of(about).Select(word => word.Stem).ToHashSet();
        var owner = present.Select(member => (Member: member, Named: member.Owns.Select(name => Named(name, words)).DefaultIfEmpty().Max())).Where(one => one.Named > 0).OrderByDescending(one => one.Named).Select(one => one.Member).FirstOrDefault();
        return owner ?? BySkill(present, topic).FirstOrDefault();
    }

    // How many words a name has, where all of them stand in the text; otherwise 0.
    private static int Named(string name, HashSet<string> text)
    {
        var words = Words.Of(name).Select(word => word.Stem).ToList();
        return words.TrueForAll(text.Contains) ? words.Count : 0;
    }
}
