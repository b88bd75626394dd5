using System.Xml.Linq;
using Akis.Engine.Forms;
using Akis.Feel;

namespace Akis.Handbook.Checks;

/// <summary>Which variables a folder's processes can have: from their start, forms, mappings, results, jobs and messages, and from whoever calls them.</summary>
internal sealed class Declarations
{
    /// <summary>What every instance is given at its start, and by a request that is called off.</summary>
    public static readonly IReadOnlySet<string> Given = new HashSet<string>
    {
        "requester", "requesterName", "requesterUnit", "requesterStatus", "requesterEmail", "requesterManager", "processCode", "ticketNumber", "source", "cancelledBy", "cancelReason", "loopCounter",
    };

    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";

    // Attributes whose value names a variable that is written.
    private static readonly HashSet<string> Writing = ["target", "resultVariable", "inputElement", "outputCollection"];

    private readonly IReadOnlyDictionary<string, JobContract> _jobs;

    /// <summary>For the folders of a handbook, with what the program's jobs read and give.</summary>
    public Declarations(IReadOnlyList<ProcessFolder> all, IReadOnlyDictionary<string, JobContract> jobs) => (All, _jobs) = (all, jobs);

    /// <summary>Every folder.</summary>
    public IReadOnlyList<ProcessFolder> All { get; }

    /// <summary>The names that a folder's expressions may read.</summary>
    public HashSet<string> Of(ProcessFolder folder) => [.. Given, .. Own(folder, []), .. FromCallers(folder)];

    /// <summary>The names that the models themselves write, by mappings, results and for who did a step.</summary>
    public static HashSet<string> WrittenBy(ProcessFolder folder) =>
    [
        .. folder.Models.SelectMany(model => model.Content.Descendants()).Where(element => element.Name.Namespace == Zeebe).Attributes().Where(attribute => Writing.Contains(attribute.Name.LocalName)).Select(attribute => attribute.Value.Split('.')[0]),
        .. folder.Models.SelectMany(model => model.Content.Descendants(Zeebe + "property")).Where(property => (string?)property.Attribute("name") == "akis:doer").Select(property => (string?)property.Attribute("value") ?? ""),
    ];

    /// <summary>The forms that a folder's models use, wherever they stand; all of its own where a model computes which.</summary>
    public IEnumerable<FormSchema> FormsOf(ProcessFolder folder)
    {
        var ids = folder.Models.SelectMany(model => model.Content.Descendants(Zeebe + "formDefinition")).Select(form => (string?)form.Attribute("formId")).OfType<string>().ToHashSet();
        var computed = ids.Any(id => id.StartsWith('='));
        return All.SelectMany(one => one.Forms.Where(form => ids.Contains(form.Content.Id) || (computed && one == folder))).Select(form => form.Content).DistinctBy(form => form.Id);
    }

    /// <summary>The entries of the data that a form fills.</summary>
    public static IEnumerable<FormComponent> Fields(IEnumerable<FormComponent> components) => components.SelectMany(component => component switch
    {
        { Type: FormComponentType.Group, Path: null } => Fields(component.Components),
        { Path: not null } or { Key: not null, Type: not FormComponentType.Table } => [component],
        _ => [],
    });

    private HashSet<string> Own(ProcessFolder folder, HashSet<string> seen)
    {
        if (!seen.Add(folder.Path)) return [];
        var names = WrittenBy(folder);
        names.UnionWith(ContractsOf(folder).SelectMany(job => job.Gives));
        foreach (var form in FormsOf(folder)) names.UnionWith(Fields(form.Components).Select(NameOf));
        if (folder.Scenarios is { } file)
        {
            foreach (var scenario in file.Scenarios)
            {
                foreach (var answer in scenario.Jobs.Values.SelectMany(answers => answers)) names.UnionWith(answer.Variables.Keys);
                foreach (var step in scenario.Steps.Where(step => step.Kind == "set")) names.UnionWith(step.Variables("set").Keys);
                foreach (var step in scenario.Steps.Where(step => step.Kind == "message")) names.UnionWith(Message(step.Node).Keys);
                if (!HasStartForm(folder)) names.UnionWith(scenario.Variables.Keys);
            }
        }

        foreach (var call in Calls(folder).Where(call => (string?)call.Attribute("propagateAllChildVariables") != "false"))
        {
            if (All.FirstOrDefault(other => other.ProcessIds.Contains((string?)call.Attribute("processId"))) is { } called) names.UnionWith(Own(called, seen));
        }

        return names;
    }

