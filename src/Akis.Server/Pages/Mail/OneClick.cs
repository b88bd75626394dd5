using Akis.Automation.TicketMail;
using Akis.Desk.Incidents;

namespace Akis.Server.Pages.Mail;

/// <summary>
/// Ends subscriptions by one POST to the address of List-Unsubscribe, without a page, a cookie or a redirect (RFC 8058 §3). The signed address is the right, so the pages of the
/// same addresses post the same, and come back to themselves with what came of it.
/// </summary>
internal static class OneClick
{
    /// <summary>The query by which a page hears what came of it.</summary>
    public const string Done = "bitti";

    /// <summary>The field by which a page says that it wants to be shown again.</summary>
    public const string Page = "sayfa";

    public static void MapAkisOneClick(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/posta/ayril/{link}", (string link, HttpContext http, Subscriptions mail) => RunAsync(http, mail.EndAsync(link, http.RequestAborted))).DisableAntiforgery().WithOrder(-1).ExcludeFromDescription();
        endpoints.MapPost("/durum/ayril/{link}", (string link, HttpContext http, StatusMail mail) => RunAsync(http, mail.EndByMailAsync(link, http.RequestAborted))).DisableAntiforgery().WithOrder(-1).ExcludeFromDescription();
    }

    private static async Task<IResult> RunAsync(HttpContext http, Task<bool> ending)
    {
        var done = await ending;
        if (http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted)).ContainsKey(Page)) return Results.LocalRedirect($"{http.Request.Path}?{Done}={(done ? "true" : "false")}");
        return done ? Results.Ok() : Results.NotFound();
    }
}
