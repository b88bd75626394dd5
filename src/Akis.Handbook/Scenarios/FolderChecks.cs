using Akis.Bpmn.Graph;
using Akis.Bpmn.Reading;
using Akis.Engine.Forms;
using Akis.Handbook.Catalogue;
using Akis.People;

namespace Akis.Handbook.Scenarios;

/// <summary>What every process folder must keep to, beyond being deployable.</summary>
internal static class FolderChecks
{
    public static IEnumerable<string> Run(string folder, string processes)
    {
        var forms = FormsUnder(processes).Concat(FormsUnder(folder)).DistinctBy(form => form.Id).ToDictionary(form => form.Id, form => form.Schema);
        foreach (var file in Directory.GetFiles(folder, "*.bpmn"))
        {
            var xml = File.ReadAllText(file);
            var model = BpmnModel.Read(xml);
            foreach (var finding in model.Findings) yield return $"{Path.GetFileName(file)}:{finding.Line}: {finding.Code}: {finding.En}";
            foreach (var finding in model.Processes.SelectMany(graph => Tasks(graph, forms))) yield return finding;
            foreach (var finding in DiagramChecks.Run(xml)) yield return finding;
        }

        foreach (var (_, schema) in FormsUnder(folder, deep: false)) foreach (var finding in Texts(schema)) yield return finding;
        foreach (var finding in Card(folder, processes)) yield return finding;
    }

    // A shared process takes over the lanes of whoever calls it; a process of the handbook names whose work each task is.
    private static IEnumerable<string> Tasks(ProcessGraph graph, Dictionary<string, FormSchema> forms)
    {
        foreach (var node in graph.Nodes.Where(node => node.Kind == NodeKind.UserTask))
        {
            if (node.UserTask is not { } task) continue;
            if (node.Lanes.Count == 0 && graph.ProcessId.StartsWith("sek-", StringComparison.Ordinal)) yield return $"{graph.ProcessId}: task '{node.Title}' stands in no lane";
            if (task.FormId is null) yield return $"{graph.ProcessId}: task '{node.Title}' has no form";
            else if (!task.FormId.StartsWith('=') && !forms.ContainsKey(task.FormId)) yield return $"{graph.ProcessId}: task '{node.Title}' uses the form '{task.FormId}' that is in no folder";
            if (task.Assignee is null && task.CandidateGroups is null && task.CandidateUsers is null) yield return $"{graph.ProcessId}: task '{node.Title}' is offered to nobody";
            foreach (var role in Literal(task.CandidateGroups?.Text)) if (!Roles.All.ContainsKey(role)) yield return $"{graph.ProcessId}: task '{node.Title}' is offered to '{role}', which is no role";
        }
    }

    private static IEnumerable<string> Literal(string? text) => text is null or ['=', ..] ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Texts(FormSchema schema)
    {
        foreach (var component in schema.All())
        {
            foreach (var text in new[] { component.Label, component.Description, component.Text }.Concat(component.Options.Select(option => option.Label)).Concat(component.Columns.Select(column => column.Label)))
            {
                // Numbers, names of products and the like are the same in both languages: without letters there is nothing to translate.
                if (!text.IsEmpty && text.En is null && text.Tr.Any(char.IsLetter) && text.Tr.Any(letter => "çğıöşüÇĞİÖŞÜ".Contains(letter, StringComparison.Ordinal))) yield return $"form {schema.Id}: '{text.Tr}' has no English";
            }
        }
    }

    private static IEnumerable<string> Card(string folder, string processes)
    {
        if (!File.Exists(Path.Combine(folder, "handbook.md")) || !File.Exists(Path.Combine(processes, "index.yaml"))) yield break;
        var card = CatalogueReader.Read(processes).Find(Path.GetFileName(folder));
        if (card is null)
        {
            yield return $"{Path.GetFileName(folder)}: the catalogue (index.yaml) does not list its code";
            yield break;
        }

        if (!card.Slug.StartsWith(card.Code.ToLowerInvariant().Replace(' ', '-'), StringComparison.Ordinal)) yield return $"{card.Slug}: the folder's name does not begin with the card's code {card.Code}";
        var models = Directory.GetFiles(folder, "*.bpmn").SelectMany(file => BpmnModel.Read(File.ReadAllText(file)).Processes).ToList();
        if (models.Count > 0 && models.All(model => model.ProcessId != card.ProcessId)) yield return $"{card.Slug}: the card names the process '{card.ProcessId}', the folder holds {string.Join(", ", models.Select(model => model.ProcessId))}";
        foreach (var form in card.Forms.Where(form => form.Id is not null && FormsUnder(processes).All(known => known.Id != form.Id))) yield return $"{card.Slug}: the card names the form '{form.Id}', which is in no folder";
    }

    private static IEnumerable<(string Id, FormSchema Schema)> FormsUnder(string folder, bool deep = true)
    {
        foreach (var file in Directory.GetFiles(folder, "*.form", deep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly).Order(StringComparer.Ordinal))
        {
            if (FormSchema.TryRead(File.ReadAllText(file), out var schema, out _)) yield return (schema.Id, schema);
        }
    }
}
