using Akis.Engine.Search;

namespace Akis.Server.Api.V2;

/// <summary>What stands in the way of instances; for operators.</summary>
internal static class IncidentResource
{
    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapSearch("/incidents/search", WorkSearches.Incidents, "Searches incidents").AddEndpointFilter(Caller.OnlyOperators);
        v2.MapFind("/incidents/{key}", WorkSearches.Incidents, "An incident").AddEndpointFilter(Caller.OnlyOperators);
        v2.MapPost("/incidents/{key}/resolution", (string key, V2Commands commands, CancellationToken cancel) =>
            commands.DoAsync((engine, session, actor, token) => engine.ResolveIncidentAsync(session, V2Json.Key(key), actor, token), cancel)).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Tries again where an incident stopped an instance");
        v2.MapSearch("/incidents/statistics/process-instances-by-error", StatisticsSearches.InstancesByError, "How many living instances each error has stopped").AddEndpointFilter(Caller.OnlyOperators);
    }
}
