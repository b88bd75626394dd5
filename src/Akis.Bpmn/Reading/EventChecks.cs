using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Reading;

/// <summary>What the standard says of events: where they may be attached, what they may interrupt, and that who throws finds who catches.</summary>
internal sealed class EventChecks(IReadOnlyList<FlowNode> nodes, IReadOnlyList<SequenceFlow> flows, Action<FlowNode, string, string, string> add)
{
    public void Check()
    {
        foreach (var node in nodes)
        {
            CheckCatching(node);
            if (node.Kind == NodeKind.BoundaryEvent) CheckBoundary(node);
            CheckThrown(node);
            CheckLink(node);
            CheckCompensation(node);
            CheckAmbiguous(node);
        }
    }

    private void CheckCatching(FlowNode node)
    {
        if (node.Kind is NodeKind.CatchEvent or NodeKind.BoundaryEvent && node.Trigger is null) add(node, "bpmn.no-trigger", "Bekleyen olayın tetikleyicisi yok.", "The catching event has no trigger.");
        if (node.Triggers.Any(trigger => trigger is ErrorTrigger) && !node.Interrupting) add(node, "bpmn.error-interrupts", "Hata olayı her zaman kesicidir.", "An error event always interrupts.");
        if (node is { Kind: NodeKind.StartEvent, Trigger: CompensationTrigger } && (!node.Interrupting || nodes[nodes[node.Scope].Scope].Kind is NodeKind.Process or NodeKind.EventSubProcess))
        {
            add(node, "bpmn.compensation-start", "Telafi ile başlayan olay alt süreci yalnız bir alt sürecin içinde ve kesici olabilir.", "An event sub-process that compensation starts lies in a sub-process and interrupts.");
        }

        if (node.Trigger is MultipleTrigger { Parts.Count: < 2 }) add(node, "bpmn.no-trigger", "Çoklu olayın en az iki tetikleyicisi olmalı.", "A multiple event needs at least two triggers.");
        var startsProcess = node.Kind == NodeKind.StartEvent && nodes[node.Scope].Kind == NodeKind.Process;
        if (startsProcess && node.Triggers.Any(NeverComes)) add(node, "bpmn.start-expression", "Başlangıç olayının adı ya da zamanı, henüz değişken yokken hesaplanamıyor.", "The name or time of this start event cannot be computed while there are no variables yet.");
        if (node.Triggers.Any(trigger => trigger is MessageTrigger { CorrelationKey: null }) && node.Kind is not (NodeKind.ThrowEvent or NodeKind.EndEvent or NodeKind.SendTask) && Waits(node, startsProcess))
        {
            add(node, "bpmn.correlation-key", "Beklenen iletinin bağıntı anahtarı (zeebe:subscription correlationKey) yok.", "The awaited message has no correlation key (zeebe:subscription correlationKey).");
        }

    }

    private static bool NeverComes(Trigger trigger) => trigger switch
    {
        TimerTrigger timer => (timer.Date ?? timer.Duration ?? timer.Cycle) is { IsConstant: false } && Stepping.Timers.Due(timer with { Calendar = null }, FeelContext.Empty, FeelEnvironment.Default, DateTimeOffset.UnixEpoch) is null,
        MessageTrigger message => string.IsNullOrEmpty(message.Name.EvaluateText(FeelContext.Empty, FeelEnvironment.Default)),
        SignalTrigger signal => string.IsNullOrEmpty(signal.Name.EvaluateText(FeelContext.Empty, FeelEnvironment.Default)),
        _ => false,
    };

    // Whether an instance ever waits for it: what begins the instance has come before there is one.
    private bool Waits(FlowNode node, bool startsProcess) =>
        startsProcess ? node.Trigger is MultipleTrigger { All: true } : !node.Instantiates && !node.Incoming.Any(flow => nodes[flows[flow].From] is { Instantiates: true, StartsTogether: false });

