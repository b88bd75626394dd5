using System.Globalization;
using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Feel;

namespace Akis.Bpmn.Reading;

/// <summary>What extensions say: values that cannot be meant, and two sayings of which one would be passed over.</summary>
internal static class DialectValues
{
    // Of each of these groups an element says one.
    private static readonly string[][] OneOf = [["calledDecision", "taskDefinition"], ["script", "taskDefinition"], ["publishMessage", "taskDefinition"]];

    private static readonly string[] FormNames = ["formId", "formKey", "externalReference"];

    private static readonly Dictionary<(string Element, string Attribute), Func<string, bool>> Values = new()
    {
        [("taskDefinition", "retries")] = IsCount,
        [("executionListener", "retries")] = IsCount,
        [("taskListener", "retries")] = IsCount,
        [("continuation", "retries")] = IsCount,
        [("continuation", "before")] = IsFlag,
        [("continuation", "after")] = IsFlag,
        [("calledElement", "propagateAllChildVariables")] = IsFlag,
        [("calledElement", "propagateAllParentVariables")] = IsFlag,
        [("priorityDefinition", "priority")] = text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) && priority <= 100,
        [("taskSchedule", "dueDate")] = IsInstant,
        [("taskSchedule", "followUpDate")] = IsInstant,
        [("publishMessage", "timeToLive")] = text => IsoPeriod.Parse(text) is { Months: 0 },
        [("input", "target")] = IsPath,
        [("output", "target")] = IsPath,
    };

    /// <summary>Looks through the executable processes of a document in the first dialect.</summary>
    public static void Check(XElement definitions, List<Finding> findings)
    {
        var forms = definitions.Descendants(Names.Zeebe + "userTaskForm").Select(form => (string?)form.Attribute("id")).ToHashSet();
        foreach (var owner in definitions.DescendantsAndSelf().Where(element => element.Name.Namespace == Names.Bpmn && element.AncestorsAndSelf(Names.Bpmn + "process").All(process => process.Flag("isExecutable"))))
        {
            var extensions = owner.Elements(Names.Bpmn + "extensionElements").Elements().Where(e => e.Name.Namespace == Names.Zeebe || e.Name.Namespace == Names.Akis).ToList();
            foreach (var twice in extensions.Where(e => e.Name.LocalName is not ("userTaskForm" or "jobError")).GroupBy(e => e.Name.LocalName).Where(group => group.Count() > 1))
            {
                Add(owner, "bpmn.too-many", $"'{twice.Key}' bir ögede yalnız bir kez bulunabilir.", $"An element may hold one '{twice.Key}' only.");
            }

            foreach (var group in OneOf.Where(group => group.All(name => extensions.Exists(e => e.Name.LocalName == name))))
            {
                Add(owner, "bpmn.contradiction", $"'{group[0]}' ile '{group[1]}' birlikte verilemez; yalnız biri yürütülür.", $"'{group[0]}' and '{group[1]}' cannot both be given; only one of them would be executed.");
            }

            foreach (var extension in extensions.SelectMany(extension => extension.DescendantsAndSelf())) CheckValues(owner, extension);
            if (extensions.Find(e => e.Name.LocalName == "formDefinition") is { } form) CheckForm(owner, form);
            if (extensions.Find(e => e.Name.LocalName == "loopCharacteristics") is { } loop) CheckLoop(owner, loop);
        }

        void CheckValues(XElement owner, XElement extension)
        {
            foreach (var attribute in extension.Attributes().Where(attribute => !attribute.Value.StartsWith('=') && Values.TryGetValue((extension.Name.LocalName, attribute.Name.LocalName), out var fits) && !fits(attribute.Value.Trim())))
            {
                Add(owner, "bpmn.bad-value", $"'{extension.Name.LocalName}' uzantısının '{attribute.Name.LocalName}' değeri '{attribute.Value}' olamaz.", $"'{attribute.Name.LocalName}' of '{extension.Name.LocalName}' cannot be '{attribute.Value}'.");
            }
        }

        void CheckForm(XElement owner, XElement form)
        {
            var given = FormNames.Where(name => form.Attribute(name) is not null).ToList();
            if (given.Count > 1) Add(owner, "bpmn.contradiction", $"Formu hem '{given[0]}' hem '{given[1]}' gösteriyor; yalnız biri verilmeli.", $"Both '{given[0]}' and '{given[1]}' name the form; give one.");
            if ((string?)form.Attribute("formKey") is { } key && key.StartsWith("camunda-forms:bpmn:", StringComparison.Ordinal) && !forms.Contains(key["camunda-forms:bpmn:".Length..]))
            {
                Add(owner, "bpmn.dangling-reference", $"Dosyada '{key}' ile gösterilen form (zeebe:userTaskForm) yok.", $"The file holds no form (zeebe:userTaskForm) that '{key}' names.");
            }
        }

        void CheckLoop(XElement owner, XElement loop)
        {
            if (loop.Attribute("inputCollection") is not null && owner.Element(Names.Bpmn + "loopCardinality") is not null) Add(owner, "bpmn.loop-size", "Çoklu örneğin hem listesi hem sayısı verilmiş; yalnız biri verilmeli.", "The multi-instance activity has both a collection and a loopCardinality; give one.");
            if (loop.Attribute("inputElement") is not null && loop.Attribute("inputCollection") is null && owner.Element(Names.Bpmn + "loopDataInputRef") is null) Add(owner, "bpmn.loop-size", "Çoklu örneğin öge değişkeni (inputElement) var ama listesi yok.", "The multi-instance activity has an inputElement but no collection.");
            if (loop.Attribute("outputCollection") is null != loop.Attribute("outputElement") is null) Add(owner, "bpmn.loop-output", "Çoklu örneğin outputCollection ve outputElement değerleri birlikte verilmeli.", "outputCollection and outputElement of a multi-instance activity must be given together.");
        }

        void Add(XElement element, string code, string tr, string en) => findings.Add(Finding.At(element, code, tr, en));
    }

    private static bool IsCount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0;

    private static bool IsFlag(string text) => text is "true" or "false" or "1" or "0";

    private static bool IsInstant(string text) => Stepping.Timers.Instant(FeelValue.Of(text), FeelEnvironment.Default) is not null;

    private static bool IsPath(string text) => text.Split('.').All(part => part.Trim().Length > 0);
}
