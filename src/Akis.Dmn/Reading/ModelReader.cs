using System.Collections.Immutable;
using System.Xml.Linq;
using Akis.Feel;

namespace Akis.Dmn.Reading;

/// <summary>The requirements graph of one file: first what there is, then who requires whom, then the logic in the scope that follows from it.</summary>
internal sealed class ModelReader(DmnModel model, XElement root, List<DmnFinding> findings)
{
    private readonly TypeReader _types = new(model, findings);
    private readonly Dictionary<string, DrgElement> _byId = [];
    private readonly List<(DrgElement Element, XElement Xml)> _all = [];

    public void Read()
    {
        _types.Read(root);
        model.InputData = [.. root.Children("inputData").Select(xml => Added(new InputData(model, xml.Id(), xml.DisplayName(), xml.VariableName()), xml))];
        model.Decisions = [.. root.Children("decision").Select(xml => Added(new Decision(model, xml.Id(), xml.DisplayName(), xml.VariableName()) { VersionTag = TagOf(xml) }, xml))];
        model.KnowledgeModels = [.. root.Children("businessKnowledgeModel").Select(xml => Added(new BusinessKnowledgeModel(model, xml.Id(), xml.DisplayName(), xml.VariableName()), xml))];
        model.Services = [.. root.Children("decisionService").Select(xml => Added(new DecisionService(model, xml.Id(), xml.DisplayName(), xml.VariableName()), xml))];

        foreach (var (element, xml) in _all) ReadRequirements(element, xml);
        foreach (var (element, xml) in _all) ReadLogic(element, xml);
        foreach (var (element, xml) in _all.Where(entry => entry.Element is Decision))
        {
            if (Reaches((Decision)element, (Decision)element, [])) findings.Add(DmnTexts.Finding(xml.Line(), "dmn.cycle", element.Name));
        }
    }

    private T Added<T>(T element, XElement xml)
        where T : DrgElement
    {
        if (!_byId.TryAdd(element.Id, element)) findings.Add(DmnTexts.Finding(xml.Line(), "dmn.duplicate-id", element.Id));
        if (element is not DecisionService && _all.Any(other => other.Element is not DecisionService && other.Element.Variable == element.Variable)) findings.Add(DmnTexts.Finding(xml.Line(), "dmn.duplicate-name", element.Variable));
        element.Type = _types.Declared(xml.Child("variable"));
        _all.Add((element, xml));
        return element;
    }

    private void ReadRequirements(DrgElement element, XElement xml)
    {
        if (element is BusinessKnowledgeModel) Require(element, element); // it may call itself
        foreach (var requirement in xml.Children("informationRequirement").Concat(xml.Children("knowledgeRequirement")))
        {
            foreach (var reference in requirement.Elements().Where(child => child.Name.LocalName is "requiredInput" or "requiredDecision" or "requiredKnowledge"))
            {
                if (Find(reference.Text("href") ?? "") is { } required) Require(element, required);
                else findings.Add(DmnTexts.Finding(reference.Line(), "dmn.unknown-requirement", element.Name, Local(reference.Text("href") ?? "")));
            }
        }

        if (element is Decision decision) decision.Requires = [.. element.Scope.Values.SelectMany(required => required).OfType<Decision>().Select(required => required.Id)];
        if (element is not DecisionService service) return;
        service.Outputs = [.. References(service, xml, "outputDecision").OfType<Decision>()];
        service.Inputs = [.. References(service, xml, "inputData"), .. References(service, xml, "inputDecision")];
    }

    // What is imported is read under the name of its import.
    private void Require(DrgElement element, DrgElement required)
    {
        var name = ReferenceEquals(required.Model, model) ? required.Variable : model.Imports.FirstOrDefault(import => ReferenceEquals(import.Model, required.Model)).Name;
        if (string.IsNullOrEmpty(name)) name = required.Variable;
        element.Scope[name] = element.Scope.TryGetValue(name, out var others) ? [.. others, required] : [required];
    }

    private IEnumerable<DrgElement> References(DecisionService service, XElement xml, string name)
    {
        foreach (var reference in xml.Children(name))
        {
            if (Find(reference.Text("href") ?? "") is { } found) yield return found;
            else findings.Add(DmnTexts.Finding(reference.Line(), "dmn.unknown-requirement", service.Name, Local(reference.Text("href") ?? "")));
        }
    }

