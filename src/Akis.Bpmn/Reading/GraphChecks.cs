using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>Rules of the standard that a drawing can break and that would leave tokens without a way.</summary>
internal static class GraphChecks
{
    public static void Check(IReadOnlyList<FlowNode> nodes, IReadOnlyList<SequenceFlow> flows, Func<int, int> line, List<Finding> findings)
    {
        foreach (var flow in flows.Where(flow => nodes[flow.From].Scope != nodes[flow.To].Scope))
        {
            Add(nodes[flow.From], "bpmn.flow-across-scopes", $"'{flow.Id}' akışı bir alt sürecin sınırını geçiyor.", $"The flow '{flow.Id}' crosses the border of a sub-process.");
        }

        foreach (var node in nodes)
        {
            if (node.IsScope) CheckScope(node);
            else CheckNode(node);
        }

        void CheckScope(FlowNode scope)
        {
            var starts = scope.StartEvents.Select(start => nodes[start]).ToList();
            if (starts.Count == 0) Add(scope, "bpmn.no-start", "Başlangıç olayı yok.", "There is no start event.");
            if (scope.Kind == NodeKind.EventSubProcess && starts is not [{ Trigger: not null }])
            {
                Add(scope, "bpmn.event-sub-process-start", "Olay alt sürecinin tek ve tetikleyicili bir başlangıcı olmalı.", "An event sub-process needs exactly one start event with a trigger.");
            }

            if (scope.Kind == NodeKind.SubProcess && starts is not [{ Trigger: null }])
            {
                Add(scope, "bpmn.sub-process-start", "Alt sürecin tek ve tetikleyicisiz bir başlangıcı olmalı.", "A sub-process needs exactly one none start event.");
            }

            if (scope.Kind == NodeKind.Process && starts.Count(start => start.Trigger is null) > 1) Add(scope, "bpmn.several-none-starts", "Birden çok tetikleyicisiz başlangıç olayı var.", "There is more than one none start event.");
            if (scope.Kind == NodeKind.EventSubProcess && (scope.Incoming.Count > 0 || scope.Outgoing.Count > 0)) Add(scope, "bpmn.event-sub-process-flow", "Olay alt sürecine akış bağlanamaz.", "No flow may lead to or from an event sub-process.");
        }

        void CheckNode(FlowNode node)
        {
            if (node.Kind is NodeKind.StartEvent or NodeKind.BoundaryEvent && node.Incoming.Count > 0) Add(node, "bpmn.flow-into-event", "Bu olaya akış giremez.", "No flow may lead into this event.");
            if (node.Kind == NodeKind.EndEvent && node.Outgoing.Count > 0) Add(node, "bpmn.flow-from-end", "Bitiş olayından akış çıkamaz.", "No flow may leave an end event.");
            if (node.Kind is not (NodeKind.StartEvent or NodeKind.BoundaryEvent) && node.Incoming.Count == 0) Add(node, "bpmn.unreachable", $"'{node.Title}' ögesine hiçbir akış ulaşmıyor.", $"No flow leads to '{node.Title}'.");
            if (node.Kind is NodeKind.CatchEvent or NodeKind.BoundaryEvent && node.Trigger is null) Add(node, "bpmn.no-trigger", "Bekleyen olayın tetikleyicisi yok.", "The catching event has no trigger.");
            if (node.Kind == NodeKind.ThrowEvent && node.Trigger is not null) Add(node, "bpmn.unsupported-throw", "Bu fırlatan ara olay henüz yürütülemiyor.", "This throwing intermediate event cannot be executed yet.");
            if (node.Trigger is ErrorTrigger && node.Kind == NodeKind.CatchEvent) Add(node, "bpmn.error-catch", "Hata yalnız sınırda ya da olay alt sürecinde yakalanır.", "An error is caught only at a boundary or by an event sub-process.");
            if (node.Trigger is ErrorTrigger && !node.Interrupting) Add(node, "bpmn.error-interrupts", "Hata olayı her zaman kesicidir.", "An error event always interrupts.");
            if (node.Trigger is TimerTrigger timer && new object?[] { timer.Date, timer.Duration, timer.Cycle }.Count(part => part is not null) != 1)
            {
                Add(node, "bpmn.timer", "Zamanlayıcının bir tarihi, süresi ya da çevrimi olmalı.", "A timer needs exactly one of date, duration and cycle.");
            }

            if (node.Trigger is MessageTrigger { CorrelationKey: null } && !(node.Kind == NodeKind.StartEvent && nodes[node.Scope].Kind == NodeKind.Process))
            {
                Add(node, "bpmn.correlation-key", "Beklenen iletinin bağıntı anahtarı (zeebe:subscription correlationKey) yok.", "The awaited message has no correlation key (zeebe:subscription correlationKey).");
            }

            if (node.Kind == NodeKind.StartEvent && nodes[node.Scope].Kind == NodeKind.Process && node.Trigger is TimerTrigger or ErrorTrigger)
            {
                Add(node, "bpmn.unsupported-start", "Süreç henüz bu tür bir olayla başlatılamıyor.", "A process cannot be started by such an event yet.");
            }

            if (node.AttachedTo >= 0 && nodes[node.AttachedTo].Kind is not (NodeKind.UserTask or NodeKind.JobTask or NodeKind.ReceiveTask or NodeKind.CallActivity or NodeKind.SubProcess or NodeKind.DecisionTask or NodeKind.ScriptTask or NodeKind.PassTask))
            {
                Add(node, "bpmn.boundary-host", "Sınır olayı yalnız bir etkinliğe bağlanabilir.", "A boundary event belongs on an activity.");
            }

            if (node.Kind == NodeKind.EventGateway && node.Outgoing.Any(flow => nodes[flows[flow].To] is not { Kind: NodeKind.CatchEvent, Trigger: TimerTrigger or MessageTrigger }))
            {
                Add(node, "bpmn.event-gateway", "Olay tabanlı geçitten sonra yalnız bekleyen olaylar gelir.", "Only catching events may follow an event-based gateway.");
            }
        }

        void Add(FlowNode node, string code, string tr, string en) => findings.Add(new(line(node.Index), node.Id, code, tr, en));
    }
}
