using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>Rules of the standard that a drawing can break and that would leave tokens without a way: scopes, flows and gateways. Events have their own.</summary>
internal sealed class GraphChecks(IReadOnlyList<FlowNode> nodes, IReadOnlyList<SequenceFlow> flows, Func<int, int> line, List<Finding> findings)
{
    public void Check()
    {
        foreach (var flow in flows) CheckFlow(flow);
        foreach (var node in nodes)
        {
            if (node.IsScope) CheckScope(node);
            if (node.Kind != NodeKind.Process) CheckNode(node);
        }

        CheckReach();
        new EventChecks(nodes, flows, Add).Check();
    }

    private void CheckFlow(SequenceFlow flow)
    {
        var (from, to) = (nodes[flow.From], nodes[flow.To]);
        if (from.Scope != to.Scope) Add(from, "bpmn.flow-across-scopes", $"'{flow.Id}' akışı bir alt sürecin sınırını geçiyor.", $"The flow '{flow.Id}' crosses the border of a sub-process.");
        if (flow.Condition is not null && from.DefaultFlow == flow.Index) Add(from, "bpmn.default-flow", $"Varsayılan '{flow.Id}' akışının koşulu olamaz.", $"The default flow '{flow.Id}' may not have a condition.");
        if (flow.Condition is not null && from.Kind is NodeKind.ParallelGateway or NodeKind.EventGateway or NodeKind.StartEvent or NodeKind.CatchEvent or NodeKind.ThrowEvent or NodeKind.BoundaryEvent)
        {
            Add(from, "bpmn.condition-place", $"'{flow.Id}' akışının koşulu olamaz: paralel ya da olay tabanlı geçitten ve olaylardan çıkan akışlar koşulsuzdur.", $"The flow '{flow.Id}' may not have a condition: flows out of parallel and event-based gateways and of events have none.");
        }
    }

    private void CheckScope(FlowNode scope)
    {
        var inside = nodes.Where(node => node.Scope == scope.Index).ToList();
        var starts = scope.StartEvents.Select(start => nodes[start]).ToList();
        if (starts.Count == 0 && scope.Kind != NodeKind.AdHocSubProcess && scope.Entrances.Count == 0 && !(scope.Kind == NodeKind.Process && inside.Exists(node => node.Instantiates))) Add(scope, "bpmn.no-start", "Başlangıç olayı yok.", "There is no start event.");
        if (scope.Kind == NodeKind.EventSubProcess && starts is not [{ Trigger: not null }])
        {
            Add(scope, "bpmn.event-sub-process-start", "Olay alt sürecinin tek ve tetikleyicili bir başlangıcı olmalı.", "An event sub-process needs exactly one start event with a trigger.");
        }

        if (scope.Kind is NodeKind.SubProcess or NodeKind.Transaction && starts.Count > 1) Add(scope, "bpmn.sub-process-start", "Alt sürecin en çok bir başlangıç olayı olabilir.", "A sub-process may have one start event only.");
        if (scope.Kind == NodeKind.EventSubProcess && (scope.Incoming.Count > 0 || scope.Outgoing.Count > 0)) Add(scope, "bpmn.event-sub-process-flow", "Olay alt sürecine akış bağlanamaz.", "No flow may lead to or from an event sub-process.");
        if (scope.Kind == NodeKind.EventSubProcess && (scope.Loop is not null || scope.IsForCompensation || scope.StartQuantity > 1 || scope.CompletionQuantity > 1))
        {
            Add(scope, "bpmn.event-sub-process", "Olay alt süreci döngülü, telafi için ya da çok jetonlu olamaz.", "An event sub-process can have no loop, be for compensation or want several tokens.");
        }

        if (scope.Kind == NodeKind.AdHocSubProcess && (scope.Activities.Count == 0 || inside.Exists(node => node.Kind is NodeKind.StartEvent or NodeKind.EndEvent)))
        {
            Add(scope, "bpmn.ad-hoc", "Serbest (ad-hoc) alt süreçte en az bir etkinlik bulunmalı, başlangıç ve bitiş olayı bulunmamalı.", "An ad-hoc sub-process needs an activity and has no start or end events.");
        }
    }

