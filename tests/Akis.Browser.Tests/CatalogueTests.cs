using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>The public catalogue as a visitor sees it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CatalogueTests(Browser browser)
{
    [Theory]
    [InlineData("/", 1280)]
    [InlineData("/", 390)]
    [InlineData("/processes/sek-08-04-34-vpn", 1280)]
    [InlineData("/processes/sek-08-04-34-vpn", 390)]
    [InlineData("/processes/sek-08-04-01-altyapi-kurulum", 390)]
    [InlineData("/sign-in", 390)]
    [InlineData("/yok", 390)]
    public async Task A_public_page_is_accessible(string path, int width)
    {
        var page = await browser.VisitAsync(path, width);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Browser.ShouldBeAccessibleAsync(page);
    }

    [Fact]
    public async Task All_31_processes_stand_in_their_six_groups()
    {
        var page = await browser.VisitAsync();
        (await page.Locator("#processes [data-search]").CountAsync()).ShouldBe(31);
        (await page.Locator("#processes h2").AllInnerTextsAsync()).ShouldBe(
            ["Genel Süreçler", "Ağ Hizmetleri Planlama Destek Grubu", "Sistem Destek Grubu", "Yazılım Geliştirme Grubu", "Yarı Zamanlı Çalışan Koordinatörlüğü", "Atölye Hizmetleri Birimi"]);
    }

    [Theory]
    [InlineData("yedek", 2)]
    [InlineData("ISLEM ALTYAPI KURULUM", 1)]
    [InlineData("Şüphesiz yok", 0)]
    public async Task Typing_finds_without_regard_to_turkish_letters(string query, int atLeast)
    {
        var page = await browser.VisitAsync();
        await page.GetByLabel("Süreç ara").PressSequentiallyAsync(query);
        var shown = page.Locator("#processes [data-search]:visible");
        if (atLeast == 0) await Assertions.Expect(shown).ToHaveCountAsync(0);
        else (await shown.CountAsync()).ShouldBeInRange(atLeast, 30);
    }

    [Fact]
    public async Task Search_works_without_script()
    {
        var page = await browser.VisitAsync("/", javaScript: false);
        await page.GetByLabel("Süreç ara").FillAsync("yurtnet");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ara", Exact = true }).ClickAsync();
        (await page.Locator("#processes [data-search]:visible").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_reader_can_change_to_english_and_stays_on_the_page()
    {
        var page = await browser.VisitAsync("/processes/sek-08-04-34-vpn");
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("VPN Service");
        page.Url.ShouldEndWith("/processes/sek-08-04-34-vpn");
    }

    [Fact]
    public async Task A_process_without_a_model_says_so()
    {
        var page = await browser.VisitAsync("/processes/sek-08-04-17-yedekleme");
        await Assertions.Expect(page.GetByText("yürütülebilir modeli henüz hazırlanmadı")).ToBeVisibleAsync();
    }
}
