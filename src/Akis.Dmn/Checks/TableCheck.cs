namespace Akis.Dmn.Checks;

/// <summary>
/// Static checks of decision tables (after Calvanese et al., "Semantics and analysis of DMN decision tables", BPM 2016): inputs that no rule answers, rules that
/// contradict each other, rules and outputs that never come to be, cells of the wrong type. Each finding shows an input that proves it. Inputs are taken as
/// independent of each other; what a cell's expression hides is said, not guessed. The work is bounded.
/// </summary>
public static class TableCheck
{
    /// <summary>Checks every decision table of a file, in the order of the file; a file that is no XML has no findings here.</summary>
    public static IReadOnlyList<TableFinding> Run(string xml) => Run(xml, CheckLimits.Default);

    internal static IReadOnlyList<TableFinding> Run(string xml, CheckLimits limits) =>
        ModelSource.Read(xml) is { } source ? [.. source.Tables.Where(HasAllCells).SelectMany(table => Run(table, limits))] : [];

    private static IReadOnlyList<TableFinding> Run(SourceTable source, CheckLimits limits)
    {
        var table = new CheckedTable(source, limits);
        TypeCheck.Run(table);
        ReachCheck.Run(table);
        OverlapCheck.Run(table);
        GapCheck.Run(table);
        OutputCheck.Run(table);
        return table.Finish();
    }

    // Rows with too few or too many cells are refused when the model is read.
    private static bool HasAllCells(SourceTable table) => table.Rules.All(rule => rule.Tests.Count == table.Inputs.Count && rule.Outputs.Count == table.Outputs.Count);
}
