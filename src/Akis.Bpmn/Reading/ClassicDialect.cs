using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Akis.Bpmn.Expressions;

namespace Akis.Bpmn.Reading;

/// <summary>
/// The second dialect: Camunda 7, Operaton and Activiti, one vocabulary under three namespaces. A copy of the document is rewritten into the
/// first dialect and Akış's own few extensions, so that everything behind knows one; what has no counterpart is refused by name.
/// </summary>
internal sealed partial class ClassicDialect(XElement definitions, List<Finding> findings)
{
    /// <summary>Whether a document uses the dialect.</summary>
    public static bool IsUsed(XElement definitions) =>
        definitions.Descendants().Any(element => Names.Classic.Contains(element.Name.Namespace) || element.Attributes().Any(attribute => Names.Classic.Contains(attribute.Name.Namespace)))
        || Expressions(definitions).Any(text => Juel.IsExpression(text.Value));

    /// <summary>Rewrites the document in place.</summary>
    public void Translate()
    {
        foreach (var (place, name) in ClassicVocabulary.Unknown(definitions).ToList()) Refuse(place, $"'{name}' uzantısı burada yürütülemiyor.", $"The extension '{name}' cannot be executed here.");
        foreach (var text in Expressions(definitions).Where(text => Juel.IsExpression(text.Value)).ToList()) text.Value = Feel(text, text.Value);

        foreach (var named in definitions.Elements().Where(e => e.Name.LocalName is "message" or "signal" && Juel.IsExpression((string?)e.Attribute("name") ?? "")))
        {
            named.SetAttributeValue("name", Feel(named, (string)named.Attribute("name")!)); // asked in the filter
        }

        foreach (var error in definitions.Elements(Names.Bpmn + "error")) error.SetAttributeValue(Names.Akis + "errorMessage", Own(error, "errorMessage"));
        foreach (var process in definitions.Elements(Names.Bpmn + "process").Where(process => process.Flag("isExecutable")).ToList())
        {
            Extend(process, "jobPriorityDefinition", ("priority", Own(process, "taskPriority") ?? Own(process, "jobPriority")));
            if (Own(process, "versionTag") is { } tag) Extend(process, "versionTag", ("value", tag));
            foreach (var kept in new[] { "candidateStarterGroups", "candidateStarterUsers", "historyTimeToLive", "isStartableInTasklist" }) if (Raw(process, kept) is { } value) Property(process, "camunda:" + kept, value);
            foreach (var element in process.DescendantsAndSelf().Where(e => e.Name.Namespace == Names.Bpmn).ToList()) Element(element);
        }
    }

    private static IEnumerable<XElement> Expressions(XElement definitions) => definitions.Descendants()
        .Where(e => e.Name.Namespace == Names.Bpmn && e.Name.LocalName is "conditionExpression" or "condition" or "timeDate" or "timeDuration" or "timeCycle" or "completionCondition" or "loopCardinality" or "loopCondition");

    private void Element(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "userTask":
                Extend(element, "assignmentDefinition", ("assignee", Own(element, "assignee")), ("candidateGroups", Own(element, "candidateGroups")), ("candidateUsers", Own(element, "candidateUsers")));
                Extend(element, "taskSchedule", ("dueDate", Own(element, "dueDate")), ("followUpDate", Own(element, "followUpDate")));
                Extend(element, "priorityDefinition", ("priority", Own(element, "priority")));
                Form(element);
                break;
            case "startEvent" or "boundaryEvent":
                if (Raw(element, "initiator") is { } initiator) element.SetAttributeValue(Names.Akis + "initiator", initiator);
                Form(element);
                CaughtCode(element);
                break;
            case "serviceTask" or "sendTask" or "businessRuleTask": Work(element); break;
            case "messageEventDefinition" when element.Parent!.Name.LocalName is "intermediateThrowEvent" or "endEvent": Work(element); break; // a definition lies in its event
            case "signalEventDefinition" when element.Parent is { } thrower: Map(thrower, [.. Children(element, "in").Select(e => ("input", SourceOf(e), Target(e)))]); break;
            case "conditionalEventDefinition": Extend(element, "conditionalFilter", ("variableNames", Raw(element, "variableName")), ("variableEvents", Raw(element, "variableEvents"))); break;
            case "scriptTask": Script(element); break;
            case "callActivity": Call(element); break;
            case "multiInstanceLoopCharacteristics": Loop(element); break;
        }

