namespace Akis.Handbook.Scenarios;

/// <summary>A scenario that went another way, and where.</summary>
public sealed record FailedScenario(string Name, string Reason);

/// <summary>How much of a process the scenarios pass through.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Nodes">Flow nodes it has.</param>
/// <param name="Flows">Sequence flows it has.</param>
/// <param name="UncoveredNodes">Names of nodes that no scenario enters.</param>
/// <param name="UncoveredFlows">Flows that no scenario passes, as "from → to".</param>
public sealed record Coverage(string ProcessId, int Nodes, int Flows, IReadOnlyList<string> UncoveredNodes, IReadOnlyList<string> UncoveredFlows);

/// <summary>What came of a process folder's scenarios and checks.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Passed">Scenarios that went as they say.</param>
/// <param name="Failed">Scenarios that did not.</param>
/// <param name="Coverage">Per process: of the folder, and of shared ones that it calls.</param>
/// <param name="Findings">What the checks of model, forms and card found.</param>
/// <param name="Decisions">Examples and checks of the decisions.</param>
public sealed record FolderReport(string Folder, int Passed, IReadOnlyList<FailedScenario> Failed, IReadOnlyList<Coverage> Coverage, IReadOnlyList<string> Findings, DecisionReport Decisions)
{
    /// <summary>Whether nothing is wrong; warnings do not count.</summary>
    public bool IsGreen => Failed.Count == 0 && Findings.Count == 0 && Decisions.Errors.Count == 0;
}
