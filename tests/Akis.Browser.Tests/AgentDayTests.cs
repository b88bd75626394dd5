using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>An agent's day: twenty tickets, and no hand leaves the keyboard.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AgentDayTests(Browser browser)
{
    private const int Tickets = 20;

    [Fact]
    public async Task Twenty_tickets_are_answered_noted_solved_and_snoozed_by_keyboard_alone()
    {
        using var requester = await ClientAsync("ogrenci");
        using var desk = await ClientAsync("uzman.ag");
        var numbers = new List<string>();
        for (var i = 0; i < Tickets; i++)
        {
            var made = await requester.PostAsJsonAsync("/api/tickets", new { category = "VPN-01", subject = $"Klavye günü {i + 1}", body = "VPN hesabı istiyorum, evden çalışacağım.", impact = "university", urgency = "critical" });
            numbers.Add(made.Headers.Location!.ToString().Split('/')[^1]);
        }

        var page = await browser.SignInAsync("uzman.ag");
        await GoAsync(page, "/desk", "g", "d");
        await GoAsync(page, "view=Mine", "g", "m"); // the queue gives tickets about VPN to who knows VPN best
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Klavye kısayolları");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator($"a[href='/tickets/{numbers[0]}']").FocusAsync(); // where an earlier test has left others above it
        await GoAsync(page, "/tickets/" + numbers[0], "Enter");
        for (var i = 0; i < Tickets; i++)
        {
            await HandleAsync(page, i);
            if (i + 1 < Tickets) await GoAsync(page, "/tickets/" + numbers[i + 1], "j");
        }

        var seen = await Task.WhenAll(numbers.Select(async number => JsonDocument.Parse(await desk.GetStringAsync("/api/tickets/" + number)).RootElement));
        for (var i = 0; i < Tickets; i++)
        {
            var (ticket, messages) = (seen[i].GetProperty("ticket"), seen[i].GetProperty("messages").GetArrayLength());
            switch (i % 4)
            {
                case 0: ticket.GetProperty("state").GetString().ShouldBe("Resolved", numbers[i]); break;
                case 1: (await page.Context.APIRequest.GetAsync($"/tickets/{numbers[i]}")).Ok.ShouldBeTrue(); break;
                case 2: messages.ShouldBe(2, numbers[i]); break;
                default: seen[i].GetProperty("snoozedUntil").ValueKind.ShouldBe(JsonValueKind.String, numbers[i]); break;
            }
        }
    }

    [Fact]
    public async Task A_reply_can_be_taken_back_a_draft_is_there_again_and_many_tickets_change_after_a_preview()
    {
        using var requester = await ClientAsync("ogrenci");
        foreach (var subject in new[] { "Toplu işlem bir", "Toplu işlem iki" }) await requester.PostAsJsonAsync("/api/tickets", new { category = "VPN-01", subject, body = "VPN hesabı istiyorum, evden çalışacağım." });
        var page = await browser.SignInAsync("uzman.ag", "/desk");
        await Browser.ShouldBeAccessibleAsync(page);
        await ToNextPageAsync(page, "/tickets/", () => page.GetByRole(AriaRole.Link, new() { Name = "Toplu işlem bir" }).ClickAsync());
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Bu yanıt yanlış bilete yazıldı.");
        await Assertions.Expect(page.GetByText("Taslak saklandı.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#reply")).ToHaveValueAsync("Bu yanıt yanlış bilete yazıldı.");
        await page.Locator("#reply").PressAsync("Control+Enter");
        await Assertions.Expect(page.GetByText("Gönderiliyor; geri alabilirsiniz.")).ToBeVisibleAsync();
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Geri al", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#reply")).ToHaveValueAsync("Bu yanıt yanlış bilete yazıldı.");

        await page.GotoAsync("/desk");
        foreach (var subject in new[] { "Toplu işlem bir", "Toplu işlem iki" }) await page.Locator("[data-row]", new() { HasText = subject }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Locator("#bulk summary").ClickAsync();
        await page.GetByLabel("İşlem", new() { Exact = true }).SelectOptionAsync("1");
        await page.GetByLabel("Değer").FillAsync("toplu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Önizle" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 bilet değişecek, 0 bilet değişmeyecek.");
        await Browser.ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "2 bileti değiştir" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Geri al" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 bilette geri alındı");
    }

    [Theory]
    [InlineData(390)]
    public async Task The_desks_pages_are_accessible_on_a_phone(int width)
    {
        var page = await browser.SignInAsync("sorumlu.ag", "/desk", width);
        foreach (var path in new[] { "/desk", "/desk/queues/AG", "/desk/texts", "/desk/macros", "/desk/recurring", "/desk/notifications" })
        {
            await page.GotoAsync(path);
            await Browser.ShouldBeAccessibleAsync(page);
        }
    }

    private static async Task HandleAsync(IPage page, int i)
    {
        switch (i % 4)
        {
            case 0:
                await page.Keyboard.PressAsync("e");
                await page.Keyboard.PressAsync("Tab");
                await page.Keyboard.TypeAsync("Hesabınız açıldı, kurulum kılavuzu e-postanızda.");
                break;
            case 1:
                await page.Keyboard.PressAsync("r");
                await page.Keyboard.TypeAsync("Merhaba, hangi cihazdan bağlanacaksınız?");
                break;
            case 2:
                await page.Keyboard.PressAsync("n");
                await page.Keyboard.TypeAsync("Kota uygun; @sorumlu.ag onay verir mi?");
                break;
            default:
                await page.Keyboard.PressAsync("z");
                break;
        }

        await ToNextPageAsync(page, "/tickets/", () => page.Keyboard.PressAsync(i % 4 == 3 ? "Enter" : "Control+Enter"));
    }

    private static Task GoAsync(IPage page, string where, params string[] keys) => ToNextPageAsync(page, where, async () =>
    {
        foreach (var key in keys) await page.Keyboard.PressAsync(key);
    });

    // The next page must be there with its scripts, not only asked for: a key that the page before gets is lost.
    private static async Task ToNextPageAsync(IPage page, string where, Func<Task> leave)
    {
        await page.EvaluateAsync("window.before = true");
        await leave();
        await page.WaitForFunctionAsync("where => !window.before && location.href.includes(where) && document.readyState === 'complete'", where);
    }

    private async Task<HttpClient> ClientAsync(string user) => new()
    {
        BaseAddress = browser.Akis.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", (await browser.Akis.CommandAsync("token", "create", "--user", user)).Trim()) },
    };
}
