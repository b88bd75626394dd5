using System.Net;
using Akis.Engine.Tests;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Access;

/// <summary>
/// Every page × every account: shown, refused or sent elsewhere, never broken. On both databases: one answers while a page waits, the other at once,
/// and only the first shows a page that is rendered before what it needs has been read.
/// </summary>
public abstract class EveryPageTests
{
    protected abstract RunningServer Server { get; }

    [Fact]
    public async Task No_page_breaks_for_anybody()
    {
        var number = await Server.TicketAsync("ogrenci", "VPN-02", "Her sayfada görünen bilet");
        await Server.TicketAsync("idari", "AGK-01", "Yanında duran bilet");
        var pages = Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText?.Trim('/').Replace("{Number}", number, StringComparison.Ordinal).Replace("{Status:int}", "404", StringComparison.Ordinal))
            .Distinct().ToList();
        var readable = pages.Where(page => !page.Contains('{', StringComparison.Ordinal)).ToList();
        readable.Count.ShouldBeGreaterThan(30);
        readable.ShouldContain($"/tickets/{number}");
        var broken = new List<string>();
        foreach (var account in RunningServer.Accounts.Prepend(null))
        {
            using var client = Server.As(account);
            foreach (var page in readable)
            {
                using var answer = await client.GetAsync(page);
                if (answer.StatusCode >= HttpStatusCode.InternalServerError) broken.Add($"{account} {page}: {(int)answer.StatusCode}");
            }
        }

        broken.ShouldBeEmpty();
    }
}

public sealed class SqliteEveryPageTests(RunningServer server) : EveryPageTests, IClassFixture<RunningServer>
{
    protected override RunningServer Server => server;
}

public sealed class PostgreSqlEveryPageTests(PostgreSqlCluster cluster) : EveryPageTests, IAsyncLifetime
{
    protected override RunningServer Server { get; } = new() { Database = cluster.NewDatabase() };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
