using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Documents;

namespace Akis.Handbook.Checks;

/// <summary>Whether what a folder names is there: called processes, decisions, texts of notifications, documents, and the steps that its indicators look at.</summary>
internal static partial class References
{
    private static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    // Texts that the program itself has.
    private static readonly HashSet<string> OwnTexts = ["bildirim"];

    /// <summary>Runs them over a folder.</summary>
    public static IEnumerable<string> Run(ProcessFolder folder, Declarations declarations, HandbookCard? card)
    {
        var all = declarations.All;
        var processes = all.SelectMany(one => one.ProcessIds).ToHashSet();
        var decisions = all.SelectMany(one => one.Decisions).SelectMany(file => DecisionsIn(file.Content)).Select(decision => (string?)decision.Attribute("id") ?? "").ToHashSet();
        var texts = all.SelectMany(one => one.Notifications).Select(one => one.Content.Name).Concat(OwnTexts).ToHashSet();
        foreach (var (file, root) in folder.Models.Select(model => (model.File, model.Content)))
        {
            foreach (var called in root.Descendants(Zeebe + "calledElement")) if (Fixed(called, "processId") is { } id && !processes.Contains(id)) yield return $"{At(file, called)} calls the process '{id}', which is in no folder";
            foreach (var called in root.Descendants(Zeebe + "calledDecision")) if (Fixed(called, "decisionId") is { } id && !decisions.Contains(id)) yield return $"{At(file, called)} asks the decision '{id}', which is in no folder";
            foreach (var task in root.Descendants(Zeebe + "taskDefinition"))
            {
                var template = task.Parent!.Descendants(Zeebe + "header").FirstOrDefault(header => (string?)header.Attribute("key") == "template"); // it lies in extensionElements
                if (template is null || Fixed(template, "value") is not { } name) continue;
                if ((string?)task.Attribute("type") == "akis.notify" && !texts.Contains(name)) yield return $"{At(file, template)} sends the text '{name}', which is in no notifications.yaml";
                if ((string?)task.Attribute("type") == "document.create" && !DocumentsFor(folder, all).Contains(name)) yield return $"{At(file, template)} makes the document '{name}', but there is no {name}{DocumentTemplate.Ending} in this folder or in shared";
            }
        }

        foreach (var kpi in card?.Kpis ?? [])
        {
            if (kpi.Formula is not { } formula) continue;
            foreach (var step in StepNames(formula.Of).Where(step => !NodeNames(folder).Contains(step))) yield return $"handbook.md: the indicator '{kpi.Tr}' looks at the step '{step}', which the model does not have";
            foreach (var name in EndingNames(formula.Of).Where(name => !NodeNames(folder).Contains(name))) yield return $"handbook.md: the indicator '{kpi.Tr}' looks at the ending '{name}', which the model does not have";
            var known = declarations.Of(folder);
            var parsed = FeelExpression.Parse(formula.Of);
            foreach (var name in parsed.Names.Where(name => !Kpis.KpiScope.Names.Contains(name) && !known.Contains(name) && !parsed.EntryNames.Contains(name))) yield return $"handbook.md: the indicator '{kpi.Tr}' reads '{name}', which the process never has";
        }
    }

    /// <summary>The variables that a folder's indicators read.</summary>
    public static IEnumerable<string> KpiNames(HandbookCard? card) => (card?.Kpis ?? []).Select(kpi => kpi.Formula).OfType<KpiFormula>().SelectMany(formula => FeelExpression.Parse(formula.Of).Names);

    /// <summary>The variables that the decisions take which a folder's models ask.</summary>
    public static IEnumerable<string> DecisionInputs(ProcessFolder folder, IReadOnlyList<ProcessFolder> all)
    {
        var asked = folder.Models.SelectMany(model => model.Content.Descendants(Zeebe + "calledDecision")).Select(called => Fixed(called, "decisionId")).OfType<string>().ToHashSet();
        var files = all.SelectMany(one => one.Decisions).Where(file => DecisionsIn(file.Content).Any(decision => asked.Contains((string?)decision.Attribute("id") ?? "")));
        return files.SelectMany(file => file.Content.Descendants()).SelectMany(InputsAt);
    }

    private static IEnumerable<string> InputsAt(XElement element) => element.Name.LocalName switch
    {
        "inputData" => [(string?)element.Attribute("name") ?? ""],
        "text" when element.Parent?.Name.LocalName is "inputExpression" or "literalExpression" or "outputEntry" or "inputEntry" => FeelExpression.Parse(element.Value).Names,
        _ => [],
    };

    private static IEnumerable<XElement> DecisionsIn(XElement root) => root.Elements().Where(element => element.Name.LocalName is "decision" or "decisionService");

    private static HashSet<string> DocumentsFor(ProcessFolder folder, IReadOnlyList<ProcessFolder> all) =>
        [.. all.Where(one => one == folder || one.IsShared).SelectMany(one => one.Documents).Select(one => one.Content.Name)];

    private static HashSet<string> NodeNames(ProcessFolder folder) => [.. folder.Models.SelectMany(model => model.Content.Descendants()).Where(element => element.Name.Namespace == Bpmn).Select(element => (string?)element.Attribute("name")).OfType<string>()];

    private static IEnumerable<string> StepNames(string formula) => Step().Matches(formula).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> EndingNames(string formula) => Ending().Matches(formula).SelectMany(match => Quoted().Matches(match.Value)).Select(match => match.Groups[1].Value);

    private static string? Fixed(XElement element, string name) => (string?)element.Attribute(name) is { Length: > 0 } value && !value.StartsWith('=') ? value : null;

    private static string At(string file, XElement element) => $"{file}:{((IXmlLineInfo)element).LineNumber}: '{(string?)element.Ancestors().First(one => one.Name.Namespace == Bpmn && one.Name.LocalName != "extensionElements").Attribute("name")}'"; // extensions stand in an element of BPMN

    [GeneratedRegex("""get value\(\s*steps\s*,\s*"([^"]*)"\s*\)""", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    // ending = "…", ending != "…", ending in ("…", "…")
    [GeneratedRegex("""\bending\s*(?:!?=\s*"[^"]*"|in\s*[(\[][^)\]]*[)\]])""", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();

    [GeneratedRegex("\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
