using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>
/// Conditional events: a condition is asked when it begins to be watched and after every change of a variable that it reads and can see;
/// within one set of changes each fires at most once.
/// </summary>
internal static class Conditions
{
    /// <summary>Fires what holds; true where something fired.</summary>
    public static bool Fire(Step step)
    {
        if (step.Changes.Count == 0) return false;
        var changes = step.Changes.ToList();
        step.Changes.Clear();
        var fired = false;
        foreach (var (elementKey, waitKey, nodeIndex, part) in Watched(step.State).ToList())
        {
            if (!step.State.Elements.TryGetValue(elementKey, out var owner) || !owner.Waits.Exists(wait => wait.Key == waitKey)) continue;
            var node = step.Graph.Nodes[nodeIndex];
            var trigger = (ConditionTrigger)node.Part(part)!; // only those are watched
            var (condition, about) = (trigger.Condition, trigger.Only ?? trigger.Condition.Names);
            var concerned = changes.Exists(change => change.Opened == waitKey || (change.Names is { } names && names.Keys.Any(name => about.Contains(name) && (change.Created!.Contains(name) ? trigger.OnCreate : trigger.OnUpdate)) && Sees(step.State, owner, change.ScopeKey)));
            if (!concerned || !condition.Evaluate(step.Variables(owner), step.Context.Feel).Value.IsTrue) continue;
            step.Emit(new ConditionMet(waitKey, elementKey, node.Id, Waits.StaysOpen(node)));
            Waits.Trigger(step, owner, node, FeelContext.Empty);
            fired = true;
        }

        return fired;

        IEnumerable<(long, long, int, int)> Watched(InstanceState state) => state.Elements.Values
            .SelectMany(element => element.Waits.Where(wait => step.Graph.Nodes[wait.Node].Part(wait.Part) is ConditionTrigger).Select(wait => (element.Key, wait.Key, wait.Node, wait.Part)));
    }

    private static bool Sees(InstanceState state, ElementState element, long scopeKey)
    {
        for (var at = element; at is not null; at = state.Elements.GetValueOrDefault(at.ScopeKey)) if (at.Key == scopeKey) return true;
        return false;
    }

    /// <summary>Variables may have changed while nobody looked: every condition that is awaited is asked.</summary>
    public static void AskAll(Step step)
    {
        foreach (var wait in step.State.Elements.Values.SelectMany(element => element.Waits).Where(wait => step.Graph.Nodes[wait.Node].Part(wait.Part) is ConditionTrigger)) step.Changes.Add(new(0, null, wait.Key, null));
    }
}

/// <summary>Variables that changed in a scope, with those of them that are new there; or a condition that has just begun to be watched.</summary>
internal readonly record struct Change(long ScopeKey, FeelContext? Names, long Opened, HashSet<string>? Created);
