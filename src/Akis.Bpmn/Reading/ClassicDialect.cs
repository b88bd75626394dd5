using System.Xml;
using System.Xml.Linq;
using Akis.Bpmn.Expressions;

namespace Akis.Bpmn.Reading;

/// <summary>
/// The second dialect: Camunda 7, Operaton and Activiti, one vocabulary under three namespaces. A copy of the document is rewritten into the
/// first dialect, so that everything behind knows one; what has no counterpart is refused by name.
/// </summary>
internal sealed class ClassicDialect(XElement definitions, List<Finding> findings)
{
    private static readonly HashSet<string> Refused = ["executionListener", "taskListener", "formData", "connector", "script", "list", "map", "failedJobRetryTimeCycle"];

    /// <summary>Whether a document uses the dialect.</summary>
    public static bool IsUsed(XElement definitions) =>
        definitions.Descendants().Any(element => Names.Classic.Contains(element.Name.Namespace) || element.Attributes().Any(attribute => Names.Classic.Contains(attribute.Name.Namespace)))
        || definitions.Descendants(Names.Bpmn + "conditionExpression").Any(condition => Juel.IsExpression(condition.Value));

    /// <summary>Rewrites the document in place.</summary>
    public void Translate()
    {
        foreach (var text in definitions.Descendants().Where(e => e.Name.LocalName is "conditionExpression" or "condition" or "timeDate" or "timeDuration" or "timeCycle" or "completionCondition" or "loopCardinality" or "loopCondition").ToList())
        {
            if (Juel.IsExpression(text.Value)) text.Value = Feel(text, text.Value);
        }

        foreach (var named in definitions.Elements().Where(e => e.Name.LocalName is "message" or "signal" && Juel.IsExpression((string?)e.Attribute("name") ?? "")))
        {
            named.SetAttributeValue("name", Feel(named, (string)named.Attribute("name")!)); // asked in the filter
        }

        foreach (var strange in definitions.Descendants().Where(e => Names.Classic.Contains(e.Name.Namespace) && Refused.Contains(e.Name.LocalName)))
        {
            Refuse(strange, $"'{strange.Name.LocalName}' uzantısı yürütülemiyor.", $"The extension '{strange.Name.LocalName}' cannot be executed.");
        }

        foreach (var process in definitions.Elements(Names.Bpmn + "process").ToList())
        {
            Extend(process, "jobPriorityDefinition", ("priority", Own(process, "taskPriority") ?? Own(process, "jobPriority")));
            if (Own(process, "versionTag") is { } tag) Extend(process, "versionTag", ("value", tag));
            foreach (var element in process.Descendants().Where(e => e.Name.Namespace == Names.Bpmn).ToList()) Element(element);
        }
    }

    private void Element(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "userTask":
                Extend(element, "assignmentDefinition", ("assignee", Own(element, "assignee")), ("candidateGroups", Own(element, "candidateGroups")), ("candidateUsers", Own(element, "candidateUsers")));
                Extend(element, "taskSchedule", ("dueDate", Own(element, "dueDate")), ("followUpDate", Own(element, "followUpDate")));
                Extend(element, "priorityDefinition", ("priority", Own(element, "priority")));
                Extend(element, "formDefinition", ("formId", Own(element, "formRef")), ("formKey", Own(element, "formKey")));
                break;
            case "startEvent" or "boundaryEvent":
                Extend(element, "formDefinition", ("formId", Own(element, "formRef")), ("formKey", Own(element, "formKey")));
                CaughtCode(element);
                break;
            case "serviceTask" or "sendTask" or "businessRuleTask": Work(element); break;
            case "messageEventDefinition" when element.Parent!.Name.LocalName is "intermediateThrowEvent" or "endEvent": Work(element); break; // a definition lies in its event
            case "scriptTask": Script(element); break;
            case "callActivity": Call(element); break;
            case "multiInstanceLoopCharacteristics": Loop(element); break;
        }

