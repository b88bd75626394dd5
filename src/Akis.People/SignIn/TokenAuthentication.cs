using System.Security.Claims;
using System.Text.Encodings.Web;
using Akis.People.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Akis.People.SignIn;

/// <summary>
/// Signs programs in: <c>Authorization: Bearer TOKEN</c>, or <c>Basic</c> with the user name and the token in the place of a password, as programs send it that
/// know nothing else. A person's own password is never taken here.
/// </summary>
internal sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (Given(header) is not { } given) return AuthenticateResult.NoResult();
        if (await tokens.UserOfAsync(given.Token, Context.RequestAborted) is not { } user || (given.Name is { } name && name != user)) return AuthenticateResult.Fail("The token is unknown, expired or revoked.");
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], Name)), Name));
    }

    // The name, where one is given, and the token.
    private static (string? Name, string Token)? Given(string header)
    {
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return (null, header[7..].Trim());
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length)) return null;
        var text = System.Text.Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }
}
