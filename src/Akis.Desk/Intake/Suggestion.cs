using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Intake;

/// <summary>Something that may make a ticket needless while it is being written.</summary>
/// <param name="Kind">ticket, incident or article.</param>
/// <param name="Title">What the reader sees.</param>
/// <param name="Address">Where it leads; null where it is only told.</param>
public sealed record Suggestion(string Kind, string Title, string? Address);

/// <summary>What somebody is writing.</summary>
public sealed record Draft(string? Category, string Text, string Language);

/// <summary>Suggests: open tickets here, articles of the knowledge base elsewhere. The answer holds only what the reader may see.</summary>
public interface ISuggestionSource
{
    /// <summary>At most a handful, best first.</summary>
    Task<IReadOnlyList<Suggestion>> FindAsync(Draft draft, Actor reader, CancellationToken cancel = default);
}

/// <summary>Open matters like it: the reader's own in full, outages that hit a building or more by their subject, and of others' only that there are some.</summary>
internal sealed class OpenTickets(AkisDatabase database, EngineSettings settings) : ISuggestionSource
{
    private const int Most = 5;
    private const int ShortestWord = 4;
    private const int MostWords = 6;
    private static readonly TimeSpan Recent = TimeSpan.FromHours(24);

    public Task<IReadOnlyList<Suggestion>> FindAsync(Draft draft, Actor reader, CancellationToken cancel = default) => database.ReadAsync<IReadOnlyList<Suggestion>>(async (connection, token) =>
    {
        var words = draft.Text.ToLowerInvariant().Split([' ', ',', '.', ';', ':', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= ShortestWord).Distinct().Take(MostWords)
            .Select((word, i) => ($"w{i}", (object?)$"%{word.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)}%")).ToArray();
        var alike = string.Join(" OR ", words.Select(word => $"lower(subject) LIKE @{word.Item1}").Prepend("category = @category"));
        const string Open = "state NOT IN ('Closed', 'Cancelled', 'Merged', 'Redirected', 'Resolved') AND NOT confidential";
        (string, object?)[] given = [("category", draft.Category ?? ""), ("reader", reader.UserName), ("most", Most), ("since", settings.Clock.GetUtcNow() - Recent), .. words];
        var own = await connection.QueryAsync($"SELECT number, subject FROM ticket WHERE requester = @reader AND {Open} AND ({alike}) ORDER BY key DESC LIMIT @most",
            row => new Suggestion("ticket", $"#{row.GetString(0)} {row.GetString(1)}", $"/tickets/{row.GetString(0)}"), token, given);
        var outages = await connection.QueryAsync($"SELECT subject FROM ticket WHERE requester <> @reader AND impact IN ('building', 'university') AND opened_at >= @since AND {Open} AND ({alike}) ORDER BY key DESC LIMIT @most",
            row => new Suggestion("incident", row.GetString(0), null), token, given);
        var others = await connection.QueryAsync($"SELECT count(*) FROM ticket WHERE requester <> @reader AND category = @category AND opened_at >= @since AND {Open}", row => row.GetInt64(0), token, given);
        IEnumerable<Suggestion> count = others[0] >= 3 ? [new("incident", draft.Language == "en" ? $"{others[0]} people have reported something like it within a day; we know of it." : $"Son bir günde {others[0]} kişi benzerini bildirdi; haberimiz var.", null)] : [];
        return [.. own, .. outages.DistinctBy(outage => outage.Title), .. count];
    }, cancel);
}
