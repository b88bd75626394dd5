using Akis.Feel;
using System.Text.Json;

namespace Akis.Server.Api.V2;

/// <summary>Topology, who am I, evaluation of an expression.</summary>
internal static class ClusterResource
{
    private static readonly string[] Everything = ["*"];

    internal sealed record Evaluation(string? Expression, JsonElement? Variables);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapGet("/topology", (HttpContext http) => new
        {
            brokers = new[] { new { nodeId = 0, host = http.Request.Host.Host, port = http.Request.Host.Port ?? 80, partitions = new[] { new { partitionId = 1, role = "leader", health = "healthy" } }, version = "8.8.0" } },
            clusterId = "akis", clusterSize = 1, partitionsCount = 1, replicationFactor = 1, gatewayVersion = "8.8.0", lastCompletedChangeId = "0",
        }).WithSummary("The cluster: one logical partition");

        v2.MapGet("/authentication/me", async (Caller caller) =>
        {
            var person = await caller.PersonAsync();
            return new { username = person.UserName, displayName = person.Name, email = person.Email, authorizedComponents = Everything, tenants = Array.Empty<object>(), groups = Array.Empty<string>(), roles = person.Roles.Order(), salesPlanType = "", c8Links = new { }, canLogout = true };
        }).WithSummary("Whom the token acts as");

        v2.MapPost("/expression/evaluation", (Evaluation evaluation) =>
        {
            var text = evaluation.Expression ?? "";
            var result = FeelExpression.Parse(text.StartsWith('=') ? text[1..] : text).Evaluate(V2Json.Variables(evaluation.Variables), FeelEnvironment.Default);
            return new { expression = text, result = V2Json.Json(FeelContext.Of(("result", result.Value))).GetProperty("result"), warnings = result.Diagnostics.Select(diagnostic => diagnostic.En) };
        }).WithSummary("Evaluates a FEEL expression");
    }
}
