using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>Ad-hoc sub-processes (BPMN 2.0.2 §10.3.5): what is done in them is chosen while they run.</summary>
internal static class AdHoc
{
    public static void Begin(Step step, ElementState scope, FlowNode node)
    {
        Waits.OpenEventSubProcesses(step, scope);
        var chosen = node.AdHoc!.ActiveElements?.EvaluateTexts(step.Variables(scope), step.Context.Feel) ?? []; // set for every ad-hoc sub-process
        if (chosen.FirstOrDefault(id => !IsInside(step, node, id)) is { } unknown)
        {
            step.Incident(scope, IncidentCodes.AdHoc, $"'{node.Title}' içinde '{unknown}' adlı bir etkinlik yok.", $"'{node.Title}' holds no activity '{unknown}'.");
            return;
        }

        if (node.AdHoc.IsSequential && chosen.Count > 0)
        {
            step.Emit(new LoopStarted(scope.Key, chosen.Count, FeelList.Of(chosen.Select(FeelValue.Of))));
            Next(step, scope);
            return;
        }

        foreach (var id in chosen) step.Activate(step.Graph.Find(id)!, scope.Key); // asked just before
        if (chosen.Count == 0 && node.AdHoc.ActiveElements is not null) Check(step, scope, node);
    }

    /// <summary>Begins further activities by hand.</summary>
    public static StepRejection? Activate(Step step, ElementState scope, IReadOnlyList<string> ids)
    {
        var node = step.Node(scope);
        if (node.AdHoc is null || (node.Loop is not null && scope.LoopIndex == 0)) return new("ad-hoc.not", "Bu adım serbest (ad-hoc) bir alt süreç değil.", "This step is no ad-hoc sub-process.");
        if (scope.Listening is not null) return new("ad-hoc.listening", "Bu alt süreç bir dinleyiciyi bekliyor; şu anda içinde etkinlik başlatılamaz.", "This sub-process waits for a listener; nothing can be begun in it now.");
        if (ids.FirstOrDefault(id => !IsInside(step, node, id)) is { } unknown) return new("ad-hoc.unknown-activity", $"'{unknown}' bu alt süreçte yok.", $"'{unknown}' is not in this sub-process.");
        if (node.AdHoc.IsSequential && (scope.Children > 0 || ids.Count > 1))
            return new("ad-hoc.sequential", "Bu alt süreçte etkinlikler sırayla yapılır; önce süren etkinlik bitmeli.", "In this sub-process one activity is done after the other; the one that runs must end first.");
        foreach (var id in ids) step.Activate(step.Graph.Find(id)!, scope.Key); // asked just before
        return null;
    }

    /// <summary>Asked whenever something in it has completed: without a condition it ends with its last activity.</summary>
    public static void Check(Step step, ElementState scope, FlowNode node)
    {
        var isConditional = node.AdHoc!.CompletionCondition is not null; // as above
        var done = isConditional ? node.AdHoc.CompletionCondition!.Evaluate(step.Variables(scope), step.Context.Feel).Value.IsTrue : scope.Children == 0 && !step.IsComing(scope.Key); // asked just before
        if ((!done || !isConditional) && scope.Children == 0 && Next(step, scope)) return;
        if (!done || (scope.Children > 0 && !node.AdHoc.CancelRemaining)) return;
        Scopes.CancelChildren(step, scope);
        step.Finish(scope, FeelContext.Empty);
    }

    // The next one of those that were chosen to be done in turn; what was begun is counted where a loop keeps its outputs.
    private static bool Next(Step step, ElementState scope)
    {
        if (scope.Loop is not { Items: { } chosen } progress || progress.Outputs.Count >= chosen.Count) return false;
        var id = chosen[progress.Outputs.Count];
        step.Emit(new LoopOutputCollected(scope.Key, progress.Outputs.Count, id));
        step.Activate(step.Graph.Find(id.AsString()!)!, scope.Key); // a list of ids that were found when it began
        return true;
    }

    private static bool IsInside(Step step, FlowNode node, string id) => step.Graph.Find(id) is { } inner && inner.Scope == node.Index && node.Activities.Contains(inner.Index);
}
