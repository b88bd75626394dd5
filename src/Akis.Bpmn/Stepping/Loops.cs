using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>
/// Multi-instance activities and standard loops (BPMN 2.0.2 §10.3.8): a body that is a scope of its own, with boundary events once, and one inner element a round.
/// </summary>
internal static class Loops
{
    private const int MostRounds = 5_000;

    /// <summary>What conditions and outputs may ask a body about, under Camunda 8's and Camunda 7's names.</summary>
    public static int? Count(string name, LoopProgress loop, int active) => name switch
    {
        "numberOfInstances" or "nrOfInstances" => loop.Total < 0 ? loop.Started : loop.Total,
        "numberOfActiveInstances" or "nrOfActiveInstances" => active,
        "numberOfCompletedInstances" or "nrOfCompletedInstances" => loop.Completed,
        _ => null,
    };

    /// <summary>Evaluates the collection once and begins the first round, or all of them.</summary>
    public static void Begin(Step step, ElementState body, FlowNode node)
    {
        var spec = node.Loop!; // whoever calls has asked
        if (spec.IsStandard)
        {
            step.Emit(new LoopStarted(body.Key, -1, null));
            if (spec.TestBefore && !GoesOn(step, body, spec)) End(step, body, spec);
            else Round(step, body, node, 1);
            return;
        }

        var (items, total) = Size(step, body, spec);
        if (total is not (>= 0 and <= MostRounds))
        {
            var what = (spec.Collection ?? spec.Cardinality)?.Text;
            step.Incident(body, IncidentCodes.Loop, $"'{node.Title}' kaç kez yapılacak belli değil: '{what}' bir liste ya da sayı vermedi.", $"How often '{node.Title}' is to be done is not known: '{what}' gave no list or number.");
            return;
        }

        step.Emit(new LoopStarted(body.Key, total.Value, items));
        if (total == 0) End(step, body, spec);
        else for (var round = 1; round <= (spec.IsSequential ? 1 : total); round++) Round(step, body, node, round);
    }

    /// <summary>A round is about to complete: its output is kept at its own place, whatever the order of completion.</summary>
    public static void Collect(Step step, ElementState inner, FlowNode node)
    {
        if (node.Loop is { OutputElement: { } output })
        {
            step.Emit(new LoopOutputCollected(inner.ScopeKey, inner.LoopIndex - 1, output.Evaluate(step.Variables(inner), step.Context.Feel).Value));
        }
    }

    /// <summary>A round has completed: the next one, or the end.</summary>
    public static void RoundDone(Step step, ElementState body, FlowNode node)
    {
        var spec = node.Loop!; // a round lies in a loop
        foreach (var what in spec.Throws) if (!Throw(step, body, node, what)) return; // what it threw has ended it
        var progress = body.Loop!;
        if (spec.CompletionCondition?.Evaluate(step.Variables(body), step.Context.Feel).Value.IsTrue == true)
        {
            Scopes.CancelChildren(step, body);
            End(step, body, spec);
        }
        else if (spec.IsStandard)
        {
            if (progress.Started < (spec.Maximum ?? int.MaxValue) && GoesOn(step, body, spec)) Round(step, body, node, progress.Started + 1);
            else End(step, body, spec);
        }
        else if (progress.Completed == progress.Total)
        {
            End(step, body, spec);
        }
        else if (spec.IsSequential)
        {
            Round(step, body, node, progress.Started + 1);
        }
    }

    private static bool Throw(Step step, ElementState body, FlowNode node, LoopThrow what)
    {
        var progress = body.Loop!; // it has started
        if (what.FirstOnly && progress.Completed > 1) return true;
        if (what.Condition?.Evaluate(step.Variables(body), step.Context.Feel).Value.IsTrue == false) return true;
        var counts = new[] { "numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances" };
        Throws.Do(step, body, node, what.Triggers, FeelContext.Of(counts.Select(name => (name, FeelValue.Of((long)Count(name, progress, body.Children)!)))));
        return step.Lives(body);
    }

    private static bool GoesOn(Step step, ElementState body, LoopSpec spec) =>
        spec.LoopCondition is null || spec.LoopCondition.Evaluate(step.Variables(body), step.Context.Feel).Value.IsTrue;

    private static (FeelList? Items, int? Total) Size(Step step, ElementState body, LoopSpec spec)
    {
        if (spec.Collection is null)
        {
            var count = spec.Cardinality!.Evaluate(step.Variables(body), step.Context.Feel).Value; // no standard loop, so one of the two is set
            var number = count.AsDecimal() ?? (decimal.TryParse(count.AsString(), System.Globalization.CultureInfo.InvariantCulture, out var fixedCount) ? fixedCount : null);
            return (null, number is >= 0 and <= MostRounds && decimal.IsInteger(number.Value) ? (int)number.Value : null);
        }

        var items = spec.Collection.Evaluate(step.Variables(body), step.Context.Feel).Value.AsList();
        return (items, items?.Count);
    }

    private static void Round(Step step, ElementState body, FlowNode node, int number)
    {
        var variables = FeelContext.Of(("loopCounter", FeelValue.Of((long)number)));
        if (node.Loop!.ElementVariable is { } name && body.Loop?.Items is { } items) variables = variables.With(name, items[number - 1]); // a round lies in a loop
        step.Activate(node, body.Key, variables, number);
    }

    private static void End(Step step, ElementState body, LoopSpec spec)
    {
        if (spec.OutputCollection is { } name)
        {
            var progress = body.Loop!; // it has started
            var size = progress.Total < 0 ? progress.Started : progress.Total;
            var outputs = FeelList.Of(Enumerable.Range(0, size).Select(place => progress.Outputs.GetValueOrDefault(place)));
            step.Propagate(body.ScopeKey, FeelContext.Of((name, FeelValue.Of(outputs))));
        }

        step.Leave(body);
    }
}