    private void CheckNode(FlowNode node)
    {
        if (node.Kind is NodeKind.StartEvent or NodeKind.BoundaryEvent && node.Incoming.Count > 0) Add(node, "bpmn.flow-into-event", "Bu olaya akış giremez.", "No flow may lead into this event.");
        if (node.Kind == NodeKind.EndEvent && node.Outgoing.Count > 0) Add(node, "bpmn.flow-from-end", "Bitiş olayından akış çıkamaz.", "No flow may leave an end event.");
        if (node.Incoming.Count == 0 && !BeginsAlone(node)) Add(node, "bpmn.unreachable", $"'{node.Title}' ögesine hiçbir akış ulaşmıyor.", $"No flow leads to '{node.Title}'.");
        if (node.Kind == NodeKind.EventGateway) CheckEventGateway(node);
        if (node.Activation is not null && !node.Joins) Add(node, "bpmn.activation", "Etkinleşme koşulu yalnız birden çok akışın girdiği karmaşık geçitte anlamlıdır.", "An activation condition has a meaning only at a complex gateway that several flows lead into.");
        if (node.Kind == NodeKind.ExclusiveGateway && node.Outgoing.Count > 1 && node.Outgoing.Any(flow => flows[flow].Condition is null && flow != node.DefaultFlow))
        {
            Add(node, "bpmn.condition-missing", $"'{node.Title}' geçidinden çıkan her akışın koşulu olmalı ya da akış varsayılan olmalı; yoksa sonrakilere hiç sıra gelmez.", $"Every flow out of '{node.Title}' needs a condition or must be the default; otherwise those after it would never be taken.");
        }

        if (node.Instantiates || node.StartsTogether) CheckInstantiating(node);
        CheckListeners(node);
    }

    // BPMN 2.0.2 §10.6.6 and §10.3.3: what begins an instance has nothing before it.
    private void CheckInstantiating(FlowNode node)
    {
        if (!node.Instantiates) Add(node, "bpmn.instantiate", "Paralel olay tabanlı geçit yalnız süreci başlatırken (instantiate) kullanılır.", "A parallel event-based gateway is used only where it starts the process (instantiate).");
        else if (node.Incoming.Count > 0 || nodes[node.Scope].Kind != NodeKind.Process) Add(node, "bpmn.instantiate", "Süreci başlatan bir öge sürecin en dışında durur ve ona akış girmez.", "What starts a process stands in no sub-process, and no flow leads into it.");
        if (node.StartsTogether && node.Outgoing.Any(flow => nodes[flows[flow].To].Trigger is not MessageTrigger)) Add(node, "bpmn.instantiate", "Paralel başlatan geçitten sonra yalnız iletiler beklenebilir.", "After a parallel gateway that starts a process only messages can be awaited.");
        if (node.Kind == NodeKind.ReceiveTask && (node.Loop is not null || node.BoundaryEvents.Count > 0)) Add(node, "bpmn.instantiate", "Süreci başlatan alma görevinin döngüsü ya da sınır olayı olamaz.", "A receive task that starts a process has no loop and no boundary events.");
    }

    // Where an element is not left by its flows there is no moment after it.
    private void CheckListeners(FlowNode node)
    {
        var endsOtherwise = node.Kind == NodeKind.EventGateway || node.Trigger is LinkTrigger && node.Kind == NodeKind.ThrowEvent || node.Trigger is CompensationTrigger { WaitForCompletion: false }
            || (node.Kind == NodeKind.EndEvent && node.Trigger is ErrorTrigger or TerminateTrigger or CancelTrigger);
        if (endsOtherwise && node.Listeners.Any(listener => listener.Moment is ListenerMoment.End or ListenerMoment.After))
            Add(node, "bpmn.listener-place", "Bu ögeden sonra çalışacak bir dinleyici olamaz: öge, akışıyla terk edilmez.", "No listener can run after this element: it is not left by a flow.");
        if (node.Kind is NodeKind.EventGateway && node.Instantiates && node.Listeners.Count > 0) Add(node, "bpmn.listener-place", "Süreci başlatan geçidin dinleyicisi olamaz.", "A gateway that starts a process can have no listeners.");
    }

