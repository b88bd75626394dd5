using System.Security.Cryptography;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Tickets;

/// <summary>The folder of attached files.</summary>
public sealed record AttachmentFolder(string Path);

/// <summary>A file that is on disk but belongs to no ticket yet.</summary>
public sealed record StoredFile(string Name, string MediaType, long Size, string Sha256);

/// <summary>Files of tickets, kept by the hash of their content: the same file twice is kept once, and a name from outside never becomes a path.</summary>
public sealed class Attachments(AttachmentFolder folder, AkisDatabase database)
{
    /// <summary>The greatest size of a file.</summary>
    public const long LargestFile = 25L * 1024 * 1024;

    /// <summary>How many files may be sent at once.</summary>
    public const int MostFiles = 10;

    private static readonly HashSet<string> Executable = new(StringComparer.OrdinalIgnoreCase)
    {
        ".exe", ".com", ".bat", ".cmd", ".scr", ".msi", ".msp", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".jar", ".wsf", ".hta", ".cpl", ".reg", ".lnk", ".dll", ".sh", ".app", ".apk", ".iso", ".html", ".htm", ".svg",
    };

    /// <summary>What is wrong with a file before it is read; null when nothing is.</summary>
    public static FieldError? Refuse(string name, long size) =>
        Executable.Contains(System.IO.Path.GetExtension(name.TrimEnd('.', ' '))) ? new("files", $"“{name}”: çalıştırılabilir dosyalar eklenemez.", $"“{name}”: executable files cannot be attached.")
        : size > LargestFile ? new("files", $"“{name}”: bir dosya en çok 25 MB olabilir.", $"“{name}”: a file may have 25 MB at most.")
        : size == 0 ? new("files", $"“{name}” boş.", $"“{name}” is empty.")
        : null;

    /// <summary>Streams a file to disk under its hash.</summary>
    public async Task<StoredFile> StoreAsync(string name, string mediaType, Stream content, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder.Path);
        var temporary = System.IO.Path.Combine(folder.Path, $"upload-{Guid.NewGuid():N}");
        long size = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var file = File.Create(temporary))
        {
            var buffer = new byte[81920];
            for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                size += read;
            }
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        File.Move(temporary, PathOf(sha256), overwrite: true);
        return new StoredFile(System.IO.Path.GetFileName(name.Replace('\\', '/')), mediaType, size, sha256);
    }

    /// <summary>A file of a ticket for who may see the ticket, or null.</summary>
    public async Task<(StoredFile File, string Path)?> FindAsync(long ticketKey, long key, CancellationToken cancel = default)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT name, media_type, size, sha256 FROM ticket_attachment WHERE key = @key AND ticket_key = @ticket",
            row => new StoredFile(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3)), token, ("key", key), ("ticket", ticketKey)), cancel);
        return rows.Count == 0 ? null : (rows[0], PathOf(rows[0].Sha256));
    }

    internal static async Task LinkAsync(WriteSession session, long ticketKey, long messageKey, IEnumerable<StoredFile> files, Actor actor, CancellationToken cancel)
    {
        foreach (var file in files)
        {
            await session.ExecuteAsync("INSERT INTO ticket_attachment (key, ticket_key, message_key, name, media_type, size, sha256, author, at) VALUES (@key, @ticket, @message, @name, @type, @size, @hash, @author, @at)", cancel,
                ("key", session.NextKey()), ("ticket", ticketKey), ("message", messageKey), ("name", file.Name), ("type", file.MediaType), ("size", file.Size), ("hash", file.Sha256), ("author", actor.UserName), ("at", session.Now));
        }
    }

    private string PathOf(string sha256) => System.IO.Path.Combine(folder.Path, sha256);
}