    private void CheckBoundary(FlowNode node)
    {
        if (node.AttachedTo < 0) return; // a dangling reference, found with the others
        var host = nodes[node.AttachedTo];
        if (!host.IsActivity) add(node, "bpmn.boundary-host", "Sınır olayı yalnız bir etkinliğe bağlanabilir.", "A boundary event belongs on an activity.");
        if (host.Scope != node.Scope) add(node, "bpmn.boundary-host", "Sınır olayı, etkinliğiyle aynı kapsamda olmalı.", "A boundary event lies in the same scope as its activity.");
        if (node.Trigger is CompensationTrigger ? node.Outgoing.Count > 0 : node.Outgoing.Count == 0)
        {
            add(node, "bpmn.boundary-flow", "Sınır olayından akış çıkmalı; telafi olayından ise çıkmamalı, o bir ilişkiyle bağlanır.", "A flow leaves a boundary event; only a compensation event has none but an association.");
        }

        if (node.Trigger is CancelTrigger && (host.Kind != NodeKind.Transaction || !node.Interrupting))
        {
            add(node, "bpmn.cancel", "İptal olayı yalnız bir işlemin (transaction) sınırında ve kesici olabilir.", "A cancel event belongs at the border of a transaction and always interrupts.");
        }

        if (node.Trigger is CancelTrigger && host.BoundaryEvents.First(index => nodes[index].Trigger is CancelTrigger) != node.Index)
        {
            add(node, "bpmn.cancel", "Bir işlemin sınırında yalnız bir iptal olayı olabilir.", "A transaction has one cancel event only.");
        }
    }

    private void CheckThrown(FlowNode node)
    {
        if (node is { Kind: NodeKind.EndEvent, Trigger: CancelTrigger })
        {
            var transaction = nodes[node.Scope];
            if (transaction.Kind != NodeKind.Transaction || !transaction.BoundaryEvents.Any(boundary => nodes[boundary].Trigger is CancelTrigger))
            {
                add(node, "bpmn.cancel", "İptal bitişi yalnız, sınırında iptal olayı bulunan bir işlem (transaction) içinde olabilir.", "A cancel end belongs in a transaction that has a cancel event at its border.");
            }
        }

        if (node.Kind is NodeKind.ThrowEvent or NodeKind.EndEvent && node.Triggers.Any(trigger => trigger is EscalationTrigger { Code: null or "" }))
        {
            add(node, "bpmn.escalation-code", "Fırlatılan yükseltmenin kodu (escalationCode) olmalı.", "A thrown escalation needs an escalationCode.");
        }

        if (node.Kind is NodeKind.EndEvent && node.Triggers.Any(trigger => trigger is ErrorTrigger { Code: null or "" }))
        {
            add(node, "bpmn.error-code", "Fırlatılan hatanın kodu (errorCode) olmalı.", "A thrown error needs an errorCode.");
        }
    }

    private void CheckLink(FlowNode node)
    {
        if (node.Trigger is not LinkTrigger link) return;
        if (link.Name.Length == 0) add(node, "bpmn.link", "Bağlantının adı olmalı.", "A link needs a name.");
        var same = nodes.Where(other => other.Scope == node.Scope && other.Trigger == node.Trigger).ToList();
        if (node.Kind == NodeKind.ThrowEvent && same.Count(other => other.Kind == NodeKind.CatchEvent) != 1) add(node, "bpmn.link", $"'{link.Name}' bağlantısının aynı kapsamda tek bir hedefi olmalı.", $"The link '{link.Name}' needs exactly one target in the same scope.");
        if (node.Kind == NodeKind.ThrowEvent && node.Outgoing.Count > 0) add(node, "bpmn.link", "Fırlatan bağlantı olayından akış çıkamaz.", "No flow may leave a throwing link event.");
        if (node.Kind == NodeKind.CatchEvent && (node.Incoming.Count > 0 || !same.Exists(other => other.Kind == NodeKind.ThrowEvent)))
        {
            add(node, "bpmn.link", "Yakalayan bağlantı olayına akış giremez ve onu gösteren bir bağlantı olmalı.", "No flow may lead into a catching link event, and a throwing one must point at it.");
        }
    }

