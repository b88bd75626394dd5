using System.Globalization;
using System.Net;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Tickets;
using Akis.People.SignIn;

namespace Akis.Server.Pages.Tickets.Mail;

/// <summary>
/// A message's HTML as a document of its own, made for a sandboxed frame: nothing in it may run, load, send or leave the frame, whatever the sanitiser let through.
/// And the raw message, for agents.
/// </summary>
internal static class MailFrame
{
    // Inline images are in the document as data; a link opens a window of its own.
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    /// <summary>What the page's frame is allowed; the same as the policy's last part.</summary>
    public const string Sandbox = "allow-popups allow-popups-to-escape-sandbox";

    /// <summary>Whether a path is a frame's: it has a policy of its own.</summary>
    public static bool Is(PathString path) => path.Value is { } value && value.StartsWith("/tickets/", StringComparison.Ordinal) && value.EndsWith("/frame", StringComparison.Ordinal);

    public static void MapAkisTicketMail(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/tickets/{number}/mail/{key:long}/frame", FrameAsync).RequireAuthorization().ExcludeFromDescription();
        endpoints.MapGet("/tickets/{number}/mail/{key:long}/raw", RawAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> FrameAsync(string number, long key, HttpContext http, CurrentUser user, TicketQueries tickets, TicketMails mails)
    {
        Protect(http.Response.Headers);
        if (await FindAsync(number, key, http, user, tickets, mails) is not var (page, _) || await mails.HtmlAsync(page.Ticket.Key, key, http.RequestAborted) is not { } html) return Results.NotFound();
        var (language, title) = (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, WebUtility.HtmlEncode(page.Ticket.Subject));
        return Results.Content(
            $"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>body{{font:15px/1.5 sans-serif;margin:12px;overflow-wrap:anywhere}}img{{max-width:100%;height:auto}}table{{max-width:100%}}</style></head><body>{html}</body></html>",
            "text/html; charset=utf-8");
    }

    private static async Task<IResult> RawAsync(string number, long key, HttpContext http, CurrentUser user, TicketQueries tickets, TicketMails mails)
    {
        if (await FindAsync(number, key, http, user, tickets, mails) is not ({ View: TicketView.Agent } page, _) || await mails.RawAsync(page.Ticket.Key, key, http.RequestAborted) is not { } raw) return Results.NotFound();
        return Results.File(raw, "application/octet-stream", $"{number}-{key}.eml"); // a mail program opens it, a browser does not
    }

    // Of an entry that the reader does not see, the message is not there either.
    private static async Task<(TicketPage Page, TicketMail Mail)?> FindAsync(string number, long key, HttpContext http, CurrentUser user, TicketQueries tickets, TicketMails mails)
    {
        if (await tickets.PageAsync(number, (await user.GetAsync()).Actor, http.RequestAborted) is not { } page) return null;
        var mail = (await mails.OfTicketAsync(page.Ticket.Key, http.RequestAborted)).Values.FirstOrDefault(one => one.Key == key);
        return mail is not null && page.Messages.Any(message => message.Key == mail.MessageKey) ? (page, mail) : null;
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // The page around it asks this of everything that it embeds.
        headers["Cross-Origin-Embedder-Policy"] = "credentialless";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, no-store";
    }
}