    private bool BeginsAlone(FlowNode node) =>
        node.Kind is NodeKind.StartEvent or NodeKind.BoundaryEvent or NodeKind.EventSubProcess || node.IsForCompensation || node.Instantiates || node is { Kind: NodeKind.CatchEvent, Trigger: LinkTrigger }
        || (nodes[node.Scope].Kind == NodeKind.AdHocSubProcess && node.IsActivity) || nodes[node.Scope].Entrances.Contains(node.Index);

    private void CheckEventGateway(FlowNode node)
    {
        var targets = node.Outgoing.Select(flow => nodes[flows[flow].To]).ToList();
        if (targets.Exists(target => target is not { Kind: NodeKind.CatchEvent or NodeKind.ReceiveTask, Trigger: TimerTrigger or MessageTrigger or SignalTrigger or ConditionTrigger }))
        {
            Add(node, "bpmn.event-gateway", "Olay tabanlı geçitten sonra yalnız bekleyen olaylar gelir.", "Only catching events may follow an event-based gateway.");
        }

        if (targets.Count < 2) Add(node, "bpmn.event-gateway", "Olay tabanlı geçitten en az iki akış çıkmalı.", "At least two flows leave an event-based gateway.");
        if (targets.Exists(target => target.Incoming.Count > 1)) Add(node, "bpmn.event-gateway", "Olay tabanlı geçidi izleyen olaylara başka akış giremez.", "No other flow may lead into the events after an event-based gateway.");
        if (targets.Exists(target => target.Kind == NodeKind.ReceiveTask) && targets.Exists(target => target is { Kind: NodeKind.CatchEvent, Trigger: MessageTrigger }))
        {
            Add(node, "bpmn.event-gateway", "Olay tabanlı geçitten sonra ileti olayları ile alma görevleri birlikte bulunamaz.", "Message events and receive tasks may not both follow an event-based gateway.");
        }

        if (targets.Exists(target => target.Kind == NodeKind.ReceiveTask && (target.BoundaryEvents.Count > 0 || target.Loop is not null)))
        {
            Add(node, "bpmn.event-gateway", "Olay tabanlı geçidi izleyen alma görevinin sınır olayı ya da döngüsü olamaz.", "A receive task after an event-based gateway has no boundary events and no loop.");
        }
    }

    // Nodes that only lead to each other have flows into them, and yet no token can ever come.
    private void CheckReach()
    {
        var seen = new HashSet<int>();
        var open = new Stack<FlowNode>(nodes.Where(node => node.Kind != NodeKind.Process && BeginsAlone(node)));
        while (open.TryPop(out var node))
        {
            if (seen.Add(node.Index)) foreach (var flow in node.Outgoing) open.Push(nodes[flows[flow].To]);
        }

        foreach (var node in nodes.Where(node => node.Kind != NodeKind.Process && node.Incoming.Count > 0 && !seen.Contains(node.Index) && node.Incoming.All(flow => !seen.Contains(flows[flow].From))))
        {
            if (node.Incoming.Any(flow => Leads(node.Index, flows[flow].From))) Add(node, "bpmn.unreachable", $"'{node.Title}' ögesine başlangıçtan ulaşılamıyor.", $"'{node.Title}' cannot be reached from the start.");
        }
    }

    private bool Leads(int from, int to)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([from]);
        while (open.TryPop(out var index))
        {
            if (index == to) return true;
            if (seen.Add(index)) foreach (var flow in nodes[index].Outgoing) open.Push(flows[flow].To);
        }

        return false;
    }

    private void Add(FlowNode node, string code, string tr, string en) => findings.Add(new(line(node.Index), node.Id, code, tr, en));
}
