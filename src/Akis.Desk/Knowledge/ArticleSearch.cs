using Akis.Desk.Search.Text;
using Akis.Engine;

namespace Akis.Desk.Knowledge;

/// <summary>An article that was found.</summary>
/// <param name="Item">The article.</param>
/// <param name="Begin">The beginning of its text, without marks.</param>
/// <param name="Score">How well it fits; more is better.</param>
public sealed record FoundArticle(ArticleItem Item, string Begin, double Score);

/// <summary>
/// Finds articles by their words, best first (BM25, the title counting threefold). Articles are few, so their words are kept in memory and read again when one has
/// changed; both databases so give the same order.
/// </summary>
public sealed class ArticleSearch(ArticleQueries articles)
{
    private const double Saturation = 1.2;
    private const double Lengths = 0.75;
    private const int TitleWeight = 3;
    private const int LongestText = 4_000;

    private volatile Index? _index;

    /// <summary>The articles that have every word of the query.</summary>
    public async Task<IReadOnlyList<FoundArticle>> FindAsync(string query, Actor? reader, string language, int most, CancellationToken cancel = default)
    {
        var stems = Stems(query);
        return Ranked(await IndexAsync(cancel), stems, reader, language, stems.Count).Take(most).ToList();
    }

    /// <summary>The articles that may help with a text that somebody is writing: those that share its telling words.</summary>
    public async Task<IReadOnlyList<FoundArticle>> SuggestAsync(string text, Actor? reader, string language, int most, CancellationToken cancel = default)
    {
        var stems = Stems(text[..Math.Min(text.Length, LongestText)]);
        var best = Ranked(await IndexAsync(cancel), stems, reader, language, Math.Min(2, stems.Count)).Take(most).ToList();
        return [.. best.Where(found => found.Score >= best[0].Score / 3)];
    }

    private static List<string> Stems(string text) => [.. Words.Of(text).Where(word => !word.IsCommon && word.Stem.Length > 1).Select(word => word.Stem).Distinct()];

    private static IEnumerable<FoundArticle> Ranked(Index index, List<string> stems, Actor? reader, string language, int least)
    {
        if (stems.Count == 0) return [];
        var audiences = Audience.Of(reader).ToHashSet();
        return index.Entries.Where(entry => audiences.Contains(entry.Item.Audience))
            .Select(entry => (Entry: entry, Hits: stems.Where(entry.Counts.ContainsKey).ToList()))
            .Where(found => found.Hits.Count >= least)
            .Select(found => new FoundArticle(found.Entry.Item, language.StartsWith("en", StringComparison.Ordinal) && found.Entry.BeginEn.Length > 0 ? found.Entry.BeginEn : found.Entry.BeginTr, found.Hits.Sum(stem => Score(index, found.Entry, stem))))
            .OrderByDescending(found => found.Score).ThenBy(found => found.Item.Slug, StringComparer.Ordinal);
    }

    private static double Score(Index index, Entry entry, string stem)
    {
        var (count, having) = (entry.Counts[stem], index.Having[stem]);
        var rarity = Math.Log(1 + ((index.Entries.Count - having + 0.5) / (having + 0.5)));
        return rarity * count * (Saturation + 1) / (count + (Saturation * (1 - Lengths + (Lengths * entry.Length / index.MeanLength))));
    }

    private async Task<Index> IndexAsync(CancellationToken cancel)
    {
        var stamp = await articles.StampAsync(cancel);
        if (_index is { } known && known.Stamp == stamp) return known;
        var entries = (await articles.AllAsync(cancel)).Select(article =>
        {
            var titles = Words.Of($"{article.Item.TitleTr} {article.Item.TitleEn} {article.Item.Topic}").Where(word => !word.IsCommon).ToList();
            var bodies = Words.Of($"{article.BodyTr} {article.BodyEn}").Where(word => !word.IsCommon).ToList();
            var counts = Enumerable.Repeat(titles, TitleWeight).SelectMany(title => title).Concat(bodies).GroupBy(word => word.Stem).ToDictionary(stem => stem.Key, stem => stem.Count());
            return new Entry(article.Item, counts, bodies.Count + (TitleWeight * titles.Count), ArticleText.Begin(article.BodyTr), ArticleText.Begin(article.BodyEn));
        }).ToList();
        var having = entries.SelectMany(entry => entry.Counts.Keys).GroupBy(stem => stem).ToDictionary(stem => stem.Key, stem => stem.Count());
        return _index = new(stamp, entries, having, entries.Count == 0 ? 1 : entries.Average(entry => entry.Length));
    }

    private sealed record Entry(ArticleItem Item, IReadOnlyDictionary<string, int> Counts, int Length, string BeginTr, string BeginEn);

    private sealed record Index((long, long) Stamp, IReadOnlyList<Entry> Entries, IReadOnlyDictionary<string, int> Having, double MeanLength);
}
