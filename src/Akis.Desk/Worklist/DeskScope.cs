using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Engine;

namespace Akis.Desk.Worklist;

/// <summary>Which tickets somebody of the desk has in his lists, as a condition on the table <c>ticket</c>.</summary>
internal sealed record DeskScope(string Where, (string Name, object? Value)[] Parameters)
{
    /// <summary>The scope of an actor; null who does not work at the desk. Auditors and the head have all queues; confidential tickets are the security officer's, the head's and who has them.</summary>
    /// <param name="actor">Whose lists.</param>
    /// <param name="inOrder">The caller reads one index in its order: the appended nothing keeps SQLite from looking every ticket of the queues up instead (a page of 1,000,000 tickets: 2.6 s, now 1 ms; counting the open ones among 10,000: 7 ms, now below 1).</param>
    public static DeskScope? Of(Actor actor, bool inOrder = false)
    {
        var groups = actor.Identities.SelectMany(who => who.Groups).ToHashSet();
        var queues = (groups.Overlaps(["baskan", "kalite"]) ? Queues.All : Queues.WorkedBy(groups)).Select((queue, i) => ($"q{i}", (object?)queue.Code)).ToArray();
        if (queues.Length == 0 && !groups.Contains("guvenlik")) return null;
        var inQueues = queues.Length == 0 ? "NULL" : string.Join(", ", queues.Select(queue => "@" + queue.Item1));
        var nothing = inOrder ? " || ''" : "";
        var secrets = groups.Contains("guvenlik") || groups.Contains("baskan") ? "confidential" : $"(confidential AND assignee{nothing} = @user)";
        return new($"((queue{nothing} IN ({inQueues}) AND NOT confidential) OR {secrets} OR assignee{nothing} = @user)", [("user", actor.UserName), .. queues]);
    }

    // closed_at is null as long as a ticket is not over: the partial indexes say the same words.
    public static string Which(DeskFilter filter) => filter switch
    {
        DeskFilter.Unassigned => "closed_at IS NULL AND snoozed_until IS NULL AND assignee IS NULL AND state <> 'Resolved'",
        DeskFilter.Mine => "closed_at IS NULL AND snoozed_until IS NULL AND assignee = @user",
        DeskFilter.Waiting => "closed_at IS NULL AND snoozed_until IS NULL AND state IN ('WaitingForUser', 'WaitingForSupplier', 'Planned', 'Resolved')",
        DeskFilter.Snoozed => "closed_at IS NULL AND snoozed_until IS NOT NULL",
        DeskFilter.Over => "closed_at IS NOT NULL",
        _ => "closed_at IS NULL AND snoozed_until IS NULL",
    };
}
