using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Akis.Desk.Tickets;
using Akis.People.SignIn;

namespace Akis.Server.Live;

/// <summary>Who else has a ticket open, for who works at the desk.</summary>
internal static class PresenceEndpoints
{
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(10); // also how soon it shows that somebody no longer writes

    public static void MapAkisPresence(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/live/tickets/{number}/presence", ListenAsync).RequireAuthorization().ExcludeFromDescription();
        endpoints.MapPost("/live/tickets/{number}/writing", WritesAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> ListenAsync(string number, HttpContext http, CurrentUser user, TicketQueries tickets, Presence presence, IHostApplicationLifetime lifetime)
    {
        var me = await user.GetAsync();
        if (await tickets.PageAsync(number, me.Actor, http.RequestAborted) is not { View: TicketView.Agent or TicketView.Reader }) return Results.NotFound();
        var until = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping).Token;
        http.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy in front must not collect events
        return TypedResults.ServerSentEvents(EventsAsync(presence.OpenAsync(number, me.UserName, me.Name, HeartbeatEvery, until), until));
    }

    private static async Task<IResult> WritesAsync(string number, HttpContext http, CurrentUser user, TicketQueries tickets, Presence presence)
    {
        var me = await user.GetAsync();
        if (await tickets.PageAsync(number, me.Actor, http.RequestAborted) is not { View: TicketView.Agent }) return Results.NotFound();
        presence.Writes(number, me.UserName);
        return Results.NoContent();
    }

    private static async IAsyncEnumerable<SseItem<IReadOnlyList<Present>>> EventsAsync(IAsyncEnumerable<IReadOnlyList<Present>> changes, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var present in changes.WithCancellation(cancel)) yield return new(present, "presence");
    }
}
