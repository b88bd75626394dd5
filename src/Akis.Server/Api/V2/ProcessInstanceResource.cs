using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Server.Api.V2;

/// <summary>Process instances, their elements, variables and incidents.</summary>
internal static class ProcessInstanceResource
{
    internal sealed record Creation(string? ProcessDefinitionId, string? ProcessDefinitionKey, JsonElement? Variables, bool? AwaitCompletion, long? RequestTimeout);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/process-instances", CreateAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Starts an instance; awaitCompletion waits for its end");
        v2.MapPost("/process-instances/search", SearchAsync).WithSummary("Searches the instances that the caller may see");
        v2.MapGet("/process-instances/{key}", async (string key, Caller caller, CancellationToken cancel) =>
            await caller.SeeAsync(V2Json.Key(key), cancel) is { } instance ? Results.Ok(Shape(instance)) : V2Json.NotFound).WithSummary("An instance");
        v2.MapPost("/process-instances/{key}/cancellation", async (string key, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
        {
            var actor = await caller.ActorAsync();
            return (await database.WriteAsync((session, token) => engine.CancelInstanceAsync(session, V2Json.Key(key), "API", actor, token), cancel)).ToResult();
        }).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Cancels an instance");
        v2.MapGet("/process-instances/{key}/sequence-flows", async (string key, ProcessQueries processes, Caller caller, CancellationToken cancel) =>
            await caller.SeeAsync(V2Json.Key(key), cancel) is { } instance
                ? Results.Ok(new { items = (await processes.FlowsTakenAsync(instance.Key, cancel)).Select(flow => new { sequenceFlowId = flow, elementId = flow, processInstanceKey = key, processDefinitionKey = V2Json.Text(instance.DefinitionKey), processDefinitionId = instance.ProcessId, tenantId = V2Json.Tenant }) })
                : V2Json.NotFound).WithSummary("The flows that tokens have passed");
        v2.MapPost("/element-instances/search", ElementsAsync).WithSummary("Searches the elements of an instance (filter processInstanceKey)");
        v2.MapPost("/variables/search", VariablesAsync).WithSummary("Searches the variables of an instance (filter processInstanceKey)");
        v2.MapPost("/incidents/search", async (SearchQuery query, ProcessQueries processes, CancellationToken cancel) =>
            V2Json.Page(await processes.IncidentsAsync(query.Key("processInstanceKey"), query.Text("state") is "ACTIVE", query.After, query.Limit, cancel), query, incident => incident.Key, Shape)).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Searches incidents");
        v2.MapPost("/incidents/{key}/resolution", async (string key, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
        {
            var actor = await caller.ActorAsync();
            return (await database.WriteAsync((session, token) => engine.ResolveIncidentAsync(session, V2Json.Key(key), actor, token), cancel)).ToResult();
        }).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Tries again where an incident stopped an instance");
    }

    private static async Task<IResult> CreateAsync(Creation creation, AkisDatabase database, ProcessEngine engine, ProcessQueries processes, Engine.Runtime.LiveUpdates live, Caller caller, CancellationToken cancel)
    {
        var actor = await caller.ActorAsync();
        var start = new StartProcess(creation.ProcessDefinitionId, V2Json.Variables(creation.Variables), DefinitionKey: creation.ProcessDefinitionKey is { } key ? V2Json.Key(key) : null);
        var outcome = await database.WriteAsync((session, token) => engine.StartAsync(session, start, actor, token), cancel);
        if (outcome.Problem is { } problem) return problem.ToResult();
        var started = outcome.Value;
        var variables = creation.AwaitCompletion == true ? await CompletedAsync(started.Key, TimeSpan.FromMilliseconds(creation.RequestTimeout is > 0 and { } wanted ? wanted : 10_000), processes, live, cancel) : FeelContext.Empty;
        if (variables is null) return new Problem("instance.timeout", 504, "Süreç istenen sürede bitmedi; çalışmayı sürdürüyor.", "The instance did not end in time; it goes on.").ToResult();
        return Results.Ok(new
        {
            processDefinitionId = started.ProcessId, processDefinitionVersion = started.Version, tenantId = V2Json.Tenant, variables = V2Json.Json(variables),
            processDefinitionKey = V2Json.Text(started.DefinitionKey), processInstanceKey = V2Json.Text(started.Key), tags = Array.Empty<string>(),
        });
    }

    // Null where the instance has not ended in time.
    private static async Task<FeelContext?> CompletedAsync(long key, TimeSpan patience, ProcessQueries processes, Engine.Runtime.LiveUpdates live, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(patience);
        try
        {
            await using var updates = live.ListenAsync(update => update.InstanceKey == key, timeout.Token).GetAsyncEnumerator(timeout.Token);
            var next = updates.MoveNextAsync(); // listens before it looks, so that no end is missed between the two
            while ((await processes.InstanceAsync(key, timeout.Token))?.Status == InstanceStatus.Active)
            {
                await next;
                next = updates.MoveNextAsync();
            }

            await timeout.CancelAsync();
            await ((Task)next.AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await processes.VariablesAsync(key, cancel);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<IResult> SearchAsync(SearchQuery query, ProcessQueries processes, Caller caller, CancellationToken cancel)
    {
        InstanceStatus? status = query.Text("state") switch { "ACTIVE" => InstanceStatus.Active, "COMPLETED" => InstanceStatus.Completed, "TERMINATED" => InstanceStatus.Cancelled, _ => null };
        var own = await caller.OperatesAsync() ? null : (await caller.PersonAsync()).UserName;
        if (query.Key("processInstanceKey") is { } one)
        {
            InstanceView[] found = await caller.SeeAsync(one, cancel) is { } instance ? [instance] : [];
            return V2Json.Page(found, query, view => view.Key, Shape);
        }

        return V2Json.Page(await processes.SearchInstancesAsync(query.Text("processDefinitionId"), status, query.Text("businessId"), own, query.After, query.Limit, cancel), query, instance => instance.Key, Shape);
    }

    private static async Task<IResult> ElementsAsync(SearchQuery query, ProcessQueries processes, Caller caller, CancellationToken cancel)
    {
        if (query.Key("processInstanceKey") is not { } key) return new Problem("filter.instance", 400, "Süzgeçte processInstanceKey belirtilmeli.", "The filter needs processInstanceKey.").ToResult();
        if (await caller.SeeAsync(key, cancel) is not { } instance) return V2Json.NotFound;
        var path = (await processes.PathAsync(key, cancel)).Where(element => element.Key > query.After && (query.Text("elementId") is not { } id || id == element.ElementId)).Take(query.Limit).ToList();
        return V2Json.Page(path, query, element => element.Key, element => new
        {
            elementInstanceKey = V2Json.Text(element.Key), elementId = element.ElementId, elementName = element.Name, type = element.Kind.ToString(), state = element.State switch { 0 => "ACTIVE", 1 => "COMPLETED", _ => "TERMINATED" },
            startDate = element.StartedAt.UtcDateTime, endDate = element.EndedAt?.UtcDateTime, hasIncident = false, tenantId = V2Json.Tenant,
            processDefinitionId = instance.ProcessId, processInstanceKey = V2Json.Text(key), processDefinitionKey = V2Json.Text(instance.DefinitionKey),
        });
    }

    private static async Task<IResult> VariablesAsync(SearchQuery query, ProcessQueries processes, Caller caller, CancellationToken cancel)
    {
        if (query.Key("processInstanceKey") is not { } key) return new Problem("filter.instance", 400, "Süzgeçte processInstanceKey belirtilmeli.", "The filter needs processInstanceKey.").ToResult();
        if (await caller.SeeAsync(key, cancel) is null) return V2Json.NotFound;
        var variables = (await processes.VariablesAsync(key, cancel)).Where(entry => query.Text("name") is not { } name || name == entry.Key).Take(query.Limit).ToList();
        return V2Json.Page(variables, query, _ => key, entry => new
        {
            name = entry.Key, value = FeelJson.ToJson(entry.Value), isTruncated = false, tenantId = V2Json.Tenant, variableKey = V2Json.Text(key), scopeKey = V2Json.Text(key), processInstanceKey = V2Json.Text(key),
        });
    }

    private static object Shape(InstanceView instance) => new
    {
        processInstanceKey = V2Json.Text(instance.Key), processDefinitionId = instance.ProcessId, processDefinitionName = instance.ProcessName, processDefinitionVersion = instance.Version, processDefinitionKey = V2Json.Text(instance.DefinitionKey),
        parentProcessInstanceKey = instance.ParentKey is { } parent ? V2Json.Text(parent) : null, businessId = instance.BusinessKey, startDate = instance.StartedAt.UtcDateTime, endDate = instance.EndedAt?.UtcDateTime,
        state = instance.Status switch { InstanceStatus.Active => "ACTIVE", InstanceStatus.Completed => "COMPLETED", _ => "TERMINATED" }, hasIncident = false, tenantId = V2Json.Tenant, tags = Array.Empty<string>(),
    };

    private static object Shape(IncidentView incident) => new
    {
        incidentKey = V2Json.Text(incident.Key), processInstanceKey = V2Json.Text(incident.InstanceKey), elementId = incident.ElementId, errorType = incident.Code, errorMessage = incident.En, creationTime = incident.RaisedAt.UtcDateTime,
        state = incident.ResolvedAt is null ? "ACTIVE" : "RESOLVED", tenantId = V2Json.Tenant,
    };
}
