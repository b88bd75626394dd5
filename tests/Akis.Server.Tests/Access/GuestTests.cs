using System.Net;
using System.Text.RegularExpressions;
using Akis.Desk.Guests;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Closing;
using Akis.Engine;
using Akis.Engine.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Access;

/// <summary>A guest's link is the only right that its holder has, and it is enough for everything that a requester does.</summary>
public sealed partial class GuestTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly Actor Student = new("ogrenci", new HashSet<string> { "ogrenci" });
    private static readonly Actor Expert = new("uzman.ag", new HashSet<string> { "uzman-ag" });

    public static TheoryData<string, bool> Refusals { get; } = new(
        from act in new[] { "reply", "confirm", "stillBroken", "rate", "reopen", "cancel" } from revoked in new[] { true, false } select (act, revoked));

    [Fact]
    public async Task A_guest_writes_and_attaches_confirms_and_scores_and_opens_again()
    {
        var (number, secret) = await LinkedAsync();
        using var guest = server.As(null);
        (await PostAsync(guest, secret, "reply", new() { ["text"] = "Hata ekranı ektedir." }, ("ekran.txt", "hata 809"))).ShouldBe(HttpStatusCode.Found);
        var page = await PageAsync(number);
        page.Messages[^1].Body.ShouldBe("Hata ekranı ektedir.");
        var file = page.Attachments.ShouldHaveSingleItem();
        (await guest.GetStringAsync($"/misafir/{secret}/files/{file.Key}")).ShouldBe("hata 809");

        await SolveAsync(number);
        (await PostAsync(guest, secret, "confirm", new() { ["score"] = "4", ["tags"] = "speed" })).ShouldBe(HttpStatusCode.Found);
        page = await PageAsync(number);
        page.Ticket.State.ShouldBe(TicketState.Closed);
        (await server.Services.GetRequiredService<RateTicket>().FindAsync(page.Ticket.Key))!.Score.ShouldBe(4);
        (await PostAsync(guest, secret, "reopen", new() { ["text"] = "Sorun yine başladı." })).ShouldBe(HttpStatusCode.Found);
        (await PageAsync(number)).Ticket.State.ShouldBe(TicketState.InProgress);
    }

    [Fact]
    public async Task A_guest_scores_a_closed_ticket_once_and_can_withdraw_an_open_one()
    {
        var (number, secret) = await LinkedAsync();
        using var guest = server.As(null);
        await SolveAsync(number);
        (await PostAsync(guest, secret, "confirm", [])).ShouldBe(HttpStatusCode.Found);
        (await PostAsync(guest, secret, "rate", new() { ["score"] = "5" })).ShouldBe(HttpStatusCode.Found);
        (await server.Services.GetRequiredService<RateTicket>().FindAsync((await PageAsync(number)).Ticket.Key))!.Score.ShouldBe(5);

        var (other, second) = await LinkedAsync();
        (await PostAsync(guest, second, "cancel", [])).ShouldBe(HttpStatusCode.Found);
        (await PageAsync(other)).Ticket.State.ShouldBe(TicketState.Cancelled);
    }

    [Fact]
    public async Task A_guests_files_are_judged_as_a_requesters_and_nothing_typed_is_lost()
    {
        var (number, secret) = await LinkedAsync();
        using var guest = server.As(null);
        var before = (await PageAsync(number)).Messages.Count;
        foreach (var (name, content, said) in new[] { ("virus.exe", "MZ", "çalıştırılabilir"), ("bos.txt", "", "boş") })
        {
            var answer = await SendAsync(guest, secret, "reply", new() { ["text"] = "Ekli dosyaya bakın." }, await TokenAsync(guest, secret), (name, content));
            answer.Status.ShouldBe(HttpStatusCode.OK);
            WebUtility.HtmlDecode(answer.Body).ShouldContain(said);
            answer.Body.ShouldContain("Ekli dosyaya bak");
        }

        (await PageAsync(number)).Messages.Count.ShouldBe(before);
    }

    [Theory, MemberData(nameof(Refusals))]
    public async Task A_link_that_was_revoked_or_is_over_does_nothing_and_gives_back_what_was_typed(string act, bool revoked)
    {
        var (number, secret) = await LinkedAsync();
        using var guest = server.As(null);
        if (act is not ("reply" or "cancel")) await SolveAsync(number);
        if (act is "rate" or "reopen") (await PostAsync(guest, secret, "confirm", [])).ShouldBe(HttpStatusCode.Found);
        var token = await TokenAsync(guest, secret);
        var links = server.Services.GetRequiredService<GuestLinks>();
        if (revoked) (await links.RevokeAsync(number, (await links.OfAsync(number, Student))[0].Key, Student)).Problem.ShouldBeNull();
        else await server.Services.GetRequiredService<AkisDatabase>().WriteAsync((session, cancel) => session.ExecuteAsync("UPDATE guest_link SET expires_at = @past", cancel, ("past", session.Now)));

        var content = await server.ContentAsync();
        var answer = await SendAsync(guest, secret, act, new() { ["text"] = "Yazdığım kaybolmasın.", ["score"] = "1" }, token);
        WebUtility.HtmlDecode(answer.Body).ShouldContain("Bu bağlantı geçerli değil");
        WebUtility.HtmlDecode(answer.Body).ShouldContain("Yazdığım kaybolmasın.");
        (await server.ContentAsync()).ShouldBe(content);
    }

    [Fact]
    public async Task A_link_opens_no_file_of_another_ticket_and_none_after_it_was_revoked()
    {
        var (number, secret) = await LinkedAsync();
        var (other, second) = await LinkedAsync();
        using var guest = server.As(null);
        (await PostAsync(guest, second, "reply", new() { ["text"] = "Ekran görüntüsü ektedir." }, ("ekran.txt", "gizli"))).ShouldBe(HttpStatusCode.Found);
        var file = (await PageAsync(other)).Attachments.ShouldHaveSingleItem().Key;
        (await guest.GetAsync($"/misafir/{secret}/files/{file}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await guest.GetAsync($"/misafir/{second}/files/{file}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var links = server.Services.GetRequiredService<GuestLinks>();
        (await links.RevokeAsync(other, (await links.OfAsync(other, Student))[0].Key, Student)).Problem.ShouldBeNull();
        (await guest.GetAsync($"/misafir/{second}/files/{file}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        number.ShouldNotBe(other);
    }

    private async Task<(string Number, string Secret)> LinkedAsync()
    {
        var number = await server.TicketAsync("ogrenci", "VPN-02", "VPN bağlantısı kurulamıyor");
        return (number, (await server.Services.GetRequiredService<GuestLinks>().CreateAsync(number, Student)).Value);
    }

    private async Task SolveAsync(string number)
    {
        (await server.Services.GetRequiredService<TicketCommands>().TakeAsync(number, null, Expert)).Problem.ShouldBeNull();
        (await server.Services.GetRequiredService<TicketCommands>().ResolveAsync(number, "fixed", "İstemci güncellendi, bağlantı sağlandı.", null, Expert)).Problem.ShouldBeNull();
    }

    private async Task<TicketPage> PageAsync(string number) => (await server.Services.GetRequiredService<TicketQueries>().PageAsync(number, Student)).ShouldNotBeNull();

    private static async Task<HttpStatusCode> PostAsync(HttpClient guest, string secret, string act, Dictionary<string, string> fields, params (string Name, string Content)[] files)
    {
        var answer = await SendAsync(guest, secret, act, fields, await TokenAsync(guest, secret), files);
        return answer.Status;
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpClient guest, string secret, string act, Dictionary<string, string> fields, string token, params (string Name, string Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(token), "__RequestVerificationToken");
        form.Add(new StringContent(act == "stillBroken" ? "confirm" : act), "_handler");
        form.Add(new StringContent(act), "act");
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        foreach (var (name, content) in files) form.Add(new StringContent(content), "files", name);
        using var answer = await guest.PostAsync($"/misafir/{secret}", form);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> TokenAsync(HttpClient guest, string secret) => FormToken().Match(await guest.GetStringAsync($"/misafir/{secret}")).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
