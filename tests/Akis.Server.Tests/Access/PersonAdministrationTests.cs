using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Akis.People.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Access;

/// <summary>Persons are kept by the administrator: found, made and changed, with a history; roles end on their last day.</summary>
public abstract class PersonAdministrationTests(RunningServer server)
{
    [Fact]
    public async Task A_person_is_made_found_changed_and_remembered()
    {
        using var administrator = server.As("yonetici");
        var body = new { name = "Şule Öztürk", email = "sule@demouni.example", status = "İdari", unit = "BIDB", active = true, roles = new[] { new { role = "idari", until = (string?)null } }, password = "uzun-bir-parola" };
        (await administrator.PostAsJsonAsync("/api/persons/sule.ozturk", body)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await CodeAsync(await administrator.PostAsJsonAsync("/api/persons/sule.ozturk", body))).ShouldBe((HttpStatusCode.Conflict, "person.taken"));
        foreach (var query in new[] { "şule", "Şule", "sule.oz", "sule@demouni" }) (await administrator.GetStringAsync($"/api/persons?query={Uri.EscapeDataString(query)}")).ShouldContain("sule.ozturk", Case.Sensitive, query);
        (await administrator.PutAsJsonAsync("/api/persons/sule.ozturk", new { body.name, body.email, body.status, body.unit, active = false, roles = new[] { new { role = "masa", until = (string?)null } } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var changes = (await administrator.GetFromJsonAsync<JsonElement>("/api/persons/sule.ozturk/changes")).EnumerateArray().Select(change => change.GetProperty("tr").GetString()).ToList();
        changes.ShouldContain("Etkinliği kaldırıldı.");
        changes.ShouldContain("Rol kaldırıldı: İdari Personel");
        changes.ShouldNotContain(change => change!.Contains("uzun-bir-parola", StringComparison.Ordinal));
        (await server.Services.GetRequiredService<PersonQueries>().FindAsync("sule.ozturk")).ShouldBeNull("who is inactive cannot act");
    }

    [Fact]
    public async Task A_role_ends_after_its_last_day_and_nobody_has_to_look()
    {
        using var administrator = server.As("yonetici");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul")).DateTime);
        var until = today.AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (await administrator.PostAsJsonAsync("/api/persons/sureli", new { name = "Süreli Kişi", email = "sureli@demouni.example", status = "İdari", unit = "BIDB", active = true, roles = new[] { new { role = "uzman-ag", until = (string?)until }, new { role = "idari", until = (string?)null } } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var persons = server.Services.GetRequiredService<PersonAdministration>();
        await persons.EndDueRolesAsync();
        (await server.Services.GetRequiredService<PersonQueries>().FindAsync("sureli"))!.Roles.ShouldBe(["uzman-ag", "idari"], ignoreOrder: true);
        await new PersonAdministration(server.Services.GetRequiredService<Akis.Engine.Database.AkisDatabase>(), new Later(TimeSpan.FromDays(4))).EndDueRolesAsync();
        (await server.Services.GetRequiredService<PersonQueries>().FindAsync("sureli"))!.Roles.ShouldBe(["idari"]);
        (await persons.ChangesAsync("sureli"))[0].Tr.ShouldBe("“Ağ Uzmanı” rolünün süresi doldu.");
    }

    [Theory]
    [InlineData("Kötü Ad", "Ad", "a@b.example", "İdari", "BIDB", "idari", "person.user-name")]
    [InlineData("kotu", "A", "a@b.example", "İdari", "BIDB", "idari", "person.name")]
    [InlineData("kotu", "Ad Soyad", "posta", "İdari", "BIDB", "idari", "person.email")]
    [InlineData("kotu", "Ad Soyad", "a@b.example", "Kral", "BIDB", "idari", "person.status")]
    [InlineData("kotu", "Ad Soyad", "a@b.example", "İdari", "YOK", "idari", "person.unit")]
    [InlineData("kotu", "Ad Soyad", "a@b.example", "İdari", "BIDB", "kral", "role.unknown")]
    public async Task What_is_wrong_is_named(string userName, string name, string email, string status, string unit, string role, string code)
    {
        using var administrator = server.As("yonetici");
        var answer = await administrator.PostAsJsonAsync($"/api/persons/{Uri.EscapeDataString(userName)}", new { name, email, status, unit, active = true, roles = new[] { new { role, until = (string?)null } } });
        (await CodeAsync(answer)).ShouldBe((HttpStatusCode.UnprocessableEntity, code));
    }

    [Fact]
    public async Task Nobody_else_keeps_persons_and_no_administrator_ends_his_own_right()
    {
        foreach (var account in RunningServer.Accounts.Where(account => account != "yonetici"))
        {
            using var client = server.As(account);
            (await client.GetAsync("/api/persons")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, account);
            (await client.PutAsJsonAsync("/api/persons/ogrenci", new { name = "Ele Geçirilmiş", email = "a@b.example", status = "İdari", unit = "BIDB", active = true, roles = new[] { new { role = "yonetici" } } })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, account);
            (await client.GetAsync("/admin/people")).StatusCode.ShouldBe(HttpStatusCode.NotFound, account);
        }

        using var administrator = server.As("yonetici");
        var mine = await administrator.GetFromJsonAsync<JsonElement>("/api/persons/yonetici");
        var body = new { name = mine.GetProperty("name").GetString(), email = mine.GetProperty("email").GetString(), status = mine.GetProperty("status").GetString(), unit = mine.GetProperty("unit").GetString(), active = true, roles = Array.Empty<object>() };
        (await CodeAsync(await administrator.PutAsJsonAsync("/api/persons/yonetici", body))).ShouldBe((HttpStatusCode.UnprocessableEntity, "person.yourself"));
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}

public sealed class SqlitePersonAdministrationTests(RunningServer server) : PersonAdministrationTests(server), IClassFixture<RunningServer>;

public sealed class PostgreSqlPersonAdministrationTests(PostgreSqlServer server) : PersonAdministrationTests(server), IClassFixture<PostgreSqlServer>;
