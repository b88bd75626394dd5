using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>The VPN story by mouse and keyboard; shared by the tests that tell it whole and the one that kills the program in its middle.</summary>
internal static partial class VpnStory
{
    public const string Process = "sek-08-04-34-vpn";

    /// <summary>A member of the administrative staff asks; gives the request's page.</summary>
    public static async Task<IPage> AskAsync(Browser browser, int width = 1280)
    {
        var page = await browser.SignInAsync("idari", $"/processes/{Process}", width);
        await page.GetByRole(AriaRole.Link, new() { Name = "Başvur", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".fjs-form")).ToBeVisibleAsync();
        await page.GetByLabel("İdari VPN").CheckAsync();
        await page.GetByLabel("Gerekçe").FillAsync("Evden resmî yazı onaylamam gerekiyor.");
        await page.GetByLabel("Linux").CheckAsync();
        await page.GetByLabel(Notice()).CheckAsync();
        await page.GetByLabel(Rules()).CheckAsync();
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Gönder" }).ClickAsync();
        await page.WaitForURLAsync(RequestPage());
        return page;
    }

    /// <summary>The unit's manager opens the newest approval.</summary>
    public static async Task<IPage> OpenApprovalAsync(Browser browser, int width = 1280)
    {
        var page = await browser.SignInAsync("baskan", "/tasks", width);
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Link, new() { NameRegex = Approval() }).Last.ClickAsync();
        await Assertions.Expect(page.Locator(".fjs-form")).ToBeVisibleAsync();
        return page;
    }

    public static async Task DecideAsync(IPage page, string decision, string? reason = null)
    {
        await page.GetByLabel(decision, new() { Exact = true }).CheckAsync();
        if (reason is not null) await page.GetByLabel("Karar gerekçesi").FillAsync(reason);
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Tamamla" }).ClickAsync();
        await page.WaitForURLAsync(TaskList());
    }

    public static ILocatorAssertions ExpectWaitingAt(IPage request, string step) => Assertions.Expect(request.Locator("main").GetByText(step).First);

    [GeneratedRegex("KVKK")]
    private static partial Regex Notice();

    [GeneratedRegex("Kullanım kurallarını")]
    private static partial Regex Rules();

    [GeneratedRegex("/requests/[0-9]+")]
    private static partial Regex RequestPage();

    [GeneratedRegex("/tasks\\?")]
    private static partial Regex TaskList();

    [GeneratedRegex("Başvuruyu Değerlendir")]
    private static partial Regex Approval();
}
