using System.Globalization;
using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>What tasks ask of workers, decisions, scripts and other processes, and the listeners around it.</summary>
internal sealed partial class GraphBuilder
{
    private static readonly HashSet<string> GlobalTasks = ["globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"];

    private static readonly Dictionary<string, ListenerMoment> Moments = new()
    {
        ["start"] = ListenerMoment.Start, ["end"] = ListenerMoment.End,
        ["creating"] = ListenerMoment.Creating, ["assigning"] = ListenerMoment.Assigning, ["updating"] = ListenerMoment.Updating, ["completing"] = ListenerMoment.Completing,
    };

    private JobSpec JobOf(XElement element, XElement work)
    {
        var definition = Extension(work, "taskDefinition");
        if (Attribute(definition, "type") is not { } type)
        {
            Refuse(element, "bpmn.job-type", "Servis görevinin türü (zeebe:taskDefinition type) belirtilmemiş.", "The service task has no type (zeebe:taskDefinition type).");
            type = Expression.Read("");
        }

        if (work.Element(Names.Bpmn + "script") is { } script) Refuse(script, "bpmn.script", "Bu betik çalıştırılamıyor: scriptFormat 'feel' olmalı ya da betik bir iş olarak (zeebe:taskDefinition) yapılmalı.", "This script cannot be run: scriptFormat must be 'feel', or a job (zeebe:taskDefinition) does the script's work.");
        return new(type, Attribute(definition, "retries") ?? Expression.Read("3"), Pairs(Extension(work, "taskHeaders"), "header", "key"))
        {
            Priority = JobPriorityOf(element),
            RetryIntervals = [.. ((string?)definition?.Attribute(Names.Akis + "retryIntervals"))?.Split(',').Select(pause => IsoPeriod.Parse(pause.Trim())?.Span ?? TimeSpan.Zero) ?? []],
            Errors = [.. element.Elements(Names.Bpmn + "extensionElements").Elements(Names.Akis + "jobError").Select(error => new JobErrorSpec((string?)Referenced(error, "errorRef", "error")?.Attribute("errorCode") ?? Missing(error, "errorRef").Text, Attribute(error, "condition") ?? Missing(error, "condition")))],
        };
    }

    private DecisionSpec DecisionOf(XElement work)
    {
        var called = Extension(work, "calledDecision");
        if ((string?)called?.Attribute(Names.Akis + "shape") is not { } shape || !Enum.TryParse<DecisionShape>(shape, true, out var meant)) meant = DecisionShape.AsItIs;
        return new(Attribute(called, "decisionId") ?? Missing(work, "zeebe:calledDecision decisionId"), (string?)called?.Attribute("resultVariable") ?? "result")
        {
            Binding = BindingOf(called, work), Version = (string?)called?.Attribute("versionTag"), Shape = meant,
        };
    }

    private CallSpec CallOf(XElement element)
    {
        var called = Extension(element, "calledElement");
        var named = Attribute(called, "processId") ?? (element.Reference("calledElement") is { Length: > 0 } plain ? Expression.Read(plain) : Missing(element, "zeebe:calledElement processId"));
        return new(named, called?.Flag("propagateAllParentVariables", true) ?? true, called?.Flag("propagateAllChildVariables", true) ?? true, BindingOf(called, element), (string?)called?.Attribute("versionTag"));
    }

    // A call activity that names a global task of this file.
    private XElement? GlobalTask(XElement element)
    {
        if (element.Name.LocalName != "callActivity") return null;
        var id = (string?)Extension(element, "calledElement")?.Attribute("processId") ?? element.Reference("calledElement");
        return id is null ? null : definitions.Elements().FirstOrDefault(global => global.Name.Namespace == Names.Bpmn && GlobalTasks.Contains(global.Name.LocalName) && (string?)global.Attribute("id") == id);
    }

