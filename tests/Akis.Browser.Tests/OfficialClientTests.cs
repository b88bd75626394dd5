using System.Diagnostics;

namespace Akis.Browser.Tests;

/// <summary>Camunda's official npm client and command line against the running program: the proof that other people's workers and tools work unchanged.</summary>
[Collection(ProgramCollection.Name)]
public sealed class OfficialClientTests(RunningProgram program)
{
    private static readonly string Folder = Path.Combine(AkisProcess.RepositoryRoot, "tests", "clients");

    [Fact]
    public async Task The_client_does_everything_that_it_offers_and_Akis_has() => await RunAsync("--test", "client.test.mjs", "every.test.mjs", "repair.test.mjs");

    [Fact]
    public async Task The_command_line_deploys_starts_works_and_searches() => await RunAsync("--test", "cli.test.mjs");

    [Fact]
    public async Task A_worker_goes_on_when_the_server_was_killed_and_started_again()
    {
        using var worker = await StartAsync("worker.mjs");
        for (var done = 0; done < 3;)
        {
            var line = (await worker.StandardOutput.ReadLineAsync()).ShouldNotBeNull("the worker ended before it had done anything");
            if (line.StartsWith("done ", StringComparison.Ordinal)) done++;
        }

        await program.Akis.KillAsync();
        await program.Akis.StartAsync();
        await EndAsync(worker);
    }

    private async Task RunAsync(params string[] arguments)
    {
        using var process = await StartAsync(arguments);
        await EndAsync(process);
    }

    private async Task<Process> StartAsync(params string[] arguments)
    {
        if (!File.Exists(Path.Combine(Folder, "node_modules", "@camunda8", "cli", "package.json"))) await InstallAsync();
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AKIS_ADDRESS"] = program.Akis.Address.ToString().TrimEnd('/');
        start.Environment["AKIS_TOKEN"] = await program.TokenAsync("yonetici");
        return Process.Start(start) ?? throw new InvalidOperationException("node");
    }

    private static async Task InstallAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true }) ?? throw new InvalidOperationException("npm");
        await EndAsync(process);
    }

    private static async Task EndAsync(Process process)
    {
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{await output}\n{await errors}");
    }
}