    // What is given to a called process: the call's inputs; everything of the caller where nothing is held back.
    private IEnumerable<string> FromCallers(ProcessFolder folder)
    {
        var ids = folder.ProcessIds.ToHashSet();
        foreach (var caller in All)
        {
            foreach (var call in Calls(caller).Where(call => ids.Contains((string?)call.Attribute("processId") ?? "")))
            {
                foreach (var input in call.Parent!.Elements(Zeebe + "ioMapping").Elements(Zeebe + "input")) yield return ((string?)input.Attribute("target") ?? "").Split('.')[0]; // it lies in extensionElements
                if ((string?)call.Attribute("propagateAllParentVariables") != "false" && caller != folder) foreach (var name in Own(caller, [])) yield return name;
            }
        }
    }

    /// <summary>The variables that callers take out of a folder's processes.</summary>
    public IEnumerable<string> ReadByCallers(ProcessFolder folder)
    {
        var ids = folder.ProcessIds.ToHashSet();
        return All.SelectMany(Calls).Where(call => ids.Contains((string?)call.Attribute("processId") ?? "")).SelectMany(call => call.Parent!.Elements(Zeebe + "ioMapping").Elements(Zeebe + "output")) // as above
            .SelectMany(output => FeelExpression.Parse(((string?)output.Attribute("source") ?? "").TrimStart('=')).Names);
    }

    /// <summary>The variables that the jobs of a folder read by their names.</summary>
    public IEnumerable<string> ReadByJobs(ProcessFolder folder) => ContractsOf(folder).SelectMany(job => job.Reads);

    /// <summary>Whether a call activity's output reads a variable of the process that it calls; of one that is in no folder nothing is known, and that is a finding of its own.</summary>
    public bool GivenByCall(WrittenExpression expression, string name) =>
        expression.OutputOf is { } process && (All.FirstOrDefault(folder => folder.ProcessIds.Contains(process)) is not { } called || Of(called).Contains(name));

    private IEnumerable<JobContract> ContractsOf(ProcessFolder folder) =>
        folder.Models.SelectMany(model => model.Content.Descendants(Zeebe + "taskDefinition")).Select(task => _jobs.GetValueOrDefault((string?)task.Attribute("type") ?? "")).OfType<JobContract>();

    private static IEnumerable<XElement> Calls(ProcessFolder folder) => folder.Models.SelectMany(model => model.Content.Descendants(Zeebe + "calledElement"));

    private static bool HasStartForm(ProcessFolder folder) => folder.Models.Any(model => model.Content.Descendants(Bpmn + "startEvent").Any(start => start.Descendants(Zeebe + "formDefinition").Any()));

    private static FeelContext Message(YamlDotNet.RepresentationModel.YamlMappingNode step) =>
        step.Children.TryGetValue("message", out var message) && message is YamlDotNet.RepresentationModel.YamlMappingNode map && map.Children.TryGetValue("variables", out var variables) && variables is YamlDotNet.RepresentationModel.YamlMappingNode given
            ? Scenarios.ScenarioFile.Context(given)
            : FeelContext.Empty;

    /// <summary>The name under which a component's data is kept.</summary>
    public static string NameOf(FormComponent component) => (component.Path ?? component.Key ?? component.Id).Split('.')[0];
}
