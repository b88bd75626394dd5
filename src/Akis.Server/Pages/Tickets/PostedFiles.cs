using Akis.Desk.Tickets;
using Akis.Handbook.Files;

namespace Akis.Server.Pages.Tickets;

/// <summary>The files of a posted form: first every one is judged, then all are stored, so that a refused one leaves nothing behind.</summary>
internal static class PostedFiles
{
    public static IReadOnlyList<FieldError> Check(IFormFileCollection files) =>
        files.Count > Attachments.MostFiles
            ? [new FieldError("files", $"En çok {Attachments.MostFiles} dosya ekleyebilirsiniz.", $"You may attach {Attachments.MostFiles} files at most.")]
            : [.. files.Where(file => file.FileName.Length > 0).Select(file => Attachments.Refuse(file.FileName, file.Length)).OfType<FieldError>()];

    public static async Task<IReadOnlyList<StoredFile>> StoreAsync(IFormFileCollection files, Attachments attachments, CancellationToken cancel)
    {
        var stored = new List<StoredFile>();
        foreach (var file in files.Where(file => file.FileName.Length > 0))
        {
            await using var content = file.OpenReadStream();
            stored.Add(await attachments.StoreAsync(file.FileName, file.ContentType, content, cancel));
        }

        return stored;
    }
}
