using System.Text.Json;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Engine.Search;

namespace Akis.Server.Api.V2;

/// <summary>Messages, who waits for them and whom they reached; signals; starts by condition.</summary>
internal static class MessageResource
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    private static readonly Problem NoName = new("message.name", 400, "İletinin adı (name) belirtilmeli.", "The message needs a name.");

    internal sealed record Publication(string? Name, string? CorrelationKey, long? TimeToLive, string? MessageId, JsonElement? Variables, string? TenantId);

    internal sealed record Broadcast(string? SignalName, JsonElement? Variables, string? TenantId);

    internal sealed record Condition(JsonElement? Variables, string? ProcessDefinitionKey, string? TenantId);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/conditionals/evaluation", (Condition condition, V2Commands commands, CancellationToken cancel) => commands.AnswerAsync(
            (engine, session, actor, token) => engine.StartByConditionAsync(session, V2Json.Variables(condition.Variables), condition.ProcessDefinitionKey is { Length: > 0 } key ? V2Json.Key(key) : null, actor, token),
            started => new
            {
                conditionalEvaluationKey = V2Json.Text(commands.NextKey()), tenantId = V2Json.Tenant,
                processInstances = started.Select(instance => new { processDefinitionKey = V2Json.Text(instance.DefinitionKey), processInstanceKey = V2Json.Text(instance.Key) }),
            }, cancel)).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Starts the processes whose start condition holds for some variables");
        v2.MapPost("/messages/publication", async (Publication message, V2Commands commands, CancellationToken cancel) =>
        {
            if (string.IsNullOrWhiteSpace(message.Name)) return NoName.ToResult();
            var life = TimeSpan.FromMilliseconds(Math.Clamp(message.TimeToLive ?? 0, 0, (long)LongestLife.TotalMilliseconds));
            return await commands.AnswerAsync((engine, session, actor, token) => engine.PublishMessageAsync(session, message.Name, message.CorrelationKey ?? "", V2Json.Variables(message.Variables), message.MessageId, life, actor, token),
                sent => new { tenantId = V2Json.Tenant, messageKey = V2Json.Text(sent.Key) }, cancel);
        }).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Publishes a message; it is kept for timeToLive where nobody waits for it");
        v2.MapPost("/messages/correlation", async (Publication message, V2Commands commands, CancellationToken cancel) =>
            string.IsNullOrWhiteSpace(message.Name) ? NoName.ToResult() : await commands.AnswerAsync(
                (engine, session, actor, token) => engine.CorrelateMessageAsync(session, message.Name, message.CorrelationKey ?? "", V2Json.Variables(message.Variables), actor, MessageReach.OneInEachProcess, message.MessageId, token),
                sent => new { tenantId = V2Json.Tenant, messageKey = V2Json.Text(sent.Key), processInstanceKey = V2Json.Text(sent.InstanceKeys[0]) }, cancel)).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Gives a message to who waits for it now");
        v2.MapPost("/signals/broadcast", async (Broadcast signal, V2Commands commands, CancellationToken cancel) =>
            string.IsNullOrWhiteSpace(signal.SignalName) ? new Problem("signal.name", 400, "Sinyalin adı (signalName) belirtilmeli.", "The signal needs a signalName.").ToResult() : await commands.AnswerAsync(
                (engine, session, actor, token) => engine.BroadcastSignalAsync(session, signal.SignalName, V2Json.Variables(signal.Variables), actor, token),
                _ => new { tenantId = V2Json.Tenant, signalKey = V2Json.Text(commands.NextKey()) }, cancel)).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Tells a signal to everybody who waits for it");
        v2.MapSearch("/message-subscriptions/search", WorkSearches.MessageSubscriptions, "Searches what waits for messages");
        v2.MapSearch("/correlated-message-subscriptions/search", WorkSearches.CorrelatedMessages, "Searches which messages reached which instances");
    }
}
