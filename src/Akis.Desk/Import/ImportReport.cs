using Akis.Engine.Database;

namespace Akis.Desk.Import;

/// <summary>A row that was not taken.</summary>
/// <param name="Row">Its number in the file, from 1, without the headings.</param>
/// <param name="Id">What it is called there.</param>
/// <param name="Problem">Why, and what to do.</param>
public sealed record RefusedRow(int Row, string Id, Problem Problem);

/// <summary>What a file has done, or would do.</summary>
/// <param name="Made">New ones.</param>
/// <param name="Known">Rows that came in before, or whose account exists.</param>
/// <param name="Refused">Rows that were not taken; the others were.</param>
public sealed record ImportReport(int Made, int Known, IReadOnlyList<RefusedRow> Refused)
{
    /// <summary>Files that came with the new ones.</summary>
    public int Files { get; init; }

    /// <summary>Files that were not taken; their tickets were.</summary>
    public IReadOnlyList<RefusedFile> RefusedFiles { get; init; } = [];
}
