using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>SIGKILL in the middle of a story: what was acknowledged is there, and nothing happens twice.</summary>
public sealed class CrashTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_request_survives_the_death_of_the_program_at_every_step()
    {
        var request = await VpnStory.AskAsync(browser);
        await RestartAsync();
        await request.ReloadAsync();
        await VpnStory.ExpectWaitingAt(request, "Başvuruyu Değerlendir").ToBeVisibleAsync();

        var approval = await VpnStory.OpenApprovalAsync(browser);
        await VpnStory.DecideAsync(approval, "Onayla");
        await RestartAsync();
        await request.ReloadAsync();
        await Assertions.Expect(request.GetByRole(AriaRole.Link, new() { Name = "Görevi aç" })).ToBeVisibleAsync();
        await VpnStory.ExpectWaitingAt(request, "Bağlantıyı Test Et").ToBeVisibleAsync();

        await approval.GotoAsync("/tasks");
        (await approval.GetByText("Başvuruyu Değerlendir").CountAsync()).ShouldBe(0);
        var accounts = await request.APIRequest.GetAsync("/api/vpn-accounts");
        var json = (await accounts.JsonAsync()).ShouldNotBeNull();
        json.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_survives_the_death_of_the_program_at_every_step()
    {
        const string subject = "Sunucu giderken açılan bilet";
        var requester = await TicketStory.OpenAsync(browser, subject);
        await RestartAsync();
        var agent = await TicketStory.FindAsync(browser, subject);
        await TicketStory.SolveAsync(agent);
        await RestartAsync();
        await requester.ReloadAsync();
        await requester.GetByRole(AriaRole.Button, new() { Name = "Evet, çözüldü" }).ClickAsync();
        await TicketStory.ExpectState(requester, "Kapandı");
        await RestartAsync();
        await requester.GotoAsync("/tickets");
        (await requester.GetByRole(AriaRole.Link, new() { Name = subject }).CountAsync()).ShouldBe(1);
        await requester.GetByRole(AriaRole.Link, new() { Name = subject }).ClickAsync();
        (await requester.GetByText("İstemci güncellendi, bağlantı sağlandı.").CountAsync()).ShouldBe(1);
    }

    private async Task RestartAsync()
    {
        await browser.Akis.KillAsync();
        await browser.Akis.StartAsync();
    }
}
