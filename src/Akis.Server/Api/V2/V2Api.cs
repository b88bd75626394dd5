using Akis.Engine.Database;

namespace Akis.Server.Api.V2;

/// <summary>
/// The engine's machine interface, after Camunda 8's Orchestration Cluster REST API: official clients and job workers in any language use it.
/// A resource is a file.
/// </summary>
internal static class V2Api
{
    private const long MostBytes = 4L << 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v2 = endpoints.MapGroup("/v2").RequireAuthorization().DisableAntiforgery().WithTags("Engine").AddEndpointFilter(ReadableKeys).ProducesProblem(401);
        v2.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes));
        ClusterResource.Map(v2);
        DeploymentResource.Map(v2);
        ProcessDefinitionResource.Map(v2);
        ProcessInstanceResource.Map(v2);
        RepairResource.Map(v2);
        BatchResource.Map(v2);
        DecisionResource.Map(v2);
        ElementInstanceResource.Map(v2);
        VariableResource.Map(v2);
        UserTaskResource.Map(v2);
        JobResource.Map(v2);
        IncidentResource.Map(v2);
        MessageResource.Map(v2);
        IdentityResource.Map(v2);
        DocumentResource.Map(v2);
        AuditResource.Map(v2);
        LeftOut.Map(v2);
    }

    // A key that cannot be one is the caller's mistake and not a record that has gone.
    private static async ValueTask<object?> ReadableKeys(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.GetRouteValue("key") is string key && !(key.Length is > 0 and <= 19 && key.All(char.IsAsciiDigit))
            ? new Problem("request.key", 400, $"“{key}” bir anahtar değil; anahtarlar rakamlardan oluşur.", $"'{key}' is no key; keys are digits only.").ToResult()
            : await next(context);
}
