using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Akis.Automation.Webhooks;

/// <summary>What a program answered.</summary>
/// <param name="Status">HTTP status; null where there was no answer.</param>
/// <param name="Error">Why it counts as failed; null where it was taken.</param>
internal sealed record WebhookAnswer(int? Status, string? Error);

/// <summary>
/// Calls webhooks. The name is resolved here, every address of it is judged, and the connection goes to the very address that was judged: a name that answers differently
/// the second time gains nothing. Redirections are not followed and no proxy is asked.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private const int LongestError = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<IPNetwork> _allowed;
    private readonly HttpClient _http;

    public WebhookClient(AutomationSettings settings)
    {
        _allowed = settings.WebhookNetworks;
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1), MaxResponseHeadersLength = 16, ConnectCallback = ConnectAsync }) { Timeout = Patience };
    }

    /// <summary>Posts a body, signed so that its receiver knows who sent it and that it is not an old one sent again.</summary>
    public async Task<WebhookAnswer> PostAsync(Uri url, string secret, string kind, long delivery, string body, DateTimeOffset now, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.UserAgent.ParseAdd("Akis-Webhook/1");
        request.Headers.Add("X-Akis-Event", kind);
        request.Headers.Add("X-Akis-Delivery", delivery.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Akis-Timestamp", timestamp);
        request.Headers.Add("X-Akis-Signature", $"sha256={Signature(secret, timestamp, body)}");
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel); // what it says is its own affair
            return new((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : $"HTTP {(int)answer.StatusCode}");
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException || (failed is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            var why = failed is OperationCanceledException ? $"no answer within {Patience.TotalSeconds} s" : failed.InnerException?.Message ?? failed.Message;
            return new(null, why[..Math.Min(why.Length, LongestError)]);
        }
    }

    public static string Signature(string secret, string timestamp, string body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        // One private address among public ones is reason enough: it is how names are made to point inside.
        if (addresses.Length == 0 || !addresses.All(address => PrivateAddresses.MayCall(address, _allowed))) throw new HttpRequestException($"{context.DnsEndPoint.Host} is an address of the house; the operator has not allowed it");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
