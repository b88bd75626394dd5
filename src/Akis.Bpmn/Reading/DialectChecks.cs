using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>
/// The first dialect's extensions and Akış's own: where each may stand and what it may say. Anything else of these namespaces would be lost
/// in silence, so it is refused; extensions of other makers are kept and mean nothing here.
/// </summary>
internal static class DialectChecks
{
    // name | where | attributes | children; Akış's own with its prefix
    private const string Table = """
        akis:continuation | flowNode multiInstanceLoopCharacteristics | before after retries |
        akis:jobError | serviceTask sendTask businessRuleTask scriptTask throwEvent | errorRef condition |
        assignmentDefinition | userTask globalUserTask | assignee candidateGroups candidateUsers |
        adHoc | adHocSubProcess | activeElementsCollection |
        calledDecision | businessRuleTask globalBusinessRuleTask | decisionId resultVariable bindingType versionTag |
        calledElement | callActivity | processId propagateAllChildVariables propagateAllParentVariables bindingType versionTag |
        conditionalFilter | conditionalEventDefinition | variableNames variableEvents |
        executionListeners | activity event gateway process | | executionListener
        executionListener | | eventType type retries |
        formDefinition | userTask globalUserTask startEvent | formKey formId externalReference bindingType versionTag |
        header | | key value |
        input | | source target |
        ioMapping | activity event | | input output
        jobPriorityDefinition | activity event process | priority |
        loopCharacteristics | multiInstanceLoopCharacteristics | inputCollection inputElement outputCollection outputElement |
        output | | source target |
        priorityDefinition | userTask globalUserTask | priority |
        properties | baseElement | | property
        property | | name value |
        publishMessage | messageEventDefinition sendTask | correlationKey messageId timeToLive |
        script | scriptTask globalScriptTask | expression resultVariable |
        subscription | message | correlationKey |
        taskDefinition | serviceTask sendTask businessRuleTask globalBusinessRuleTask scriptTask globalScriptTask throwEvent messageEventDefinition | type retries |
        taskHeaders | activity event globalTask | | header
        taskListeners | userTask globalUserTask | | taskListener
        taskListener | | eventType type retries |
        taskSchedule | userTask globalUserTask | dueDate followUpDate |
        userTask | userTask globalUserTask | |
        userTaskForm | process | id |
        versionTag | process | value |
        """;

    // What the modeler notes for itself.
    private static readonly HashSet<string> Notes = ["modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"];

    // Akış's own attributes, and where they stand.
    private static readonly Dictionary<string, string[]> Own = new()
    {
        ["calendar"] = ["timerEventDefinition"], ["initiator"] = ["startEvent"], ["errorMessage"] = ["error"], ["shape"] = ["calledDecision"], ["retryIntervals"] = ["taskDefinition"],
    };

    private static readonly Dictionary<string, Rule> Rules = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|'))
        .ToDictionary(parts => parts[0].Trim(), parts => new Rule(Words(parts[1]), Words(parts[2]), Words(parts[3])));

    public static void Check(XElement definitions, List<Finding> findings)
    {
        foreach (var element in definitions.Descendants().Where(element => element.AncestorsAndSelf(Names.Bpmn + "process").All(process => process.Flag("isExecutable"))))
        {
            foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.Namespace == Names.Zeebe && !Notes.Contains(attribute.Name.LocalName)))
            {
                Refuse(element, $"zeebe:{attribute.Name.LocalName}");
            }

            foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.Namespace == Names.Akis && !(Own.TryGetValue(attribute.Name.LocalName, out var places) && places.Contains(element.Name.LocalName))))
            {
                Refuse(element, $"akis:{attribute.Name.LocalName}");
            }

            if (element.Name.Namespace != Names.Zeebe && element.Name.Namespace != Names.Akis) continue;
            var name = (element.Name.Namespace == Names.Akis ? "akis:" : "") + element.Name.LocalName;
            if (!Rules.TryGetValue(name, out var rule) || !StandsWell(element, rule))
            {
                Refuse(element, element.Name.Namespace == Names.Akis ? name : $"zeebe:{name}");
                continue;
            }

            foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.Namespace == XNamespace.None && !attribute.IsNamespaceDeclaration && !rule.Attributes.Contains(attribute.Name.LocalName)))
            {
                Refuse(element, $"zeebe:{name} {attribute.Name.LocalName}");
            }
        }

        void Refuse(XElement element, string what) => findings.Add(Finding.At(element, "bpmn.unsupported-extension", $"'{what}' burada yürütülemiyor.", $"'{what}' cannot be executed here."));
    }

    private static bool StandsWell(XElement element, Rule rule)
    {
        if (element.Parent is not { } parent) return false;
        if (parent.Name.Namespace == Names.Zeebe) return Rules.TryGetValue(parent.Name.LocalName, out var outer) && outer.Children.Contains(element.Name.LocalName);
        return parent.Name == Names.Bpmn + "extensionElements" && parent.Parent is { } owner && rule.Owners.Any(kind => Vocabulary.Is(owner.Name.LocalName, kind));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private sealed record Rule(string[] Owners, string[] Attributes, string[] Children);
}
