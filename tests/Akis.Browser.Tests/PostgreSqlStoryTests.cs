using Akis.Engine.Tests;
using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>The program on a real PostgreSQL.</summary>
public sealed class PostgreSqlBrowser : Browser
{
    private readonly PostgreSqlCluster _cluster = new();

    public override async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        UseDatabase(_cluster.NewDatabase());
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}

/// <summary>Both stories once more, on the other database, with SIGKILL in their middle.</summary>
public sealed class PostgreSqlStoryTests(PostgreSqlBrowser browser) : IClassFixture<PostgreSqlBrowser>
{
    [Fact]
    public async Task The_vpn_story_runs_and_survives()
    {
        var request = await VpnStory.AskAsync(browser);
        await browser.Akis.KillAsync();
        await browser.Akis.StartAsync();
        await VpnStory.DecideAsync(await VpnStory.OpenApprovalAsync(browser), "Onayla");
        await request.ReloadAsync();
        await VpnStory.ExpectWaitingAt(request, "Bağlantıyı Test Et").ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_ticket_story_runs_and_survives()
    {
        const string subject = "PostgreSQL üzerinde bilet";
        var requester = await TicketStory.OpenAsync(browser, subject);
        await browser.Akis.KillAsync();
        await browser.Akis.StartAsync();
        await TicketStory.SolveAsync(await TicketStory.FindAsync(browser, subject));
        await requester.ReloadAsync();
        await requester.GetByRole(AriaRole.Button, new() { Name = "Evet, çözüldü" }).ClickAsync();
        await TicketStory.ExpectState(requester, "Kapandı");
    }
}
