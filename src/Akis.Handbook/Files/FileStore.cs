using System.Security.Cryptography;
using Akis.Engine.Forms;

namespace Akis.Handbook.Files;

/// <summary>A file that is on disk.</summary>
public sealed record StoredFile(string Name, string MediaType, long Size, string Sha256);

/// <summary>The folder of files that people send, kept by the hash of their content: the same file twice is kept once, and a name from outside never becomes a path.</summary>
public sealed class FileStore(string folder)
{
    /// <summary>The greatest size of a file.</summary>
    public const long LargestFile = 25L * 1024 * 1024;

    /// <summary>How many files may be sent at once.</summary>
    public const int MostFiles = 10;

    private static readonly HashSet<string> Executable = new(StringComparer.OrdinalIgnoreCase)
    {
        ".exe", ".com", ".bat", ".cmd", ".scr", ".msi", ".msp", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".jar", ".wsf", ".hta", ".cpl", ".reg", ".lnk", ".dll", ".sh", ".app", ".apk", ".iso", ".html", ".htm", ".svg",
    };

    /// <summary>What is wrong with a file before it is read, at a field of a form; null when nothing is.</summary>
    public static FormError? Refuse(string path, string name, long size) =>
        Executable.Contains(Path.GetExtension(name.TrimEnd('.', ' '))) ? new(path, "file.executable", $"“{name}”: çalıştırılabilir dosyalar eklenemez.", $"“{name}”: executable files cannot be attached.")
        : size > LargestFile ? new(path, "file.large", $"“{name}”: bir dosya en çok 25 MB olabilir.", $"“{name}”: a file may have 25 MB at most.")
        : size == 0 ? new(path, "file.empty", $"“{name}” boş.", $"“{name}” is empty.")
        : null;

    /// <summary>Where the content with this hash is.</summary>
    public string PathOf(string sha256) => Path.Combine(folder, sha256);

    /// <summary>Removes the content with this hash; who calls it knows that nothing else has the same.</summary>
    public void Delete(string sha256) => File.Delete(PathOf(sha256));

    /// <summary>Streams a file to disk under its hash.</summary>
    public async Task<StoredFile> StoreAsync(string name, string mediaType, Stream content, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $"upload-{Guid.NewGuid():N}");
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
        return new StoredFile(Path.GetFileName(name.Replace('\\', '/')), mediaType, size, sha256);
    }
}
