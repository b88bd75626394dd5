using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>How an instance begins: by a start event, a receive task, or an event after an instantiating gateway (BPMN 2.0.2 §13.2).</summary>
internal static class Beginnings
{
    public static StepRejection? Begin(Step step, StartInstance start)
    {
        if (start.Elements.Count > 0) return BeginInside(step, start);

        // Of several none start events the first in the file is meant, where nobody says which.
        var chosen = start.StartEventId is null ? step.Graph.Starts.FirstOrDefault(candidate => candidate.Trigger is null) : step.Graph.FindStart(start.StartEventId);
        if (chosen is null)
        {
            return new("process.no-start", "Süreçte bu biçimde başlatılabilecek bir başlangıç olayı yok.", "The process has no start event that can be started in this way.");
        }

        var variables = chosen.Node.InitiatorVariable is { } name && start.Initiator is { } person ? start.Variables.With(name, FeelValue.Of(person)) : start.Variables;
        step.Emit(new InstanceStarted(start.InstanceKey, variables, start.IsCalled, start.RestartOf));
        if (!Listeners.Begin(step, step.Root, ListenerMoment.Start, new(StartId: chosen.Id))) Open(step, chosen.Id);
        return null;
    }

    /// <summary>The process waits for what may interrupt it, and its first token appears.</summary>
    public static void Open(Step step, string startId)
    {
        var chosen = step.Graph.FindStart(startId)!; // found before, in the same graph
        if (step.Graph.Nodes[0].Locals.Count > 0) step.Declare(step.Root, step.Graph.Nodes[0]);
        Waits.OpenEventSubProcesses(step, step.Root);
        if (chosen.Node.Kind != NodeKind.StartEvent) BeginByEvent(step, chosen.Node);
        else if (chosen.Node.Trigger is MultipleTrigger { All: true }) BeginTogether(step, chosen);
        else step.Activate(chosen.Node, step.State.Key);
    }

    // At elements that somebody has chosen: nothing begins by itself but what waits for the whole process.
    private static StepRejection? BeginInside(Step step, StartInstance start)
    {
        step.Emit(new InstanceStarted(start.InstanceKey, start.Variables, start.IsCalled, start.RestartOf));
        if (step.Graph.Nodes[0].Locals.Count > 0) step.Declare(step.Root, step.Graph.Nodes[0]);
        Waits.OpenEventSubProcesses(step, step.Root);
        return Modification.Apply(step, new([.. start.Elements.Select(id => new ElementStart(id, null, []))], []));
    }

    // The first of several triggers makes the instance, which then waits at its start event for the others.
    private static void BeginTogether(Step step, ProcessStart first)
    {
        var element = step.Entered(first.Node, step.State.Key, FeelContext.Empty);
        for (var part = 0; part < first.Node.Triggers.Count && element.IncidentKey == 0; part++) if (part != first.Part) Waits.Open(step, element, first.Node, part);
    }

    private static void BeginByEvent(Step step, FlowNode happened)
    {
        var way = happened.Incoming.Select(flow => step.Graph.Flows[flow]).FirstOrDefault(flow => step.Graph.Nodes[flow.From].Instantiates);
        if (way is not null)
        {
            var gateway = step.Graph.Nodes[way.From];
            var element = step.Entered(gateway, step.State.Key, FeelContext.Empty);
            step.Emit(new ElementCompleted(element.Key, gateway.Id));
            step.Emit(new FlowTaken(way.Id, step.State.Key));
            foreach (var flow in gateway.Outgoing.Select(index => step.Graph.Flows[index]).Where(flow => gateway.StartsTogether && flow != way))
            {
                step.Emit(new FlowTaken(flow.Id, step.State.Key));
                step.ActivateNow(step.Graph.Nodes[flow.To], step.State.Key, FeelContext.Empty);
            }
        }

        Waits.Pass(step, happened, step.State.Key, FeelContext.Empty);
    }
}
