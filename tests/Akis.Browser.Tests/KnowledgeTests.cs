using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Akis.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class KnowledgeTests(Browser browser)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_visitor_finds_an_article_and_the_state_of_the_services(int width)
    {
        var page = await browser.VisitAsync("/bilgi", width);
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByLabel("Bilgi tabanında ara").FillAsync("KONSOLUMU ekleme");
        await page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Ara" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Konsol ve televizyonu YurtNet'e ekleme" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Konsol ve televizyonu YurtNet'e ekleme" }).WaitForAsync();
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Evet" }).ClickAsync();
        await page.GetByText("Teşekkürler, görüşünüz").WaitForAsync();
        await page.GotoAsync("/durum");
        await Browser.ShouldBeAccessibleAsync(page);
    }

    [Fact]
    public async Task A_query_is_written_with_the_keyboard_alone()
    {
        var page = await browser.SignInAsync("masa", "/search");
        await Browser.ShouldBeAccessibleAsync(page);
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Biletlerde ara" });
        await field.PressSequentiallyAsync("onc");
        await page.GetByRole(AriaRole.Option, new() { Name = "öncelik:" }).WaitForAsync();
        await field.PressAsync("ArrowDown");
        await field.PressAsync("Enter");
        await page.GetByRole(AriaRole.Option, new() { Name = "öncelik:P2" }).WaitForAsync();
        await field.PressAsync("ArrowDown");
        await field.PressAsync("ArrowDown");
        await field.PressAsync("Tab");
        (await field.InputValueAsync()).ShouldBe("öncelik:P2 ");
        await field.PressSequentiallyAsync("drum:x");
        await field.PressAsync("Enter");
        await page.GetByText("“durum:” mi demek istediniz?").WaitForAsync();
    }

    [Fact]
    public async Task While_a_ticket_is_written_the_article_that_spares_it_is_offered()
    {
        var page = await browser.SignInAsync("ogrenci", "/tickets/new?category=YRT-02");
        await page.GetByLabel("Konu", new() { Exact = true }).FillAsync("Oyun konsolumu YurtNet'e ekleyemiyorum");
        var offered = page.Locator("akis-similar").GetByRole(AriaRole.Link, new() { Name = "Konsol ve televizyonu YurtNet'e ekleme" });
        await offered.WaitForAsync();
        (await offered.GetAttributeAsync("href")).ShouldBe("/bilgi/yurtnet-konsol?from=ticket");
    }
}
