using Akis.Handbook.Scenarios;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Scenarios;

public sealed class ScenarioTests
{
    internal static readonly string Processes = FindProcesses();

    [Fact]
    public async Task Every_process_folder_keeps_its_promises_and_its_scenarios_pass_through_everything()
    {
        var reports = await ScenarioSuite.RunAsync(Processes, [.. ScenarioSuite.Folders(Processes)], TestContext.Current.CancellationToken);
        reports.Sum(report => report.Passed).ShouldBeGreaterThan(20);
        reports.Sum(report => report.Decisions.Passed).ShouldBeGreaterThan(30);
        foreach (var report in reports)
        {
            report.Failed.ShouldBeEmpty(report.Folder);
            report.Findings.ShouldBeEmpty(report.Folder);
            report.Decisions.Errors.ShouldBeEmpty(report.Folder);
            report.Coverage.ShouldAllBe(coverage => coverage.UncoveredNodes.Count == 0 && coverage.UncoveredFlows.Count == 0, report.Folder);
        }
    }

    [Theory]
    [InlineData("ends: [\"Süresi sona erdi\"]", "ends: [\"Reddedildi\"]", "end: expected 'Reddedildi'")]
    [InlineData("\"hesapDurumu\": \"Etkin\"", "\"hesapDurumu\": \"Kapalı\"", "variable hesapDurumu")]
    [InlineData("\"baglanti\": \"tamam\"", "\"baglanti\": \"belki\"", "form 'vpn-baglanti-testi'")]
    [InlineData("\"waitingAt\": [\"Bağlantıyı Test Et\"]", "\"waitingAt\": [\"Başvuruyu Değerlendir\"]", "waitingAt")]
    public async Task A_scenario_that_says_something_else_fails_and_says_why(string right, string wrong, string reason)
    {
        var folder = Copy("sek-08-04-34-vpn");
        try
        {
            var file = Path.Combine(folder, "scenarios.yaml");
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            var at = text.IndexOf(right, StringComparison.Ordinal);
            at.ShouldBeGreaterThan(0);
            await File.WriteAllTextAsync(file, text[..at] + wrong + text[(at + right.Length)..], TestContext.Current.CancellationToken);
            var report = (await ScenarioSuite.RunAsync(Processes, [folder], TestContext.Current.CancellationToken)).Single();
            report.Failed.Count.ShouldBe(1);
            report.Failed[0].Reason.ShouldContain(reason);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true); // made by Copy
        }
    }

    [Theory]
    [InlineData("formId=\"vpn-sorun\"", "formId=\"yok\"", "uses the form 'yok'")]
    [InlineData("candidateGroups=\"uzman-ag, sorumlu-ag\"", "candidateGroups=\"ag-uzmani\"", "'ag-uzmani', which is no role")]
    public async Task A_folder_with_a_slip_is_found_out(string right, string wrong, string finding)
    {
        var folder = Copy("sek-08-04-34-vpn");
        try
        {
            File.Delete(Path.Combine(folder, "scenarios.yaml"));
            var file = Path.Combine(folder, "process.bpmn");
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            text.ShouldContain(right);
            await File.WriteAllTextAsync(file, text.Replace(right, wrong, StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var report = (await ScenarioSuite.RunAsync(Processes, [folder], TestContext.Current.CancellationToken)).Single();
            report.Findings.ShouldContain(found => found.Contains(finding, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true); // made by Copy
        }
    }

    private static string Copy(string name)
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("akis-folder-").FullName, name);
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(Path.Combine(Processes, name))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static string FindProcesses()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "processes", "index.yaml"))) folder = folder.Parent ?? throw new InvalidOperationException("The folder 'processes' was not found.");
        return Path.Combine(folder.FullName, "processes");
    }
}
