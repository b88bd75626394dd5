using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Akis.Engine.Database;
using Akis.People.Demo;
using Akis.People.Tokens;
using Akis.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Access;

/// <summary>The whole web server in this process, with the demo university and without background work.</summary>
public partial class RunningServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akis-access-").FullName;
    private readonly Dictionary<string, string> _tokens = [];
    private WebApplication _app = null!; // made before the tests

    /// <summary>A PostgreSQL database; null for SQLite.</summary>
    public string? Database { get; init; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.First());

    public static IEnumerable<string> Accounts => DemoUniversity.List.Select(account => account.User);

    public async ValueTask InitializeAsync()
    {
        _app = await AkisWeb.BuildAsync(new AkisOptions(_folder, Database, "http://127.0.0.1:0", AkisOptions.FindProcesses(), Demo: true, TimeProvider.System), background: false);
        await Services.GetRequiredService<DemoUniversity>().SeedAsync(_folder, "sinama-parolasi-1");
        await _app.StartAsync();
        foreach (var account in Accounts) _tokens[account] = (await Services.GetRequiredService<ApiTokens>().CreateAsync(account, "test", 1)).Value;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A client that acts as an account; as nobody without one. It follows no redirect.</summary>
    public HttpClient As(string? account)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        if (account is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[account]);
        return client;
    }

    /// <summary>Opens a ticket by the API; gives its number.</summary>
    public async Task<string> TicketAsync(string account, string category, string subject)
    {
        using var client = As(account);
        using var answer = await client.PostAsJsonAsync("/api/tickets", new { category, subject, body = "Bu, yetki denemesi için açılmış bir bilettir." });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return answer.Headers.Location!.ToString().Split('/')[^1];
    }

    /// <summary>The token that a form of this visitor must carry; every page has one in its sign-out form.</summary>
    public static async Task<string> FormTokenAsync(HttpClient client) => FormToken().Match(await client.GetStringAsync("/")).Groups[1].Value;

    /// <summary>What the desk's tables hold, as one text: two are equal only where nothing was written between.</summary>
    public Task<string> ContentAsync() => Services.GetRequiredService<AkisDatabase>().ReadAsync(async (connection, cancel) =>
    {
        var tables = await connection.QueryAsync("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%search%' AND name <> 'ticket_read' ORDER BY name", row => row.GetString(0), cancel);
        var content = new System.Text.StringBuilder();
        foreach (var table in tables.Where(IsOfDesk))
        {
            var rows = await connection.QueryAsync($"SELECT * FROM \"{table}\"", row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i))), cancel);
            content.Append(table).Append('\n').AppendJoin('\n', rows.Order(StringComparer.Ordinal)).Append('\n');
        }

        return content.ToString();
    });

    // Everything but what reading itself leaves behind (who has read what).
    private static bool IsOfDesk(string table) =>
        table.StartsWith("ticket", StringComparison.Ordinal) || table.StartsWith("queue", StringComparison.Ordinal) || table.StartsWith("bulk_change", StringComparison.Ordinal)
        || table is "held_reply" or "text_module" or "macro" or "recurring_ticket" or "time_entry" or "checklist_item" or "desk_notification" or "user_task" or "process_instance";

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgreSqlServer : RunningServer
{
    public PostgreSqlServer(Akis.Engine.Tests.PostgreSqlCluster cluster) => Database = cluster.NewDatabase();
}
