using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Stepping;

/// <summary>Beginning and ending elements by hand.</summary>
internal static class Modification
{
    public static StepRejection? Apply(Step step, ModifyInstance modify)
    {
        var (starts, ends) = (modify.Start.ToList(), modify.Terminate.ToList());
        foreach (var id in modify.TerminateAt)
        {
            if (Active(step, id) is not { Count: > 0 } active) return NothingThere(id);
            ends.AddRange(active.Select(element => element.Key));
        }

        foreach (var move in modify.Move)
        {
            var sources = move.SourceKey is { } key ? [.. step.State.Elements.Values.Where(element => element.Key == key)] : Active(step, move.SourceId ?? "");
            if (sources.Count == 0) return NothingThere(move.SourceId ?? $"{move.SourceKey}");
            starts.AddRange(sources.Select(source => move.Target with { AncestorKey = move.Target.AncestorKey ?? Beside(step, source, move.Target.ElementId) }));
            ends.AddRange(sources.Select(source => source.Key));
        }

        // Everything is looked at before anything is done: a modification is refused as a whole.
        foreach (var start in starts) if (Check(step, start) is { } wrong) return wrong;
        foreach (var key in ends) if (Check(step, key) is { } wrong) return wrong;

        foreach (var start in starts) Start(step, start);
        foreach (var key in ends)
        {
            if (!step.State.Elements.TryGetValue(key, out var element)) continue; // it lay in one that was ended before
            var scope = element.ScopeKey;
            Scopes.Cancel(step, element);
            EndEmpty(step, scope);
        }

        return null;
    }

    /// <summary>One token for each that is ended; in the same scope where both elements lie in it.</summary>
    public static StepRejection? Move(Step step, MoveTokens move)
    {
        var moved = step.State.Elements.Values.Where(element => element.LoopIndex == 0 && element.Key != step.State.Key && move.Elements.ContainsKey(step.Node(element).Id)).ToList();
        if (moved.Count == 0) return new("modify.nothing-there", "Taşınacak ögelerin hiçbiri etkin değil.", "None of the elements to move from is active.");
        return Apply(step, new([], []) { Move = [.. moved.Select(element => new ElementMove(null, element.Key, new(move.Elements[step.Node(element).Id], null, [])))] });
    }

    private static List<ElementState> Active(Step step, string id) => [.. step.State.Elements.Values.Where(element => element.LoopIndex == 0 && element.Key != step.State.Key && step.Node(element).Id == id)];

    // The scope that both elements lie in; where they do not share it, the only one that is active is found.
    private static long? Beside(Step step, ElementState source, string targetId) => step.Graph.Find(targetId)?.Scope == step.Node(source).Scope ? source.ScopeKey : null;

    private static StepRejection NothingThere(string what) => new("modify.nothing-there", $"'{what}' ögesinde etkin bir şey yok; bu arada tamamlanmış olabilir.", $"Nothing is active at '{what}'; it may have completed meanwhile.");

    private static StepRejection? Check(Step step, ElementStart start)
    {
        if (step.Graph.Find(start.ElementId) is not { } node) return new("modify.unknown-element", $"Süreçte '{start.ElementId}' ögesi yok.", $"The process has no element '{start.ElementId}'.");
        if (node.Kind is NodeKind.Process or NodeKind.BoundaryEvent or NodeKind.EventSubProcess || IsEventStart(step, node))
            return new("modify.not-startable", $"'{node.Title}' elle başlatılamaz: yalnız kendi olayıyla başlar.", $"'{node.Title}' cannot be begun by hand: only its own event begins it.");
        foreach (var (scopeId, _) in start.Variables)
        {
            if (scopeId is not null && scopeId != node.Id && !Around(step, node).Any(outer => outer.Id == scopeId))
                return new("modify.unknown-scope", $"'{scopeId}', '{node.Title}' ögesini içeren bir kapsam değil.", $"'{scopeId}' is no scope around '{node.Title}'.");
        }

        foreach (var scope in Around(step, node))
        {
            switch (Live(step, scope, start.AncestorKey).Count)
            {
                case 1: return null;
                case > 1: return new("modify.ambiguous-scope", $"'{scope.Title}' birden çok kez etkin; hangisinde başlatılacağı belirtilmeli.", $"'{scope.Title}' is active more than once; it must be said in which to begin.");
            }

            if (start.AncestorKey is { } key && !step.State.Elements.ContainsKey(key)) return new("modify.unknown-scope", $"Anahtarı {key} olan etkin bir kapsam yok.", $"There is no active scope with the key {key}.");
            if (scope.Loop is not null) return new("modify.loop-not-active", $"'{scope.Title}' yinelenen bir öge ve etkin değil; içinde elle başlatılamaz.", $"'{scope.Title}' is repeated and not active; nothing can be begun in it by hand.");
        }

        return null;
    }

