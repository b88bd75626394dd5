using Akis.Desk.Knowledge;
using Akis.Engine;
using Akis.Engine.Tests;

namespace Akis.Server.Tests.Desk.Knowledge;

public abstract class ArticleTests : IAsyncLifetime
{
    private static readonly Actor Author = DeskHouse.Person("uzman.ag", "uzman-ag", "idari");
    private static readonly Actor Lead = DeskHouse.Person("sorumlu.ag", "sorumlu-ag", "uzman-ag", "idari");
    private static readonly Actor Student = DeskHouse.Person("ogrenci", "ogrenci");
    private static readonly ArticleDraft Draft = new("kablo-rengi", "Ağ | Network", Audience.Public, "uzman.ag", ["AGK-01"], "Kablo renkleri ne anlama gelir?", "Mavi kablo kullanıcı ağıdır, sarı kablo yönetim ağıdır.", "", "");

    private DeskHouse _house = null!; // made before each test

    protected abstract string? Postgres { get; }

    private ArticleCommands Commands => _house.Get<ArticleCommands>();

    private ArticleQueries Articles => _house.Get<ArticleQueries>();

    public async ValueTask InitializeAsync() => _house = await DeskHouse.OpenAsync(Postgres);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task Readers_see_an_article_only_after_somebody_else_has_approved_it()
    {
        var key = (await Commands.SaveAsync(null, Draft, [], Author)).Value;
        (await Articles.FindAsync(Draft.Slug, Student)).ShouldBeNull();
        (await Commands.ApproveAsync(key, Lead)).Problem!.Code.ShouldBe("article.not-now");
        (await Commands.SubmitAsync(key, Author)).Problem.ShouldBeNull();
        (await Commands.ApproveAsync(key, Author)).Problem!.Status.ShouldBe(403);
        (await Commands.ReturnAsync(key, "Kırmızıyı da yazın.", Lead)).Problem.ShouldBeNull();
        (await Commands.SaveAsync(key, Draft with { BodyTr = "Mavi kullanıcı, sarı yönetim, kırmızı yedek hattıdır." }, [], Lead)).Problem.ShouldBeNull();
        (await Commands.SubmitAsync(key, Lead)).Problem.ShouldBeNull();
        (await Commands.ApproveAsync(key, Lead)).Problem!.Code.ShouldBe("article.own");
        (await Commands.ApproveAsync(key, DeskHouse.Person("masa", "masa"))).Problem.ShouldBeNull();
        (await Articles.FindAsync(Draft.Slug, Student)).ShouldNotBeNull().Body("tr").ShouldContain("kırmızı");
    }

    [Fact]
    public async Task A_change_waits_for_approval_while_readers_go_on_seeing_the_old_version()
    {
        var key = await PublishAsync(Draft);
        (await Commands.SaveAsync(key, Draft with { BodyTr = "Bundan sonra bütün kablolar gri olacaktır." }, [], Author)).Problem.ShouldBeNull();
        (await Articles.FindAsync(Draft.Slug, null)).ShouldNotBeNull().Version.ShouldBe(1);
        var work = (await Articles.WorkAsync(key, Lead)).ShouldNotBeNull();
        work.Versions.Select(version => (version.Version, version.State)).ShouldBe([(2, VersionState.Draft), (1, VersionState.Approved)]);
    }

    [Fact]
    public async Task Who_reads_what_follows_the_audience_everywhere()
    {
        await PublishAsync(Draft with { Slug = "herkese", Audience = Audience.Public });
        await PublishAsync(Draft with { Slug = "uyelere", Audience = Audience.Members });
        await PublishAsync(Draft with { Slug = "personele", Audience = Audience.Staff });
        await PublishAsync(Draft with { Slug = "masaya", Audience = Audience.Desk });
        await PublishAsync(Draft with { Slug = "aga", Audience = "uzman-ag" });
        foreach (var (reader, sees) in new (Actor?, string[])[]
        {
            (null, ["herkese"]), (Student, ["herkese", "uyelere"]), (DeskHouse.Person("a", "akademik"), ["herkese", "personele", "uyelere"]),
            (DeskHouse.Person("s", "uzman-sistem"), ["herkese", "masaya", "personele", "uyelere"]), (Author, ["aga", "herkese", "masaya", "personele", "uyelere"]),
        })
        {
            (await Articles.ListAsync(reader)).Select(article => article.Slug).Order().ShouldBe(sees);
            (await _house.Get<ArticleSearch>().FindAsync("kablo", reader, "tr", 10)).Select(found => found.Item.Slug).Order().ShouldBe(sees);
            foreach (var slug in new[] { "herkese", "uyelere", "personele", "masaya", "aga" }) ((await Articles.FindAsync(slug, reader)) is not null).ShouldBe(sees.Contains(slug), slug);
        }
    }

