using System.Text;
using System.Text.Json;
using Akis.Engine;
using Akis.Engine.Search;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Akis.Server.Api.V2;

/// <summary>Deployed processes: everybody who has signed in may read them, as the catalogue shows them to everybody.</summary>
internal static class ProcessDefinitionResource
{
    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapSearch("/process-definitions/search", InstanceSearches.Definitions, "Searches process definitions");
        v2.MapFind("/process-definitions/{key}", InstanceSearches.Definitions, "A process definition");
        v2.MapGet("/process-definitions/{key}/xml", async (string key, ProcessQueries processes, CancellationToken cancel) =>
            await processes.XmlAsync(V2Json.Key(key), cancel) is { } xml ? Results.Text(xml, "text/xml", Encoding.UTF8) : V2Json.NotFound).WithSummary("The BPMN file of a process definition");
        v2.MapGet("/process-definitions/{key}/form", async (string key, ProcessQueries processes, CancellationToken cancel) =>
            await processes.XmlAsync(V2Json.Key(key), cancel) is null ? V2Json.NotFound : FormAnswer.Of(await processes.StartFormAsync(V2Json.Key(key), cancel))).WithSummary("The form that is filled in to start the process; 204 where there is none");

        v2.MapSearch("/process-definitions/statistics/process-instances", StatisticsSearches.InstancesByProcess, "Living instances of each process").AddEndpointFilter(Caller.OnlyReadersOfAll);
        v2.MapSearch("/process-definitions/statistics/process-instances-by-version", StatisticsSearches.InstancesByVersion, "Living instances of each version of a process").AddEndpointFilter(Caller.OnlyReadersOfAll);
        v2.MapSearch("/process-definitions/statistics/message-subscriptions", StatisticsSearches.SubscriptionsByVersion, "How many instances of each version wait for messages").AddEndpointFilter(Caller.OnlyReadersOfAll);
        v2.MapPost("/process-definitions/{key}/statistics/element-instances", async (string key, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] JsonElement? query, ProcessSearches searches, CancellationToken cancel) =>
        {
            var filter = query is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("filter", out var given) ? given : default;
            var outcome = await searches.GroupAsync(InstanceSearches.Instances, StatisticsSearches.ByElement, filter, null, cancel, ("processDefinitionKey", V2Json.Key(key)));
            return outcome.Problem is { } problem ? problem.ToResult() : Results.Ok(new { items = outcome.Value });
        }).AddEndpointFilter(Caller.OnlyReadersOfAll).WithSummary("How often each element of a version is active, done, ended or stopped by an incident");
    }
}

/// <summary>A form as clients get it.</summary>
internal static class FormAnswer
{
    /// <summary>The form; 204 where none is meant or it is not one of Akış.</summary>
    public static IResult Of(FormView? form) => form is null
        ? Results.NoContent()
        : Results.Ok(new { tenantId = V2Json.Tenant, formId = form.Id, schema = form.Json, version = form.Version, formKey = V2Json.Text(form.Key) });
}
