using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Handbook.Requests;

/// <summary>A requester calls a request off, where and as its model provides for it.</summary>
public sealed class CancelRequest(AkisDatabase database, ProcessEngine engine, RequestQueries requests)
{
    /// <summary>Publishes the model's cancellation message; what follows (telling people, closing an account) is the model's.</summary>
    public async Task<Outcome> RunAsync(long key, string reason, Actor actor, CancellationToken cancel = default)
    {
        var page = await requests.PageAsync(key, actor, cancel);
        if (page is null) return new Problem("request.unknown", 404, "Böyle bir talep yok.", "There is no such request.");
        if (page.Cancellation is not { } cancellation) return new Problem("request.not-cancellable", 409, "Bu talep artık iptal edilemez.", "This request can no longer be cancelled.");
        var variables = FeelContext.Of(("cancelledBy", FeelValue.Of(actor.UserName)), ("cancelReason", FeelValue.Of(reason)));
        return await database.WriteAsync(async (session, token) =>
        {
            var told = await engine.CorrelateMessageAsync(session, cancellation.MessageName, cancellation.CorrelationKey, variables, actor, cancel: token);
            return told.Problem is { Code: not "message.nobody" } problem ? problem
                : told.Problem is not null ? new Problem("request.not-cancellable", 409, "Bu talep artık iptal edilemez.", "This request can no longer be cancelled.")
                : Outcome.Done;
        }, cancel);
    }
}
