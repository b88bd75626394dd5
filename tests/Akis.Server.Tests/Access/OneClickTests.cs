using System.Net;
using Akis.Automation.TicketMail;
using Akis.Desk.Incidents;
using Akis.Desk.Mail.Threading;
using Akis.Engine.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Access;

/// <summary>One POST to the address of List-Unsubscribe ends it (RFC 8058): no page before, no cookie, no redirect; looking at the address ends nothing.</summary>
public sealed class OneClickTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static FormUrlEncodedContent Click(params (string, string)[] more) => new([new("List-Unsubscribe", "One-Click"), .. more.Select(field => KeyValuePair.Create(field.Item1, field.Item2))]);

    [Fact]
    public async Task A_mail_program_ends_a_kind_of_message_by_one_post()
    {
        var link = await LinkAsync("idari", "bilet-atandi");
        using var program = server.As(null);
        WebUtility.HtmlDecode(await program.GetStringAsync(link)).ShouldContain("artık almak istemiyor musunuz");
        (await MutedAsync("idari")).ShouldBeEmpty(); // opening it asks
        (await program.PostAsync(link, Click())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await MutedAsync("idari")).ShouldBe(["bilet-atandi"]);
        (await program.PostAsync(link, Click())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_button_of_the_page_does_the_same_and_says_so()
    {
        var link = await LinkAsync("akademik", Subscription.Digest);
        using var person = server.As(null);
        (await person.GetStringAsync(link)).ShouldContain("name=\"List-Unsubscribe\" value=\"One-Click\"");
        using var answer = await person.PostAsync(link, Click(("sayfa", "1")));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        WebUtility.HtmlDecode(await person.GetStringAsync(answer.Headers.Location)).ShouldContain("Özetler durduruldu");
        (await MutedAsync("akademik")).Count.ShouldBe(MailPreference.Mutable.Count);
    }

    [Fact]
    public async Task A_link_that_was_changed_ends_nothing()
    {
        var link = await LinkAsync("ogrenci", "bilet-alindi");
        using var program = server.As(null);
        foreach (var changed in new[] { link[..^2] + "zz", "/posta/ayril/x", "/durum/ayril/1-0000", "/durum/ayril/x" }) (await program.PostAsync(changed, Click())).StatusCode.ShouldBe(HttpStatusCode.NotFound, changed);
        (await MutedAsync("ogrenci")).ShouldBeEmpty();
        WebUtility.HtmlDecode(await program.GetStringAsync("/posta/ayril/x")).ShouldContain("Bu bağlantı geçerli değil");
    }

    [Fact]
    public async Task News_about_services_end_by_one_post_too()
    {
        var database = server.Services.GetRequiredService<AkisDatabase>();
        (await server.Services.GetRequiredService<StatusMail>().AskAsync("okur@ornek.example", "tr")).Problem.ShouldBeNull();
        await database.WriteAsync((session, token) => session.ExecuteAsync("UPDATE status_subscriber SET confirmed_at = @now", token, ("now", session.Now)));
        await database.WriteAsync(async (session, token) =>
        {
            await server.Services.GetRequiredService<StatusMail>().TellAsync(session, Akis.Desk.Incidents.Services.All[0], "Kesinti var.", "There is an outage.", token);
            return Outcome.Done;
        });
        var link = (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT unsubscribe FROM outbox_mail WHERE recipient = 'okur@ornek.example' AND unsubscribe IS NOT NULL", row => row.GetString(0), token))).ShouldHaveSingleItem();
        using var program = server.As(null);
        (await program.PostAsync(new Uri(link).PathAndQuery, Click())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT count(*) FROM status_subscriber", row => row.GetInt64(0), token))).ShouldBe([0L]);
    }

    private async Task<string> LinkAsync(string user, string what) => Subscriptions.Link(await server.Services.GetRequiredService<TicketSeals>().GetAsync(), "", new(user, what));

    private async Task<IReadOnlySet<string>> MutedAsync(string user) => (await server.Services.GetRequiredService<MailPreferences>().OfAsync(user)).Muted;
}
