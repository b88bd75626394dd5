using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Akis.Desk.Categories;
using Akis.Desk.Compose;
using Akis.Desk.Later;
using Akis.Desk.Tickets;
using Akis.People.Accounts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Access;

/// <summary>Every endpoint × every account × somebody else's ticket: refused, and nothing was written. The endpoints are asked from the running program.</summary>
public sealed partial class EveryEndpointTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly string[] Writing = ["POST", "PUT", "PATCH", "DELETE"];

    private sealed record Endpoint(string Pattern, string Method)
    {
        public string Name => $"{Method} {Pattern}";

        public bool IsWriting => Writing.Contains(Method);
    }

    [Fact]
    public void Every_endpoint_of_the_desk_is_classified()
    {
        var unknown = Endpoints().Where(endpoint => EndpointAccess.IsOfDesk(endpoint.Pattern) && !IsClassified(endpoint)).Select(endpoint => endpoint.Name).ToList();
        unknown.ShouldBeEmpty("name these in EndpointAccess: who may use them, with a body that is right in form");
    }

    [Fact]
    public async Task Who_has_not_signed_in_gets_nothing_but_what_is_public()
    {
        using var nobody = server.As(null);
        var open = new List<string>();
        foreach (var endpoint in Endpoints().Where(endpoint => !EndpointAccess.IsPublic(endpoint.Pattern)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method == "*" ? "GET" : endpoint.Method), Fill(endpoint.Pattern, "2026-000001")) { Content = endpoint.IsWriting ? Content(EndpointAccess.TicketWrites.GetValueOrDefault(endpoint.Name).Body ?? new { }) : null };
            using var answer = await nobody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var isRefused = answer.StatusCode == HttpStatusCode.Unauthorized || (answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location!.ToString().Contains("/sign-in", StringComparison.Ordinal));
            if (!isRefused) open.Add($"{endpoint.Name}: {(int)answer.StatusCode}");
        }

        open.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("VPN-02")]
    [InlineData("GUV-01")]
    public async Task Somebody_elses_ticket_is_refused_by_every_endpoint_of_the_api_and_nothing_is_written(string category)
    {
        var subject = $"Yalnız ilgilisi görür {category}";
        var number = await server.TicketAsync("ogrenci", category, subject);
        await server.TicketAsync("ogrenci", "VPN-01", "Yanında duran bilet");
        var before = await server.ContentAsync();
        var wrong = new List<string>();
        foreach (var account in RunningServer.Accounts)
        {
            var view = await ViewAsync(account, number);
            using var client = server.As(account);
            foreach (var endpoint in Endpoints().Where(endpoint => endpoint.Method != "*" && endpoint.Pattern.Contains("{number}", StringComparison.OrdinalIgnoreCase)))
            {
                if (view == TicketView.Agent || (!endpoint.IsWriting && view != TicketView.None)) continue;
                if (endpoint.IsWriting && view == TicketView.Requester && EndpointAccess.TicketWrites[endpoint.Name].Writers == Writers.Both) continue;
                using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), Fill(endpoint.Pattern, number)) { Content = endpoint.IsWriting ? Content(EndpointAccess.TicketWrites[endpoint.Name].Body) : null };
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden)) wrong.Add($"{account} ({view}) {endpoint.Name}: {(int)answer.StatusCode}");
                else if ((await answer.Content.ReadAsStringAsync()).Contains(subject, StringComparison.Ordinal)) wrong.Add($"{account} {endpoint.Name} tells the subject");
            }
        }

        wrong.ShouldBeEmpty();
        (await server.ContentAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Every_form_of_a_tickets_page_posted_by_somebody_else_writes_nothing_and_shows_nothing()
    {
        const string subject = "Formları denenen bilet";
        var number = await server.TicketAsync("ogrenci", "VPN-02", subject);
        using var agent = server.As("uzman.ag");
        using var requester = server.As("ogrenci");
        var address = $"/tickets/{number}";
        var forms = FormsOf(await agent.GetStringAsync(address)).Concat(FormsOf(await requester.GetStringAsync(address))).DistinctBy(form => form["_handler"]).ToList();
        forms.Count.ShouldBeGreaterThan(12); // the page has what is tried
        var before = await server.ContentAsync();
        var wrong = new List<string>();
        foreach (var account in RunningServer.Accounts)
        {
            var view = await ViewAsync(account, number);
            if (view is TicketView.Agent or TicketView.Requester) continue;
            wrong.AddRange(await PostAsync(account, address, forms, view == TicketView.None ? subject : null));
        }

        wrong.ShouldBeEmpty();
        (await server.ContentAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Every_form_of_the_desks_pages_posted_by_who_does_not_work_on_the_queue_writes_nothing()
    {
        var lead = (await server.Services.GetRequiredService<PersonQueries>().FindAsync("sorumlu.ag"))!.Actor;
        var text = (await server.Services.GetRequiredService<TextModules>().SaveAsync(null, "ag-metni", "Ağ metni", "Ağ grubunun metni", "AG", lead)).Value;
        var macro = (await server.Services.GetRequiredService<Macros>().SaveAsync(new(0, "Ağ makrosu", "AG", "", "", true, "", 0, ""), lead)).Value;
        var recurring = (await server.Services.GetRequiredService<RecurringTickets>().SaveAsync(new(0, "AGK-01", "Ağ denetimi", "Yirmi karakterden uzun bir metin.", "", "", "workdays 09:00", null, null), true, lead)).Value;
        var number = await server.TicketAsync("ogrenci", "VPN-02", "Toplu işlem denemesi");
        (string Address, string[] Extra)[] pages = [($"/desk/texts?edit={text}", []), ($"/desk/macros?edit={macro}", []), ($"/desk/recurring?edit={recurring}", []), ("/desk/queues/AG", []), ("/desk", [number])];
        using var owner = server.As("sorumlu.ag");
        var forms = new List<(string Address, Dictionary<string, string> Form)>();
        foreach (var (address, extra) in pages)
        {
            foreach (var form in FormsOf(await owner.GetStringAsync(address)))
            {
                if (extra.Length > 0) form["number"] = extra[0];
                foreach (var pressed in new[] { "save", "remove", "run" }) forms.Add((form["_handler"] == "desk-bulk" ? "/desk/bulk" : address, new(form) { ["do"] = pressed, ["value"] = "deneme", ["kind"] = "1" }));
            }
        }

        forms.Select(one => one.Form["_handler"]).Distinct().Count().ShouldBeGreaterThanOrEqualTo(5);
        var before = await server.ContentAsync();
        foreach (var account in RunningServer.Accounts)
        {
            var roles = (await server.Services.GetRequiredService<PersonQueries>().FindAsync(account))!.Roles; // the demo's own accounts
            if (roles.Contains("baskan") || Queues.WorkedBy(roles).Any(queue => queue.Code == "AG")) continue;
            foreach (var page in forms.GroupBy(one => one.Address)) await PostAsync(account, page.Key, [.. page.Select(one => one.Form)], null);
        }

        (await server.ContentAsync()).ShouldBe(before);
    }

    private List<Endpoint> Endpoints() =>
    [
        .. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null
                ? ["*"] // a page: read by GET, its forms by POST
                : endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => new Endpoint("/" + endpoint.RoutePattern.RawText?.Trim('/'), method))).Distinct(),
    ];

    private static bool IsClassified(Endpoint endpoint) =>
        EndpointAccess.Own.Contains(endpoint.Name) || (endpoint.Pattern.Contains("{number}", StringComparison.OrdinalIgnoreCase) && (!endpoint.IsWriting || EndpointAccess.TicketWrites.ContainsKey(endpoint.Name)));

    private async Task<TicketView> ViewAsync(string account, string number)
    {
        var person = (await server.Services.GetRequiredService<PersonQueries>().FindAsync(account)).ShouldNotBeNull();
        return (await server.Services.GetRequiredService<TicketQueries>().PageAsync(number, person.Actor))?.View ?? TicketView.None;
    }

    private async Task<List<string>> PostAsync(string account, string address, IReadOnlyList<Dictionary<string, string>> forms, string? secret)
    {
        using var client = server.As(account);
        var token = await RunningServer.FormTokenAsync(client);
        var wrong = new List<string>();
        foreach (var form in forms)
        {
            using var content = new MultipartFormDataContent();
            foreach (var (name, value) in form) content.Add(new StringContent(name == "__RequestVerificationToken" ? token : value), $"\"{name}\"");
            using var answer = await client.PostAsync(address, content);
            var page = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.BadRequest) wrong.Add($"{account} {form["_handler"]}: the form did not come so far ({page[..Math.Min(100, page.Length)]})");
            if (secret is not null && page.Contains(secret, StringComparison.Ordinal)) wrong.Add($"{account} {form["_handler"]} shows the ticket");
        }

        return wrong;
    }

    private static HttpContent? Content(object? body)
    {
        if (body != EndpointAccess.Form) return body is null ? null : JsonContent.Create(body);
        return new MultipartFormDataContent { { new StringContent("Deneme"), "body" }, { new ByteArrayContent([1]), "files", "deneme.txt" } };
    }

    private static string Fill(string pattern, string number) => Parameter().Replace(pattern, match => match.Groups[1].Value.ToLowerInvariant() switch
    {
        "number" => number,
        "other" => "2026-000002",
        "kind" => "1",
        "username" => "asistan",
        "code" => "AG",
        _ => "1",
    });

    // The forms of a page as its reader would post them, each button's value for itself.
    private static IEnumerable<Dictionary<string, string>> FormsOf(string page)
    {
        foreach (Match form in PostForm().Matches(page))
        {
            var fields = new Dictionary<string, string>();
            foreach (Match field in Field().Matches(form.Value))
            {
                var name = Attribute(field.Value, "name");
                if (name.Length > 0) fields[name] = WebUtility.HtmlDecode(Attribute(field.Value, "value")) is { Length: > 0 } value ? value : "Deneme metni, yirmi karakterden uzun";
            }

            if (fields.ContainsKey("_handler")) yield return fields;
        }
    }

    private static string Attribute(string tag, string name) => Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostForm();

    [GeneratedRegex("<(input|textarea|select|button)\\b[^>]*>")]
    private static partial Regex Field();
}
