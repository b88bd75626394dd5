using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>
/// Every attribute and element of the second dialect that is understood here, and where. Whatever is not in these tables is refused by name, so
/// that nothing of a model is lost in silence.
/// </summary>
internal static class ClassicVocabulary
{
    // names | where they may stand; kinds as in vocabulary.txt
    private const string Attributes = """
        assignee candidateUsers candidateGroups dueDate followUpDate priority | userTask
        formKey formRef formRefBinding formRefVersion | userTask startEvent
        initiator | startEvent
        async asyncBefore asyncAfter exclusive | flowNode multiInstanceLoopCharacteristics
        jobPriority | process flowNode
        taskPriority | process serviceTask sendTask businessRuleTask messageEventDefinition
        type topic class delegateExpression expression resultVariable | serviceTask sendTask businessRuleTask messageEventDefinition
        resultVariable | scriptTask
        decisionRef decisionRefBinding decisionRefVersion decisionRefVersionTag mapDecisionResult | businessRuleTask
        calledElementBinding calledElementVersion calledElementVersionTag | callActivity
        collection elementVariable | multiInstanceLoopCharacteristics
        errorCodeVariable errorMessageVariable | errorEventDefinition
        errorMessage | error
        escalationCodeVariable | escalationEventDefinition
        variableName variableEvents | conditionalEventDefinition
        versionTag historyTimeToLive isStartableInTasklist candidateStarterGroups candidateStarterUsers | process
        modelerTemplate modelerTemplateVersion modelerTemplateIcon | baseElement
        diagramRelationId | definitions
        """;

    // names | what they may lie in: a BPMN element's extensions, or an element of the dialect
    private const string Elements = """
        inputOutput | activity event
        inputParameter outputParameter | inputOutput
        list map script | inputParameter outputParameter entry list
        value | list
        entry | map
        in | callActivity signalEventDefinition
        out | callActivity
        executionListener | flowNode process sequenceFlow
        taskListener | userTask
        field | serviceTask sendTask businessRuleTask messageEventDefinition
        string expression | field
        errorEventDefinition | serviceTask sendTask businessRuleTask messageEventDefinition
        failedJobRetryTimeCycle | flowNode multiInstanceLoopCharacteristics
        properties | baseElement
        property | properties
        """;

    private static readonly ILookup<string, string[]> AttributePlaces = Read(Attributes);
    private static readonly ILookup<string, string[]> ElementPlaces = Read(Elements);

    /// <summary>What in a document is not understood, with the element it stands at.</summary>
    public static IEnumerable<(XElement Place, string Name)> Unknown(XElement definitions)
    {
        foreach (var element in definitions.DescendantsAndSelf().Where(element => element.AncestorsAndSelf(Names.Bpmn + "process").All(process => process.Flag("isExecutable"))))
        {
            foreach (var attribute in element.Attributes().Where(attribute => Names.Classic.Contains(attribute.Name.Namespace) && !Fits(element, AttributePlaces[attribute.Name.LocalName]))) yield return (element, attribute.Name.LocalName);
            if (Names.Classic.Contains(element.Name.Namespace) && !Names.Classic.Contains(element.Parent!.Name.Namespace) && !Fits(Owner(element), ElementPlaces[element.Name.LocalName])) yield return (element, element.Name.LocalName); // the root is BPMN's
            else if (Names.Classic.Contains(element.Name.Namespace) && Names.Classic.Contains(element.Parent!.Name.Namespace) && !IsKnownInside(element)) yield return (element, element.Name.LocalName);
        }
    }

    // What lies in something that is not understood is named with that.
    private static bool IsKnownInside(XElement element) =>
        ElementPlaces[element.Name.LocalName].Any(places => places.Contains(element.Parent!.Name.LocalName)) || !ElementPlaces.Contains(element.Parent!.Name.LocalName) || element.Parent.Name.LocalName is "executionListener" or "taskListener";

    private static XElement Owner(XElement extension) => extension.Parent is { } holder && holder.Name == Names.Bpmn + "extensionElements" && holder.Parent is { } owner ? owner : extension;

    private static bool Fits(XElement element, IEnumerable<string[]> places) => places.Any(place => place.Any(kind => element.Name.LocalName == kind || Vocabulary.Is(element.Name.LocalName, kind)));

    private static ILookup<string, string[]> Read(string table) => table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|'))
        .SelectMany(parts => Words(parts[0]).Select(name => (Name: name, Places: Words(parts[1])))).ToLookup(entry => entry.Name, entry => entry.Places);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