    [Fact]
    public async Task What_is_being_typed_brings_the_article_that_fits_best()
    {
        (await _house.Get<KnowledgeFolder>().LoadAsync(Path.Combine(DeskHouse.Root, "knowledge"), DeskHouse.Person("masa", "masa"), Lead)).ShouldBeGreaterThanOrEqualTo(20);
        (await _house.Get<KnowledgeFolder>().LoadAsync(Path.Combine(DeskHouse.Root, "knowledge"), DeskHouse.Person("masa", "masa"), Lead)).ShouldBe(0, "what is there stays");
        foreach (var (text, slug) in new[]
        {
            ("Telefonumu güncelledikten sonra eduroam sertifika uyarısı veriyor, onaylayayım mı?", "eduroam-telefon"),
            ("Oyun konsolumu YurtNet'e ekleyemiyorum, MAC adresini kabul etmiyor.", "yurtnet-konsol"),
            ("parolami unuttum sifirlamak istiyorum", "parola-sifirlama"),
            ("Kotanız doldu diye gelen bağlantıya parolamı yazdım, ne yapmalıyım?", "parolami-verdim"),
            ("VPN bağlanıyor ama lisanslı programı açınca sunucuya ulaşılamadı diyor.", "vpn-lisansli-yazilim"),
            ("Mart puantajımda 4 saat eksik yazılmış.", "yari-zamanli"),
        })
        {
            (await _house.Get<ArticleSearch>().SuggestAsync(text, DeskHouse.Person("idari", "idari"), "tr", 3)).Select(found => found.Item.Slug).ShouldContain(slug, text);
        }

        (await _house.Get<ArticleSearch>().SuggestAsync("", Student, "tr", 3)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_article_that_comes_with_the_program_is_whole_and_its_links_lead_somewhere()
    {
        var drafts = Directory.GetFiles(Path.Combine(DeskHouse.Root, "knowledge"), "*.md").Select(file => KnowledgeFolder.Read(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file))).ToList();
        var slugs = drafts.Select(draft => draft.Slug).ToHashSet();
        foreach (var draft in drafts)
        {
            ArticleCommands.Check(draft).ShouldBeEmpty(draft.Slug);
            draft.BodyEn.Length.ShouldBeGreaterThan(200, draft.Slug);
            foreach (var link in System.Text.RegularExpressions.Regex.Matches(draft.BodyTr + draft.BodyEn, @"\]\(/(bilgi|processes)/([a-z0-9-]+)\)").Cast<System.Text.RegularExpressions.Match>())
            {
                (link.Groups[1].Value == "bilgi" ? slugs.Contains(link.Groups[2].Value) : Directory.Exists(Path.Combine(DeskHouse.Root, "processes", link.Groups[2].Value))).ShouldBeTrue(link.Value);
            }
        }

        await Task.CompletedTask;
    }

    [Fact]
    public async Task Searches_without_a_result_and_uses_are_counted()
    {
        var use = _house.Get<ArticleUse>();
        await use.MissedAsync("Yazıcı kartuşu");
        await use.MissedAsync("kartuşu yazıcının");
        (await Articles.GapsAsync(5)).ShouldHaveSingleItem().Times.ShouldBe(2);
        var key = await PublishAsync(Draft);
        foreach (var kind in new[] { ArticleUseKind.Helped, ArticleUseKind.SparedTicket, ArticleUseKind.SparedTicket }) (await use.CountAsync(key, kind, null)).Problem.ShouldBeNull();
        var care = (await Articles.CareAsync(Author)).ShouldHaveSingleItem();
        (care.Helped, care.NotHelped, care.Spared).ShouldBe((1, 0, 2));
        (await Articles.CareAsync(Student)).ShouldBeEmpty();
    }

    private async Task<long> PublishAsync(ArticleDraft draft)
    {
        var key = (await Commands.SaveAsync(null, draft, [], Author)).Value;
        (await Commands.SubmitAsync(key, Author)).Problem.ShouldBeNull();
        (await Commands.ApproveAsync(key, Lead)).Problem.ShouldBeNull();
        return key;
    }
}

public sealed class SqliteArticleTests : ArticleTests
{
    protected override string? Postgres => null;
}

[Collection(DeskPostgreSql.Name)]
public sealed class PostgreSqlArticleTests(PostgreSqlCluster cluster) : ArticleTests
{
    protected override string? Postgres => cluster.NewDatabase();
}

public sealed class ArticleTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("[tıkla](javascript:alert(1))", "javascript:")]
    [InlineData("![x](data:text/html;base64,AAAA)", "data:")]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    public void Nothing_in_an_article_can_run(string markdown, string never) => ArticleText.ToHtml(markdown).ShouldNotContain(never, Case.Insensitive);

    [Fact]
    public void Tables_links_and_code_are_kept() => ArticleText.ToHtml("| a | b |\n|---|---|\n| `x` | [y](/bilgi/z) |").ShouldContain("<td><a href=\"/bilgi/z\">y</a></td>");
}
