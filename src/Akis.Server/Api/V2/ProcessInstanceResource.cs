using System.Text.Json;
using System.Text.RegularExpressions;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Engine.Search;
using Akis.Feel;

namespace Akis.Server.Api.V2;

/// <summary>Process instances: starting, reading, cancelling.</summary>
internal static partial class ProcessInstanceResource
{
    private const int MostTags = 10;
    private const int LongestBusinessId = 256;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    internal sealed record StartInstruction(string? ElementId);

    internal sealed record Creation(
        string? ProcessDefinitionId, int? ProcessDefinitionVersion, string? ProcessDefinitionKey, JsonElement? Variables, bool? AwaitCompletion, IReadOnlyList<string>? FetchVariables, long? RequestTimeout,
        IReadOnlyList<StartInstruction>? StartInstructions, JsonElement? RuntimeInstructions, IReadOnlyList<string>? Tags, string? BusinessId, string? TenantId, long? OperationReference);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/process-instances", CreateAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Starts an instance; awaitCompletion waits for its end");
        v2.MapSearch("/process-instances/search", InstanceSearches.Instances, "Searches the instances that the caller may see");
        v2.MapFind("/process-instances/{key}", InstanceSearches.Instances, "An instance");
        v2.MapPost("/process-instances/{key}/cancellation", (string key, V2Commands commands, CancellationToken cancel) =>
            commands.DoAsync((engine, session, actor, token) => engine.CancelInstanceAsync(session, V2Json.Key(key), "API", actor, token), cancel)).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Cancels an instance");
        v2.MapGet("/process-instances/{key}/call-hierarchy", HierarchyAsync).WithSummary("The instances that have called this one, the outermost first, itself last");
        v2.MapGet("/process-instances/{key}/sequence-flows", async (string key, ProcessQueries processes, Caller caller, CancellationToken cancel) =>
            await caller.SeeAsync(V2Json.Key(key), cancel) is { } instance
                ? Results.Ok(new
                {
                    items = (await processes.FlowsTakenAsync(instance.Key, cancel)).Select(flow => new
                    {
                        sequenceFlowId = flow, elementId = flow, processInstanceKey = key, rootProcessInstanceKey = V2Json.Text(instance.RootKey), processDefinitionKey = V2Json.Text(instance.DefinitionKey), processDefinitionId = instance.ProcessId, tenantId = V2Json.Tenant,
                    }),
                })
                : V2Json.NotFound).WithSummary("The flows that tokens have passed");
        v2.MapGet("/process-instances/{key}/statistics/element-instances", async (string key, ProcessSearches searches, Caller caller, CancellationToken cancel) =>
        {
            if (await caller.SeeAsync(V2Json.Key(key), cancel) is not { } instance) return V2Json.NotFound;
            var outcome = await searches.GroupAsync(InstanceSearches.Instances, StatisticsSearches.ByElement, default, null, cancel, ("processInstanceKey", instance.Key));
            return Results.Ok(new { items = outcome.Value });
        }).WithSummary("How often each element is active, done, ended or stopped by an incident");
        v2.MapSearch("/process-instances/{key}/incidents/search", WorkSearches.Incidents, "Searches the incidents of an instance", ("processInstanceKey", "key")).AddEndpointFilter(Caller.OnlyOperators);
    }

    private static async Task<IResult> CreateAsync(Creation creation, V2Commands commands, ProcessQueries processes, LiveUpdates live, CancellationToken cancel)
    {
        if (Refuse(creation) is { } wrong) return wrong.ToResult();
        var start = new StartProcess(creation.ProcessDefinitionId, V2Json.Variables(creation.Variables), creation.BusinessId, creation.ProcessDefinitionKey is { } key ? V2Json.Key(key) : null)
        {
            Version = creation.ProcessDefinitionVersion is > 0 ? creation.ProcessDefinitionVersion : null,
            Elements = [.. (creation.StartInstructions ?? []).Select(instruction => instruction.ElementId ?? "")],
            Tags = [.. (creation.Tags ?? []).Distinct()],
        };
        var outcome = await commands.RunAsync((engine, session, actor, token) => engine.StartAsync(session, start, actor, token), cancel);
        if (outcome.Problem is { } problem) return problem.ToResult();
        var started = outcome.Value;
        var patience = TimeSpan.FromMilliseconds(creation.RequestTimeout is > 0 and { } wanted ? wanted : 10_000);
        var variables = creation.AwaitCompletion == true ? await CompletedAsync(started.Key, patience < LongestWait ? patience : LongestWait, processes, live, cancel) : FeelContext.Empty;
        if (variables is null) return new Problem("instance.timeout", 504, "Süreç istenen sürede bitmedi; çalışmayı sürdürüyor.", "The instance did not end in time; it goes on.").ToResult();
        if (creation.FetchVariables is { Count: > 0 } fetched) variables = FeelContext.Of([.. variables.Where(variable => fetched.Contains(variable.Key)).Select(variable => (variable.Key, variable.Value))]);
        return Results.Ok(new
        {
            processDefinitionId = started.ProcessId, processDefinitionVersion = started.Version, tenantId = V2Json.Tenant, variables = V2Json.Json(variables),
            processDefinitionKey = V2Json.Text(started.DefinitionKey), processInstanceKey = V2Json.Text(started.Key), tags = start.Tags, businessId = start.BusinessKey,
        });
    }

    private static Problem? Refuse(Creation creation) =>
        (creation.ProcessDefinitionId is null) == (creation.ProcessDefinitionKey is null) ? new("instance.process", 400, "processDefinitionId ya da processDefinitionKey alanlarından yalnız biri verilmeli.", "Exactly one of processDefinitionId and processDefinitionKey is needed.")
        : creation.RuntimeInstructions is { ValueKind: JsonValueKind.Array } runtime && runtime.GetArrayLength() > 0 ? new("not-supported", 501, "runtimeInstructions desteklenmiyor.", "runtimeInstructions are not supported.")
        : creation.BusinessId is { Length: 0 or > LongestBusinessId } ? new("instance.business-id", 400, $"businessId 1 ile {LongestBusinessId} karakter arasında olmalı.", $"businessId must have between 1 and {LongestBusinessId} characters.")
        : creation.Tags is { Count: > MostTags } || creation.Tags?.All(tag => Tag().IsMatch(tag)) == false ? new("instance.tags", 400, $"En çok {MostTags} etiket verilebilir; etiket harfle başlar, en çok 100 karakterdir ve harf, rakam, _ - : . içerir.", $"There may be {MostTags} tags; a tag begins with a letter, has 100 characters at most, and holds letters, digits, _ - : .")
        : null;

    // Null where the instance has not ended in time.
    private static async Task<FeelContext?> CompletedAsync(long key, TimeSpan patience, ProcessQueries processes, LiveUpdates live, CancellationToken cancel)
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

    private static async Task<IResult> HierarchyAsync(string key, ProcessQueries processes, Caller caller, CancellationToken cancel)
    {
        var path = new List<object>();
        for (var instance = await caller.SeeAsync(V2Json.Key(key), cancel); instance is not null; instance = instance.ParentKey is { } parent ? await processes.InstanceAsync(parent, cancel) : null)
        {
            path.Insert(0, new { processInstanceKey = V2Json.Text(instance.Key), processDefinitionKey = V2Json.Text(instance.DefinitionKey), processDefinitionName = instance.ProcessName ?? instance.ProcessId });
        }

        return path.Count == 0 ? V2Json.NotFound : Results.Ok(path);
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_\-:.]{0,99}\z")]
    private static partial Regex Tag();
}
