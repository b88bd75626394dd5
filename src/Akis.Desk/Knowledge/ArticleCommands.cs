using System.Text.RegularExpressions;
using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Desk.Knowledge;

/// <summary>What happens to articles: written, sent for approval, approved by somebody else, confirmed once a year, archived. An approved version stays as it was.</summary>
public sealed partial class ArticleCommands(AkisDatabase database)
{
    /// <summary>The longest text of one language.</summary>
    public const int LongestBody = 60_000;

    private static readonly Problem Unknown = new("article.unknown", 404, "Böyle bir makale yok.", "There is no such article.");
    private static readonly Problem NotYours = new("article.not-yours", 403, "Bu işlem için yetkiniz yok.", "You may not do that.");
    private static readonly Problem NotNow = new("article.not-now", 409, "Makalenin bu sürümü artık bu durumda değil; sayfayı yenileyin.", "This version is no longer in that state; reload the page.");

    /// <summary>What is wrong with a draft; empty when nothing is.</summary>
    public static IReadOnlyList<FieldError> Check(ArticleDraft draft)
    {
        var errors = new List<FieldError>();
        if (!Address().IsMatch(draft.Slug)) errors.Add(new("slug", "Adres 3–60 küçük harf, rakam ve tire olmalı: vpn-kurulumu.", "The address takes 3 to 60 lower-case letters, digits and hyphens: vpn-setup."));
        if (draft.Topic.Trim().Length is < 2 or > 60) errors.Add(new("topic", "Konu grubunu yazın (2–60 karakter).", "Write the topic (2 to 60 characters)."));
        if (!Audience.All.Contains(draft.Audience)) errors.Add(new("audience", "Kimlerin okuyacağını seçin.", "Choose who may read it."));
        if (draft.Owner.Trim().Length == 0) errors.Add(new("owner", "Makalenin sahibini yazın.", "Name the owner."));
        if (draft.TitleTr.Trim().Length is < 5 or > 120) errors.Add(new("titleTr", "Türkçe başlık 5–120 karakter olmalı.", "The Turkish title takes 5 to 120 characters."));
        if (draft.BodyTr.Trim().Length < 20) errors.Add(new("bodyTr", "Türkçe metni yazın (en az 20 karakter).", "Write the Turkish text (20 characters at least)."));
        if (draft.BodyTr.Length > LongestBody || draft.BodyEn.Length > LongestBody) errors.Add(new("bodyTr", "Metin çok uzun (en çok 60.000 karakter).", "The text is too long (60,000 characters at most)."));
        if (draft.TitleEn.Trim().Length > 120 || (draft.TitleEn.Trim().Length == 0) != (draft.BodyEn.Trim().Length == 0)) errors.Add(new("titleEn", "İngilizce başlık ile metin birlikte yazılmalı.", "The English title and text go together."));
        if (draft.Categories.FirstOrDefault(code => CategoryTree.Default.Find(code) is null) is { } unknown) errors.Add(new("categories", $"“{unknown}” diye bir konu başlığı kodu yok.", $"There is no category “{unknown}”."));
        return errors;
    }

    /// <summary>Saves a draft: of a new article where <paramref name="key"/> is null, otherwise as the article's newest version. Gives the article's key.</summary>
    public Task<Outcome<long>> SaveAsync(long? key, ArticleDraft draft, IReadOnlyList<StoredFile> files, Actor actor, CancellationToken cancel = default) =>
        database.WriteAsync((session, token) => SaveAsync(session, key, draft, files, actor, token), cancel);

    /// <summary>Saves a draft within the caller's transaction.</summary>
    internal static async Task<Outcome<long>> SaveAsync(WriteSession session, long? key, ArticleDraft draft, IReadOnlyList<StoredFile> files, Actor actor, CancellationToken token)
    {
        if (!Audience.IsWriter(actor)) return NotYours;
        if (Check(draft).Count > 0) return new Problem("article.invalid", 422, "Alanları düzeltin.", "Correct the fields.");
        var taken = await session.QueryAsync("SELECT key FROM article WHERE slug = @slug AND key <> @key", row => row.GetInt64(0), token, ("slug", draft.Slug), ("key", key ?? 0));
        if (taken.Count > 0) return new Problem("article.slug", 409, "Bu adreste başka bir makale var; başka bir adres seçin.", "Another article has this address; choose a different one.");
        var article = key ?? session.NextKey();
        if (key is null)
        {
            await session.ExecuteAsync("INSERT INTO article (key, slug, topic, audience, owner, live, archived, reviewed_at, changed_at) VALUES (@key, @slug, @topic, @audience, @owner, NULL, false, @now, @now)", token, Particulars(article, draft, session.Now));
        }
        else if (!await MayWriteAsync(session, article, actor, token))
        {
            return Unknown;
        }
        else
        {
            await session.ExecuteAsync("UPDATE article SET slug = @slug, topic = @topic, audience = @audience, owner = @owner, changed_at = @now WHERE key = @key", token, Particulars(article, draft, session.Now));
        }

        await WriteVersionAsync(session, article, draft, actor, token);
        await session.ExecuteAsync("DELETE FROM article_category WHERE article_key = @key", token, ("key", article));
        foreach (var category in draft.Categories.Distinct()) await session.ExecuteAsync("INSERT INTO article_category (article_key, category) VALUES (@key, @category)", token, ("key", article), ("category", category));
        foreach (var file in files)
        {
            await session.ExecuteAsync("INSERT INTO article_file (key, article_key, name, media_type, size, sha256, author, at) VALUES (@key, @article, @name, @type, @size, @hash, @author, @now)", token,
                ("key", session.NextKey()), ("article", article), ("name", file.Name), ("type", file.MediaType), ("size", file.Size), ("hash", file.Sha256), ("author", actor.UserName), ("now", session.Now));
        }

        return article;
    }

