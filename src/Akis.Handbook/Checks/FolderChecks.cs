using Akis.Bpmn.Graph;
using Akis.Bpmn.Reading;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.People;

namespace Akis.Handbook.Checks;

/// <summary>What every process folder must keep to, beyond being deployable. Each finding says where, and what is wrong.</summary>
internal static class FolderChecks
{
    /// <summary>Runs all checks over a folder.</summary>
    public static IEnumerable<string> Run(string path, HandbookFolders handbook, FeelEnvironment environment)
    {
        var folder = handbook.At(path);
        foreach (var finding in folder.Unreadable) yield return finding;
        var (forms, card) = (handbook.Forms(), handbook.Catalogue?.Find(folder.Name));
        var processes = new List<ProcessGraph>();
        foreach (var (file, _) in folder.Models)
        {
            var xml = File.ReadAllText(Path.Combine(path, file));
            var model = BpmnModel.Read(xml);
            processes.AddRange(model.Processes);
            foreach (var finding in model.Findings) yield return $"{file}:{finding.Line}: {finding.Code}: {finding.En}";
            foreach (var finding in model.Processes.SelectMany(graph => Tasks(graph, forms, environment))) yield return finding;
            foreach (var finding in DiagramChecks.Run(xml)) yield return finding;
        }

        foreach (var finding in VariableChecks.Run(folder, handbook.Declarations, card, environment)) yield return finding;
        foreach (var finding in References.Run(folder, handbook.Declarations, card)) yield return finding;
        foreach (var finding in RegistryChecks.Run(folder, handbook.Kinds)) yield return finding;
        foreach (var finding in Translations.Run(folder).Concat(FormFields.Run(folder))) yield return finding;
        if (File.Exists(Path.Combine(path, "handbook.md")) && handbook.Catalogue is not null) foreach (var finding in Card(folder, card, processes, forms)) yield return finding;
    }

    // A shared process takes over the lanes of whoever calls it; a process of the handbook names whose work each task is.
    private static IEnumerable<string> Tasks(ProcessGraph graph, Dictionary<string, FormSchema> forms, FeelEnvironment environment)
    {
        foreach (var node in graph.Nodes.Where(node => node.Kind == NodeKind.UserTask))
        {
            if (node.UserTask is not { } task) continue;
            var which = $"{graph.ProcessId}: task '{node.Title}'";
            if (node.Lanes.Count == 0 && graph.ProcessId.StartsWith("sek-", StringComparison.Ordinal)) yield return $"{which} stands in no lane";
            if (task.FormId is null) yield return $"{which} has no form";
            else if (!task.FormId.StartsWith('=') && !forms.ContainsKey(task.FormId)) yield return $"{which} uses the form '{task.FormId}' that is in no folder";
            if (task.DueDate is null) yield return $"{which} has no due date (zeebe:taskSchedule dueDate)";
            if (task.Assignee is null && task.CandidateGroups is null && task.CandidateUsers is null) yield return $"{which} is offered to nobody";
            if (task.Assignee is { IsConstant: true }) yield return $"{which} is given to '{task.Assignee.Text}', a person's name: people change, name a variable or a role";
            if (task.CandidateGroups is { Names.Count: 0 } groups) foreach (var role in groups.EvaluateTexts(FeelContext.Empty, environment)) if (!Roles.All.ContainsKey(role)) yield return $"{which} is offered to '{role}', which is no role";
        }
    }

    private static IEnumerable<string> Card(ProcessFolder folder, HandbookCard? card, List<ProcessGraph> processes, Dictionary<string, FormSchema> forms)
    {
        if (card is null)
        {
            yield return $"{folder.Name}: the catalogue (index.yaml) does not list its code";
            yield break;
        }

        if (!card.Slug.StartsWith(card.Code.ToLowerInvariant().Replace(' ', '-'), StringComparison.Ordinal)) yield return $"{card.Slug}: the folder's name does not begin with the card's code {card.Code}";
        if (processes.Count > 0 && processes.All(model => model.ProcessId != card.ProcessId)) yield return $"{card.Slug}: the card names the process '{card.ProcessId}', the folder holds {string.Join(", ", processes.Select(model => model.ProcessId))}";
        if (processes.FirstOrDefault(model => model.ProcessId == card.ProcessId) is { } main && main.Name != $"{card.Code} {card.Title.Tr}") yield return $"{card.Slug}: the model is named '{main.Name}', the card '{card.Code} {card.Title.Tr}'";
        foreach (var form in card.Forms.Where(form => form.Id is not null && !forms.ContainsKey(form.Id))) yield return $"{card.Slug}: the card names the form '{form.Id}', which is in no folder";
    }
}