        Continuation(element);
        Listeners(element);
        foreach (var property in Children(element, "properties").Elements().Where(e => e.Attribute("name") is not null)) Property(element, (string)property.Attribute("name")!, (string?)property.Attribute("value") ?? ""); // asked in the filter
        if (Child(element, "inputOutput") is not { } mapping) return;
        Map(element, mapping.Elements().Where(e => e.Name.LocalName == "inputParameter").Select(e => ("input", Value(e), (string?)e.Attribute("name"))));
        Map(element, mapping.Elements().Where(e => e.Name.LocalName == "outputParameter").Select(e => ("output", Value(e), (string?)e.Attribute("name"))));
    }

    private void Form(XElement element)
    {
        var (binding, version) = (Raw(element, "formRefBinding"), Raw(element, "formRefVersion"));
        Extend(element, "formDefinition", ("formId", Own(element, "formRef")), ("formKey", Own(element, "formKey")), ("bindingType", binding), ("versionTag", version));
    }

    private void Work(XElement element)
    {
        var owner = element.Name.LocalName == "messageEventDefinition" ? element.Parent! : element; // as above
        Extend(owner, "jobPriorityDefinition", ("priority", Own(element, "taskPriority") ?? Own(owner, "jobPriority")));
        if (Own(element, "topic") is { } topic) Job(element, owner, topic);
        else if (Own(element, "decisionRef") is { } decision) Decision(element, decision);
        else if (Raw(element, "class") is { } type) Job(element, owner, type);
        else if (Raw(element, "delegateExpression") is { } bean) Job(element, owner, Inside(bean));
        else if (Own(element, "expression") is { } expression)
        {
            if (owner != element) Refuse(element, "İleti olayının ifadesi (expression) yürütülemiyor; topic, class ya da delegateExpression kullanın.", "The expression of a message event cannot be executed; use topic, class or delegateExpression.");
            element.Name = owner == element ? Names.Bpmn + "scriptTask" : element.Name;
            Extend(element, "script", ("expression", expression), ("resultVariable", Raw(element, "resultVariable")));
        }

        if (Raw(element, "type") is { } kind and not "external") Refuse(element, $"'{kind}' türünde servis görevi yürütülemiyor; external kullanın.", $"A service task of the type '{kind}' cannot be executed; use external.");
    }

    private void Job(XElement element, XElement owner, string type)
    {
        var (tries, pauses) = Retries(owner);
        Extend(owner, "taskDefinition", ("type", type), ("retries", tries));
        if (pauses is not null) Extensions(owner).Element(Names.Zeebe + "taskDefinition")?.SetAttributeValue(Names.Akis + "retryIntervals", pauses);
        foreach (var field in Children(element, "field"))
        {
            var value = (string?)field.Attribute("stringValue") ?? (string?)field.Attribute("expression") ?? field.Elements().FirstOrDefault()?.Value.Trim() ?? "";
            if (Juel.IsExpression(value)) Refuse(field, $"'{(string?)field.Attribute("name")}' alanı bir ifade; alanlar yalnız sabit metin olabilir, ifadeler inputParameter ile verilir.", $"The field '{(string?)field.Attribute("name")}' is an expression; fields can only be fixed texts, expressions are given as inputParameter.");
            Holder(owner, "taskHeaders").Add(new XElement(Names.Zeebe + "header", new XAttribute("key", (string?)field.Attribute("name") ?? ""), new XAttribute("value", value)));
        }

        foreach (var error in Children(element, "errorEventDefinition"))
        {
            Extensions(owner).Add(new XElement(Names.Akis + "jobError", new XAttribute("errorRef", (string?)error.Attribute("errorRef") ?? ""), new XAttribute("condition", Feel(error, (string?)error.Attribute("expression") ?? ""))));
        }
    }

    private void Decision(XElement element, string decision)
    {
        var version = Raw(element, "decisionRefVersionTag") ?? Raw(element, "decisionRefVersion");
        Extend(element, "calledDecision", ("decisionId", decision), ("resultVariable", Raw(element, "resultVariable") ?? "decisionResult"), ("bindingType", Raw(element, "decisionRefBinding")), ("versionTag", version));
        var shape = Raw(element, "mapDecisionResult") ?? "resultList";
        if (shape is not ("singleEntry" or "singleResult" or "collectEntries" or "resultList")) Refuse(element, $"'{shape}' bir mapDecisionResult değeri değil.", $"'{shape}' is no value of mapDecisionResult.");
        Extensions(element).Element(Names.Zeebe + "calledDecision")?.SetAttributeValue(Names.Akis + "shape", shape);
    }

    private void Script(XElement element)
    {
        if (element.Element(Names.Bpmn + "script") is not { } script) return;
        Extend(element, "script", ("expression", ScriptText(element, (string?)element.Attribute("scriptFormat"), script.Value.Trim())), ("resultVariable", Raw(element, "resultVariable")));
        script.Remove();
    }

    private string ScriptText(XElement place, string? format, string text)
    {
        if ("feel".Equals(format, StringComparison.OrdinalIgnoreCase)) return "=" + text.TrimStart('=');
        if ("juel".Equals(format, StringComparison.OrdinalIgnoreCase)) return Feel(place, text);
        Refuse(place, $"'{format}' dilinde betik çalıştırılamıyor; FEEL kullanın.", $"Scripts in '{format}' cannot be run; use FEEL.");
        return "=null";
    }

    private void Call(XElement element)
    {
        if ((string?)element.Attribute("calledElement") is not { } called) return;
        var version = Raw(element, "calledElementVersionTag") ?? Raw(element, "calledElementVersion");
        var (inputs, outputs) = (Children(element, "in").ToList(), Children(element, "out").ToList());
        Extend(element, "calledElement", ("processId", Feel(element, called)), ("propagateAllParentVariables", All(inputs)), ("propagateAllChildVariables", All(outputs)), ("bindingType", Raw(element, "calledElementBinding")), ("versionTag", version));
        foreach (var mapping in inputs.Concat(outputs))
        {
            if ((string?)mapping.Attribute("businessKey") is { } key && !key.Contains("usinessKey", StringComparison.Ordinal)) Refuse(mapping, "Çağrılan süreç, çağıranın iş anahtarını alır; başka bir iş anahtarı verilemez.", "A called process has its caller's business key; it cannot be given another one.");
            if (mapping.Flag("local")) Refuse(mapping, "Yalnız yerel değişkenlerin aktarımı (local) yürütülemiyor; değişkenleri tek tek verin.", "Passing local variables only (local) cannot be executed; name the variables one by one.");
        }

        Map(element, inputs.Where(HasTarget).Select(e => ("input", SourceOf(e), Target(e))));
        Map(element, outputs.Where(HasTarget).Select(e => ("output", SourceOf(e), Target(e))));

        static string All(IEnumerable<XElement> mappings) => mappings.Any(e => (string?)e.Attribute("variables") == "all") ? "true" : "false";
        static bool HasTarget(XElement mapping) => mapping.Attribute("target") is not null;
    }

    private void Loop(XElement element)
    {
        if (Own(element, "collection") is not { } collection) return;
        Extend(element, "loopCharacteristics", ("inputCollection", collection.StartsWith('=') ? collection : "=" + collection), ("inputElement", Raw(element, "elementVariable")));
    }

    private static void CaughtCode(XElement element)
    {
        var definition = element.Elements().FirstOrDefault(e => e.Name.LocalName is "errorEventDefinition" or "escalationEventDefinition");
        if (definition is null) return;
        var code = definition.Name.LocalName == "errorEventDefinition" ? "error" : "escalation";
        Map(element, new[] { ("output", $"={code}Code", Raw(definition, $"{code}CodeVariable")), ("output", $"={code}Message", Raw(definition, $"{code}MessageVariable")) }.Where(mapping => mapping.Item3 is not null));
    }

    private void Continuation(XElement element)
    {
        var (before, after) = (IsSet("asyncBefore") || IsSet("async"), IsSet("asyncAfter"));
        if (!before && !after) return;
        var mark = new XElement(Names.Akis + "continuation", new XAttribute("before", before), new XAttribute("after", after));
        if (Retries(element).Tries is { } tries) mark.SetAttributeValue("retries", tries);
        Extensions(element).Add(mark);

        bool IsSet(string name) => Raw(element, name)?.Trim() is "true" or "1";
    }

    // R5/PT10M: five tries, ten minutes apart; PT1M,PT1H: one more than there are pauses.
    private (string? Tries, string? Pauses) Retries(XElement element)
    {
        if (Child(element, "failedJobRetryTimeCycle")?.Value.Trim() is not { Length: > 0 } text) return (null, null);
        var cycle = text.Split('/');
        var pauses = (cycle.Length == 2 ? cycle[1] : text).Split(',', StringSplitOptions.TrimEntries);
        var tries = cycle is [['R', .. var times], _] ? times : cycle.Length == 1 ? (pauses.Length + 1).ToString(CultureInfo.InvariantCulture) : "";
        if (int.TryParse(tries, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && pauses.All(pause => IsoPeriod.Parse(pause) is { Months: 0 })) return (tries, string.Join(',', pauses));
        Refuse(element, $"'{text}' bir yeniden deneme çevrimi değil (örnek: R3/PT10M).", $"'{text}' is no retry cycle (for example R3/PT10M).");
        return (null, null);
    }
}
