using System.Globalization;
using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>What people do with tasks besides completing them.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TaskPageTests(Browser browser)
{
    [Fact]
    public async Task A_substitute_does_the_work_and_who_was_typing_loses_nothing()
    {
        await VpnStory.AskAsync(browser);
        var head = await browser.SignInAsync("baskan", "/account/delegations");
        await head.GetByLabel("Vekil (kullanıcı adı)").FillAsync("masa");
        await head.GetByLabel("Bitiş günü").FillAsync(DateTime.Today.AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await head.GetByRole(AriaRole.Button, new() { Name = "Vekâlet ver" }).ClickAsync();
        await Assertions.Expect(head.GetByText("Vekâlet kaydedildi.")).ToBeVisibleAsync();
        await Browser.ShouldBeAccessibleAsync(head);

        var typing = await VpnStory.OpenApprovalAsync(browser);
        await typing.GetByLabel("Reddet", new() { Exact = true }).CheckAsync();
        await typing.GetByLabel("Karar gerekçesi").FillAsync("Önce birimden yazı isteyelim.");

        var substitute = await browser.SignInAsync("masa", "/tasks", width: 390);
        await Assertions.Expect(substitute.GetByText("Vekâleten; asıl görevli: Demo Daire Başkanı").First).ToBeVisibleAsync();
        await substitute.GotoAsync(typing.Url);
        await substitute.GetByLabel("Yorumunuz").FillAsync("Vekâleten onaylıyorum.");
        await substitute.GetByRole(AriaRole.Button, new() { Name = "Yorum ekle" }).ClickAsync();
        await Assertions.Expect(substitute.Locator("article").GetByText("Vekâleten onaylıyorum.")).ToBeVisibleAsync();
        await VpnStory.DecideAsync(substitute, "Onayla");

        await typing.GetByRole(AriaRole.Button, new() { Name = "Tamamla" }).ClickAsync();
        await Assertions.Expect(typing.GetByText("Siz yazarken durum değişti")).ToBeVisibleAsync();
        await Assertions.Expect(typing.Locator("#late-post textarea").Last).ToHaveValueAsync("Önce birimden yazı isteyelim.");
        await Assertions.Expect(typing.GetByText("vekâleten (asıl görevli: Demo Daire Başkanı) Demo Yardım Masası Uzmanı 1 tamamladı", new() { Exact = false })).ToBeVisibleAsync();
        await Browser.ShouldBeAccessibleAsync(typing);

        await head.GotoAsync("/account/delegations");
        await head.GetByRole(AriaRole.Button, new() { Name = "sona erdir" }).ClickAsync();
        await Assertions.Expect(head.GetByText("Sona erdirildi.")).ToBeVisibleAsync();
        await substitute.GotoAsync("/tasks");
        await Assertions.Expect(substitute.GetByText("Demo Daire Başkanı")).ToHaveCountAsync(0);
    }
}
