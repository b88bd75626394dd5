using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>The ticket story by mouse and keyboard, in steps that several tests share.</summary>
internal static partial class TicketStory
{
    /// <summary>A student opens a ticket with an attachment; gives its page.</summary>
    public static async Task<IPage> OpenAsync(Browser browser, string subject, int width = 1280)
    {
        var page = await browser.SignInAsync("ogrenci", "/tickets/new", width);
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByLabel("Konularda ara").FillAsync("bağlanam");
        await page.GetByRole(AriaRole.Link, new() { Name = "Bağlanamıyorum" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Ne olacak?")).ToBeVisibleAsync();
        await page.GetByLabel("Windows").CheckAsync();
        await page.GetByLabel("Konu", new() { Exact = true }).FillAsync(subject);
        await page.GetByLabel("Açıklama").FillAsync("İstemci açılıyor ama sunucuya ulaşılamadı diyor.");
        await page.GetByLabel("Ekler").SetInputFilesAsync(new FilePayload { Name = "hata.txt", MimeType = "text/plain", Buffer = "sunucuya ulaşılamadı"u8.ToArray() });
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Bileti gönder" }).ClickAsync();
        await page.WaitForURLAsync(TicketPage());
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'"); // a key that comes before the page's script is lost
        return page;
    }

    /// <summary>An agent finds it in the queue.</summary>
    public static async Task<IPage> FindAsync(Browser browser, string subject, int width = 1280)
    {
        var page = await browser.SignInAsync("uzman.ag", "/desk", width);
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = subject }).First.ClickAsync();
        await page.WaitForURLAsync(TicketPage());
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'"); // a key that comes before the page's script is lost
        return page;
    }

    /// <summary>The agent solves it, by keyboard.</summary>
    public static async Task SolveAsync(IPage page)
    {
        await page.Locator("body").PressAsync("e");
        await page.Locator("#resolve-code").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("#resolve-text").FillAsync("İstemci güncellendi, bağlantı sağlandı.");
        await page.Locator("form", new() { Has = page.Locator("#resolve-text") }).GetByRole(AriaRole.Button).ClickAsync();
        await ExpectState(page, "Çözüldü");
    }

    public static Task ExpectState(IPage page, string state) => Assertions.Expect(page.Locator("main").GetByText(state, new() { Exact = true }).First).ToBeVisibleAsync();

    [GeneratedRegex("/tickets/[0-9]{4}-[0-9]{6}")]
    private static partial Regex TicketPage();
}
