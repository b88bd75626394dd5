using System.Xml;
using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Feel;

namespace Akis.Handbook.Checks;

/// <summary>Whether the steps of a folder that read and write the registry fit its kinds: what a scenario, whose jobs are answered by its author, cannot find out.</summary>
internal static class RegistryChecks
{
    private static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";

    /// <summary>Runs them over a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kinds">The registry's kinds by code.</param>
    public static IEnumerable<string> Run(ProcessFolder folder, IReadOnlyDictionary<string, RecordKind> kinds) =>
        folder.Models.SelectMany(model => model.Content.Descendants(Zeebe + "taskDefinition").SelectMany(task => Step(new(model.File, task), kinds)));

    private static IEnumerable<string> Step(RegistryStep step, IReadOnlyDictionary<string, RecordKind> kinds)
    {
        if (step.Job == "registry.number" && step.Header("series") is null) return [$"{step.Where} takes a number, but has no header 'series'"];
        if (step.Job == "registry.parameter" && step.Header("name") is null) return [$"{step.Where} reads a parameter, but has no header 'name'"];
        if (step.Job is not ("registry.save" or "registry.find")) return [];
        if (step.Header("type") is not { } code || !kinds.TryGetValue(code, out var kind)) return [$"{step.Where} works on records of the kind '{step.Header("type")}', which is no kind of the registry"];
        return step.Job == "registry.save" ? Save(step, code, kind) : Find(step, code, kind);
    }

    private static IEnumerable<string> Save(RegistryStep step, string code, RecordKind kind)
    {
        // A step whose key may be null makes the record the first time it is passed, and changes it later.
        var makes = step.Input("recordKey") is not { } key || FeelWritten.SaysNull(key);
        if (step.Input("recordKey") is null) yield return $"{step.Where} does not say which record it saves: map 'recordKey', =null for a new one; else the key that an earlier step left is taken";
        foreach (var context in Contexts(step, "record"))
        {
            foreach (var finding in Values(step, code, kind, context)) yield return finding;
            foreach (var (name, field) in kind.Fields.Where(field => makes && field.Value is { IsRequired: true, Reachable: null }))
            {
                if (!context.Entries.TryGetValue(name, out var constants)) yield return $"{step.Where} makes a record of '{code}' without '{name}', which is required";
                else if (constants.Any(value => value.IsNull)) yield return $"{step.Where} makes a record of '{code}' where '{name}' may be null, though it is required";
            }

            foreach (var (name, field) in kind.Fields.Where(_ => !makes))
            {
                if (field.Reachable is not { } reachable || !context.Entries.TryGetValue(name, out var constants)) continue;
                foreach (var state in constants.Select(value => value.AsString()).OfType<string>().Where(state => !reachable.Contains(state) && field.Refuse(FeelValue.Of(state)) is null))
                {
                    yield return $"{step.Where} changes '{name}' of '{code}' to '{state}', to which no state may be changed";
                }
            }
        }
    }

    private static IEnumerable<string> Find(RegistryStep step, string code, RecordKind kind)
    {
        foreach (var finding in Contexts(step, "recordFilter").SelectMany(context => Values(step, code, kind, context))) yield return finding;
        foreach (var name in step.Outputs.SelectMany(output => FeelWritten.EntriesRead(output, "record")).Distinct().Where(name => !kind.Fields.ContainsKey(name) && !RecordKind.OfEvery.Contains(name)))
        {
            yield return $"{step.Where} reads 'record.{name}', but '{code}' has no such field";
        }
    }

    private static IEnumerable<string> Values(RegistryStep step, string code, RecordKind kind, WrittenContext context)
    {
        foreach (var (name, constants) in context.Entries)
        {
            if (!kind.Fields.TryGetValue(name, out var field)) yield return $"{step.Where} names the field '{name}', which '{code}' has not";
            else foreach (var why in constants.Where(value => !value.IsNull).Select(field.Refuse).OfType<string>()) yield return $"{step.Where} '{name}' of '{code}': {why}";
        }
    }

    private static IEnumerable<WrittenContext> Contexts(RegistryStep step, string input) => step.Input(input) is { } written ? FeelWritten.Contexts(written) : [];

    /// <summary>A service task that uses the registry.</summary>
    private sealed class RegistryStep(string file, XElement definition)
    {
        private readonly XElement _extensions = definition.Parent!; // a definition lies in extensionElements

        public string Job => (string?)definition.Attribute("type") ?? "";

        public string Where => $"{file}:{((IXmlLineInfo)definition).LineNumber}: '{(string?)_extensions.Parent?.Attribute("name")}'";

        public IEnumerable<FeelExpression> Outputs => Mappings("output").Select(Source);

        public string? Header(string key) => _extensions.Elements(Zeebe + "taskHeaders").Elements(Zeebe + "header").Where(header => (string?)header.Attribute("key") == key).Select(header => (string?)header.Attribute("value")).FirstOrDefault(value => value is { Length: > 0 });

        public FeelExpression? Input(string target) => Mappings("input").Where(input => (string?)input.Attribute("target") == target).Select(Source).FirstOrDefault();

        private IEnumerable<XElement> Mappings(string direction) => _extensions.Elements(Zeebe + "ioMapping").Elements(Zeebe + direction);

        private static FeelExpression Source(XElement mapping) => FeelExpression.Parse(((string?)mapping.Attribute("source") ?? "").TrimStart('='), OrganisationNames.All);
    }
}
