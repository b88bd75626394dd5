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
        if (multiple.Elements().FirstOrDefault(e => e.Name.LocalName is "complexBehaviorDefinition" or "loopDataInputRef" or "loopDataOutputRef") is { } strange)
        {
            Refuse(strange, "bpmn.unsupported-loop", $"Çoklu örnekte '{strange.Name.LocalName}' yürütülemiyor.", $"'{strange.Name.LocalName}' of a multi-instance activity cannot be executed.");
        }

        if ((string?)multiple.Attribute("behavior") is { } behavior and ("None" or "One" or "Complex"))
        {
            Refuse(multiple, "bpmn.unsupported-loop", $"Çoklu örneğin '{behavior}' davranışı yürütülemiyor.", $"The behaviour '{behavior}' of a multi-instance activity cannot be executed.");
        }

        var extension = Extension(multiple, "loopCharacteristics");
        var collection = Attribute(extension, "inputCollection");
        var cardinality = multiple.Element(Names.Bpmn + "loopCardinality") is { } count ? Read(count, count.Value.Trim()) : null;
        if (cardinality is { IsConstant: true } && !(int.TryParse(cardinality.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            Refuse(multiple, "bpmn.loop-size", $"Çoklu örneğin sayısı (loopCardinality) '{cardinality.Text}' olamaz: sıfır ya da daha büyük bir tam sayı olmalı.", $"The loopCardinality '{cardinality.Text}' must be a whole number of zero or more.");
        }

        if (collection is null && cardinality is null)
        {
            Refuse(multiple, "bpmn.loop-size", "Çoklu örneğin listesi (zeebe:loopCharacteristics inputCollection) ya da sayısı (loopCardinality) yok.", "The multi-instance activity has neither a collection (zeebe:loopCharacteristics inputCollection) nor a loopCardinality.");
            cardinality = Expression.Read("0");
        }

        return new(
            multiple.Flag("isSequential"), collection, cardinality, (string?)extension?.Attribute("inputElement"), (string?)extension?.Attribute("outputCollection"),
            Attribute(extension, "outputElement"), multiple.Element(Names.Bpmn + "completionCondition") is { } done ? ReadCondition(done) : null, false, null, null);
    }

    private AdHocSpec AdHocOf(XElement element)
    {
        var condition = element.Element(Names.Bpmn + "completionCondition") is { } done ? ReadCondition(done) : null;
        return new((string?)element.Attribute("ordering") == "Sequential", Attribute(Extension(element, "adHoc"), "activeElementsCollection"), condition, element.Flag("cancelRemainingInstances", true));
    }

    // Extensions of other makers are kept and mean nothing here; those of the dialect that would change what happens are refused.
    private void RefuseUnknownExtensions(XElement element)
    {
        foreach (var extension in element.Elements(Names.Bpmn + "extensionElements").Elements().Where(e => e.Name.Namespace == Names.Zeebe))
        {
            if (extension.Name.LocalName is "executionListeners" or "taskListeners" && extension.HasElements)
            {
                Refuse(element, "bpmn.unsupported-extension", $"'{extension.Name.LocalName}' uzantısı yürütülemiyor.", $"The extension '{extension.Name.LocalName}' cannot be executed.");
            }

            if (extension.Name.LocalName != "calledElement" && (string?)extension.Attribute("bindingType") is { } binding and not "latest")
            {
                Refuse(element, "bpmn.unsupported-binding", $"'{binding}' bağlama biçimi yürütülemiyor; yalnız en yeni sürüm (latest) çağrılır.", $"The binding '{binding}' cannot be executed; only the newest version (latest) is used.");
            }
        }
    }

    // An element's own priority counts before its process's.
    private Expression? JobPriorityOf(XElement element)
    {
        var definition = Extension(element, "jobPriorityDefinition") ?? Extension(process, "jobPriorityDefinition");
        if (definition?.Attribute("priority") is not { } priority) return null;
        if (!priority.Value.StartsWith('=') && !int.TryParse(priority.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            Refuse(element, "bpmn.job-priority", $"İşin önceliği ('{priority.Value}') bir tam sayı ya da FEEL ifadesi olmalı.", $"The job's priority ('{priority.Value}') must be a whole number or a FEEL expression.");
        }

        return Attribute(definition, "priority");
    }

    private CallBinding BindingOf(XElement? called)
    {
        switch ((string?)called?.Attribute("bindingType"))
        {
            case null or "latest": return CallBinding.Latest;
            case "deployment": return CallBinding.Deployment;
            case "versionTag" when called!.Attribute("versionTag") is not null: return CallBinding.VersionTag; // the attribute came from it
            case var other:
                Refuse(called!.Parent!.Parent!, "bpmn.binding", $"'{other}' bağlaması bilinmiyor ya da versionTag verilmemiş.", $"The binding '{other}' is unknown, or versionTag is missing."); // an extension lies in its element
                return CallBinding.Latest;
        }
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
            foreach (var association in process.Descendants(Names.Bpmn + "association").Where(a => a.Reference("sourceRef") == boundary.Id))
            {
                if (_byId.TryGetValue(association.Reference("targetRef") ?? "", out var handler) && _nodes[handler].Node.IsForCompensation) return handler;
            }

            Refuse(element, "bpmn.compensation-handler", "Telafi olayı, telafi için işaretlenmiş (isForCompensation) bir etkinliğe bağlanmamış.", "The compensation event is not associated with an activity marked isForCompensation.");
        }

        return -1;
    }
}
