using System.Diagnostics;

namespace Akis.Engine.Tests;

/// <summary>A real PostgreSQL from Debian's packages: a private cluster in a temporary folder, reached through a socket in it.</summary>
public sealed class PostgreSqlCluster : IAsyncLifetime
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private static int _databases; // a name of its own over all clusters: what listens to a database hears no other test's

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-pg-").FullName;

    public ValueTask InitializeAsync()
    {
        // Each test has a database and a pool of its own; a pool keeps what it opened for minutes, so many databases need many connections.
        // The server refuses to run as root: root lets the package's own user do it.
        if (Environment.UserName == "root") Run("chown", "postgres", _folder);
        AsServer($"{Binaries}/initdb", "-D", $"{_folder}/data", "-A", "trust", "-U", "akis", "-E", "UTF8", "--no-sync");
        AsServer($"{Binaries}/pg_ctl", "-D", $"{_folder}/data", "-w", "-o", $"-c listen_addresses='' -c unix_socket_directories={_folder} -c max_connections=400", "-l", $"{_folder}/log", "start");
        return ValueTask.CompletedTask;
    }

    public string NewDatabase()
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        AsServer($"{Binaries}/createdb", "-h", _folder, "-U", "akis", name);
        return $"Host={_folder};Username=akis;Database={name};Maximum Pool Size=20";
    }

    public ValueTask DisposeAsync()
    {
        AsServer($"{Binaries}/pg_ctl", "-D", $"{_folder}/data", "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void AsServer(string program, params string[] arguments)
    {
        if (Environment.UserName == "root") Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments]);
        else Run(program, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, WorkingDirectory = "/" }) ?? throw new InvalidOperationException(program);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {process.StandardError.ReadToEnd()}");
    }
}
