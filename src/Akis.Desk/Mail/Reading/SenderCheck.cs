using MimeKit;
using MimeKit.Cryptography;

namespace Akis.Desk.Mail.Reading;

/// <summary>What our own mail server found out about a sender (RFC 8601). What anybody else writes into a message about itself proves nothing.</summary>
/// <param name="Spf">pass, fail, softfail, none …; empty where it was not looked at.</param>
/// <param name="Dkim">The same for the signature.</param>
/// <param name="Dmarc">The same for the domain's policy.</param>
/// <param name="IsProven">The address in From is proven: DMARC passed, or SPF or DKIM passed for the very domain of From where the domain has no policy.</param>
public sealed record SenderCheck(string Spf, string Dkim, string Dmarc, bool IsProven)
{
    /// <summary>Nothing is known.</summary>
    public static SenderCheck Unknown { get; } = new("", "", "", false);

    internal static SenderCheck Read(MimeMessage message, string from, string? trustedServer)
    {
        if (trustedServer is null || Trusted(message, trustedServer) is not { } results) return Unknown;
        var domain = from[(from.LastIndexOf('@') + 1)..];
        var dmarc = Result(results, "dmarc");
        var hasNoPolicy = dmarc is "" or "none";
        var isProven = results.Any(result => Is(result, "dmarc") && result.Result == "pass" && (Of(result, "from") is not { Length: > 0 } proven || Aligned(proven, domain)))
            || (hasNoPolicy && results.Any(result => result.Result == "pass" && ((Is(result, "dkim") && Aligned(Of(result, "d"), domain)) || (Is(result, "spf") && Aligned(Of(result, "mailfrom"), domain)))));
        return new(Result(results, "spf"), Result(results, "dkim"), dmarc, isProven);
    }

    // Our server puts its header on top of what came, above its own Received line: one further down came from outside with our server's name in it.
    private static List<AuthenticationMethodResult>? Trusted(MimeMessage message, string trustedServer)
    {
        foreach (var header in message.Headers)
        {
            if (header.Id == HeaderId.Received && ReceivedBy(header.Value, trustedServer)) return null;
            if (header.Id != HeaderId.AuthenticationResults) continue;
            if (AuthenticationResults.TryParse(header.RawValue, out var parsed) && string.Equals(parsed.AuthenticationServiceIdentifier, trustedServer, StringComparison.OrdinalIgnoreCase)) return parsed.Results;
        }

        return null;
    }

    private static bool ReceivedBy(string received, string server)
    {
        var words = received.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var by = Array.FindIndex(words, word => word.Equals("by", StringComparison.OrdinalIgnoreCase));
        return by >= 0 && by + 1 < words.Length && words[by + 1].Trim(';').Equals(server, StringComparison.OrdinalIgnoreCase);
    }

    private static bool Is(AuthenticationMethodResult result, string method) => string.Equals(result.Method, method, StringComparison.OrdinalIgnoreCase);

    private static string? Of(AuthenticationMethodResult result, string property) => result.Properties.FirstOrDefault(p => string.Equals(p.Property, property, StringComparison.OrdinalIgnoreCase))?.Value;

    // Strict alignment (RFC 7489 §3.1): a subdomain of the sender's domain is somebody else.
    private static bool Aligned(string? proven, string domain) => proven is not null && string.Equals(proven[(proven.LastIndexOf('@') + 1)..].TrimEnd('.'), domain, StringComparison.OrdinalIgnoreCase);

    private static string Result(List<AuthenticationMethodResult> results, string method)
    {
        var found = results.Where(result => Is(result, method)).Select(result => result.Result?.ToLowerInvariant() ?? "").ToList();
        return found.Contains("pass") ? "pass" : found.FirstOrDefault() ?? "";
    }
}
