using System.Text;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Server.Api.V2;

/// <summary>Deployments and process definitions.</summary>
internal static class DeploymentResource
{
    private const long MostBytes = 5L << 20;

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/deployments", DeployAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Deploys resources all or nothing; the same content again makes no new version");
        v2.MapPost("/process-definitions/search", async (SearchQuery query, ProcessQueries processes, CancellationToken cancel) =>
        {
            var found = await processes.DefinitionsAsync(query.Text("processDefinitionId"), query.Text("isLatestVersion") is "True" or "true", cancel);
            return V2Json.Page([.. found.OrderBy(definition => definition.Key).Where(definition => definition.Key > query.After).Take(query.Limit)], query, definition => definition.Key, Shape);
        }).WithSummary("Searches process definitions");
        v2.MapGet("/process-definitions/{key}", async (string key, ProcessQueries processes, CancellationToken cancel) =>
            (await processes.DefinitionsAsync(null, false, cancel)).Find(definition => definition.Key == V2Json.Key(key)) is { } definition ? Results.Ok(Shape(definition)) : V2Json.NotFound).WithSummary("A process definition");
        v2.MapGet("/process-definitions/{key}/xml", async (string key, ProcessQueries processes, CancellationToken cancel) =>
            await processes.XmlAsync(V2Json.Key(key), cancel) is { } xml ? Results.Text(xml, "text/xml", Encoding.UTF8) : V2Json.NotFound).WithSummary("The BPMN file of a process definition");
    }

    private static async Task<IResult> DeployAsync(HttpRequest request, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel)
    {
        if (!request.HasFormContentType) return new Problem("deployment.form", 400, "Dosyalar çok parçalı form (multipart/form-data) olarak gönderilmeli.", "The files must be sent as multipart/form-data.").ToResult();
        var form = await request.ReadFormAsync(cancel);
        if (form.Files.Sum(file => file.Length) > MostBytes) return new Problem("deployment.size", 413, "Yayım en çok 5 MB olabilir.", "A deployment may have 5 MB at most.").ToResult();
        var resources = new List<Engine.Runtime.DeploymentResource>();
        foreach (var file in form.Files)
        {
            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            resources.Add(new(file.FileName, await reader.ReadToEndAsync(cancel)));
        }

        var outcome = await database.WriteAsync((session, token) => engine.DeployAsync(session, resources, token), cancel);
        if (outcome.Problem is { } problem) return problem.ToResult();
        return Results.Ok(new { deploymentKey = V2Json.Text(outcome.Value.Key), tenantId = V2Json.Tenant, deployments = outcome.Value.Items.Select(Shape) });
    }

    private static object Shape(DeployedItem item) => item.Kind switch
    {
        "process" => new { processDefinition = new { processDefinitionId = item.Id, processDefinitionVersion = item.Version, resourceName = item.ResourceName, tenantId = V2Json.Tenant, processDefinitionKey = V2Json.Text(item.Key) } },
        "decision" => new { decisionDefinition = new { decisionDefinitionId = item.Id, version = item.Version, name = item.Id, tenantId = V2Json.Tenant, decisionRequirementsId = item.ResourceName, decisionDefinitionKey = V2Json.Text(item.Key), decisionRequirementsKey = V2Json.Text(item.Key) } },
        _ => new { form = new { formId = item.Id, version = item.Version, resourceName = item.ResourceName, tenantId = V2Json.Tenant, formKey = V2Json.Text(item.Key) } },
    };

    private static object Shape(DefinitionView definition) => new
    {
        processDefinitionId = definition.ProcessId, processDefinitionKey = V2Json.Text(definition.Key), name = definition.Name, resourceName = definition.ResourceName,
        version = definition.Version, versionTag = definition.VersionTag, tenantId = V2Json.Tenant, hasStartForm = false,
    };
}
