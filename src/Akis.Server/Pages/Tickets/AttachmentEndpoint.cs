using Akis.Desk.Tickets;
using Akis.People.SignIn;

namespace Akis.Server.Pages.Tickets;

/// <summary>A ticket's file, for who may see the ticket: always as a download, never to be run by the browser.</summary>
internal static class AttachmentEndpoint
{
    public static void MapAkisAttachments(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/tickets/{number}/attachments/{key:long}", RunAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<IResult> RunAsync(string number, long key, HttpContext http, CurrentUser user, TicketQueries tickets, Attachments attachments)
    {
        var page = await tickets.PageAsync(number, (await user.GetAsync()).Actor, http.RequestAborted);
        // A file of an internal note is not in its requester's list, and so not for them here either.
        if (page is null || page.Attachments.All(file => file.Key != key)) return Results.NotFound();
        if (await attachments.FindAsync(page.Ticket.Key, key, http.RequestAborted) is not { } found || !File.Exists(found.Path)) return Results.NotFound();
        return Results.File(found.Path, "application/octet-stream", found.File.Name, enableRangeProcessing: true);
    }
}
