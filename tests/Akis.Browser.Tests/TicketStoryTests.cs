using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>A ticket from opening to closing, as requester and agent.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TicketStoryTests(Browser browser)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_ticket_is_answered_noted_solved_and_confirmed(int width)
    {
        var subject = $"VPN bağlanmıyor ({width})";
        var requester = await TicketStory.OpenAsync(browser, subject, width);
        await Browser.ShouldBeAccessibleAsync(requester);
        await Assertions.Expect(requester.Locator("main")).ToContainTextAsync("#2026-");

        var agent = await TicketStory.FindAsync(browser, subject, width);
        await Browser.ShouldBeAccessibleAsync(agent);
        await agent.Locator("body").PressAsync("n");
        await agent.Locator("#note-text").FillAsync("İstemci sürümü eski olabilir.");
        await agent.GetByRole(AriaRole.Button, new() { Name = "Notu kaydet" }).ClickAsync();
        await Assertions.Expect(agent.Locator("#ticket-conversation").GetByText("İstemci sürümü eski olabilir.")).ToBeVisibleAsync();
        await agent.Locator("#reply").FillAsync("Merhaba, istemci sürümünüz nedir?");
        await agent.GetByRole(AriaRole.Button, new() { Name = "Yanıtı gönder" }).ClickAsync();
        await agent.GetByRole(AriaRole.Button, new() { Name = "Hemen gönder" }).ClickAsync();
        await Assertions.Expect(agent.Locator("#ticket-conversation").GetByText("Merhaba, istemci sürümünüz nedir?")).ToBeVisibleAsync();

        await requester.ReloadAsync();
        await Assertions.Expect(requester.GetByText("Merhaba, istemci sürümünüz nedir?")).ToBeVisibleAsync();
        (await requester.GetByText("İstemci sürümü eski olabilir.").CountAsync()).ShouldBe(0, "an internal note must never reach the requester");

        await agent.GetByRole(AriaRole.Button, new() { Name = "Üstlen" }).ClickAsync();
        await TicketStory.ExpectState(agent, "İşlemde");
        await TicketStory.SolveAsync(agent);

        await requester.GotoAsync("/tickets");
        await Browser.ShouldBeAccessibleAsync(requester);
        await requester.GetByRole(AriaRole.Link, new() { Name = subject }).First.ClickAsync();
        await requester.GetByLabel("4 · İyi").CheckAsync();
        await requester.GetByRole(AriaRole.Button, new() { Name = "Evet, çözüldü" }).ClickAsync();
        await TicketStory.ExpectState(requester, "Kapandı");
        await Assertions.Expect(requester.GetByText("Puanınız: 4")).ToBeVisibleAsync();
        await requester.GetByRole(AriaRole.Link, new() { Name = "Hedef neden bu?" }).ClickAsync();
        await Assertions.Expect(requester.GetByRole(AriaRole.Heading, new() { Name = "Hedefler" })).ToBeVisibleAsync();
        await Browser.ShouldBeAccessibleAsync(requester);
    }

    [Fact]
    public async Task A_problem_that_goes_on_reopens_the_ticket()
    {
        const string subject = "Bağlantı yine kopuyor";
        var requester = await TicketStory.OpenAsync(browser, subject);
        var agent = await TicketStory.FindAsync(browser, subject);
        await TicketStory.SolveAsync(agent);
        await requester.ReloadAsync();
        await requester.GetByLabel("Sorun nasıl sürüyor?").FillAsync("Akşam yeniden koptu.");
        await requester.GetByRole(AriaRole.Button, new() { Name = "Hayır, sorun sürüyor" }).ClickAsync();
        await agent.ReloadAsync();
        await Assertions.Expect(agent.Locator("#ticket-conversation").GetByText("Akşam yeniden koptu.")).ToBeVisibleAsync();
        await TicketStory.ExpectState(agent, "İşlemde");
    }

    [Fact]
    public async Task A_refused_ticket_keeps_what_was_typed_without_script()
    {
        var page = await browser.SignInAsync("ogrenci", "/tickets/new?category=LIS-01", javaScript: false);
        await page.GetByLabel("Konu", new() { Exact = true }).FillAsync("Kısa konu");
        await page.GetByLabel("Açıklama").FillAsync("çok kısa");
        await page.Locator("main form").First.EvaluateAsync("form => form.noValidate = true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bileti gönder" }).ClickAsync();
        (await page.GetByLabel("Açıklama").InputValueAsync()).ShouldBe("çok kısa");
        await Assertions.Expect(page.GetByText("en az 20 karakter").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Another_requester_does_not_find_the_ticket()
    {
        var requester = await TicketStory.OpenAsync(browser, "Yalnız bana ait bilet");
        var stranger = await browser.SignInAsync("akademik");
        var answer = await stranger.GotoAsync(new Uri(requester.Url).AbsolutePath);
        answer.ShouldNotBeNull().Status.ShouldBe(404);
    }
}
