using Akis.Engine.Database;

namespace Akis.Desk.Privacy;

/// <summary>Rows with personal data that are of no use after a time (KVKK art. 4 and 7).</summary>
/// <param name="Name">The dated parameter that says after how many days.</param>
/// <param name="Days">How many where there is no such parameter.</param>
/// <param name="Tr">What they are, in Turkish.</param>
/// <param name="En">The same in English.</param>
/// <param name="Table">Their table.</param>
/// <param name="Key">Its key.</param>
/// <param name="Due">The condition for those whose time was over at <c>@limit</c>.</param>
public sealed record RetainedRows(string Name, int Days, string Tr, string En, string Table, string Key, string Due)
{
    /// <summary>What is taken out of a row that stays; null removes the row.</summary>
    public string? Change { get; init; }

    /// <summary>The column with the hash of a file that goes with the row; nothing else has the same file.</summary>
    public string? File { get; init; }

    /// <summary>The column of the ticket with which the rows go at the latest; null where they belong to none.</summary>
    public string? Ticket { get; init; }

    /// <summary>A statement for what hangs on a row with <c>@key</c>.</summary>
    public string? Also { get; init; }
}

/// <summary>For how long things are kept where somebody in charge has decided that.</summary>
public interface IRetentionPeriods
{
    /// <summary>Days of a parameter that hold today; null where there is no such decision.</summary>
    Task<int?> DaysAsync(string name, CancellationToken cancel);
}