    private ScriptSpec ScriptOf(XElement work)
    {
        var script = Extension(work, "script");
        var result = (string?)script?.Attribute("resultVariable") ?? "result";
        if (script is null && FeelScript(work) is { } plain) return new(Read(work, "=" + plain.TrimStart('=')), result);
        if (work.Element(Names.Bpmn + "script") is { } second) Refuse(second, "bpmn.script", "Betik iki kez verilmiş: zeebe:script ve script.", "The script is given twice: zeebe:script and script.");
        return new(Attribute(script, "expression") ?? Missing(work, "zeebe:script expression"), result);
    }

    private static string? FeelScript(XElement work) =>
        ((string?)work.Attribute("scriptFormat") ?? (string?)work.Attribute("scriptLanguage"))?.Contains("feel", StringComparison.OrdinalIgnoreCase) == true ? work.Element(Names.Bpmn + "script")?.Value.Trim() : null;

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

    private VersionBinding BindingOf(XElement? holder, XElement owner)
    {
        var tag = (string?)holder?.Attribute("versionTag");
        switch ((string?)holder?.Attribute("bindingType"))
        {
            case null or "latest": return VersionBinding.Latest;
            case "deployment": return VersionBinding.Deployment;
            case "versionTag" when tag is { Length: > 0 }: return VersionBinding.VersionTag;
            case "version" when int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out _): return VersionBinding.Version;
            case var other:
                Refuse(owner, "bpmn.binding", $"'{other}' bağlaması bilinmiyor ya da versionTag verilmemiş.", $"The binding '{other}' is unknown, or versionTag is missing.");
                return VersionBinding.Latest;
        }
    }

    private List<ListenerSpec> ListenersOf(XElement element, XElement work, bool isActivity)
    {
        var loop = isActivity ? element.Element(Names.Bpmn + "multiInstanceLoopCharacteristics") : null;
        var hasBody = loop is not null || (isActivity && element.Element(Names.Bpmn + "standardLoopCharacteristics") is not null);
        List<ListenerSpec> listeners = [.. Continuations(hasBody ? loop : element)];
        var given = Extension(element, "executionListeners")?.Elements() ?? [];
        if (work != element || work.Name.LocalName == "userTask") given = given.Concat(Extension(work, "taskListeners")?.Elements() ?? []);
        foreach (var listener in given)
        {
            var name = (string?)listener.Attribute("eventType") ?? "";
            var isKnown = Moments.TryGetValue(name, out var moment) && moment >= ListenerMoment.Creating == (listener.Name.LocalName == "taskListener");
            if (!isKnown) Refuse(listener, "bpmn.unsupported-listener", $"'{name}' olayının dinleyicisi yürütülemiyor.", $"A listener of '{name}' cannot be executed.");
            else listeners.Add(new(moment, Attribute(listener, "type") ?? Missing(listener, "type"), Attribute(listener, "retries") ?? Expression.Read("3"), Pairs(Extension(element, "taskHeaders"), "header", "key")));
        }

        return listeners;
    }

    private static List<ListenerSpec> BodyListenersOf(XElement element) =>
        element.Elements().Any(child => child.Name.LocalName is "multiInstanceLoopCharacteristics" or "standardLoopCharacteristics") ? Continuations(element) : [];

    // Commits before and after, which the second dialect knows.
    private static List<ListenerSpec> Continuations(XElement? holder)
    {
        var marks = holder?.Element(Names.Bpmn + "extensionElements")?.Element(Names.Akis + "continuation");
        var retries = Expression.Read((string?)marks?.Attribute("retries") ?? "3");
        List<ListenerSpec> found = [];
        if (marks?.Flag("before") == true) found.Add(new(ListenerMoment.Before, Expression.Read(ListenerSpec.Continue), retries, new Dictionary<string, string>()));
        if (marks?.Flag("after") == true) found.Add(new(ListenerMoment.After, Expression.Read(ListenerSpec.Continue), retries, new Dictionary<string, string>()));
        return found;
    }
}