    private static StepRejection? Check(Step step, long key)
    {
        if (key == step.State.Key) return new("modify.whole-instance", "Örneğin kendisi bu yolla sonlandırılamaz; iptal edilmelidir.", "The instance itself cannot be ended in this way; it must be cancelled.");
        if (!step.State.Elements.TryGetValue(key, out var element)) return new("modify.unknown-key", $"Anahtarı {key} olan etkin bir öge yok; bu arada tamamlanmış olabilir.", $"There is no active element with the key {key}; it may have completed meanwhile.");
        return element.LoopIndex > 0 ? new("modify.loop-round", $"'{step.Node(element).Title}' ögesinin tek bir turu sonlandırılamaz; yinelenen ögenin kendisi sonlandırılmalıdır.", $"A single round of '{step.Node(element).Title}' cannot be ended; the repeated element itself must be.") : null;
    }

    private static bool IsEventStart(Step step, FlowNode node) => node.Kind == NodeKind.StartEvent && step.Graph.Nodes[node.Scope].Kind == NodeKind.EventSubProcess;

    // The scopes around a node, from the inside out, the process last.
    private static IEnumerable<FlowNode> Around(Step step, FlowNode node)
    {
        for (var index = node.Scope; ; index = step.Graph.Nodes[index].Scope)
        {
            yield return step.Graph.Nodes[index];
            if (index == 0) yield break;
        }
    }

    private static List<ElementState> Live(Step step, FlowNode scope, long? ancestorKey) =>
        [.. step.State.Elements.Values.Where(element => element.Node == scope.Index && (scope.Loop is null || element.LoopIndex > 0) && (ancestorKey is null || LiesIn(step, element, ancestorKey.Value)))];

    private static bool LiesIn(Step step, ElementState element, long key)
    {
        for (var current = element; current is not null; current = current.Key == step.State.Key ? null : step.State.Elements.GetValueOrDefault(current.ScopeKey)) if (current.Key == key) return true;
        return false;
    }

    private static void Start(Step step, ElementStart start)
    {
        var node = step.Graph.Find(start.ElementId)!; // checked before
        var scope = Opened(step, step.Graph.Nodes[node.Scope], start);
        step.ActivateNow(node, scope.Key, FeelOf(start, node));
    }

    // The active scope, or a new one that begins with nothing but what waits for it.
    private static ElementState Opened(Step step, FlowNode scope, ElementStart start)
    {
        if (Live(step, scope, start.AncestorKey) is [var live])
        {
            for (var around = live; ; around = step.State.Elements[around.ScopeKey])
            {
                if (FeelOf(start, step.Node(around)) is { Count: > 0 } variables) step.Emit(new VariablesSet(around.Key, variables));
                if (around.Key == step.State.Key) return live;
            }
        }

        var outer = Opened(step, step.Graph.Nodes[scope.Scope], start);
        return step.OpenScope(scope, outer.Key, FeelOf(start, scope));
    }

    // Variables without a scope belong to the instance.
    private static Feel.FeelContext FeelOf(ElementStart start, FlowNode node)
    {
        var own = Feel.FeelContext.Empty;
        foreach (var (scopeId, variables) in start.Variables) if (scopeId == node.Id || (scopeId is null && node.Index == 0)) own = own.With(variables);
        return own;
    }

    private static void EndEmpty(Step step, long scopeKey)
    {
        if (!step.State.Elements.TryGetValue(scopeKey, out var scope) || scope.Children > 0 || scope.Arrived.Count > 0) return;
        if (scope.Key == step.State.Key)
        {
            step.CloseWaits(scope);
            step.Emit(new InstanceCancelled("modification"));
            return;
        }

        var outer = scope.ScopeKey;
        Scopes.Cancel(step, scope);
        EndEmpty(step, outer);
    }
}
