using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Akis.Server.Tests.Access;

/// <summary>What the desk sets up for itself, over HTTP as different people: done by who may, refused to others with a reason that programs can read.</summary>
public sealed class DeskSettingsApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Text_modules_are_written_changed_and_removed_by_the_people_of_their_queue()
    {
        using var agent = server.As("uzman.ag");
        var made = await MadeAsync(agent, "/api/desk/text-modules", new { shortcut = "api-metni", title = "Deneme", body = "Merhaba {ad}", queue = "AG" });
        (await agent.PutAsJsonAsync(made, new { shortcut = "api-metni", title = "Başka başlık", body = "Merhaba {ad}", queue = "AG" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await agent.GetFromJsonAsync<JsonElement>("/api/desk/text-modules")).EnumerateArray().ShouldContain(module => module.GetProperty("title").GetString() == "Başka başlık");
        using var other = server.As("atolye");
        (await CodeAsync(await other.DeleteAsync(made))).ShouldBe((HttpStatusCode.Forbidden, "ticket.not-yours"));
        (await CodeAsync(await agent.PostAsJsonAsync("/api/desk/text-modules", new { shortcut = "a b", title = "Deneme", body = "Merhaba" }))).ShouldBe((HttpStatusCode.UnprocessableEntity, "module.shortcut"));
        (await agent.DeleteAsync(made)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_macro_is_written_and_run_on_a_ticket()
    {
        var number = await server.TicketAsync("ogrenci", "VPN-02", "Makronun işlediği bilet");
        using var agent = server.As("uzman.ag");
        var made = await MadeAsync(agent, "/api/desk/macros", new { title = "Etiketle", queue = "AG", labels = "makro-denemesi", takes = true });
        using var requester = server.As("ogrenci");
        (await requester.PostAsync($"/api/tickets/{number}/macros/{made.Split('/')[^1]}", null)).StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
        (await agent.PostAsync($"/api/tickets/{number}/macros/{made.Split('/')[^1]}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await agent.GetStringAsync($"/api/tickets/{number}")).ShouldContain("\"uzman.ag\"");
    }

    [Fact]
    public async Task Recurring_tickets_rest_and_go_on()
    {
        using var lead = server.As("sorumlu.ag");
        var body = new { category = "AGK-01", subject = "Haftalık ağ denetimi", body = "Yirmi karakterden uzun bir açıklama.", schedule = "workdays 09:00", active = true };
        var made = await MadeAsync(lead, "/api/desk/recurring", body);
        (await lead.PutAsJsonAsync(made, new { body.category, body.subject, body.body, body.schedule, active = false })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await lead.GetFromJsonAsync<JsonElement>("/api/desk/recurring")).EnumerateArray().Single(one => one.GetProperty("subject").GetString() == body.subject).GetProperty("nextAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await lead.DeleteAsync(made)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_queue_is_set_up_by_its_lead_and_only_with_its_own_people()
    {
        using var lead = server.As("sorumlu.ag");
        using var agent = server.As("uzman.ag");
        var body = new { rule = 2, members = new[] { new { userName = "uzman.ag", takes = true, skills = new Dictionary<string, int> { ["VPN"] = 4 } } } };
        (await agent.PutAsJsonAsync("/api/desk/queues/AG", body)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await lead.PutAsJsonAsync("/api/desk/queues/AG", body)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await agent.GetStringAsync("/api/desk/queues/AG")).ShouldContain("\"VPN\":4");
        (await CodeAsync(await lead.PutAsJsonAsync("/api/desk/queues/AG", new { rule = 2, members = new[] { new { userName = "ogrenci", takes = true } } }))).ShouldBe((HttpStatusCode.UnprocessableEntity, "queue.member"));
        (await CodeAsync(await lead.GetAsync("/api/desk/queues/YOK"))).ShouldBe((HttpStatusCode.NotFound, "queue.unknown"));
        (await lead.PutAsJsonAsync("/api/desk/queues/AG", new { rule = 0, members = Array.Empty<object>() })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Rules_are_tried_and_saved_by_the_administrator_and_nobody_overwrites_another_version()
    {
        using var administrator = server.As("yonetici");
        using var agent = server.As("uzman.ag");
        var rules = new[] { new { name = "Haber", conditions = new Dictionary<string, string> { ["event"] = "\"opened\"" }, action = "notify", value = "@sorumlu-ag yeni bilet" } };
        (await agent.GetAsync("/api/desk/rules")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await administrator.PostAsJsonAsync("/api/desk/rules/trial", new { rules, @event = "opened" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = (await administrator.GetFromJsonAsync<JsonElement>("/api/desk/rules")).GetProperty("version").GetInt32();
        (await administrator.PutAsJsonAsync("/api/desk/rules", new { basedOn = before, rules })).StatusCode.ShouldBe(HttpStatusCode.OK);
        var number = await server.TicketAsync("ogrenci", "VPN-02", "Kuralın haber verdiği bilet");
        using var lead = server.As("sorumlu.ag");
        (await lead.GetFromJsonAsync<JsonElement>("/api/desk/notifications")).EnumerateArray().ShouldContain(one => one.GetProperty("kind").GetString() == "mention" && one.GetProperty("number").GetString() == number);
        (await CodeAsync(await administrator.PutAsJsonAsync("/api/desk/rules", new { basedOn = before, rules }))).ShouldBe((HttpStatusCode.Conflict, "rules.changed"));
        (await CodeAsync(await administrator.PutAsJsonAsync("/api/desk/rules", new { basedOn = before + 1, rules = new[] { rules[0] with { value = "kimse yok" } } }))).ShouldBe((HttpStatusCode.UnprocessableEntity, "rule.notify"));
        (await administrator.PutAsJsonAsync("/api/desk/rules", new { basedOn = before + 1, rules = Array.Empty<object>() })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_guest_link_is_made_and_revoked_by_who_shares_the_ticket()
    {
        var number = await server.TicketAsync("ogrenci", "VPN-02", "Misafirle paylaşılan bilet");
        using var requester = server.As("ogrenci");
        using var stranger = server.As("idari");
        var shown = await requester.PostAsync($"/api/tickets/{number}/guest-links", null);
        shown.StatusCode.ShouldBe(HttpStatusCode.Created);
        var secret = (await shown.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        using var nobody = server.As(null);
        WebUtility.HtmlDecode(await nobody.GetStringAsync($"/misafir/{secret}")).ShouldContain("Misafirle paylaşılan bilet");
        (await stranger.GetAsync($"/api/tickets/{number}/guest-links")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var link = (await requester.GetFromJsonAsync<JsonElement>($"/api/tickets/{number}/guest-links"))[0];
        link.ToString().ShouldNotContain(secret);
        (await requester.DeleteAsync($"/api/tickets/{number}/guest-links/{link.GetProperty("key").GetInt64()}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        WebUtility.HtmlDecode(await (await nobody.GetAsync($"/misafir/{secret}")).Content.ReadAsStringAsync()).ShouldNotContain("Misafirle paylaşılan bilet");
    }

    [Fact]
    public async Task Webhooks_are_the_administrators_and_their_secret_is_shown_once()
    {
        using var lead = server.As("sorumlu.ag");
        (await lead.GetAsync("/api/webhooks")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var administrator = server.As("yonetici");
        var made = await administrator.PostAsJsonAsync("/api/webhooks", new { name = "Deneme", url = "https://kanca.example/akis", events = new[] { "ticket.opened" } });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var secret = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        var list = await administrator.GetFromJsonAsync<JsonElement>("/api/webhooks");
        list.ToString().ShouldNotContain(secret);
        var key = list.EnumerateArray().Single(hook => hook.GetProperty("name").GetString() == "Deneme").GetProperty("key").GetInt64();
        (await administrator.PutAsJsonAsync($"/api/webhooks/{key}", new { active = false })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await administrator.GetAsync($"/api/webhooks/deliveries?webhook={key}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await administrator.DeleteAsync($"/api/webhooks/{key}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await CodeAsync(await administrator.PostAsJsonAsync("/api/webhooks", new { name = "Deneme", url = "ftp://x", events = new[] { "ticket.opened" } }))).ShouldBe((HttpStatusCode.UnprocessableEntity, "webhook.url"));
    }

    private static async Task<string> MadeAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
}
