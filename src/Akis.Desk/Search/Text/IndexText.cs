using System.Globalization;
using System.Text;

namespace Akis.Desk.Search.Text;

/// <summary>The three parts of what is searched: words of the subject, of what both sides see, of what the desk keeps to itself.</summary>
/// <param name="Subject">Subject and names.</param>
/// <param name="Open">Messages and names of files.</param>
/// <param name="Internal">Notes.</param>
internal sealed record IndexText(string Subject, string Open, string Internal)
{
    private const int MostWords = 12_000; // of one part; PostgreSQL counts positions to 16,383
    private const int MostPositions = 40; // of one word

    /// <summary>A part for FTS5: its stems, separated by spaces.</summary>
    public static string ForSqlite(string text) => string.Join(' ', Words.Of(text).Take(MostWords).Where(word => !word.IsCommon).Select(word => word.Stem));

    /// <summary>All parts as PostgreSQL writes a <c>tsvector</c>: weight A is the subject, B is open, D (unnamed) is internal.</summary>
    public string ForPostgreSql()
    {
        var places = new Dictionary<string, StringBuilder>();
        var counts = new Dictionary<string, int>();
        var position = 0;
        foreach (var (text, weight) in new[] { (Subject, "A"), (Open, "B"), (Internal, "") })
        {
            foreach (var word in Words.Of(text).Take(MostWords))
            {
                if (word.IsCommon) continue; // no place is kept for it, as FTS5 keeps none: phrases find the same in both
                position = Math.Min(position + 1, 16_383);
                if ((counts[word.Stem] = counts.GetValueOrDefault(word.Stem) + 1) > MostPositions) continue;
                if (places.TryGetValue(word.Stem, out var known)) known.Append(',');
                else places[word.Stem] = known = new();
                known.Append(CultureInfo.InvariantCulture, $"{position}{weight}");
            }

            position = Math.Min(position + 10, 16_383); // a phrase does not run from one part into the next
        }

        // Stems are letters and digits only, so nothing needs quoting beyond the quotes themselves.
        return string.Join(' ', places.Select(place => $"'{place.Key}':{place.Value}"));
    }
}
