using System.Runtime.CompilerServices;
using Akis.Engine;
using Akis.Engine.Runtime;
using Akis.Handbook.Requests;
using Akis.People.SignIn;

namespace Akis.Server.Live;

/// <summary>What keeps a request's page alive: its model, its marks, and a stream that says when to ask again.</summary>
internal static class LiveEndpoints
{
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(25);

    public static void MapAkisLive(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/requests/{key:long}/model", ModelAsync).RequireAuthorization().ExcludeFromDescription();
        endpoints.MapGet("/requests/{key:long}/state", StateAsync).RequireAuthorization().ExcludeFromDescription();
        endpoints.MapGet("/live/instances/{key:long}", ListenAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> ModelAsync(long key, HttpContext http, CurrentUser user, ProcessQueries processes, RequestAccess access)
    {
        var instance = await processes.InstanceAsync(key, http.RequestAborted);
        if (instance is null || !await access.MaySeeAsync(instance, (await user.GetAsync()).Actor, http.RequestAborted)) return Results.NotFound();
        // A definition never changes, but who may see it does.
        http.Response.Headers.CacheControl = "private, max-age=300";
        return await processes.XmlAsync(instance.DefinitionKey, http.RequestAborted) is { } xml ? Results.Text(xml, "application/xml") : Results.NotFound();
    }

    private static async Task<IResult> StateAsync(long key, HttpContext http, CurrentUser user, RequestQueries requests)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await requests.MarksAsync(key, (await user.GetAsync()).Actor, http.RequestAborted) is not { } marks) return Results.NotFound();
        var english = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
        return Results.Json(new
        {
            marks.Completed,
            marks.Flows,
            marks.Active,
            Incidents = marks.Incidents.Select(incident => new { Id = incident.ElementId, Message = english ? incident.En : incident.Tr }),
        });
    }

    private static async Task<IResult> ListenAsync(long key, HttpContext http, CurrentUser user, ProcessQueries processes, RequestAccess access, LiveUpdates live, IHostApplicationLifetime lifetime)
    {
        var instance = await processes.InstanceAsync(key, http.RequestAborted);
        if (instance is null || !await access.MaySeeAsync(instance, (await user.GetAsync()).Actor, http.RequestAborted)) return Results.NotFound();
        var until = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping).Token;
        http.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy in front must not collect events
        return TypedResults.ServerSentEvents(ChangesAsync(instance.RootKey, live, until));
    }

    // The event carries nothing but its name: what has changed is read again under the reader's own rights.
    private static async IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<string>> ChangesAsync(long rootKey, LiveUpdates live, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return new("", "hello");
        await using var updates = live.ListenAsync(update => update.RootKey == rootKey, cancel).GetAsyncEnumerator(cancel);
        var next = updates.MoveNextAsync().AsTask();
        while (true)
        {
            bool changed;
            try
            {
                if (await Task.WhenAny(next, Task.Delay(HeartbeatEvery, cancel)) != next)
                {
                    changed = false;
                }
                else
                {
                    if (!await next) yield break;
                    changed = true;
                    next = updates.MoveNextAsync().AsTask();
                }
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return new(changed ? "1" : "", changed ? "change" : "alive");
        }
    }
}