        if (Child(element, "inputOutput") is not { } mapping) return;
        Map(element, mapping.Elements().Where(e => e.Name.LocalName == "inputParameter").Select(e => ("input", Source(e, e.Value.Trim()), (string?)e.Attribute("name"))));
        Map(element, mapping.Elements().Where(e => e.Name.LocalName == "outputParameter").Select(e => ("output", Source(e, e.Value.Trim()), (string?)e.Attribute("name"))));
    }

    private void Work(XElement element)
    {
        var owner = element.Name.LocalName == "messageEventDefinition" ? element.Parent! : element; // as above
        Extend(owner, "jobPriorityDefinition", ("priority", Own(element, "taskPriority") ?? Own(owner, "jobPriority")));
        if (Own(element, "topic") is { } topic) Extend(owner, "taskDefinition", ("type", topic));
        else if (Own(element, "decisionRef") is { } decision) Decision(element, decision);
        else if (Raw(element, "class") is { } type) Extend(owner, "taskDefinition", ("type", type));
        else if (Raw(element, "delegateExpression") is { } bean) Extend(owner, "taskDefinition", ("type", bean.Trim('$', '#', '{', '}')));
        else if (Own(element, "expression") is { } expression && owner == element)
        {
            element.Name = Names.Bpmn + "scriptTask";
            Extend(element, "script", ("expression", expression), ("resultVariable", Raw(element, "resultVariable")));
        }
    }

    private void Decision(XElement element, string decision)
    {
        Extend(element, "calledDecision", ("decisionId", decision), ("resultVariable", Raw(element, "resultVariable")));
        if (Raw(element, "mapDecisionResult") is not ("singleEntry" or "singleResult"))
        {
            Refuse(element, "Karar sonucu yalnız singleEntry ya da singleResult olarak alınabilir (mapDecisionResult).", "A decision's result can only be taken as singleEntry or singleResult (mapDecisionResult).");
        }
    }

    private void Script(XElement element)
    {
        if (element.Element(Names.Bpmn + "script") is not { } script) return;
        var (format, text) = ((string?)element.Attribute("scriptFormat") ?? "", script.Value.Trim());
        if (format.Equals("feel", StringComparison.OrdinalIgnoreCase)) text = "=" + text.TrimStart('=');
        else if (format.Equals("juel", StringComparison.OrdinalIgnoreCase)) text = Feel(element, text);
        else Refuse(element, $"'{format}' dilinde betik çalıştırılamıyor; FEEL kullanın.", $"Scripts in '{format}' cannot be run; use FEEL.");
        Extend(element, "script", ("expression", text), ("resultVariable", Raw(element, "resultVariable")));
        script.Remove();
    }

    private void Call(XElement element)
    {
        if ((string?)element.Attribute("calledElement") is not { } called) return;
        if (Raw(element, "calledElementBinding") is { } binding and not "latest") Refuse(element, $"'{binding}' bağlama biçimi çağrılan süreç için yok.", $"The binding '{binding}' is not available for called processes.");
        var (inputs, outputs) = (Children(element, "in").ToList(), Children(element, "out").ToList());
        Extend(element, "calledElement", ("processId", Feel(element, called)), ("propagateAllParentVariables", All(inputs)), ("propagateAllChildVariables", All(outputs)));
        Map(element, inputs.Where(HasTarget).Select(e => ("input", SourceOf(e), (string?)e.Attribute("target"))));
        Map(element, outputs.Where(HasTarget).Select(e => ("output", SourceOf(e), (string?)e.Attribute("target"))));

        static string All(IEnumerable<XElement> mappings) => mappings.Any(e => (string?)e.Attribute("variables") == "all") ? "true" : "false";
        static bool HasTarget(XElement mapping) => mapping.Attribute("target") is not null;
        string SourceOf(XElement mapping) => (string?)mapping.Attribute("sourceExpression") is { } expression ? Source(mapping, expression) : "=" + (string?)mapping.Attribute("source");
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

    private static void Map(XElement element, IEnumerable<(string Kind, string Source, string? Target)> mappings)
    {
        foreach (var (kind, source, target) in mappings.ToList())
        {
            var holder = Extensions(element).Element(Names.Zeebe + "ioMapping");
            if (holder is null) Extensions(element).Add(holder = new XElement(Names.Zeebe + "ioMapping"));
            holder.Add(new XElement(Names.Zeebe + kind, new XAttribute("source", source), new XAttribute("target", target ?? "")));
        }
    }

    private string Source(XElement place, string text) => Juel.IsExpression(text) ? Feel(place, text) : "=" + FeelText(text);

    private static string FeelText(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private string Feel(XElement place, string text)
    {
        if (Juel.ToFeel(text, out var problem) is { } feel) return feel;
        Refuse(place, $"'{text}' ifadesi çevrilemedi: {problem}", $"The expression '{text}' cannot be translated: {problem}");
        return "=null";
    }

    private string? Own(XElement element, string attribute) => Raw(element, attribute) is { } text ? Feel(element, text) : null;

    private static string? Raw(XElement element, string attribute) => Names.Classic.Select(name => (string?)element.Attribute(name + attribute)).FirstOrDefault(value => value is not null);

    private static XElement? Child(XElement element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement element, string name) =>
        element.Elements(Names.Bpmn + "extensionElements").Elements().Where(e => Names.Classic.Contains(e.Name.Namespace) && e.Name.LocalName == name);

    private static void Extend(XElement element, string name, params (string Name, string? Value)[] attributes)
    {
        var given = attributes.Where(attribute => attribute.Value is not null).ToList();
        if (given.Count == 0 || Extensions(element).Element(Names.Zeebe + name) is not null) return;
        Extensions(element).Add(new XElement(Names.Zeebe + name, given.Select(attribute => new XAttribute(attribute.Name, attribute.Value!)))); // filtered above
    }

    private static XElement Extensions(XElement element)
    {
        if (element.Element(Names.Bpmn + "extensionElements") is { } found) return found;
        var made = new XElement(Names.Bpmn + "extensionElements");
        element.AddFirst(made);
        return made;
    }

    private void Refuse(XElement element, string tr, string en) =>
        findings.Add(new(((IXmlLineInfo)element).LineNumber, (string?)element.AncestorsAndSelf().FirstOrDefault(e => e.Attribute("id") is not null)?.Attribute("id"), "bpmn.classic-dialect", tr, en));
}
