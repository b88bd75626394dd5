using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;

namespace Akis.Browser.Tests;

/// <summary>One running program and one Chromium for all browser tests; every user gets a context of his own.</summary>
public class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public AkisProcess Akis { get; private set; } = new();

    public virtual async ValueTask InitializeAsync()
    {
        await Akis.StartAsync();
        Assertions.SetDefaultExpectTimeout(60_000); // as long as a page may take on a slow machine; Playwright's own five seconds are not
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_chromium is not null) await _chromium.DisposeAsync();
        _playwright?.Dispose();
        await Akis.DisposeAsync();
    }

    /// <summary>The program on PostgreSQL instead of SQLite; before it starts.</summary>
    protected void UseDatabase(string connectionString) => Akis = new(connectionString);

    /// <summary>A fresh visitor with the given window width; Turkish, in Istanbul.</summary>
    public async Task<IPage> VisitAsync(string path = "/", int width = 1280, bool javaScript = true)
    {
        var context = await _chromium!.NewContextAsync(new()
        {
            BaseURL = Akis.Address.ToString(),
            Locale = "tr-TR",
            TimezoneId = "Europe/Istanbul",
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = javaScript,
        });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>A visitor who has signed in with a demo account.</summary>
    public async Task<IPage> SignInAsync(string user, string path = "/", int width = 1280, bool javaScript = true)
    {
        var page = await VisitAsync("/sign-in", width, javaScript);
        await page.GetByLabel("Kullanıcı adı").FillAsync(user);
        await page.GetByLabel("Parola", new() { Exact = true }).FillAsync(AkisProcess.Password);
        await page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Oturum aç" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        if (path != "/") await page.GotoAsync(path);
        return page;
    }

    /// <summary>axe finds nothing serious or critical, and the page is not wider than its window.</summary>
    public static async Task ShouldBeAccessibleAsync(IPage page)
    {
        var result = await page.RunAxe();
        var findings = result.Violations
            .Where(finding => finding.Impact is "serious" or "critical")
            .Select(finding => $"{finding.Id}: {finding.Help}: {string.Join(" | ", finding.Nodes.Select(node => node.Html))}");
        findings.ShouldBeEmpty($"{page.Url} has accessibility findings");
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        overflow.ShouldBe(0, $"{page.Url} scrolls sideways");
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Browser>
{
    public const string Name = "browser";
}