    private DrgElement? Find(string href)
    {
        var parts = href.Split('#', 2);
        if (parts.Length < 2 || parts[0].Length == 0 || parts[0] == model.Namespace) return _byId.GetValueOrDefault(parts[^1]);
        return model.Imports.FirstOrDefault(import => import.Model.Namespace == parts[0]).Model?.Elements.FirstOrDefault(element => element.Id == parts[1]);
    }

    private static string Local(string href) => href.Split('#')[^1];

    private void ReadLogic(DrgElement element, XElement xml)
    {
        var reader = new ExpressionReader(_types, element.Name, findings);
        switch (element)
        {
            case Decision decision:
                decision.Logic = reader.Inside(xml, NamesOf(element)) ?? NoLogic(decision, xml);
                break;
            case BusinessKnowledgeModel knowledge:
                knowledge.Function = xml.Child("encapsulatedLogic") is { } logic ? reader.Function(logic, NamesOf(element)) : null;
                knowledge.Result = ResultOf(element);
                break;
            case DecisionService service:
                service.Result = ResultOf(element);
                break;
        }
    }

    // A decision may be drawn before its logic is known: that is no mistake of the file, but it decides nothing.
    private UnsupportedLogic NoLogic(Decision decision, XElement xml)
    {
        if (xml.Elements().All(child => !child.IsDmn() || Descriptive.Contains(child.Name.LocalName))) return new("dmn.no-logic");
        findings.Add(DmnTexts.Finding(xml.Line(), "dmn.unsupported", decision.Name));
        return new("dmn.unsupported");
    }

    private static readonly HashSet<string> Descriptive =
    [
        "description", "extensionElements", "question", "allowedAnswers", "variable", "informationRequirement", "knowledgeRequirement", "authorityRequirement", "supportedObjective",
        "impactedPerformanceIndicator", "decisionMaker", "decisionOwner", "usingProcess", "usingTask",
    ];

    // The variable of a function has a function's type; before DMN 1.3 it had the type of the result.
    private static FeelType? ResultOf(DrgElement element) => element.Type is null ? null : FeelType.Resolved(element.Type) is FeelType.FunctionType function ? function.Result : element.Type;

    private ImmutableHashSet<string> NamesOf(DrgElement element)
    {
        var names = ImmutableHashSet.CreateBuilder<string>();
        foreach (var (name, required) in element.Scope)
        {
            names.Add(name);
            names.UnionWith(required.Where(other => !ReferenceEquals(other.Model, model)).Select(other => other.Variable));
        }

        // An input that is read though no requirement was drawn is still read.
        names.UnionWith(model.InputData.Select(input => input.Variable));
        names.UnionWith(_types.ComponentNames);
        names.UnionWith(model.Imports.SelectMany(import => ComponentsOf(import.Model)));
        return names.ToImmutable();
    }

    private static IEnumerable<string> ComponentsOf(DmnModel other) => other.Types.Values.SelectMany(Components);

    private static IEnumerable<string> Components(FeelType type) => FeelType.Resolved(type) switch
    {
        FeelType.ContextType context => context.Entries.SelectMany(entry => new[] { entry.Name }.Concat(FeelType.Resolved(entry.Type) == FeelType.Resolved(type) || entry.Type is FeelType.NamedType ? [] : Components(entry.Type))),
        FeelType.ListType list when list.Item is not FeelType.NamedType => Components(list.Item),
        FeelType.ConstrainedType constrained when constrained.Under is not FeelType.NamedType => Components(constrained.Under),
        _ => [],
    };

    private static bool Reaches(Decision target, Decision from, HashSet<Decision> seen) =>
        from.Scope.Values.SelectMany(required => required).OfType<Decision>().Any(next => ReferenceEquals(next, target) || (seen.Add(next) && Reaches(target, next, seen)));

    // Camunda 8 writes a zeebe:versionTag among the extensions, Camunda 7 an attribute of its own namespace.
    private static string? TagOf(XElement decision) =>
        (string?)decision.Children("extensionElements").Elements().FirstOrDefault(extension => extension.Name.LocalName == "versionTag")?.Attribute("value")
        ?? decision.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == "versionTag")?.Value;
}
