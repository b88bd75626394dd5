using Microsoft.AspNetCore.Localization;

namespace Akis.Server.Hosting;

/// <summary><c>/language?to=en</c>: remembers the reader's language and goes back to the page.</summary>
internal static class LanguageEndpoint
{
    public static IResult Switch(HttpContext http, string to, string? returnUrl)
    {
        var culture = new RequestCulture(to == "en" ? "en-GB" : "tr-TR");
        http.Response.Cookies.Append("akis-language", CookieRequestCultureProvider.MakeCookieValue(culture), new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true });
        return Results.LocalRedirect(LocalUrl.OrHome(returnUrl));
    }
}

/// <summary>Addresses to return to: only ones of this program, never another site's.</summary>
internal static class LocalUrl
{
    public static string OrHome(string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..] ? url : "/";
}
