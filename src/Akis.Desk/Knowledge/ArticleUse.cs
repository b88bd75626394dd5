using Akis.Desk.Search.Text;
using Akis.Engine.Database;

namespace Akis.Desk.Knowledge;

/// <summary>How an article was of use.</summary>
public enum ArticleUseKind
{
    /// <summary>A reader says that it helped.</summary>
    Helped,

    /// <summary>A reader says that it did not.</summary>
    DidNotHelp,

    /// <summary>Somebody who was about to open a ticket did not need to.</summary>
    SparedTicket,

    /// <summary>It was put into an answer.</summary>
    Answered,
}

/// <summary>Counts what articles are good for, and what is missing. Readers are not named.</summary>
public sealed class ArticleUse(AkisDatabase database)
{
    private const int LongestRemark = 1_000;

    /// <summary>Counts one use of the version that readers see.</summary>
    public Task<Outcome> CountAsync(long articleKey, ArticleUseKind kind, string? remark, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        await session.ExecuteAsync("INSERT INTO article_use (key, article_key, version, kind, remark, at) SELECT @key, a.key, a.live, @kind, @remark, @now FROM article a WHERE a.key = @article AND a.live IS NOT NULL", token,
            ("key", session.NextKey()), ("kind", kind), ("remark", string.IsNullOrWhiteSpace(remark) ? null : remark.Trim()[..Math.Min(remark.Trim().Length, LongestRemark)]), ("now", session.Now), ("article", articleKey));
        return Outcome.Done;
    }, cancel);

    /// <summary>Remembers what was looked for in vain; the same words in another form or order count as the same.</summary>
    public Task MissedAsync(string query, CancellationToken cancel = default)
    {
        var stems = string.Join(' ', Words.Of(query).Where(word => !word.IsCommon).Select(word => word.Stem).Distinct().Order(StringComparer.Ordinal));
        return stems.Length is < 3 or > 200 ? Task.CompletedTask : database.WriteAsync((session, token) => session.ExecuteAsync(
            "INSERT INTO knowledge_gap (stems, query, times, last_at) VALUES (@stems, @query, 1, @now) ON CONFLICT (stems) DO UPDATE SET times = knowledge_gap.times + 1, last_at = @now", token,
            ("stems", stems), ("query", query.Trim()[..Math.Min(query.Trim().Length, 200)]), ("now", session.Now)), cancel);
    }
}
