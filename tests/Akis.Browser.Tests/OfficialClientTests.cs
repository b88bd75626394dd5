using System.Diagnostics;

namespace Akis.Browser.Tests;

/// <summary>Camunda's official npm client against the running program: the proof that other people's workers and tools work unchanged.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OfficialClientTests(Browser browser)
{
    [Fact]
    public async Task It_deploys_starts_works_and_searches()
    {
        var folder = Path.Combine(AkisProcess.RepositoryRoot, "tests", "clients");
        if (!Directory.Exists(Path.Combine(folder, "node_modules"))) await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, []);
        var token = (await browser.Akis.CommandAsync("token", "create", "--user", "yonetici")).Trim();
        await RunAsync("node", ["--test", "client.test.mjs"], folder, new() { ["AKIS_ADDRESS"] = browser.Akis.Address.ToString().TrimEnd('/'), ["AKIS_TOKEN"] = token });
    }

    private static async Task RunAsync(string program, string[] arguments, string folder, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{await output}\n{await errors}");
    }
}
