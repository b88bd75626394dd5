namespace Akis.Server.Api.V2;

/// <summary>
/// The engine's machine interface, after Camunda 8's Orchestration Cluster REST API, as far as the engine goes: official clients and job workers
/// in any language use it. A resource is a file.
/// </summary>
internal static class V2Api
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v2 = endpoints.MapGroup("/v2").RequireAuthorization().DisableAntiforgery().WithTags("Engine");
        ClusterResource.Map(v2);
        DeploymentResource.Map(v2);
        ProcessInstanceResource.Map(v2);
        RepairResource.Map(v2);
        UserTaskResource.Map(v2);
        JobResource.Map(v2);
        MessageResource.Map(v2);
    }
}