    /// <summary>The author is done; somebody else must approve.</summary>
    public Task<Outcome> SubmitAsync(long key, Actor actor, CancellationToken cancel = default) => DecideAsync(key, actor, VersionState.Waiting, null, cancel);

    /// <summary>Readers see this version from now on. Nobody approves what they wrote themselves.</summary>
    public Task<Outcome> ApproveAsync(long key, Actor actor, CancellationToken cancel = default) => DecideAsync(key, actor, VersionState.Approved, null, cancel);

    /// <summary>Back to the author.</summary>
    public Task<Outcome> ReturnAsync(long key, string remark, Actor actor, CancellationToken cancel = default) => DecideAsync(key, actor, VersionState.Returned, remark.Trim(), cancel);

    /// <summary>Somebody has read it again: it is still right.</summary>
    public Task<Outcome> ConfirmAsync(long key, Actor actor, CancellationToken cancel = default) => ChangeAsync(key, "reviewed_at = @now", actor, cancel);

    /// <summary>Readers see it no longer; it is kept.</summary>
    public Task<Outcome> ArchiveAsync(long key, Actor actor, CancellationToken cancel = default) => Audience.IsApprover(actor) ? ChangeAsync(key, "archived = true", actor, cancel) : Task.FromResult<Outcome>(NotYours);

    private Task<Outcome> ChangeAsync(long key, string change, Actor actor, CancellationToken cancel) => database.WriteAsync(async (session, token) =>
    {
        if (!await MayWriteAsync(session, key, actor, token)) return Unknown;
        await session.ExecuteAsync($"UPDATE article SET {change}, changed_at = @now WHERE key = @key", token, ("key", key), ("now", session.Now));
        return Outcome.Done;
    }, cancel);

    private Task<Outcome> DecideAsync(long key, Actor actor, VersionState state, string? remark, CancellationToken cancel) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        if (!await MayWriteAsync(session, key, actor, token)) return Unknown;
        var newest = (await session.QueryAsync("SELECT version, state, author FROM article_version WHERE article_key = @key ORDER BY version DESC LIMIT 1", row => (Version: row.GetInt32(0), State: (VersionState)row.GetInt32(1), Author: row.GetString(2)), token, ("key", key)))[0];
        if (state == VersionState.Waiting)
        {
            if (newest.State is not (VersionState.Draft or VersionState.Returned)) return NotNow;
        }
        else if (newest.State != VersionState.Waiting)
        {
            return NotNow;
        }
        else if (!Audience.IsApprover(actor))
        {
            return NotYours;
        }
        else if (newest.Author == actor.UserName)
        {
            return new Problem("article.own", 403, "Kendi yazdığınız makaleyi onaylayamazsınız; başka biri onaylamalı.", "You cannot approve what you wrote; somebody else must.");
        }

        if (state == VersionState.Returned && remark is null or { Length: < 3 }) return new Problem("article.remark", 422, "Yazara neyi düzeltmesi gerektiğini yazın.", "Tell the author what to mend.");
        await session.ExecuteAsync("UPDATE article_version SET state = @state, decided_by = @by, decided_at = @now, remark = @remark WHERE article_key = @key AND version = @version", token,
            ("state", state), ("by", state == VersionState.Waiting ? null : actor.UserName), ("now", session.Now), ("remark", remark), ("key", key), ("version", newest.Version));
        if (state == VersionState.Approved) await session.ExecuteAsync("UPDATE article SET live = @version, reviewed_at = @now, changed_at = @now WHERE key = @key", token, ("version", newest.Version), ("now", session.Now), ("key", key));
        return Outcome.Done;
    }, cancel);

    // A draft or a returned version is written over; after an approval, and while one waits, a new version begins.
    private static async Task WriteVersionAsync(WriteSession session, long article, ArticleDraft draft, Actor actor, CancellationToken cancel)
    {
        var newest = await session.QueryAsync("SELECT version, state FROM article_version WHERE article_key = @key ORDER BY version DESC LIMIT 1", row => (Version: row.GetInt32(0), State: (VersionState)row.GetInt32(1)), cancel, ("key", article));
        var version = newest is [var (last, state)] ? state == VersionState.Approved ? last + 1 : last : 1;
        await session.ExecuteAsync("""
            INSERT INTO article_version (article_key, version, state, title_tr, body_tr, title_en, body_en, author, saved_at) VALUES (@key, @version, 0, @titleTr, @bodyTr, @titleEn, @bodyEn, @author, @now)
            ON CONFLICT (article_key, version) DO UPDATE SET state = 0, title_tr = @titleTr, body_tr = @bodyTr, title_en = @titleEn, body_en = @bodyEn, author = @author, saved_at = @now
            """, cancel, ("key", article), ("version", version), ("titleTr", draft.TitleTr.Trim()), ("bodyTr", draft.BodyTr.Trim()), ("titleEn", draft.TitleEn.Trim()), ("bodyEn", draft.BodyEn.Trim()), ("author", actor.UserName), ("now", session.Now));
    }

    private static async Task<bool> MayWriteAsync(WriteSession session, long key, Actor actor, CancellationToken cancel) => (Audience.IsWriter(actor) || Audience.IsApprover(actor))
        && (await session.QueryAsync("SELECT audience FROM article WHERE key = @key", row => row.GetString(0), cancel, ("key", key))) is [var audience] && Audience.Of(actor).Contains(audience);

    private static (string, object?)[] Particulars(long key, ArticleDraft draft, DateTimeOffset now) =>
        [("key", key), ("slug", draft.Slug), ("topic", draft.Topic.Trim()), ("audience", draft.Audience), ("owner", draft.Owner.Trim()), ("now", now)];

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{2,59}$", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
