using Akis.Bpmn.Graph;
using Akis.Feel;
using YamlDotNet.RepresentationModel;

namespace Akis.Handbook.Scenarios;

/// <summary>An <c>expect</c> step: where the instance waits, what its variables are, what is done, whose task it is.</summary>
internal sealed class ScenarioExpectation(ScenarioEngine engine, long instance)
{
    private static readonly string[] Known = ["waitingAt", "variables", "done", "notDone", "assignee", "candidates", "incident"];

    public async Task CheckAsync(YamlMappingNode expected, CancellationToken cancel)
    {
        if (expected.Children.Keys.Select(key => key.ToString()).Except(Known).FirstOrDefault() is { } unknown) throw new ScenarioFailed("expect", string.Join(", ", Known), unknown);
        if (expected.Children.ContainsKey("waitingAt")) await WaitingAsync(ScenarioFile.Names(expected, "waitingAt"), cancel);
        if (expected.Children.TryGetValue("variables", out var variables)) await VariablesAsync(ScenarioFile.Context((YamlMappingNode)variables), cancel);
        await DoneAsync(ScenarioFile.Names(expected, "done"), ScenarioFile.Names(expected, "notDone"), cancel);
        await WhoseAsync(expected, cancel);
        if (expected.Children.TryGetValue("incident", out var at)) await IncidentAsync(at.ToString(), cancel);
    }

    // Everything named is waited at, and no person is asked for anything else; who names a call need not name what waits in it.
    private async Task WaitingAsync(IReadOnlyList<string> names, CancellationToken cancel)
    {
        var waiting = await engine.WaitingAsync(instance, cancel);
        var namesCall = waiting.Any(wait => wait.Element.Kind == NodeKind.CallActivity && names.Any(name => Is(wait.Element, name)));
        var missing = names.Where(name => !waiting.Any(wait => Is(wait.Element, name))).ToList();
        var surplus = waiting.Where(wait => wait.Element.Kind == NodeKind.UserTask && !(namesCall && wait.InstanceKey != instance) && !names.Any(name => Is(wait.Element, name))).ToList();
        if (missing.Count > 0 || surplus.Count > 0) throw new ScenarioFailed("waitingAt", string.Join(", ", names), waiting.Count == 0 ? "nothing waits" : string.Join(", ", waiting.Select(wait => wait.Element.Name)));
    }

    private async Task VariablesAsync(FeelContext expected, CancellationToken cancel)
    {
        var variables = await engine.Queries.VariablesAsync(instance, cancel);
        foreach (var (name, value) in expected)
        {
            var actual = variables.Get(name);
            var holds = value.AsString() is ['=', .. var test] ? FeelExpression.Parse(test, variables.Keys).Evaluate(variables, engine.Feel).Value.IsTrue : FeelJson.ToJson(actual) == FeelJson.ToJson(value);
            if (!holds) throw new ScenarioFailed($"variable {name}", FeelJson.ToJson(value), FeelJson.ToJson(actual));
        }
    }

    private async Task DoneAsync(IReadOnlyList<string> done, IReadOnlyList<string> notDone, CancellationToken cancel)
    {
        if (done.Count + notDone.Count == 0) return;
        var completed = new List<Engine.ElementView>();
        foreach (var part in await engine.TreeAsync(instance, cancel)) completed.AddRange((await engine.Queries.PathAsync(part.Key, cancel)).Where(element => element.State == 1));
        foreach (var name in done) if (!completed.Any(element => Is(element, name))) throw new ScenarioFailed("done", $"'{name}' to be done", "it is not");
        foreach (var name in notDone) if (completed.Any(element => Is(element, name))) throw new ScenarioFailed("notDone", $"'{name}' not to be done", "it is");
    }

    private async Task WhoseAsync(YamlMappingNode expected, CancellationToken cancel)
    {
        var candidates = ScenarioFile.Names(expected, "candidates");
        var assignee = expected.Children.TryGetValue("assignee", out var node) ? node.ToString() : null;
        if (candidates.Count == 0 && assignee is null) return;
        var open = await engine.Queries.OpenTasksInTreeAsync(instance, cancel);
        if (assignee is not null && open.All(task => task.Assignee != assignee)) throw new ScenarioFailed("assignee", assignee, string.Join(", ", open.Select(task => $"{task.Name}: {task.Assignee ?? "nobody"}")));
        foreach (var task in candidates.Count == 0 ? [] : open)
        {
            var (groups, users) = await engine.Queries.CandidatesAsync(task.Key, cancel);
            if (candidates.All(name => groups.Contains(name) || users.Contains(name))) return;
        }

        if (candidates.Count > 0) throw new ScenarioFailed("candidates", string.Join(", ", candidates), "no open task is offered to them");
    }

    private async Task IncidentAsync(string nameOrId, CancellationToken cancel)
    {
        var open = await engine.Queries.IncidentsAsync(null, openOnly: true, 0, 100, cancel);
        var graph = await engine.Queries.GraphOfAsync(instance, cancel);
        if (!open.Any(incident => incident.ElementId == nameOrId || graph?.Find(incident.ElementId)?.Title == nameOrId)) throw new ScenarioFailed("incident", nameOrId, open.Count == 0 ? "none" : string.Join(", ", open.Select(incident => incident.ElementId)));
    }

    private static bool Is(Engine.ElementView element, string nameOrId) => element.Name == nameOrId || element.ElementId == nameOrId;
}
