using Akis.Desk.Knowledge;
using Akis.Desk.Mail.Reading;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Catalogue;

namespace Akis.Desk.Import;

/// <summary>Articles of another knowledge base. They wait for approval: nobody reads what nobody here has read.</summary>
internal static class ImportArticles
{
    public static async Task<RowResult> TakeAsync(WriteSession session, string id, FeelContext row, Actor actor, CancellationToken cancel)
    {
        var title = ImportedRow.Text(row, "title") ?? "";
        var draft = new ArticleDraft(Slug(title, id), ImportedRow.Text(row, "topic") ?? "Aktarılan | Imported", ImportedRow.Text(row, "audience") is { } audience && Audience.All.Contains(audience) ? audience : Audience.Desk, actor.UserName, [],
            title, Body(row, "html", "text"), ImportedRow.Text(row, "titleEn") ?? "", Body(row, "htmlEn", "textEn"));
        if (ArticleCommands.Check(draft) is [var wrong, ..]) return RowResult.Of(new("import.article", 422, wrong.Tr, wrong.En));
        var saved = await ArticleCommands.SaveAsync(session, null, draft, [], actor, cancel);
        if (saved.Problem is { } problem) return RowResult.Of(problem);
        await session.ExecuteAsync("UPDATE article_version SET state = @waiting WHERE article_key = @key", cancel, ("waiting", VersionState.Waiting), ("key", saved.Value));
        return RowResult.Made(draft.Slug);
    }

    private static string Body(FeelContext row, string html, string text) =>
        ImportedRow.Text(row, html) is { } marked ? HtmlText.Of(marked, ArticleCommands.LongestBody) : ImportedRow.Text(row, text) ?? "";

    // The old number keeps two articles of one title apart.
    private static string Slug(string title, string id)
    {
        var words = string.Join('-', Letters(title).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var end = string.Concat(Letters(id).Where(char.IsAsciiLetterOrDigit));
        return $"{(words.Length > 40 ? words[..40] : words).Trim('-')}-{(end.Length > 15 ? end[^15..] : end)}".Trim('-');
    }

    private static string Letters(string text) => new([.. Folding.Fold(text).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]);
}
