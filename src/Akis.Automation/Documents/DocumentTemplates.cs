using System.Xml.Linq;
using Akis.Handbook.Content;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Documents;

namespace Akis.Automation.Documents;

/// <summary>The documents of all process folders. A folder's own name comes before one in a shared folder.</summary>
internal sealed class DocumentTemplates
{
    private readonly Dictionary<(string Folder, string Name), DocumentTemplate> _own = [];
    private readonly Dictionary<string, DocumentTemplate> _shared = [];
    private readonly Dictionary<string, string> _folders = [];

    private DocumentTemplates()
    {
    }

    /// <summary>Reads all templates; what is wrong with one stops the start, with file and line.</summary>
    public static DocumentTemplates Read(string processes)
    {
        var templates = new DocumentTemplates();
        foreach (var folder in ContentDeployer.Folders(processes))
        {
            foreach (var model in Directory.GetFiles(folder, "*.bpmn")) foreach (var id in ProcessIds(model)) templates._folders[id] = Path.GetFileName(folder);
            var isShared = Path.GetFullPath(folder).StartsWith(Path.GetFullPath(Path.Combine(processes, "shared")), StringComparison.Ordinal);
            foreach (var file in Directory.GetFiles(folder, "*" + DocumentTemplate.Ending).Order(StringComparer.Ordinal))
            {
                var template = DocumentTemplate.Read(file);
                if (isShared && !templates._shared.TryAdd(template.Name, template)) throw new HandbookError(file, 1, $"another shared document is named '{template.Name}'");
                templates._own.Add((Path.GetFileName(folder), template.Name), template);
            }
        }

        return templates;
    }

    /// <summary>The document that a process means by a name; null where there is none.</summary>
    public DocumentTemplate? Find(string processId, string name) => _own.GetValueOrDefault((_folders.GetValueOrDefault(processId, ""), name)) ?? _shared.GetValueOrDefault(name);

    private static IEnumerable<string> ProcessIds(string model) => XDocument.Load(model).Root!.Elements().Where(element => element.Name.LocalName == "process").Select(process => (string?)process.Attribute("id")).OfType<string>(); // a document has a root
}
