using Akis.Desk.Search.Language;
using Akis.Desk.Search.Text;
using Akis.Desk.Tickets;
using Akis.Engine.Database;

namespace Akis.Desk.Search;

/// <summary>A piece of text; marked where it is what was looked for.</summary>
public sealed record SnippetPart(string Text, bool IsHit);

/// <summary>Shows where in a ticket the words were found.</summary>
public sealed class Snippets(AkisDatabase database)
{
    private const int Around = 90; // characters before and after the first hit
    private const int MostEntries = 40; // newest entries of a ticket that are looked through

    /// <summary>For each ticket the best piece of its conversation, as far as the reader sees it; nothing where only the subject has the words.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<SnippetPart>>> OfAsync(SearchQuery query, IReadOnlyList<TicketListItem> tickets, string reader, CancellationToken cancel = default)
    {
        var wanted = Wanted(query);
        if (wanted.Count == 0 || tickets.Count == 0) return new Dictionary<long, IReadOnlyList<SnippetPart>>();
        var keys = tickets.Select((ticket, i) => ($"k{i}", (object?)ticket.Key)).ToArray();
        var own = tickets.Where(ticket => ticket.Requester == reader).Select(ticket => ticket.Key).ToHashSet();
        var entries = await database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT ticket_key, kind, body FROM ticket_message WHERE ticket_key IN ({string.Join(", ", keys.Select(key => "@" + key.Item1))}) AND kind IN (0, 1) ORDER BY key",
            row => (Ticket: row.GetInt64(0), IsNote: row.GetInt32(1) == (int)MessageKind.Note, Text: row.GetString(2)), token, keys), cancel);
        return entries.Where(entry => !entry.IsNote || !own.Contains(entry.Ticket)).GroupBy(entry => entry.Ticket)
            .Select(ticket => (ticket.Key, Parts: Best(ticket.Take(MostEntries).Select(entry => entry.Text), wanted)))
            .Where(ticket => ticket.Parts.Count > 0).ToDictionary(ticket => ticket.Key, ticket => ticket.Parts);
    }

    /// <summary>A text with the hits marked, whole.</summary>
    public static IReadOnlyList<SnippetPart> Mark(string text, SearchQuery query) => Parts(text, Hits(text, Wanted(query)), 0, text.Length);

    private static List<(string Stem, bool IsPrefix)> Wanted(SearchQuery query) =>
        [.. query.Terms.Where(term => !term.IsExcluded).SelectMany(term => term.Stems.Select((stem, i) => (stem, term.IsPrefix && i == term.Stems.Count - 1)))];

    private static IReadOnlyList<SnippetPart> Best(IEnumerable<string> texts, List<(string, bool)> wanted)
    {
        var (best, text) = (new List<Word>(), "");
        foreach (var candidate in texts)
        {
            var hits = Hits(candidate, wanted);
            if (hits.Select(hit => hit.Stem).Distinct().Count() > best.Select(hit => hit.Stem).Distinct().Count()) (best, text) = (hits, candidate);
        }

        if (best.Count == 0) return [];
        var (start, end) = (Math.Max(0, best[0].Start - Around), Math.Min(text.Length, best[0].Start + best[0].Length + (2 * Around)));
        while (start > 0 && !char.IsWhiteSpace(text[start - 1])) start--;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        var parts = Parts(text, best, start, end);
        return [.. start > 0 ? [new SnippetPart("… ", false)] : Array.Empty<SnippetPart>(), .. parts, .. end < text.Length ? [new SnippetPart(" …", false)] : Array.Empty<SnippetPart>()];
    }

    private static List<Word> Hits(string text, List<(string Stem, bool IsPrefix)> wanted) =>
        [.. Words.Of(text).Where(word => wanted.Any(want => want.IsPrefix ? word.Stem.StartsWith(want.Stem, StringComparison.Ordinal) : word.Stem == want.Stem))];

    private static IReadOnlyList<SnippetPart> Parts(string text, List<Word> hits, int start, int end)
    {
        var parts = new List<SnippetPart>();
        var at = start;
        foreach (var hit in hits.Where(hit => hit.Start >= start && hit.Start + hit.Length <= end))
        {
            if (hit.Start > at) parts.Add(new(text[at..hit.Start], false));
            parts.Add(new(text.Substring(hit.Start, hit.Length), true));
            at = hit.Start + hit.Length;
        }

        if (at < end) parts.Add(new(text[at..end], false));
        return parts;
    }
}
