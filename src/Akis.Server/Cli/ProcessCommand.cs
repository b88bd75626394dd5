using System.CommandLine;
using Akis.Automation.Connectors;
using Akis.Handbook.Scenarios;
using Akis.Registry.Records;
using Akis.Server.Hosting;

namespace Akis.Server.Cli;

/// <summary><c>akis process test [FOLDER…]</c>: scenarios, coverage and checks of process folders.</summary>
internal static class ProcessCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("folders") { Description = "process folders; all when none is given", Arity = ArgumentArity.ZeroOrMore };
        var test = new Command("test", "Runs the scenarios of process folders against the real engine with a virtual clock") { folders };
        test.SetAction((parsed, cancel) => TestAsync(parsed.GetValue(folders) ?? [], cancel));
        return new Command("process", "Process folders") { test };
    }

    private static async Task<int> TestAsync(string[] given, CancellationToken cancel)
    {
        var folders = given.Select(Path.TrimEndingDirectorySeparator).ToArray(); // a folder's name is its last part
        if (folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
        {
            await Console.Error.WriteLineAsync($"{missing}: no such folder");
            return 1;
        }

        var processes = Environment.GetEnvironmentVariable("AKIS_PROCESSES") ?? AkisOptions.FindProcesses();
        var reports = await ScenarioSuite.RunAsync(processes, folders.Length > 0 ? folders : [.. ScenarioSuite.Folders(processes)], JobContracts.All, RecordKinds.All, cancel);
        foreach (var report in reports) Print(report);
        var (passed, failed) = (reports.Sum(report => report.Passed), reports.Sum(report => report.Failed.Count));
        var (examples, wrong, warnings) = (reports.Sum(report => report.Decisions.Passed), reports.Sum(report => report.Decisions.Failed), reports.Sum(report => report.Decisions.Warnings.Count));
        Console.WriteLine($"examples: {examples} passed, {wrong} failed; {warnings} warnings");
        Console.WriteLine($"{passed} scenarios passed, {failed} failed, {reports.Sum(report => report.Findings.Count + report.Decisions.Errors.Count)} findings");
        return reports.All(report => report.IsGreen) ? 0 : 1;
    }

    private static void Print(FolderReport report)
    {
        Console.WriteLine($"{Path.GetFileName(report.Folder)}: {report.Passed}/{report.Passed + report.Failed.Count} scenarios");
        foreach (var failed in report.Failed) Console.WriteLine($"  FAILED {failed.Name}\n    {failed.Reason}");
        foreach (var coverage in report.Coverage)
        {
            Console.WriteLine($"  {coverage.ProcessId}: nodes {coverage.Nodes - coverage.UncoveredNodes.Count}/{coverage.Nodes}, flows {coverage.Flows - coverage.UncoveredFlows.Count}/{coverage.Flows}");
            if (report.Failed.Count == 0) continue; // they are findings then
            foreach (var node in coverage.UncoveredNodes) Console.WriteLine($"    not entered: {node}");
            foreach (var flow in coverage.UncoveredFlows) Console.WriteLine($"    not passed: {flow}");
        }

        if (report.Decisions.Files > 0) Console.WriteLine($"  decisions: {report.Decisions.Passed}/{report.Decisions.Passed + report.Decisions.Failed} examples");
        foreach (var error in report.Decisions.Errors) Console.WriteLine($"  error: {error}");
        foreach (var warning in report.Decisions.Warnings) Console.WriteLine($"  warning: {warning}");
        foreach (var finding in report.Findings) Console.WriteLine($"  finding: {finding}");
    }
}
