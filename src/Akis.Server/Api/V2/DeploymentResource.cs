using System.Text;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Microsoft.AspNetCore.Mvc;

namespace Akis.Server.Api.V2;

/// <summary>Deployments.</summary>
internal static class DeploymentResource
{
    private const long MostBytes = 5L << 20;

    public static void Map(IEndpointRouteBuilder v2) =>
        v2.MapPost("/deployments", DeployAsync).AddEndpointFilter(Caller.OnlyOperators).WithMetadata(new RequestSizeLimitAttribute(MostBytes + (1 << 20))).WithSummary("Deploys resources all or nothing; the same content again makes no new version");

    private static async Task<IResult> DeployAsync(HttpRequest request, V2Commands commands, CancellationToken cancel)
    {
        if (!request.HasFormContentType) return new Problem("deployment.form", 400, "Dosyalar çok parçalı form (multipart/form-data) olarak gönderilmeli.", "The files must be sent as multipart/form-data.").ToResult();
        var form = await request.ReadFormAsync(cancel);
        if (form.Files.Count == 0) return new Problem("deployment.empty", 400, "En az bir dosya (resources) gönderilmeli.", "At least one file (resources) must be sent.").ToResult();
        if (form.Files.Sum(file => file.Length) > MostBytes) return new Problem("deployment.size", 413, "Yayım en çok 5 MB olabilir.", "A deployment may have 5 MB at most.").ToResult();
        var resources = new List<Engine.Runtime.DeploymentResource>();
        foreach (var file in form.Files)
        {
            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            resources.Add(new(file.FileName, await reader.ReadToEndAsync(cancel)));
        }

        return await commands.AnswerAsync((engine, session, actor, token) => engine.DeployAsync(session, resources, actor, token), deployed => new { deploymentKey = V2Json.Text(deployed.Key), tenantId = V2Json.Tenant, deployments = deployed.Items.Select(Shape) }, cancel);
    }

    private static Item Shape(DeployedItem item) => item.Kind switch
    {
        "process" => new() { ProcessDefinition = new { processDefinitionId = item.Id, processDefinitionVersion = item.Version, resourceName = item.ResourceName, tenantId = V2Json.Tenant, processDefinitionKey = V2Json.Text(item.Key) } },
        "decision" => new() { DecisionDefinition = new { decisionDefinitionId = item.Id, version = item.Version, name = item.Id, tenantId = V2Json.Tenant, decisionRequirementsId = item.ResourceName, decisionDefinitionKey = V2Json.Text(item.Key), decisionRequirementsKey = V2Json.Text(item.Key) } },
        _ => new() { Form = new { formId = item.Id, version = item.Version, resourceName = item.ResourceName, tenantId = V2Json.Tenant, formKey = V2Json.Text(item.Key) } },
    };

    // One of them is set; clients expect the others as null.
    private sealed record Item
    {
        public object? ProcessDefinition { get; init; }

        public object? DecisionDefinition { get; init; }

        public object? DecisionRequirements { get; init; }

        public object? Form { get; init; }

        public object? Resource { get; init; }
    }
}
