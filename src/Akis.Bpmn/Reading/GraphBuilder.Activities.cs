using System.Globalization;
using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>How often activities are done, and how they are undone.</summary>
internal sealed partial class GraphBuilder
{
    private LoopSpec? LoopOf(XElement element)
    {
        if (element.Element(Names.Bpmn + "standardLoopCharacteristics") is { } standard)
        {
            var maximum = (string?)standard.Attribute("loopMaximum");
            var most = 0;
            if (maximum is not null && (!int.TryParse(maximum, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most < 1))
            {
                Refuse(standard, "bpmn.loop-maximum", "Döngünün en fazla yineleme sayısı 1 ya da daha büyük olmalı.", "A loop's maximum must be 1 or more.");
            }

            var condition = standard.Element(Names.Bpmn + "loopCondition") is { } text ? ReadCondition(text) : null;
            if (condition is null && maximum is null) Refuse(standard, "bpmn.endless-loop", "Döngünün ne koşulu ne de en fazla sayısı var; hiç bitmez.", "The loop has neither a condition nor a maximum and would never end.");
            return new(true, null, null, null, null, null, null, standard.Flag("testBefore"), condition, maximum is null ? null : most);
        }

        if (element.Element(Names.Bpmn + "multiInstanceLoopCharacteristics") is not { } multiple) return null;
        var extension = Extension(multiple, "loopCharacteristics");
        var (input, output) = (Item(multiple.Element(Names.Bpmn + "loopDataInputRef")), Item(multiple.Element(Names.Bpmn + "loopDataOutputRef")));
        var (item, result) = (multiple.Element(Names.Bpmn + "inputDataItem"), multiple.Element(Names.Bpmn + "outputDataItem"));
        var collection = Attribute(extension, "inputCollection") ?? (input is null ? null : Expression.Variable(NameOfItem(input)));
        var cardinality = multiple.Element(Names.Bpmn + "loopCardinality") is { } count ? Read(count, count.Value.Trim()) : null;
        if (cardinality is { IsConstant: true } && !int.TryParse(cardinality.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            Refuse(multiple, "bpmn.loop-size", $"Çoklu örneğin sayısı (loopCardinality) '{cardinality.Text}' olamaz: sıfır ya da daha büyük bir tam sayı olmalı.", $"The loopCardinality '{cardinality.Text}' must be a whole number of zero or more.");
        }

        if (collection is null && cardinality is null)
        {
            Refuse(multiple, "bpmn.loop-size", "Çoklu örneğin listesi (zeebe:loopCharacteristics inputCollection) ya da sayısı (loopCardinality) yok.", "The multi-instance activity has neither a collection (zeebe:loopCharacteristics inputCollection) nor a loopCardinality.");
            cardinality = Expression.Read("0");
        }

        return new(
            multiple.Flag("isSequential"), collection, cardinality, (string?)extension?.Attribute("inputElement") ?? (item is null ? null : NameOfItem(item)),
            (string?)extension?.Attribute("outputCollection") ?? (output is null ? null : NameOfItem(output)), Attribute(extension, "outputElement") ?? (result is null ? null : Expression.Variable(NameOfItem(result))),
            multiple.Element(Names.Bpmn + "completionCondition") is { } done ? ReadCondition(done) : null, false, null, null)
        {
            Throws = ThrowsOf(multiple),
        };
    }

    // BPMN 2.0.2 table 10.29: what a multi-instance activity throws when an instance completes; All throws nothing.
    private List<LoopThrow> ThrowsOf(XElement multiple)
    {
        var behaviour = (string?)multiple.Attribute("behavior") ?? "All";
        foreach (var (mark, meant) in new[] { ("noneBehaviorEventRef", "None"), ("oneBehaviorEventRef", "One") })
        {
            if (multiple.Attribute(mark) is not null && behaviour != meant) Refuse(multiple, "bpmn.loop-behaviour", $"'{mark}' yalnız '{meant}' davranışında anlamlıdır.", $"'{mark}' has a meaning with the behaviour '{meant}' only.");
        }

        if (multiple.Element(Names.Bpmn + "complexBehaviorDefinition") is not null && behaviour != "Complex") Refuse(multiple, "bpmn.loop-behaviour", "complexBehaviorDefinition yalnız 'Complex' davranışında anlamlıdır.", "complexBehaviorDefinition has a meaning with the behaviour 'Complex' only.");
        List<LoopThrow> thrown = behaviour switch
        {
            "None" => [new(false, null, Thrown(multiple, [ReferencedDefinition(multiple, "noneBehaviorEventRef")]))],
            "One" => [new(true, null, Thrown(multiple, [ReferencedDefinition(multiple, "oneBehaviorEventRef")]))],
            "Complex" => [.. multiple.Elements(Names.Bpmn + "complexBehaviorDefinition").Select(complex => new LoopThrow(false, complex.Element(Names.Bpmn + "condition") is { } condition ? ReadCondition(condition) : null, Thrown(complex, [.. complex.Elements(Names.Bpmn + "event").Elements().Select(DefinitionOf)])))],
            _ => [],
        };
        if (behaviour == "Complex" && thrown.Count == 0) Refuse(multiple, "bpmn.loop-behaviour", "'Complex' davranışın en az bir complexBehaviorDefinition'ı olmalı.", "The behaviour 'Complex' needs a complexBehaviorDefinition.");
        return thrown;
    }

    private XElement? ReferencedDefinition(XElement multiple, string attribute) =>
        multiple.Reference(attribute) is { } id ? definitions.Descendants().FirstOrDefault(e => (string?)e.Attribute("id") == id && Places.ContainsKey(e.Name.LocalName)) : null;

    private List<Trigger> Thrown(XElement place, List<XElement?> given)
    {
        var triggers = given.OfType<XElement>().Select(definition => TriggerOf(place, NodeKind.ThrowEvent, definition)).OfType<Trigger>().ToList();
        if (triggers.Count == 0 || triggers.Exists(trigger => trigger is not (MessageTrigger or SignalTrigger or EscalationTrigger { Code: { Length: > 0 } })))
        {
            Refuse(place, "bpmn.loop-behaviour", "Çoklu örneğin fırlattığı olay bir sinyal, ileti ya da kodlu bir yükseltme olmalı.", "The event that a multi-instance activity throws must be a signal, a message or an escalation with a code.");
        }

        return triggers;
    }

    private AdHocSpec AdHocOf(XElement element)
    {
        var condition = element.Element(Names.Bpmn + "completionCondition") is { } done ? ReadCondition(done) : null;
        return new((string?)element.Attribute("ordering") == "Sequential", Attribute(Extension(element, "adHoc"), "activeElementsCollection"), condition, element.Flag("cancelRemainingInstances", true));
    }

    private int Quantity(XElement element, string attribute)
    {
        if ((string?)element.Attribute(attribute) is not { } text) return 1;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) && quantity is >= 1 and <= 1_000) return quantity;
        Refuse(element, "bpmn.quantity", $"'{attribute}' 1 ile 1000 arasında bir tam sayı olmalı.", $"'{attribute}' must be a whole number from 1 to 1000.");
        return 1;
    }

