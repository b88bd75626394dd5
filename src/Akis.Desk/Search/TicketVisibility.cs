using Akis.Desk.Categories;
using Akis.Engine;

namespace Akis.Desk.Search;

/// <summary>A condition of SQL with its values.</summary>
internal sealed record SqlCondition(string Sql, IReadOnlyList<(string Name, object? Value)> Values);

/// <summary>
/// Who sees which ticket (domain §8.6), as a condition on rows of <c>ticket t</c>: the same rule as <see cref="Tickets.TicketAccess"/>, so that a search never
/// reads what its reader may not see. A test compares the two for every role.
/// </summary>
internal static class TicketVisibility
{
    /// <summary>Whether somebody sees other people's tickets at all; who does not needs only their own.</summary>
    public static bool WorksAtDesk(Actor actor) => actor.Identities.Any(who => Queues.WorkedBy(who.Groups).Any() || who.IsIn(["baskan", "kalite", "guvenlik"]));

    /// <summary>The tickets that the actor may see.</summary>
    public static SqlCondition Of(Actor actor)
    {
        var values = new List<(string, object?)> { ("me", actor.UserName) };
        var own = actor.Identities.Select((who, i) =>
        {
            var name = i == 0 ? "me" : $"who{i}";
            if (i > 0) values.Add((name, who.UserName));
            return $"(t.requester <> @{name} AND {OfDesk(who, name, values)})";
        }).ToList();
        return new($"(t.requester = @me OR {string.Join(" OR ", own)})", values);
    }

    private static string OfDesk(Actor who, string name, List<(string, object?)> values)
    {
        var secret = who.IsIn(["guvenlik", "baskan"]) ? "t.confidential" : $"(t.confidential AND t.assignee = @{name})";
        if (who.IsIn(["baskan", "kalite"]) || Queues.WorkedBy(who.Groups).Count() == Queues.All.Count) return $"(NOT t.confidential OR {secret})";
        var queues = Queues.WorkedBy(who.Groups).Select((queue, i) => ($"{name}_q{i}", (object?)queue.Code)).ToList();
        values.AddRange(queues);
        var inQueues = queues.Count == 0 ? "" : $"t.queue IN ({string.Join(", ", queues.Select(queue => "@" + queue.Item1))}) OR ";
        return $"((NOT t.confidential AND ({inQueues}t.assignee = @{name})) OR {secret})";
    }
}
