using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>What events wait for and do.</summary>
internal sealed partial class GraphBuilder
{
    // BPMN 2.0.2 table 10.93: where each event definition may stand.
    private static readonly Dictionary<string, string> Places = new()
    {
        ["timerEventDefinition"] = "start event-sub-process-start catch boundary",
        ["messageEventDefinition"] = "start event-sub-process-start catch boundary throw end",
        ["signalEventDefinition"] = "start event-sub-process-start catch boundary throw end",
        ["conditionalEventDefinition"] = "start event-sub-process-start catch boundary",
        ["errorEventDefinition"] = "event-sub-process-start boundary end",
        ["escalationEventDefinition"] = "event-sub-process-start boundary throw end",
        ["compensateEventDefinition"] = "event-sub-process-start boundary throw end",
        ["cancelEventDefinition"] = "boundary end",
        ["linkEventDefinition"] = "catch throw",
        ["terminateEventDefinition"] = "end",
    };

    private Trigger? TriggerOf(XElement element, NodeKind kind, int scope)
    {
        if (kind is NodeKind.ReceiveTask or NodeKind.SendTask) return Message(element);
        if (kind is not (NodeKind.StartEvent or NodeKind.CatchEvent or NodeKind.BoundaryEvent or NodeKind.ThrowEvent or NodeKind.EndEvent)) return null;
        var given = element.Elements().Select(DefinitionOf).OfType<XElement>().ToList();
        foreach (var misplaced in given.Where(definition => !Places[definition.Name.LocalName].Split(' ').Contains(PlaceOf(kind, scope))).ToList())
        {
            Refuse(misplaced.Parent == element ? misplaced : element, "bpmn.event-place", $"'{misplaced.Name.LocalName}' bu yerdeki bir olayda bulunamaz.", $"'{misplaced.Name.LocalName}' may not stand at an event in this place.");
            given.Remove(misplaced);
        }

        if (given.Count < 2) return given.Count == 0 ? null : TriggerOf(element, kind, given[0]);
        var parts = given.Select(definition => TriggerOf(element, kind, definition)).OfType<Trigger>().ToList();
        var all = element.Flag("parallelMultiple");
        var allowed = kind is NodeKind.EndEvent or NodeKind.ThrowEvent
            ? parts.TrueForAll(part => part is MessageTrigger or SignalTrigger or EscalationTrigger)
            : parts.TrueForAll(part => part is TimerTrigger or MessageTrigger or SignalTrigger or ConditionTrigger || (part is ErrorTrigger or EscalationTrigger && !all));
        if (!allowed) Refuse(element, "bpmn.unsupported-multiple", "Bu olay tanımları birlikte yürütülemiyor.", "These event definitions cannot be executed together.");
        return new MultipleTrigger(parts, all);
    }

    private string PlaceOf(NodeKind kind, int scope) => kind switch
    {
        NodeKind.StartEvent => _nodes[scope].Node.Kind switch { NodeKind.Process => "start", NodeKind.EventSubProcess => "event-sub-process-start", _ => "sub-process-start" },
        NodeKind.CatchEvent => "catch",
        NodeKind.BoundaryEvent => "boundary",
        NodeKind.ThrowEvent => "throw",
        _ => "end",
    };

    // A definition stands in its event, or once for several events at the top of the file.
    private XElement? DefinitionOf(XElement child)
    {
        if (child.Name == Names.Bpmn + "eventDefinitionRef")
        {
            var id = QName.Resolve(child, child.Value.Trim()).Id;
            child = definitions.Elements().FirstOrDefault(e => (string?)e.Attribute("id") == id) ?? child;
        }

        return child.Name.Namespace == Names.Bpmn && Places.ContainsKey(child.Name.LocalName) ? child : null;
    }

    private Trigger? TriggerOf(XElement element, NodeKind kind, XElement definition)
    {
        var throws = kind is NodeKind.EndEvent or NodeKind.ThrowEvent;
        switch (definition.Name.LocalName)
        {
            case "timerEventDefinition":
                return Timer(definition);
            case "messageEventDefinition" when throws && Extension(element, "taskDefinition") is not null:
                return null; // a job worker sends it
            case "messageEventDefinition":
                return Message(definition, Extension(element, "publishMessage"));
            case "errorEventDefinition":
                var error = Referenced(definition, "errorRef", "error");
                return new ErrorTrigger((string?)error?.Attribute("errorCode"))
                {
                    Computed = Code(definition, (string?)error?.Attribute("errorCode"), throws),
                    Message = throws && (string?)error?.Attribute(Names.Akis + "errorMessage") is { Length: > 0 } message ? Read(error!, message) : null, // the attribute came from it
                };
            case "terminateEventDefinition":
                return new TerminateTrigger();
            case "signalEventDefinition":
                return Referenced(definition, "signalRef", "signal") is { } signal ? new SignalTrigger(NameOf(signal)) : MissingReference(definition, "signalRef");
            case "escalationEventDefinition":
                var escalation = (string?)Referenced(definition, "escalationRef", "escalation")?.Attribute("escalationCode");
                return new EscalationTrigger(escalation) { Computed = Code(definition, escalation, throws) };
            case "conditionalEventDefinition":
                return Condition(definition);
            case "linkEventDefinition":
                return new LinkTrigger((string?)definition.Attribute("name") ?? "");
            case "compensateEventDefinition":
                return Compensation(definition);
            default:
                return new CancelTrigger(); // the last of the table
        }
    }

