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
            if (starts.Count == 0 && scope.Kind != NodeKind.AdHocSubProcess && scope.Entrances.Count == 0) Add(scope, "bpmn.no-start", "Başlangıç olayı yok.", "There is no start event.");
            if (scope.Kind == NodeKind.EventSubProcess && starts is not [{ Trigger: not null }])
            {
                Add(scope, "bpmn.event-sub-process-start", "Olay alt sürecinin tek ve tetikleyicili bir başlangıcı olmalı.", "An event sub-process needs exactly one start event with a trigger.");
            }

            if (scope.Kind is NodeKind.SubProcess or NodeKind.Transaction && starts is not ([] or [{ Trigger: null }]))
            {
                Add(scope, "bpmn.sub-process-start", "Alt sürecin en çok bir başlangıcı olabilir, o da tetikleyicisiz.", "A sub-process may have one start event only, without a trigger.");
            }

            if (scope.Kind == NodeKind.Process && starts.Count(start => start.Trigger is null) > 1) Add(scope, "bpmn.several-none-starts", "Birden çok tetikleyicisiz başlangıç olayı var.", "There is more than one none start event.");
            if (scope.Kind == NodeKind.EventSubProcess && (scope.Incoming.Count > 0 || scope.Outgoing.Count > 0)) Add(scope, "bpmn.event-sub-process-flow", "Olay alt sürecine akış bağlanamaz.", "No flow may lead to or from an event sub-process.");
        }

        void CheckNode(FlowNode node)
        {
            if (node.Kind is NodeKind.StartEvent or NodeKind.BoundaryEvent && node.Incoming.Count > 0) Add(node, "bpmn.flow-into-event", "Bu olaya akış giremez.", "No flow may lead into this event.");
            if (node.Kind == NodeKind.EndEvent && node.Outgoing.Count > 0) Add(node, "bpmn.flow-from-end", "Bitiş olayından akış çıkamaz.", "No flow may leave an end event.");
            var freelyBegun = node.IsForCompensation || node is { Kind: NodeKind.CatchEvent, Trigger: LinkTrigger } || (nodes[node.Scope].Kind == NodeKind.AdHocSubProcess && node.IsActivity) || nodes[Math.Max(node.Scope, 0)].Entrances.Contains(node.Index);
            if (node.Kind is not (NodeKind.StartEvent or NodeKind.BoundaryEvent) && !freelyBegun && node.Incoming.Count == 0) Add(node, "bpmn.unreachable", $"'{node.Title}' ögesine hiçbir akış ulaşmıyor.", $"No flow leads to '{node.Title}'.");
            if (node.Kind is NodeKind.CatchEvent or NodeKind.BoundaryEvent && node.Trigger is null) Add(node, "bpmn.no-trigger", "Bekleyen olayın tetikleyicisi yok.", "The catching event has no trigger.");
            if (node.Trigger is ErrorTrigger && node.Kind == NodeKind.CatchEvent) Add(node, "bpmn.error-catch", "Hata yalnız sınırda ya da olay alt sürecinde yakalanır.", "An error is caught only at a boundary or by an event sub-process.");
            if (node.Trigger is ErrorTrigger && !node.Interrupting) Add(node, "bpmn.error-interrupts", "Hata olayı her zaman kesicidir.", "An error event always interrupts.");
            foreach (var _ in node.Triggers.OfType<TimerTrigger>().Where(timer => new object?[] { timer.Date, timer.Duration, timer.Cycle }.Count(part => part is not null) != 1))
            {
                Add(node, "bpmn.timer", "Zamanlayıcının bir tarihi, süresi ya da çevrimi olmalı.", "A timer needs exactly one of date, duration and cycle.");
            }

            CheckThrownEvents(node);
            if (node.Triggers.Any(trigger => trigger is MessageTrigger { CorrelationKey: null }) && node.Kind is not (NodeKind.ThrowEvent or NodeKind.EndEvent or NodeKind.SendTask) && !(node.Kind == NodeKind.StartEvent && nodes[node.Scope].Kind == NodeKind.Process))
            {
                Add(node, "bpmn.correlation-key", "Beklenen iletinin bağıntı anahtarı (zeebe:subscription correlationKey) yok.", "The awaited message has no correlation key (zeebe:subscription correlationKey).");
            }

            if (node.Kind == NodeKind.StartEvent && nodes[node.Scope].Kind == NodeKind.Process && node.Trigger is not (null or TimerTrigger or MessageTrigger or SignalTrigger))
            {
                Add(node, "bpmn.unsupported-start", "Süreç henüz bu tür bir olayla başlatılamıyor.", "A process cannot be started by such an event yet.");
            }

            if (node.AttachedTo >= 0 && !nodes[node.AttachedTo].IsActivity)
            {
                Add(node, "bpmn.boundary-host", "Sınır olayı yalnız bir etkinliğe bağlanabilir.", "A boundary event belongs on an activity.");
            }

            if (node.Kind == NodeKind.EventGateway && node.Outgoing.Any(flow => nodes[flows[flow].To] is not { Kind: NodeKind.CatchEvent or NodeKind.ReceiveTask, Trigger: TimerTrigger or MessageTrigger or SignalTrigger or ConditionTrigger }))
            {
                Add(node, "bpmn.event-gateway", "Olay tabanlı geçitten sonra yalnız bekleyen olaylar gelir.", "Only catching events may follow an event-based gateway.");
            }
        }

        void CheckThrownEvents(FlowNode node)
        {
            if (node is { Kind: NodeKind.ThrowEvent, Trigger: LinkTrigger link })
            {
                var targets = nodes.Count(other => other.Kind == NodeKind.CatchEvent && other.Scope == node.Scope && other.Trigger == node.Trigger);
                if (targets != 1) Add(node, "bpmn.link", $"'{link.Name}' bağlantısının aynı kapsamda tek bir hedefi olmalı.", $"The link '{link.Name}' needs exactly one target in the same scope.");
                if (node.Outgoing.Count > 0) Add(node, "bpmn.link", "Fırlatan bağlantı olayından akış çıkamaz.", "No flow may leave a throwing link event.");
            }

            if (node is { Kind: NodeKind.CatchEvent, Trigger: LinkTrigger } && (node.Incoming.Count > 0 || !nodes.Any(other => other.Kind == NodeKind.ThrowEvent && other.Scope == node.Scope && other.Trigger == node.Trigger)))
            {
                Add(node, "bpmn.link", "Yakalayan bağlantı olayına akış giremez ve onu gösteren bir bağlantı olmalı.", "No flow may lead into a catching link event, and a throwing one must point at it.");
            }

            if (node is { Kind: NodeKind.EndEvent, Trigger: CancelTrigger })
            {
                var transaction = nodes[node.Scope];
                if (transaction.Kind != NodeKind.Transaction || !transaction.BoundaryEvents.Any(boundary => nodes[boundary].Trigger is CancelTrigger))
                {
                    Add(node, "bpmn.cancel", "İptal bitişi yalnız, sınırında iptal olayı bulunan bir işlem (transaction) içinde olabilir.", "A cancel end belongs in a transaction that has a cancel event at its border.");
                }
            }

            if (node is { Kind: NodeKind.BoundaryEvent, Trigger: CancelTrigger } && (node.AttachedTo < 0 || nodes[node.AttachedTo].Kind != NodeKind.Transaction || !node.Interrupting))
            {
                Add(node, "bpmn.cancel", "İptal olayı yalnız bir işlemin (transaction) sınırında ve kesici olabilir.", "A cancel event belongs at the border of a transaction and always interrupts.");
            }

            if (node.Kind is NodeKind.ThrowEvent or NodeKind.EndEvent && node.Triggers.Any(trigger => trigger is EscalationTrigger { Code: null }))
            {
                Add(node, "bpmn.escalation-code", "Fırlatılan yükseltmenin kodu (escalationCode) olmalı.", "A thrown escalation needs an escalationCode.");
            }

            if (node is { Kind: NodeKind.ThrowEvent or NodeKind.EndEvent, Trigger: CompensationTrigger { ActivityId: { } undone } } && !nodes.Any(other => other.Id == undone && other.IsActivity))
            {
                Add(node, "bpmn.dangling-reference", $"Telafi edilecek '{undone}' etkinliği yok.", $"The activity '{undone}' to be compensated does not exist.");
            }

            if (node.IsForCompensation && (node.Incoming.Count > 0 || node.Outgoing.Count > 0))
            {
                Add(node, "bpmn.compensation-flow", "Telafi etkinliğine akış bağlanamaz.", "No flow may lead to or from a compensation activity.");
            }
        }

        void Add(FlowNode node, string code, string tr, string en) => findings.Add(new(line(node.Index), node.Id, code, tr, en));
    }
}
