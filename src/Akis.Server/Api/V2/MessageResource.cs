using System.Text.Json;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Server.Api.V2;

/// <summary>Messages.</summary>
internal static class MessageResource
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    private static readonly Problem NoName = new("message.name", 400, "İletinin adı (name) belirtilmeli.", "The message needs a name.");

    internal sealed record Publication(string? Name, string? CorrelationKey, long? TimeToLive, string? MessageId, JsonElement? Variables);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/messages/publication", async (Publication message, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
            await PublishAsync(message, database, engine, caller, cancel) is var outcome && outcome.Problem is { } problem ? problem.ToResult() : Results.Ok(new { tenantId = V2Json.Tenant, messageKey = V2Json.Text(outcome.Value.Key) }))
            .AddEndpointFilter(Caller.OnlyOperators).WithSummary("Publishes a message; it is kept for timeToLive where nobody waits for it");
        v2.MapPost("/messages/correlation", async (Publication message, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
        {
            if (string.IsNullOrWhiteSpace(message.Name)) return NoName.ToResult();
            var actor = await caller.ActorAsync();
            var outcome = await database.WriteAsync((session, token) => engine.CorrelateMessageAsync(session, message.Name, message.CorrelationKey ?? "", V2Json.Variables(message.Variables), actor, MessageReach.OneInEachProcess, message.MessageId, token), cancel);
            return outcome.Problem is { } problem ? problem.ToResult() : Results.Ok(new { tenantId = V2Json.Tenant, messageKey = V2Json.Text(outcome.Value.Key), processInstanceKey = V2Json.Text(outcome.Value.InstanceKeys[0]) });
        }).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Gives a message to who waits for it now");
    }

    private static async Task<Outcome<PublishedMessage>> PublishAsync(Publication message, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(message.Name)) return NoName;
        var actor = await caller.ActorAsync();
        var life = TimeSpan.FromMilliseconds(Math.Clamp(message.TimeToLive ?? 0, 0, (long)LongestLife.TotalMilliseconds));
        return await database.WriteAsync((session, token) => engine.PublishMessageAsync(session, message.Name, message.CorrelationKey ?? "", V2Json.Variables(message.Variables), message.MessageId, life, actor, token), cancel);
    }
}