    // BPMN 2.0.2 §10.3.5: without a start event, what has no incoming flow begins.
    private List<int> EntrancesOf(FlowNode scope)
    {
        if (scope.Kind is not (NodeKind.SubProcess or NodeKind.Transaction)) return [];
        var starts = Where(node => node.Kind == NodeKind.StartEvent && node.Scope == scope.Index).ToList();
        return starts.Count > 0 ? starts : [.. Where(node => node.Scope == scope.Index && BeginsAlone(node) && !_flows.Exists(flow => flow.To == node.Index))];

        static bool BeginsAlone(FlowNode node) => node.Kind is not (NodeKind.BoundaryEvent or NodeKind.EventSubProcess) && !node.IsForCompensation && node is not { Kind: NodeKind.CatchEvent, Trigger: LinkTrigger };
    }

    // The association leads from the compensation event at the activity's border to the activity that undoes it.
    private int HandlerOf(FlowNode node)
    {
        foreach (var (element, boundary) in _nodes)
        {
            if (boundary.Trigger is not CompensationTrigger || boundary.Kind != NodeKind.BoundaryEvent || element.Reference("attachedToRef") != node.Id) continue;
            var associations = process.Descendants(Names.Bpmn + "association").Where(a => a.Reference("sourceRef") == boundary.Id).ToList();
            if (associations.Count(a => _byId.TryGetValue(a.Reference("targetRef") ?? "", out var other) && _nodes[other].Node.IsForCompensation) > 1) Refuse(element, "bpmn.compensation-handler", "Telafi olayı yalnız bir etkinliğe bağlanabilir.", "A compensation event is associated with one activity only.");
            foreach (var association in associations)
            {
                if (_byId.TryGetValue(association.Reference("targetRef") ?? "", out var handler) && _nodes[handler].Node.IsForCompensation) return handler;
            }

            Refuse(element, "bpmn.compensation-handler", "Telafi olayı, telafi için işaretlenmiş (isForCompensation) bir etkinliğe bağlanmamış.", "The compensation event is not associated with an activity marked isForCompensation.");
        }

        // Without one, an event sub-process inside that compensation starts (BPMN 2.0.2 §10.6.1).
        return node.Kind is NodeKind.SubProcess or NodeKind.Transaction or NodeKind.AdHocSubProcess
            ? _nodes.FindIndex(entry => entry.Node is { Kind: NodeKind.StartEvent, Trigger: CompensationTrigger } start && _nodes[start.Scope].Node is { Kind: NodeKind.EventSubProcess } handler && handler.Scope == node.Index) is >= 0 and var found ? _nodes[found].Node.Scope : -1
            : -1;
    }
}
