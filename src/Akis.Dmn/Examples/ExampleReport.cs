namespace Akis.Dmn.Examples;

/// <summary>An example that came out otherwise, or a file that cannot be read as examples.</summary>
/// <param name="Line">Line in the CSV file, counted from 1.</param>
/// <param name="Name">The case's own name, or null.</param>
public sealed record ExampleFailure(int Line, string? Name, string Tr, string En);

/// <summary>A rule that no example has decided by.</summary>
/// <param name="DecisionId">The decision whose table it stands in.</param>
/// <param name="Rule">Its number, counted from 1.</param>
/// <param name="Line">Its line in the DMN file.</param>
public sealed record UnusedRule(string DecisionId, int Rule, int Line);

/// <summary>What came of one file of examples.</summary>
/// <param name="DecisionId">The decision that it is about.</param>
/// <param name="Passed">Rows that came out as written.</param>
/// <param name="Failures">Rows that did not, and what is wrong with the file.</param>
public sealed record ExampleReport(string DecisionId, int Passed, IReadOnlyList<ExampleFailure> Failures);
