using System.CommandLine;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Akis.Server.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Akis.Server.Cli;

/// <summary><c>akis backup FILE</c> and <c>akis restore FILE</c>: database, attachments and keys in one archive; a backup is consistent while the server runs.</summary>
internal static class BackupCommand
{
    private const string SqliteFile = "akis.db";
    private const string PostgresFile = "akis.pgdump";

    // What lies beside the database and is only ever added to.
    private static readonly string[] Folders = ["attachments", "keys"];

    public static Command CreateBackup()
    {
        var (file, data, db) = (new Argument<string>("file"), SharedOptions.Data(), SharedOptions.Db());
        var command = new Command("backup", "Writes a consistent archive of data and attachments, also while serving") { file, data, db };
        command.SetAction((parsed, cancel) => BackupAsync(AkisOptions.Read(parsed.GetValue(data), parsed.GetValue(db), null, false), parsed.GetValue(file)!, cancel)); // required
        return command;
    }

    public static Command CreateRestore()
    {
        var (file, data, db) = (new Argument<string>("file"), SharedOptions.Data(), SharedOptions.Db());
        var command = new Command("restore", "Restores an archive into an empty data folder (and an empty database)") { file, data, db };
        command.SetAction((parsed, cancel) => RestoreAsync(AkisOptions.Read(parsed.GetValue(data), parsed.GetValue(db), null, false), parsed.GetValue(file)!, cancel)); // required
        return command;
    }

    private static async Task<int> BackupAsync(AkisOptions options, string file, CancellationToken cancel)
    {
        var work = Directory.CreateTempSubdirectory("akis-backup-").FullName;
        try
        {
            if (options.Database is null) CopySqlite(Path.Combine(options.Data, SqliteFile), Path.Combine(work, SqliteFile));
            else await PostgresAsync("pg_dump", options.Database, ["--format=custom", $"--file={Path.Combine(work, PostgresFile)}"], cancel);
            foreach (var folder in Folders) CopyFolder(Path.Combine(options.Data, folder), Path.Combine(work, folder));
            await using var output = File.Create(file);
            await using var zip = new GZipStream(output, CompressionLevel.Optimal);
            await TarFile.CreateFromDirectoryAsync(work, zip, includeBaseDirectory: false, cancel);
            Console.WriteLine(file);
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<int> RestoreAsync(AkisOptions options, string file, CancellationToken cancel)
    {
        if (File.Exists(Path.Combine(options.Data, SqliteFile)))
        {
            await Console.Error.WriteLineAsync($"The data folder {options.Data} is not empty: restore into a new one.");
            return 1;
        }

        await using (var input = File.OpenRead(file))
        await using (var zip = new GZipStream(input, CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(zip, options.Data, overwriteFiles: false, cancel);
        }

        var dump = Path.Combine(options.Data, PostgresFile);
        if (!File.Exists(dump)) return 0;
        await PostgresAsync("pg_restore", options.Database ?? throw new InvalidOperationException("The archive holds a PostgreSQL database: name one with --db."), ["--no-owner", "--exit-on-error", dump], cancel);
        File.Delete(dump);
        return 0;
    }

    // SQLite's online backup: a consistent copy while the server writes.
    private static void CopySqlite(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from};Mode=ReadOnly");
        using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }

    private static async Task PostgresAsync(string program, string connection, string[] arguments, CancellationToken cancel)
    {
        var parsed = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(program, ["--host", parsed.Host ?? "localhost", "--port", $"{parsed.Port}", "--username", parsed.Username ?? "", "--dbname", parsed.Database ?? "", .. arguments]);
        if (parsed.Password is { } password) start.Environment["PGPASSWORD"] = password; // never on the command line, where others see it
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static void CopyFolder(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!); // a file always lies in a folder
            File.Copy(file, target);
        }
    }
}
