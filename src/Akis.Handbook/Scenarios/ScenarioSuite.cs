using Akis.Bpmn.Graph;
using Akis.Bpmn.Reading;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Feel;
using Akis.Feel.Calendars;
using Akis.Handbook.Calendars;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Checks;
using Akis.Handbook.Content;

namespace Akis.Handbook.Scenarios;

/// <summary>Runs the scenarios of process folders against the real engine, each on a database and a clock of its own, and checks the folders.</summary>
public static class ScenarioSuite
{
    /// <summary>The folders that hold a model or a decision: shared ones first.</summary>
    public static IEnumerable<string> Folders(string processes) => ContentDeployer.Folders(processes).Where(folder => Directory.EnumerateFiles(folder).Any(file => Path.GetExtension(file) is ".bpmn" or ".dmn"));

    /// <summary>Runs everything in folders; shared processes are covered by the scenarios of whoever calls them.</summary>
    /// <param name="processes">The handbook's folder, for calendars, shared processes and the catalogue.</param>
    /// <param name="folders">The folders to test.</param>
    /// <param name="jobs">What the program's jobs read and give, by type.</param>
    /// <param name="kinds">The registry's kinds of records, by code.</param>
    /// <param name="cancel">Stops the work.</param>
    public static async Task<IReadOnlyList<FolderReport>> RunAsync(string processes, IReadOnlyList<string> folders, IReadOnlyDictionary<string, JobContract> jobs, IReadOnlyDictionary<string, RecordKind> kinds, CancellationToken cancel = default)
    {
        var calendars = CalendarReader.Read(processes);
        var visited = new Visited();
        var results = new List<(string Folder, int Passed, List<FailedScenario> Failed)>();
        foreach (var folder in folders) results.Add(await RunFolderAsync(Path.GetFullPath(folder), processes, jobs, calendars, visited, cancel));
        var handbook = HandbookFolders.Open(processes, folders, jobs, kinds);
        return [.. results.Select(result => Report(result.Folder, result.Passed, result.Failed, handbook, calendars, visited))];
    }

    private static async Task<(string, int, List<FailedScenario>)> RunFolderAsync(string folder, string processes, IReadOnlyDictionary<string, JobContract> jobs, IReadOnlyDictionary<string, WorkCalendar> calendars, Visited visited, CancellationToken cancel)
    {
        var (passed, failed, path) = (0, new List<FailedScenario>(), Path.Combine(folder, "scenarios.yaml"));
        if (!File.Exists(path)) return (folder, passed, failed);
        var file = ScenarioFile.Read(path);
        using var ground = new ScenarioGround(folder, processes, calendars);
        foreach (var scenario in file.Scenarios)
        {
            try
            {
                await using var engine = await ScenarioEngine.OpenAsync(ground, jobs, scenario.Start, file.Organisation, cancel);
                var instance = await new ScenarioRun(engine, scenario, ProcessCode(folder, file)).RunAsync(cancel);
                await visited.AddAsync(engine, instance, cancel);
                passed++;
            }
            catch (ScenarioFailed reason)
            {
                failed.Add(new(scenario.Name.Tr, reason.Message));
            }
        }

        return (folder, passed, failed);
    }

    private static FolderReport Report(string folder, int passed, List<FailedScenario> failed, HandbookFolders handbook, IReadOnlyDictionary<string, WorkCalendar> calendars, Visited visited)
    {
        var graphs = Directory.GetFiles(folder, "*.bpmn").SelectMany(file => BpmnModel.Read(File.ReadAllText(file)).Processes).ToList();
        var coverage = graphs.Select(visited.Of).ToList();
        var findings = FolderChecks.Run(folder, handbook, FeelEnvironment.Default with { Calendars = calendars }).ToList();
        // What a failed scenario would have passed is not told besides.
        foreach (var one in failed.Count > 0 ? [] : coverage)
        {
            findings.AddRange(one.UncoveredNodes.Select(node => $"{one.ProcessId}: no scenario enters '{node}'"));
            findings.AddRange(one.UncoveredFlows.Select(flow => $"{one.ProcessId}: no scenario passes {flow}"));
        }

        return new(folder, passed, failed, coverage, findings, DecisionChecks.Run(folder, calendars));
    }

    // Numbered as the server numbers: the card's code without blanks, the year, the first of it.
    private static string ProcessCode(string folder, ScenarioFile file)
    {
        var parts = Path.GetFileName(folder).Split('-');
        return parts is ["sek", var a, var b, var c, ..] ? $"SEK{a}-{b}-{c}/{file.Start.Year}-000001" : $"TEST/{file.Start.Year}-000001";
    }

    private sealed class Visited
    {
        private readonly Dictionary<string, HashSet<string>> _nodes = [];
        private readonly Dictionary<string, HashSet<string>> _flows = [];

        public HashSet<string> Nodes(string processId) => _nodes.TryGetValue(processId, out var set) ? set : _nodes[processId] = [];

        public async Task AddAsync(ScenarioEngine engine, long root, CancellationToken cancel)
        {
            foreach (var instance in await engine.TreeAsync(root, cancel))
            {
                foreach (var entry in await engine.Queries.HistoryAsync(instance.Key, cancel))
                {
                    if (entry.Event is ElementActivated activated) Nodes(instance.ProcessId).Add(activated.ElementId);
                    if (entry.Event is FlowTaken taken) Flows(instance.ProcessId).Add(taken.FlowId);
                }
            }
        }

        public Coverage Of(ProcessGraph graph)
        {
            var (nodes, flows) = (Nodes(graph.ProcessId), Flows(graph.ProcessId));
            // BPMN 2.0.2 §10.7.1: a compensation event at a boundary is never triggered by itself; whether it was used shows at its handler.
            var all = graph.Nodes.Where(node => node.Kind != NodeKind.Process && node is not { Kind: NodeKind.BoundaryEvent, Trigger: CompensationTrigger }).ToList();
            return new(graph.ProcessId, all.Count, graph.Flows.Count,
                [.. all.Where(node => !nodes.Contains(node.Id)).Select(node => node.Title)],
                [.. graph.Flows.Where(flow => !flows.Contains(flow.Id)).Select(flow => $"{graph.Nodes[flow.From].Title} → {graph.Nodes[flow.To].Title}")]);
        }

        private HashSet<string> Flows(string processId) => _flows.TryGetValue(processId, out var set) ? set : _flows[processId] = [];
    }
}
