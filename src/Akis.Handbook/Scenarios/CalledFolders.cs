using System.Xml.Linq;
using Akis.Handbook.Content;

namespace Akis.Handbook.Scenarios;

/// <summary>What must be there for a folder's processes to run: what is shared, and the folders of the processes that they call, however far.</summary>
internal static class CalledFolders
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";

    public static IReadOnlyList<string> Of(string folder, string processes)
    {
        var models = ContentDeployer.Folders(processes).Append(folder).Select(Path.GetFullPath).Distinct().Where(Directory.Exists)
            .Select(other => (Folder: other, Roots: Directory.GetFiles(other, "*.bpmn").Select(file => XDocument.Load(file).Root!).ToList())) // a document that was read has a root
            .ToList();
        var needed = models.Where(model => model.Folder.Contains($"{Path.DirectorySeparatorChar}shared", StringComparison.Ordinal)).Select(model => model.Folder).ToHashSet();
        var open = new Queue<string>(needed.Append(Path.GetFullPath(folder)));
        needed.Add(Path.GetFullPath(folder));
        while (open.TryDequeue(out var next))
        {
            var called = models.Where(model => model.Folder == next).SelectMany(model => model.Roots).SelectMany(root => root.Descendants(Zeebe + "calledElement")).Select(element => (string?)element.Attribute("processId")).ToHashSet();
            foreach (var (other, _) in models.Where(model => model.Roots.Any(root => root.Elements(Bpmn + "process").Any(process => called.Contains((string?)process.Attribute("id"))))))
            {
                if (needed.Add(other)) open.Enqueue(other);
            }
        }

        return [.. models.Select(model => model.Folder).Where(needed.Contains)];
    }
}
