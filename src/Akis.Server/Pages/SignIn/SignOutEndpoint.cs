using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace Akis.Server.Pages.SignIn;

/// <summary><c>POST /sign-out</c>.</summary>
internal static class SignOutEndpoint
{
    public static async Task<IResult> RunAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
        await http.SignOutAsync("Cookies");
        return Results.LocalRedirect("/");
    }
}
