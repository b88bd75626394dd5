using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Engine.Tests;
using Akis.Feel;
using Akis.Handbook.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Documents;

public abstract class DocumentTests : IAsyncLifetime
{
    private static readonly Actor Requester = new("ogrenci", new HashSet<string> { "ogrenci" });
    private static readonly Actor Stranger = new("akademik", new HashSet<string> { "akademik" });

    private DocumentHouse _house = null!; // made before each test

    protected abstract string? Postgres { get; }

    private DocumentStore Documents => _house.Get<DocumentStore>();

    public async ValueTask InitializeAsync() => _house = await DocumentHouse.OpenAsync(Postgres);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task A_process_makes_a_document_that_can_be_read_and_verified()
    {
        var request = await _house.RunAsync();
        var document = (await Documents.OfRequestAsync(request)).ShouldHaveSingleItem();
        (document.Number, document.Title.Tr, document.ProcessCode).ShouldBe(("CTT-2026-00001", "Cihaz Teslim Tutanağı", "SEK08-04-07/2026-000012"));
        var belge = (await _house.Get<ProcessQueries>().VariablesAsync(request)).Get("belge").AsContext()!; // the job gave it
        (belge.Get("no").AsString(), belge.Get("key").AsString()).ShouldBe((document.Number, document.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        var path = (await Documents.FindAsync(document.Key, Requester)).ShouldNotBeNull().Path;
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))).ShouldBe(document.Sha256);
        var text = await DocumentHouse.ToolAsync("pdftotext", "-layout", path, "-");
        foreach (var words in new[]
        {
            "T.C.", "ÖRNEK ÜNİVERSİTESİ REKTÖRLÜĞÜ", "Bilgi İşlem Daire Başkanlığı", "CTT-2026-00001", "23.11.2026", "CİHAZ TESLİM TUTANAĞI", "Gümüşsuyu Öğrenci İşleri", "Şükrü Çağlayan Iğdır", "20.11.2026 günü",
            "Dizüstü bilgisayar", "ÖZ-1|A", "45250,5", "Ağ anahtarı", "Kutu <b>açık</b> | geldi", "{{ 1 + 1 }} ![x](file:///etc/passwd) & kapandı", "Veriler silindi: Evet", "Teslim Eden", "Ayşe Öz", "Teslim Alan", "Sayfa 1 / 1", document.Code,
        })
        {
            text.ShouldContain(words);
        }

        (await DocumentHouse.ToolAsync("pdfinfo", path)).ShouldContain("Cihaz Teslim Tutanağı");
        var picture = Path.Combine(Path.GetDirectoryName(path)!, "page"); // the store's folder is the test's own
        await DocumentHouse.ToolAsync("pdftoppm", "-r", "300", "-png", "-singlefile", path, picture);
        (await DocumentHouse.ToolAsync("zbarimg", "--quiet", "--raw", picture + ".png")).Trim().ShouldBe($"https://akis.demouni.example/belge/{document.Code}");
    }

    [Fact]
    public async Task A_job_that_comes_again_prints_the_same_document()
    {
        var request = await _house.RunAsync();
        var first = (await Documents.OfRequestAsync(request)).Single();
        _house.Clock.Advance(TimeSpan.FromDays(40)); // another year by then
        await PrintAsync("1/1", request);
        var again = await PrintAsync("1/1", request);
        (await Documents.OfRequestAsync(request)).Select(document => document.Number).ShouldBe([first.Number, "CTT-2027-00001"]);
        again.ShouldBe("CTT-2027-00001");
    }

    [Fact]
    public async Task A_document_is_loaded_by_who_may_see_its_request_and_verified_by_whoever_has_its_code()
    {
        var document = (await Documents.OfRequestAsync(await _house.RunAsync())).Single();
        (await Documents.FindAsync(document.Key, Stranger)).ShouldBeNull();
        (await Documents.FindAsync(document.Key, new Actor("denetci", new HashSet<string> { "kalite" }))).ShouldNotBeNull();
        (await Documents.VerifyAsync($"{document.Code[..4]}-{document.Code[4..8]} {document.Code[8..]}".ToLowerInvariant()))!.Sha256.ShouldBe(document.Sha256);
        (await Documents.VerifyAsync("ABCDEFGH2345")).ShouldBeNull();
    }

    [Fact]
    public async Task A_document_exists_only_when_its_job_is_done()
    {
        var reserved = await Documents.ReserveAsync("9/9", 77, null, new("Başlık", "Title"), (_, _) => Task.FromResult("DNM-2026-00001"));
        (await Documents.VerifyAsync(reserved.Code)).ShouldBeNull();
        (await Documents.OfRequestAsync(77)).ShouldBeEmpty();
        (await Documents.ReserveAsync("9/9", 77, null, new("Başlık", "Title"), (_, _) => throw new InvalidOperationException("a second number was taken"))).ShouldBe(reserved);
    }

    // What the runner does when a lease ran out: the handler once more, then the transaction that completes the job.
    private async Task<string?> PrintAsync(string element, long request)
    {
        var handler = _house.Get<IEnumerable<IJobHandler>>().Single(one => one.Type == "document.create");
        var job = new ActivatedJob(1, handler.Type, request, 1, "teslim", 1, element.GetHashCode(StringComparison.Ordinal), "belge", null, DocumentHouse.Variables, new Dictionary<string, string> { ["template"] = "teslim-tutanagi" }, 3, "w", _house.Clock.GetUtcNow(), 1) { RootKey = request };
        var done = (await handler.HandleAsync(new(job, null), TestContext.Current.CancellationToken)).ShouldBeOfType<JobAnswer.Completed>();
        (await _house.Database.WriteAsync((session, cancel) => done.Alongside!(session, cancel))).Problem.ShouldBeNull(); // a document is always issued so
        return done.Variables.Get("belge").AsContext()!.Get("no").AsString(); // it always gives one
    }
}

public sealed class DocumentsOnSqlite : DocumentTests
{
    protected override string? Postgres => null;
}

[Collection(Desk.DeskPostgreSql.Name)]
public sealed class DocumentsOnPostgres(PostgreSqlCluster cluster) : DocumentTests
{
    protected override string? Postgres => cluster.NewDatabase();
}
