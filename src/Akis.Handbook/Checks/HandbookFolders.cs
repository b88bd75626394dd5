using Akis.Engine.Forms;
using Akis.Handbook.Catalogue;

namespace Akis.Handbook.Checks;

/// <summary>A handbook as its checks see it: every folder that was asked about, and every other that these can refer to.</summary>
/// <param name="Folders">The folders.</param>
/// <param name="Catalogue">The cards; null where there is no catalogue.</param>
/// <param name="Declarations">Which variables there can be.</param>
/// <param name="Kinds">The registry's kinds of records.</param>
internal sealed record HandbookFolders(IReadOnlyList<ProcessFolder> Folders, ProcessCatalogue? Catalogue, Declarations Declarations, IReadOnlyDictionary<string, RecordKind> Kinds)
{
    /// <summary>Reads the folders under <paramref name="processes"/> and those asked about; one of these takes the place of its namesake.</summary>
    public static HandbookFolders Open(string processes, IEnumerable<string> asked, IReadOnlyDictionary<string, JobContract> jobs, IReadOnlyDictionary<string, RecordKind> kinds)
    {
        var paths = asked.Select(Path.GetFullPath).Concat(Content.ContentDeployer.Folders(processes).Select(Path.GetFullPath));
        var folders = paths.DistinctBy(Path.GetFileName).Select(ProcessFolder.Open).ToList();
        return new(folders, File.Exists(Path.Combine(processes, "index.yaml")) ? CatalogueReader.Read(processes) : null, new(folders, jobs), kinds);
    }

    /// <summary>The folder at a path.</summary>
    public ProcessFolder At(string path) => Folders.First(folder => folder.Path == Path.GetFullPath(path));

    /// <summary>Every form by its id.</summary>
    public Dictionary<string, FormSchema> Forms() => Folders.SelectMany(folder => folder.Forms).Select(form => form.Content).DistinctBy(form => form.Id).ToDictionary(form => form.Id);
}
