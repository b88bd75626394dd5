using Akis.Desk.Guests;
using Akis.Desk.Tickets;

namespace Akis.Server.Pages.Guests;

/// <summary>A file of a ticket for the holder of its link: always as a download.</summary>
internal static class GuestFiles
{
    public static void MapAkisGuestFiles(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/misafir/{secret}/files/{key:long}", RunAsync).ExcludeFromDescription();

    private static async Task<IResult> RunAsync(string secret, long key, HttpContext http, GuestLinks guests, TicketQueries tickets, Attachments attachments)
    {
        if (await guests.OpenAsync(secret, http.RequestAborted) is not var (number, guest) || await tickets.PageAsync(number, guest, http.RequestAborted) is not { } page) return Results.NotFound();
        if (page.Attachments.All(file => file.Key != key) || await attachments.FindAsync(page.Ticket.Key, key, http.RequestAborted) is not { } found || !File.Exists(found.Path)) return Results.NotFound();
        return Results.File(found.Path, "application/octet-stream", found.File.Name, enableRangeProcessing: true);
    }
}
