namespace Akis.Desk.Knowledge;

/// <summary>What has become of a version.</summary>
public enum VersionState
{
    /// <summary>Its author writes it.</summary>
    Draft,

    /// <summary>Somebody else must approve it.</summary>
    Waiting,

    /// <summary>Approved; it does not change any more.</summary>
    Approved,

    /// <summary>Sent back to its author with a remark.</summary>
    Returned,
}

/// <summary>An article in a list.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Slug">Its address.</param>
/// <param name="Topic">The group it stands in: the Turkish name, or both as <c>Ağ | Network</c>.</param>
/// <param name="Audience">Who may read it.</param>
/// <param name="TitleTr">Turkish title.</param>
/// <param name="TitleEn">English title; may be empty.</param>
/// <param name="ReviewedAt">When somebody last said that it is right.</param>
public sealed record ArticleItem(long Key, string Slug, string Topic, string Audience, string TitleTr, string TitleEn, DateTimeOffset ReviewedAt)
{
    /// <summary>The topic's name in a language.</summary>
    public string TopicIn(string language) => Topic.Split('|', 2, StringSplitOptions.TrimEntries) is [var tr, var en] ? language.StartsWith("en", StringComparison.Ordinal) ? en : tr : Topic;

    /// <summary>The title in a language; Turkish where there is no English one.</summary>
    public string Title(string language) => language.StartsWith("en", StringComparison.Ordinal) && TitleEn.Length > 0 ? TitleEn : TitleTr;
}

/// <summary>A file of an article.</summary>
public sealed record ArticleFile(long Key, string Name, string MediaType, long Size);

/// <summary>An article as its readers see it.</summary>
public sealed record Article(ArticleItem Item, int Version, string BodyTr, string BodyEn, string Owner, IReadOnlyList<string> Categories, IReadOnlyList<ArticleFile> Files)
{
    /// <summary>The text in a language; Turkish where there is no English one.</summary>
    public string Body(string language) => language.StartsWith("en", StringComparison.Ordinal) && BodyEn.Length > 0 ? BodyEn : BodyTr;
}

/// <summary>A version in an article's history.</summary>
public sealed record ArticleVersion(int Version, VersionState State, string TitleTr, string BodyTr, string TitleEn, string BodyEn, string Author, DateTimeOffset SavedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Remark);

/// <summary>An article as those who write it see it; versions newest first.</summary>
public sealed record ArticleWork(long Key, string Slug, string Topic, string Audience, string Owner, int? Live, bool IsArchived, DateTimeOffset ReviewedAt, IReadOnlyList<string> Categories, IReadOnlyList<ArticleFile> Files, IReadOnlyList<ArticleVersion> Versions);

/// <summary>An article in the list of those who look after them.</summary>
public sealed record ArticleCare(long Key, string Slug, string TitleTr, string Audience, string Owner, int? Live, VersionState NewestState, string NewestAuthor, DateTimeOffset ReviewedAt, int Helped, int NotHelped, int Spared, int Answered);

/// <summary>Words that people looked for without finding anything.</summary>
public sealed record KnowledgeGap(string Query, int Times, DateTimeOffset LastAt);

/// <summary>What an author has written.</summary>
/// <param name="Slug">Address under <c>/bilgi/</c>: lower case letters, digits and hyphens.</param>
/// <param name="Topic">Group on the first page.</param>
/// <param name="Audience">Who may read it.</param>
/// <param name="Owner">Account name of who answers for it.</param>
/// <param name="Categories">Codes of ticket categories that it helps with.</param>
/// <param name="TitleTr">Turkish title.</param>
/// <param name="BodyTr">Turkish text, Markdown.</param>
/// <param name="TitleEn">English title; may be empty.</param>
/// <param name="BodyEn">English text, Markdown; may be empty.</param>
public sealed record ArticleDraft(string Slug, string Topic, string Audience, string Owner, IReadOnlyList<string> Categories, string TitleTr, string BodyTr, string TitleEn, string BodyEn);