    private void CheckCompensation(FlowNode node)
    {
        if (node is { Kind: NodeKind.ThrowEvent or NodeKind.EndEvent, Trigger: CompensationTrigger { ActivityId: { } undone } } && nodes.FirstOrDefault(other => other.Id == undone) is var target)
        {
            if (target is null || !target.IsActivity || target.IsForCompensation) add(node, "bpmn.compensation-target", $"Bu süreçte telafi edilecek '{undone}' etkinliği yok.", $"This process has no activity '{undone}' to be compensated.");
            else if (!CanBeUndone(target)) add(node, "bpmn.compensation-target", $"'{undone}' etkinliğinin telafisi yok.", $"Nothing compensates the activity '{undone}'.");
        }

        if (node.BoundaryEvents.Count(index => nodes[index].Trigger is CompensationTrigger) > 1) add(node, "bpmn.compensation-handler", "Bir etkinliğin yalnız bir telafi olayı olabilir.", "An activity has one compensation event only.");
        if (!node.IsForCompensation) return;
        if (node.Incoming.Count > 0 || node.Outgoing.Count > 0) add(node, "bpmn.compensation-flow", "Telafi etkinliğine akış bağlanamaz.", "No flow may lead to or from a compensation activity.");
        var undoes = nodes.FirstOrDefault(other => other.CompensationHandler == node.Index);
        if (undoes is null) add(node, "bpmn.compensation-handler", "Telafi etkinliği hiçbir telafi olayına bağlı değil.", "The compensation activity belongs to no compensation event.");
        else if (undoes.Scope != node.Scope) add(node, "bpmn.compensation-handler", "Telafi etkinliği, telafi ettiği etkinlikle aynı kapsamda olmalı.", "A compensation activity lies in the same scope as what it undoes.");
    }

    private bool CanBeUndone(FlowNode node) => node.CompensationHandler >= 0 || nodes.Any(inner => inner.Scope == node.Index && inner.Index != node.Index && CanBeUndone(inner));

    // Two events that wait for the same thing at the same place: which of them takes place would be chance.
    private void CheckAmbiguous(FlowNode node)
    {
        var together = node.IsActivity ? node.BoundaryEvents.Select(index => nodes[index]).Append(node)
            : node.Kind == NodeKind.EventGateway ? node.Outgoing.Select(flow => nodes[flows[flow].To])
            : node.Kind == NodeKind.Process ? node.StartEvents.Select(index => nodes[index])
            : [];
        CheckSame(together.ToList(), what => what is MessageTrigger or ErrorTrigger or EscalationTrigger);
        CheckSame(node.EventSubProcesses.SelectMany(index => nodes[index].StartEvents).Select(index => nodes[index]).ToList(), what => what is MessageTrigger or ErrorTrigger or EscalationTrigger);
    }

    private void CheckSame(List<FlowNode> events, Func<Trigger, bool> concerned)
    {
        var seen = new HashSet<string>();
        foreach (var node in events)
        {
            foreach (var what in node.Triggers.Where(concerned).Select(Waited))
            {
                if (!seen.Add(what)) add(node, "bpmn.ambiguous", $"Aynı yerde iki olay aynı şeyi bekliyor: {what}.", $"Two events wait for the same thing in the same place: {what}.");
            }
        }
    }

    private static string Waited(Trigger trigger) => trigger switch
    {
        MessageTrigger message => $"message '{message.Name.Text}'",
        ErrorTrigger error => $"error '{error.Code}'",
        EscalationTrigger escalation => $"escalation '{escalation.Code}'",
        _ => trigger.ToString(),
    };
}
