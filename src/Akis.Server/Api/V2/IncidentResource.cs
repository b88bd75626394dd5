using System.Text.Json;
using System.Text.Json.Nodes;
using Akis.Engine.Database;
using Akis.Engine.Search;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Akis.Server.Api.V2;

/// <summary>What stands in the way of instances; for operators.</summary>
internal static class IncidentResource
{
    public static void Map(IEndpointRouteBuilder v2)
    {
        var incidents = v2.MapGroup("/incidents").AddEndpointFilter(Caller.OnlyOperators);
        incidents.MapSearch("/search", WorkSearches.Incidents, "Searches incidents");
        incidents.MapFind("/{key}", WorkSearches.Incidents, "An incident");
        incidents.MapPost("/{key}/resolution", (string key, V2Commands commands, CancellationToken cancel) =>
            commands.DoAsync((engine, session, actor, token) => engine.ResolveIncidentAsync(session, V2Json.Key(key), actor, token), cancel)).WithSummary("Tries again where an incident stopped an instance");
        incidents.MapPost("/statistics/process-instances-by-error", async ([FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] JsonElement? query, ProcessSearches searches, CancellationToken cancel) =>
        {
            var found = await searches.SearchAsync(StatisticsSearches.InstancesByError, query, null, cancel);
            if (found.Problem is { } problem) return problem.ToResult();
            foreach (var item in found.Value.Items) item["errorHashCode"] = HashOf((string?)item["errorMessage"]);
            return Results.Ok(V2Search.Answer(found.Value));
        }).WithSummary("How many living instances each error has stopped");
        incidents.MapPost("/statistics/process-instances-by-definition", ByDefinitionAsync).WithSummary("How many living instances of each version an error has stopped");
    }

    private static async Task<IResult> ByDefinitionAsync(JsonElement query, ProcessSearches searches, CancellationToken cancel)
    {
        var body = query.ValueKind == JsonValueKind.Object ? JsonObject.Create(query) ?? [] : [];
        if (body["filter"]?["errorHashCode"] is not JsonValue given || !given.TryGetValue<int>(out var hash)) return new Problem("incident.error", 400, "filter.errorHashCode belirtilmeli.", "filter.errorHashCode is needed.").ToResult();
        var errors = await searches.SearchAsync(StatisticsSearches.InstancesByError, JsonSerializer.SerializeToElement(new { page = new { limit = 10_000 } }), null, cancel);
        var meant = errors.Value.Items.Select(item => (string?)item["errorMessage"]).Where(message => HashOf(message) == hash);
        body["filter"] = new JsonObject { ["errorMessage"] = new JsonObject { ["$in"] = new JsonArray([.. meant.Select(message => (JsonNode?)message)]) } };
        var found = await searches.SearchAsync(StatisticsSearches.InstancesByErrorAndVersion, JsonSerializer.SerializeToElement(body), null, cancel);
        return found.Problem is { } problem ? problem.ToResult() : Results.Ok(V2Search.Answer(found.Value));
    }

    // FNV-1a: the same for a message today and tomorrow, on every node.
    private static int HashOf(string? message) => message is null ? 0 : unchecked((int)message.Aggregate(2_166_136_261u, (hash, c) => (hash ^ c) * 16_777_619u));
}
