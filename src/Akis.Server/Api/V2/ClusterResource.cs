using System.Text.Json;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.People;

namespace Akis.Server.Api.V2;

/// <summary>Topology, status, licence, who am I, evaluation of an expression.</summary>
internal static class ClusterResource
{
    private const int LongestExpression = 20_000;
    private static readonly string[] Everything = ["*"];
    private static readonly string[] Tasks = ["tasklist"];
    private const string Version = "8.9.0"; // of the interface, which clients ask for

    internal sealed record Evaluation(string? Expression, JsonElement? Variables, string? TenantId);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapGet("/topology", (HttpContext http) => new
        {
            brokers = new[] { new { nodeId = 0, host = http.Request.Host.Host, port = http.Request.Host.Port ?? 80, partitions = new[] { new { partitionId = 1, role = "leader", health = "healthy" } }, version = Version } },
            clusterId = "akis", clusterSize = 1, partitionsCount = 1, replicationFactor = 1, gatewayVersion = Version, lastCompletedChangeId = "0",
        }).WithSummary("The cluster: one logical partition, however many nodes share the database");

        v2.MapGet("/status", async (AkisDatabase database, CancellationToken cancel) =>
        {
            await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT 1", row => row.GetInt32(0), token), cancel);
            return Results.NoContent();
        }).AllowAnonymous().WithSummary("Whether work can be done: 204, or 500 where the database does not answer");

        v2.MapGet("/license", () => new { validLicense = true, licenseType = "open-source", isCommercial = false, expiresAt = (string?)null }).AllowAnonymous().WithSummary("Akış needs no licence key");

        v2.MapGet("/authentication/me", async (Caller caller) =>
        {
            var person = await caller.PersonAsync();
            return new
            {
                username = person.UserName, displayName = person.Name, email = person.Email, authorizedComponents = person.Is(Roles.Administrator) ? Everything : Tasks, tenants = new[] { new { tenantId = V2Json.Tenant, name = "Default", description = (string?)null } },
                groups = person.Roles.Order(), roles = person.Roles.Order(), salesPlanType = (string?)null, c8Links = new Dictionary<string, string>(), canLogout = true,
            };
        }).WithSummary("Whom the token acts as");

        v2.MapPost("/expression/evaluation", (Evaluation evaluation) =>
        {
            var text = evaluation.Expression ?? "";
            if (text.Length is 0 or > LongestExpression) return new Problem("expression.length", 400, $"expression 1 ile {LongestExpression} karakter arasında olmalı.", $"expression must have between 1 and {LongestExpression} characters.").ToResult();
            var result = FeelExpression.Parse(text.StartsWith('=') ? text[1..] : text).Evaluate(V2Json.Variables(evaluation.Variables), FeelEnvironment.Default);
            return Results.Ok(new { expression = text, result = V2Json.Json(FeelContext.Of(("result", result.Value))).GetProperty("result"), warnings = result.Diagnostics.Select(diagnostic => new { message = diagnostic.En }) });
        }).WithSummary("Evaluates a FEEL expression");
    }
}
