using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>What events wait for and do.</summary>
internal sealed partial class GraphBuilder
{
    private Trigger? TriggerOf(XElement element, NodeKind kind)
    {
        if (kind is NodeKind.ReceiveTask or NodeKind.SendTask) return Message(element);
        var definitions = element.Elements().Where(e => e.Name.LocalName is "eventDefinitionRef" || e.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal)).ToList();
        if (definitions.Count < 2) return definitions.Count == 0 ? null : TriggerOf(element, kind, definitions[0]);
        var parts = definitions.Select(definition => TriggerOf(element, kind, definition)).OfType<Trigger>().ToList();
        var allowed = kind is NodeKind.EndEvent or NodeKind.ThrowEvent
            ? parts.TrueForAll(part => part is MessageTrigger or SignalTrigger or EscalationTrigger)
            : parts.TrueForAll(part => part is TimerTrigger or MessageTrigger or SignalTrigger or ConditionTrigger);
        if (!allowed) Refuse(element, "bpmn.unsupported-multiple", "Bu olay tanımları birlikte yürütülemiyor.", "These event definitions cannot be executed together.");
        return new MultipleTrigger(parts, (bool?)element.Attribute("parallelMultiple") == true);
    }

    private Trigger? TriggerOf(XElement element, NodeKind kind, XElement definition)
    {
        var throws = kind is NodeKind.EndEvent or NodeKind.ThrowEvent;
        switch (definition.Name.LocalName)
        {
            case "timerEventDefinition" when !throws:
                return new TimerTrigger(Part(definition, "timeDate"), Part(definition, "timeDuration"), Part(definition, "timeCycle"), (string?)definition.Attribute(Names.Akis + "calendar"));
            case "messageEventDefinition" when throws && Extension(element, "taskDefinition") is not null:
                return null; // a job worker sends it
            case "messageEventDefinition":
                return Message(definition, Extension(element, "publishMessage"));
            case "errorEventDefinition" when kind != NodeKind.ThrowEvent:
                return new ErrorTrigger((string?)Referenced(definition, "errorRef", "error")?.Attribute("errorCode"));
            case "terminateEventDefinition" when kind == NodeKind.EndEvent:
                return new TerminateTrigger();
            case "signalEventDefinition":
                return Referenced(definition, "signalRef", "signal") is { } signal ? new SignalTrigger(Read(signal, (string?)signal.Attribute("name") ?? "")) : MissingReference(definition, "signalRef");
            case "escalationEventDefinition" when kind != NodeKind.CatchEvent:
                return new EscalationTrigger((string?)Referenced(definition, "escalationRef", "escalation")?.Attribute("escalationCode"));
            case "conditionalEventDefinition" when !throws:
                return definition.Element(Names.Bpmn + "condition") is { } condition ? new ConditionTrigger(ReadCondition(condition)) : MissingReference(definition, "condition");
            case "linkEventDefinition" when kind is NodeKind.ThrowEvent or NodeKind.CatchEvent:
                return new LinkTrigger((string?)definition.Attribute("name") ?? "");
            case "compensateEventDefinition" when throws || kind == NodeKind.BoundaryEvent:
                return Compensation(definition);
            case "cancelEventDefinition" when kind is NodeKind.EndEvent or NodeKind.BoundaryEvent:
                return new CancelTrigger();
            default:
                Refuse(definition, "bpmn.unsupported-event", $"Bu yerdeki '{definition.Name.LocalName}' olayı yürütülemiyor.", $"'{definition.Name.LocalName}' cannot be executed in this place.");
                return null;
        }
    }

    private CompensationTrigger Compensation(XElement definition)
    {
        if ((bool?)definition.Attribute("waitForCompletion") == false)
        {
            Refuse(definition, "bpmn.unsupported-compensation", "Beklemeyen telafi (waitForCompletion=false) yürütülemiyor.", "Compensation that is not waited for (waitForCompletion=false) cannot be executed.");
        }

        return new((string?)definition.Attribute("activityRef"), true);
    }

    private MessageTrigger? Message(XElement element, XElement? publication = null)
    {
        if (Referenced(element, "messageRef", "message") is not { } message)
        {
            Refuse(element, "bpmn.message-missing", "İleti (messageRef) belirtilmemiş.", "No message (messageRef) is given.");
            return null;
        }

        publication ??= Extension(element, "publishMessage");
        return new(
            Read(message, (string?)message.Attribute("name") ?? ""), Attribute(publication, "correlationKey") ?? Attribute(Extension(message, "subscription"), "correlationKey"),
            Attribute(publication, "timeToLive"), Attribute(publication, "messageId"));
    }

    private Trigger? MissingReference(XElement definition, string what)
    {
        Refuse(definition, "bpmn.missing-attribute", $"'{what}' belirtilmemiş.", $"'{what}' is missing.");
        return null;
    }

    // In a condition FEEL needs no equals sign: nothing else is allowed there.
    private Expression ReadCondition(XElement element)
    {
        var text = element.Value.Trim();
        return Read(element, text.StartsWith('=') ? text : "=" + text);
    }
}
