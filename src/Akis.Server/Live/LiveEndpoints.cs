using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akis.Engine;
using Akis.Engine.Runtime;
using Akis.Handbook.Requests;
using Akis.Server.Api.V2;

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

    private static async Task<IResult> ModelAsync(long key, HttpContext http, Caller caller, ProcessQueries processes, RequestAccess access)
    {
        var instance = await processes.InstanceAsync(key, http.RequestAborted);
        if (instance is null || !await access.MaySeeAsync(instance, await caller.ActorAsync(), http.RequestAborted)) return Results.NotFound();
        // A definition never changes, but who may see it does.
        http.Response.Headers.CacheControl = "private, max-age=300";
        return await processes.XmlAsync(instance.DefinitionKey, http.RequestAborted) is { } xml ? Results.Text(xml, "application/xml") : Results.NotFound();
    }

    private static async Task<IResult> StateAsync(long key, HttpContext http, Caller caller, RequestQueries requests)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await requests.MarksAsync(key, await caller.ActorAsync(), http.RequestAborted) is not { } marks) return Results.NotFound();
        var english = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
        return Results.Json(new
        {
            marks.Completed,
            marks.Flows,
            marks.Active,
            Incidents = marks.Incidents.Select(incident => new { Id = incident.ElementId, Message = english ? incident.En : incident.Tr }),
        });
    }

    private static async Task<IResult> ListenAsync(long key, HttpContext http, Caller caller, ProcessQueries processes, RequestAccess access, LiveUpdates live, IHostApplicationLifetime lifetime)
    {
        var instance = await processes.InstanceAsync(key, http.RequestAborted);
        if (instance is null || !await access.MaySeeAsync(instance, await caller.ActorAsync(), http.RequestAborted)) return Results.NotFound();
        var until = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping).Token;
        http.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy in front must not collect events
        return TypedResults.ServerSentEvents(ChangesAsync(instance.RootKey, live, until));
    }

    // The event carries nothing but its name: what has changed is read again under the reader's own rights.
    private static async IAsyncEnumerable<SseItem<string>> ChangesAsync(long rootKey, LiveUpdates live, [EnumeratorCancellation] CancellationToken cancel)
    {
        // One pending change is enough: it says “read again”, and many say no more.
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        _ = CollectAsync(rootKey, live, changes.Writer, cancel);
        yield return new("", "hello");
        while (!cancel.IsCancellationRequested)
        {
            var changed = await HasChangedAsync(changes.Reader, cancel);
            if (!cancel.IsCancellationRequested) yield return new(changed ? "1" : "", changed ? "change" : "alive");
        }
    }

    private static async Task CollectAsync(long rootKey, LiveUpdates live, ChannelWriter<bool> changes, CancellationToken cancel)
    {
        try
        {
            await foreach (var _ in live.ListenAsync(update => update.RootKey == rootKey, cancel)) changes.TryWrite(true);
        }
        catch (OperationCanceledException)
        {
            // The reader has gone, or the program stops.
        }
    }

    // False after the time of a heartbeat, which keeps proxies from closing a quiet connection.
    private static async Task<bool> HasChangedAsync(ChannelReader<bool> changes, CancellationToken cancel)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        wait.CancelAfter(HeartbeatEvery);
        try
        {
            return await changes.ReadAsync(wait.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
