using Akis.Desk.Tickets;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Files;

namespace Akis.Desk.Import;

/// <summary>The files of an export.</summary>
/// <param name="Folder">Where they lie.</param>
/// <param name="Rows">The rows that name them, unless the messages do.</param>
public sealed record ImportFolder(string Folder, IReadOnlyList<FeelContext> Rows);

/// <summary>A file that was not taken.</summary>
/// <param name="Ticket">What its ticket is called there.</param>
/// <param name="Name">Its name.</param>
/// <param name="Problem">Why, and what to do.</param>
public sealed record RefusedFile(string Ticket, string Name, Problem Problem);

/// <summary>A file that a row names.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Path">Where it lies in the folder.</param>
/// <param name="Message">The id of what was written with it; null where that is not known.</param>
/// <param name="IsInternal">It belongs to an internal note.</param>
internal sealed record NamedFile(string Name, string Type, string Path, string? Message, bool IsInternal)
{
    private const string Unknown = "application/octet-stream";

    /// <summary>The files that the rows of messages and of attachments name, by ticket.</summary>
    public static ILookup<string, NamedFile> Of(ImportSource source, IEnumerable<FeelContext> messages, ImportFolder files)
    {
        var inMessages = messages.SelectMany(message => (message.Get("files").AsList() ?? FeelList.Of([])).Select(file => file.AsContext()).OfType<FeelContext>()
            .Select(file => (Ticket: ImportedRow.Text(message, "ticket") ?? "", File: Read(file, ImportedRow.Text(message, "id"), message.Get("internal").AsBoolean() == true))));
        var inRows = files.Rows.Select(row => source.Map(ImportKind.Attachments, row)).Select(row => (Ticket: ImportedRow.Text(row, "ticket") ?? "", File: Read(row, ImportedRow.Text(row, "message"), row.Get("internal").AsBoolean() == true)));
        return inMessages.Concat(inRows).ToLookup(named => named.Ticket, named => named.File);
    }

    private static NamedFile Read(FeelContext row, string? message, bool isInternal)
    {
        var path = ImportedRow.Text(row, "path") ?? "";
        return new(ImportedRow.Text(row, "name") ?? System.IO.Path.GetFileName(path), ImportedRow.Text(row, "type") ?? Unknown, path, message, isInternal);
    }
}

/// <summary>A file that was checked as an upload is; in a trial it is not kept.</summary>
/// <param name="File">The file.</param>
/// <param name="Message">The id of what was written with it; null where that is not known.</param>
/// <param name="IsInternal">It belongs to an internal note.</param>
internal sealed record PreparedFile(StoredFile File, string? Message, bool IsInternal);

/// <summary>Judges the files of a ticket by the rules of uploads and keeps those that pass.</summary>
internal static class ImportFiles
{
    public static async Task<List<PreparedFile>> PrepareAsync(string ticket, IEnumerable<NamedFile> named, string folder, Attachments attachments, bool isTrial, List<RefusedFile> refused, CancellationToken cancel)
    {
        var (prepared, counts) = (new List<PreparedFile>(), new Dictionary<string, int>());
        foreach (var file in named)
        {
            var count = counts[file.Message ?? ""] = counts.GetValueOrDefault(file.Message ?? "") + 1;
            if (count > Attachments.MostFiles) refused.Add(new(ticket, file.Name, new("import.file.many", 422, $"Bir iletiyle en çok {Attachments.MostFiles} dosya gelebilir.", $"A message may bring {Attachments.MostFiles} files at most.")));
            else if (Find(folder, file) is not { } found) refused.Add(new(ticket, file.Name, new("import.file.missing", 422, $"“{file.Path}” dosyası klasörde yok.", $"There is no file “{file.Path}” in the folder.")));
            else if (Attachments.Refuse(file.Name, found.Length) is { } wrong) refused.Add(new(ticket, file.Name, new("import.file", 422, wrong.Tr, wrong.En)));
            else if (isTrial) prepared.Add(new(new(file.Name, file.Type, found.Length, ""), file.Message, file.IsInternal));
            else
            {
                await using var content = found.OpenRead();
                prepared.Add(new(await attachments.StoreAsync(file.Name, file.Type, content, cancel), file.Message, file.IsInternal));
            }
        }

        return prepared;
    }

    // A path out of the folder, also by a link, names nothing.
    private static FileInfo? Find(string folder, NamedFile file)
    {
        if (file.Path.Length == 0 || file.Path.Contains('\0', StringComparison.Ordinal)) return null;
        var root = Path.GetFullPath(folder);
        var found = new FileInfo(Path.GetFullPath(Path.Combine(root, file.Path.Replace('\\', '/'))));
        var isInside = found.FullName.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        for (FileSystemInfo? part = found; isInside && part is not null && part.FullName.Length > root.Length; part = part is FileInfo leaf ? leaf.Directory : ((DirectoryInfo)part).Parent) isInside = part.LinkTarget is null;
        return isInside && found.Exists ? found : null;
    }
}
