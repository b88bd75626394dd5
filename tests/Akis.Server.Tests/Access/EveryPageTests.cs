using System.Net;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Access;

/// <summary>
/// Every page × every account: shown, refused or sent elsewhere, never broken. On both databases: one answers while a page waits, the other at once,
/// and only the first shows a page that is rendered before what it needs has been read.
/// </summary>
public abstract class EveryPageTests(RunningServer server)
{
    [Fact]
    public async Task No_page_breaks_for_anybody()
    {
        var number = await server.TicketAsync("ogrenci", "VPN-02", "Her sayfada görünen bilet");
        await server.TicketAsync("idari", "AGK-01", "Yanında duran bilet");
        var pages = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText?.Trim('/').Replace("{Number}", number, StringComparison.Ordinal).Replace("{Status:int}", "404", StringComparison.Ordinal))
            .Distinct().ToList();
        var readable = pages.Where(page => !page.Contains('{', StringComparison.Ordinal)).ToList();
        readable.Count.ShouldBeGreaterThan(30);
        readable.ShouldContain($"/tickets/{number}");
        var broken = new List<string>();
        foreach (var account in RunningServer.Accounts.Prepend(null))
        {
            using var client = server.As(account);
            foreach (var page in readable)
            {
                using var answer = await client.GetAsync(page);
                if (answer.StatusCode >= HttpStatusCode.InternalServerError) broken.Add($"{account} {page}: {(int)answer.StatusCode}");
            }
        }

        broken.ShouldBeEmpty();
    }
}

public sealed class SqliteEveryPageTests(RunningServer server) : EveryPageTests(server), IClassFixture<RunningServer>;

public sealed class PostgreSqlEveryPageTests(PostgreSqlServer server) : EveryPageTests(server), IClassFixture<PostgreSqlServer>;
