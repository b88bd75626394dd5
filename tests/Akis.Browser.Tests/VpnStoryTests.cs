using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>Asking for VPN access, from the form to the open account, as the people concerned.</summary>
[Collection(BrowserCollection.Name)]
public sealed class VpnStoryTests(Browser browser)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_request_is_approved_and_its_page_moves_without_reload(int width)
    {
        var request = await VpnStory.AskAsync(browser, width);
        await VpnStory.ExpectWaitingAt(request, "Başvuruyu Değerlendir").ToBeVisibleAsync();
        await Browser.ShouldBeAccessibleAsync(request);
        await request.EvaluateAsync("window.untouched = true");

        var approval = await VpnStory.OpenApprovalAsync(browser, width);
        await VpnStory.DecideAsync(approval, "Onayla");

        // The requester's page was not touched: it hears of the approval, the account and the next step by itself.
        await Assertions.Expect(request.GetByRole(AriaRole.Link, new() { Name = "Görevi aç" })).ToBeVisibleAsync();
        await VpnStory.ExpectWaitingAt(request, "Bağlantıyı Test Et").ToBeVisibleAsync();
        (await request.EvaluateAsync<bool>("window.untouched === true")).ShouldBeTrue();

        await request.GetByRole(AriaRole.Link, new() { Name = "Görevi aç" }).ClickAsync();
        await request.GetByLabel("Evet, bağlandım").CheckAsync();
        await request.GetByRole(AriaRole.Button, new() { Name = "Tamamla" }).ClickAsync();
        await request.GotoAsync("/requests");
        await Browser.ShouldBeAccessibleAsync(request);
        await Assertions.Expect(request.Locator("main")).ToContainTextAsync("SEK08-04-34/");
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_the_requester_reads_the_end()
    {
        var request = await VpnStory.AskAsync(browser);
        var approval = await VpnStory.OpenApprovalAsync(browser);
        await approval.GetByLabel("Reddet", new() { Exact = true }).CheckAsync();
        await approval.GetByRole(AriaRole.Button, new() { Name = "Tamamla" }).ClickAsync();
        approval.Url.ShouldContain("/tasks/");
        await VpnStory.DecideAsync(approval, "Reddet", "Görev tanımınız uzaktan erişim gerektirmiyor.");
        await Assertions.Expect(request.Locator("main").GetByText("Reddedildi").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_student_who_asks_for_the_wrong_kind_is_told_at_once()
    {
        var page = await browser.SignInAsync("ogrenci", $"/processes/{VpnStory.Process}/start", javaScript: false);
        await page.GetByLabel("Akademik VPN").CheckAsync();
        await page.GetByLabel("Windows").CheckAsync();
        await page.GetByLabel("KVKK aydınlatma metnini okudum").CheckAsync();
        await page.GetByLabel("Kullanım kurallarını").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Gönder" }).ClickAsync();
        page.Url.ShouldContain("/requests/");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Uygun");
    }

    [Fact]
    public async Task What_was_typed_survives_a_refused_form_without_script()
    {
        var page = await browser.SignInAsync("idari", $"/processes/{VpnStory.Process}/start", javaScript: false);
        await page.GetByLabel("İdari VPN").CheckAsync();
        await page.GetByLabel("Gerekçe").FillAsync("kısa");
        await page.EvaluateAsync("0");
        await page.Locator("form[method=post]").Last.EvaluateAsync("form => form.noValidate = true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Gönder" }).ClickAsync();
        (await page.GetByLabel("Gerekçe").InputValueAsync()).ShouldBe("kısa");
        await Assertions.Expect(page.Locator(".invalid-feedback").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Nobody_else_sees_a_request()
    {
        var request = await VpnStory.AskAsync(browser);
        var stranger = await browser.SignInAsync("ogrenci");
        var answer = await stranger.GotoAsync(new Uri(request.Url).AbsolutePath);
        answer.ShouldNotBeNull().Status.ShouldBe(404);
    }
}
