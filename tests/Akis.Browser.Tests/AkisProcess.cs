using System.Diagnostics;
using System.Net;
using System.Text;
using Akis.Tests;

namespace Akis.Browser.Tests;

/// <summary>
/// The real program, started as its users start it: a process of its own with its own data folder and the demo university.
/// It can be killed without warning and started again on the same data.
/// </summary>
/// <param name="database">Connection string of PostgreSQL; null for SQLite in the data folder.</param>
public sealed class AkisProcess(string? database = null) : IAsyncDisposable
{
    public const string Password = "sinama-parolasi-1";

    private readonly StringBuilder _output = new();
    private Process? _process;

    public string Data { get; } = Directory.CreateTempSubdirectory("akis-browser-").FullName;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>When the program's clock starts; null for the system's own.</summary>
    public DateTimeOffset? Clock { get; set; }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = RepositoryRoot,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { ServerPath, "serve", "--demo", "--urls", Address.ToString(), "--data", Data },
            Environment = { ["AKIS_DEMO_PASSWORD"] = Password, ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        if (Clock is { } clock) start.ArgumentList.Add($"--clock={clock:O}");
        if (database is not null) start.Environment["AKIS_DB"] = database;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync();
    }

    /// <summary>SIGKILL: the program gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } running) return;
        running.Kill(entireProcessTree: true);
        await running.WaitForExitAsync();
    }

    /// <summary>Runs a command of the program on the same data; gives what it printed.</summary>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ServerPath, .. arguments, "--data", Data]) { WorkingDirectory = RepositoryRoot, RedirectStandardOutput = true };
        if (database is not null) start.Environment["AKIS_DB"] = database;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The command did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(60))
        {
            if (_process is { HasExited: true }) break;
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet: the loop asks again.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"The server did not become ready:\n{_output}");
    }

    private void Keep(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }

    public static string RepositoryRoot { get; } = FindRoot();

    // The configuration of the running tests (debug or release) is the last folder of their output path.
    private static string ServerPath => Path.Combine(RepositoryRoot, "artifacts", "bin", "Akis.Server", new DirectoryInfo(AppContext.BaseDirectory).Name, "Akis.Server.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Akis.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The repository root was not found.");
    }
}
