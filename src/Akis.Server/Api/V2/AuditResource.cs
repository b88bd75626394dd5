using Akis.Engine.Search;

namespace Akis.Server.Api.V2;

/// <summary>Who did what; for the head of department, the auditor and operators.</summary>
internal static class AuditResource
{
    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapSearch("/audit-logs/search", AuditSearches.Log, "Searches who did what").AddEndpointFilter(Caller.OnlyReadersOfAll);
        v2.MapFind("/audit-logs/{key}", AuditSearches.Log, "One thing that somebody did").AddEndpointFilter(Caller.OnlyReadersOfAll);
        v2.MapSearch("/user-tasks/{key}/audit-logs/search", AuditSearches.Log, "Searches who did what to a task", ("userTaskKey", "key")).AddEndpointFilter(Caller.OnlyReadersOfAll);
    }
}