    // Who throws may compute the code; who catches has to say which one it means.
    private Expression? Code(XElement definition, string? code, bool throws)
    {
        if (code is not ['=', ..]) return null;
        if (!throws) Refuse(definition, "bpmn.code-expression", $"Yakalanan kod ('{code}') bir ifade olamaz; sabit bir kod verin.", $"The code that is caught ('{code}') cannot be an expression; give a fixed code.");
        return throws ? Read(definition, code) : null;
    }

    private TimerTrigger Timer(XElement definition)
    {
        var timer = new TimerTrigger(Part(definition, "timeDate"), Part(definition, "timeDuration"), Part(definition, "timeCycle"), (string?)definition.Attribute(Names.Akis + "calendar"));
        var given = new[] { timer.Date, timer.Duration, timer.Cycle }.OfType<Expression>().ToList();
        if (given.Count != 1)
        {
            Refuse(definition, "bpmn.timer", "Zamanlayıcının tek bir tarihi, süresi ya da çevrimi olmalı.", "A timer needs exactly one of date, duration and cycle.");
        }
        else if (!given[0].Text.StartsWith('=') && Stepping.Timers.Due(timer with { Calendar = null }, Akis.Feel.FeelContext.Empty, Akis.Feel.FeelEnvironment.Default, DateTimeOffset.UnixEpoch) is null)
        {
            Refuse(definition, "bpmn.timer", $"'{given[0].Text}' bir tarih, süre ya da çevrim değil.", $"'{given[0].Text}' is no date, duration or cycle.");
        }

        return timer;
    }

    private ConditionTrigger? Condition(XElement definition)
    {
        if (definition.Element(Names.Bpmn + "condition") is not { } condition) return null; // its absence is found with the other missing elements
        var filter = Extension(definition, "conditionalFilter");
        var events = ((string?)filter?.Attribute("variableEvents"))?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? ["create", "update"];
        if (events.Length == 0 || events.Except(["create", "update"]).Any())
        {
            Refuse(definition, "bpmn.unsupported-extension", $"Koşul '{string.Join(',', events)}' için sorulamıyor; değişkenler yalnız oluşur ve değişir (create, update).", $"A condition cannot be asked on '{string.Join(',', events)}': variables are only created and updated (create, update).");
        }

        var names = ((string?)filter?.Attribute("variableNames"))?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new(ReadCondition(condition)) { Only = names is { Length: > 0 } ? names.ToHashSet() : null, OnCreate = events.Contains("create"), OnUpdate = events.Contains("update") };
    }

    private Expression NameOf(XElement named)
    {
        if ((string?)named.Attribute("name") is { Length: > 0 } name) return Read(named, name);
        Refuse(named, "bpmn.missing-attribute", "'name' belirtilmemiş.", "'name' is missing.");
        return Expression.Read("");
    }

    private static CompensationTrigger Compensation(XElement definition) => new(definition.Reference("activityRef"), definition.Flag("waitForCompletion", true));

    private MessageTrigger? Message(XElement element, XElement? publication = null)
    {
        if (MessageOf(element) is not { } message)
        {
            Refuse(element, "bpmn.message-missing", "İleti (messageRef) belirtilmemiş.", "No message (messageRef) is given.");
            return null;
        }

        publication ??= Extension(element, "publishMessage");
        return new(
            NameOf(message), Attribute(publication, "correlationKey") ?? Attribute(Extension(message, "subscription"), "correlationKey"),
            Attribute(publication, "timeToLive"), Attribute(publication, "messageId"));
    }

    // Where an event names no message, the message flow that is drawn at it does, or the event at its other end.
    private XElement? MessageOf(XElement element)
    {
        if (Referenced(element, "messageRef", "message") is { } own) return own;
        var id = (string?)element.AncestorsAndSelf().FirstOrDefault(each => Vocabulary.Is(each.Name.LocalName, "flowNode"))?.Attribute("id");
        foreach (var flow in definitions.Elements(Names.Bpmn + "collaboration").Elements(Names.Bpmn + "messageFlow"))
        {
            var (from, to) = (flow.Reference("sourceRef"), flow.Reference("targetRef"));
            if (id is null || (from != id && to != id)) continue;
            if (Referenced(flow, "messageRef", "message") is { } drawn) return drawn;
            var other = definitions.Descendants().FirstOrDefault(e => (string?)e.Attribute("id") == (from == id ? to : from) && Vocabulary.Is(e.Name.LocalName, "flowNode"));
            var named = other?.DescendantsAndSelf().Take(1).Concat(other.Elements(Names.Bpmn + "messageEventDefinition")).Select(e => Referenced(e, "messageRef", "message")).FirstOrDefault(message => message is not null);
            if (named is not null) return named;
        }

        return null;
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
