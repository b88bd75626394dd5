using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Akis.Automation;
using Akis.Automation.TicketMail;
using Akis.Automation.Webhooks;
using Akis.Tests;

namespace Akis.Mail.Tests;

/// <summary>The desk that may call this machine.</summary>
public sealed class WebhookOffice : MailOffice
{
    protected override AutomationSettings Settings => base.Settings with { WebhookNetworks = [IPNetwork.Parse("127.0.0.0/8")] };
}

public sealed class WebhookTests(WebhookOffice office) : IClassFixture<WebhookOffice>
{
    [Fact]
    public async Task A_program_is_told_signed_again_until_it_takes_it_and_everything_is_in_the_log()
    {
        using var listener = new Listener(503, 200);
        var commands = office.Get<WebhookCommands>();
        await office.Get<EventTeller>().TellAsync(CancellationToken.None); // what happened before is nobody's business
        var secret = (await commands.CreateAsync("Deneme", listener.Url, ["ticket.opened", "ticket.message"], "yonetici")).Value;
        var number = await office.OpenAsync("ogrenci");
        await office.Get<EventTeller>().TellAsync(CancellationToken.None);
        var sender = office.Get<WebhookSender>();
        await sender.DeliverDueAsync(CancellationToken.None);

        var opened = listener.Seen.First(seen => seen.Headers["X-Akis-Event"] == "ticket.opened");
        opened.Headers["X-Akis-Signature"].ShouldBe($"sha256={WebhookClient.Signature(secret, opened.Headers["X-Akis-Timestamp"], opened.Body)}");
        using (var body = JsonDocument.Parse(opened.Body))
        {
            body.RootElement.GetProperty("ticket").GetProperty("number").GetString().ShouldBe(number);
            body.RootElement.GetProperty("event").GetString().ShouldBe("ticket.opened");
        }

        var log = await commands.LogAsync(null, long.MaxValue, 50);
        var refused = log.Single(delivery => delivery.Status == 503);
        refused.State.ShouldBe(DeliveryState.Waiting);
        (await sender.DeliverDueAsync(CancellationToken.None)).ShouldBe(0); // not due yet
        office.Clock.Advance(TimeSpan.FromSeconds(31));
        (await sender.DeliverDueAsync(CancellationToken.None)).ShouldBe(1);
        (await commands.LogAsync(null, long.MaxValue, 50)).Single(delivery => delivery.Key == refused.Key).ShouldSatisfyAllConditions(
            delivery => delivery.State.ShouldBe(DeliveryState.Taken), delivery => delivery.Tries.ShouldBe(2));
        listener.Seen.Count(seen => seen.Headers["X-Akis-Delivery"] == opened.Headers["X-Akis-Delivery"]).ShouldBe(opened.Status == 503 ? 2 : 1);
    }

    [Fact]
    public async Task A_redirection_is_not_followed_and_a_paused_webhook_is_told_nothing()
    {
        using var listener = new Listener(302);
        var commands = office.Get<WebhookCommands>();
        await office.Get<EventTeller>().TellAsync(CancellationToken.None); // what happened before is nobody's business
        (await commands.CreateAsync("Yönlendiren", listener.Url, ["ticket.opened"], "yonetici")).Problem.ShouldBeNull();
        await office.OpenAsync("ogrenci");
        await office.Get<EventTeller>().TellAsync(CancellationToken.None);
        await office.Get<WebhookSender>().DeliverDueAsync(CancellationToken.None);
        listener.Seen.ShouldHaveSingleItem();

        var hook = (await commands.ListAsync()).Single(one => one.Name == "Yönlendiren");
        (await commands.SetActiveAsync(hook.Key, false)).Problem.ShouldBeNull();
        await office.OpenAsync("ogrenci");
        await office.Get<EventTeller>().TellAsync(CancellationToken.None);
        await office.Get<WebhookSender>().DeliverDueAsync(CancellationToken.None);
        listener.Seen.ShouldHaveSingleItem();
        (await commands.RemoveAsync(hook.Key)).Problem.ShouldBeNull();
        (await commands.LogAsync(hook.Key, long.MaxValue, 5)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_of_the_house_is_not_called_unless_the_operator_allows_it()
    {
        using var listener = new Listener(200);
        using var client = new WebhookClient(new AutomationSettings(office.Folder, null, "a@b.example", "https://akis.example", null));
        foreach (var host in new[] { "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f000001", "2130706433" })
        {
            var answer = await client.PostAsync(new Uri($"http://{host}:{listener.Port}/"), "s", "ticket.opened", 1, "{}", DateTimeOffset.UnixEpoch, CancellationToken.None);
            answer.Status.ShouldBeNull(host);
            answer.Error.ShouldNotBeNull();
        }

        listener.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.1", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("127.1.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2a00:1450::1", true)]
    public void Addresses_of_the_house_are_known(string address, bool mayBeCalled) => PrivateAddresses.MayCall(IPAddress.Parse(address), []).ShouldBe(mayBeCalled);

    [Theory]
    [InlineData("", "https://a.example/", "webhook.name")]
    [InlineData("Ad", "ftp://a.example/", "webhook.url")]
    [InlineData("Ad", "https://user:parola@a.example/", "webhook.url")]
    [InlineData("Ad", "değil", "webhook.url")]
    public async Task A_wrong_webhook_says_what_to_mend(string name, string url, string code) => (await office.Get<WebhookCommands>().CreateAsync(name, url, ["ticket.opened"], "yonetici")).Problem!.Code.ShouldBe(code);

    private sealed record Heard(IReadOnlyDictionary<string, string> Headers, string Body, int Status);

    /// <summary>A real HTTP server that answers with these statuses, the last one for ever.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly HttpListener _http = new();
        private readonly Queue<int> _statuses;
        private readonly Task _loop;

        public Listener(params int[] statuses)
        {
            _statuses = new(statuses);
            _http.Prefixes.Add($"{Url}");
            _http.Start();
            _loop = Task.Run(ListenAsync);
        }

        public int Port { get; } = FreePort.Next();

        public string Url => $"http://127.0.0.1:{Port}/";

        public ConcurrentQueue<Heard> Seen { get; } = [];

        public void Dispose()
        {
            _http.Close();
            _loop.Wait();
        }

        private async Task ListenAsync()
        {
            while (_http.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _http.GetContextAsync();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                var status = _statuses.Count > 1 ? _statuses.Dequeue() : _statuses.Peek();
                Seen.Enqueue(new(context.Request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => context.Request.Headers[name] ?? ""), body, status));
                context.Response.StatusCode = status;
                if (status == 302) context.Response.RedirectLocation = Url + "baska";
                context.Response.Close();
            }
        }
    }
}
