using System.Text.Json;
using Akis.Engine.Batches;
using Akis.Engine.Database;
using Akis.Engine.Repair;
using Akis.Engine.Search;

namespace Akis.Server.Api.V2;

/// <summary>One thing done to many instances: cancellation, incident resolution, migration, modification and deletion over a filter, and the batches that they are.</summary>
internal static class BatchResource
{
    internal sealed record Move(string? SourceElementId, string? TargetElementId);

    internal sealed record Plan(string? TargetProcessDefinitionKey, IReadOnlyList<Move>? MappingInstructions);

    internal sealed record BatchBody(JsonElement? Filter, Plan? MigrationPlan, IReadOnlyList<Move>? MoveInstructions);

    public static void Map(IEndpointRouteBuilder v2)
    {
        foreach (var (path, kind, type, summary) in new[]
        {
            ("cancellation", BatchKind.CancelInstances, "CANCEL_PROCESS_INSTANCE", "Cancels the running instances that match"),
            ("incident-resolution", BatchKind.ResolveIncidents, "RESOLVE_INCIDENT", "Tries again where incidents stand in instances that match"),
            ("migration", BatchKind.MigrateInstances, "MIGRATE_PROCESS_INSTANCE", "Moves the running instances that match to another version"),
            ("modification", BatchKind.ModifyInstances, "MODIFY_PROCESS_INSTANCE", "Moves tokens of the running instances that match"),
            ("deletion", BatchKind.DeleteInstances, "DELETE_PROCESS_INSTANCE", "Removes the ended instances that match and all that is known of them"),
        })
        {
            v2.MapPost($"/process-instances/{path}", (BatchBody body, AkisDatabase database, ProcessRepair repair, Caller caller, CancellationToken cancel) => BeginAsync(kind, type, body, database, repair, caller, cancel))
                .AddEndpointFilter(Caller.OnlyOperators).WithSummary(summary + ", in the background");
        }

        v2.MapPost("/process-instances/{key}/incident-resolution", (string key, AkisDatabase database, ProcessRepair repair, Caller caller, CancellationToken cancel) => BeginAsync(
            BatchKind.ResolveIncidents, "RESOLVE_INCIDENT", new(JsonSerializer.SerializeToElement(new { processInstanceKey = key }), null, null), database, repair, caller, cancel)).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Tries again wherever incidents stand in an instance, in the background");
        v2.MapFind("/batch-operations/{key}", BatchSearches.Batches, "A batch and how far it is").AddEndpointFilter(Caller.OnlyOperators);
        v2.MapSearch("/batch-operations/search", BatchSearches.Batches, "Searches batches").AddEndpointFilter(Caller.OnlyOperators);
        v2.MapSearch("/batch-operation-items/search", BatchSearches.Items, "Searches what became of the items of batches").AddEndpointFilter(Caller.OnlyOperators);
        Change("cancellation", (repair, session, key, cancel) => repair.CancelBatchAsync(session, key, cancel), "Ends a batch; what is done is done");
        Change("suspension", (repair, session, key, cancel) => repair.SuspendBatchAsync(session, key, cancel), "Holds a batch");
        Change("resumption", (repair, session, key, cancel) => repair.ResumeBatchAsync(session, key, cancel), "Lets a held batch go on");

        void Change(string path, Func<ProcessRepair, WriteSession, long, CancellationToken, Task<Outcome>> change, string summary) =>
            v2.MapPost($"/batch-operations/{{key}}/{path}", async (string key, AkisDatabase database, ProcessRepair repair, CancellationToken cancel) =>
                (await database.WriteAsync((session, token) => change(repair, session, V2Json.Key(key), token), cancel)).ToResult()).AddEndpointFilter(Caller.OnlyOperators).WithSummary(summary);
    }

    /// <summary>Ids of elements and what they become; null where one is missing or named twice.</summary>
    public static Dictionary<string, string>? Elements(IReadOnlyList<Move>? moves)
    {
        var elements = new Dictionary<string, string>();
        foreach (var move in moves ?? []) if (move is not { SourceElementId.Length: > 0, TargetElementId.Length: > 0 } || !elements.TryAdd(move.SourceElementId, move.TargetElementId)) return null;
        return elements;
    }

    public static Problem BadMapping { get; } = new("mapping.element", 400, "Her eşlemede sourceElementId ve targetElementId belirtilmeli; aynı öge iki kez kaynak olamaz.", "Each instruction needs sourceElementId and targetElementId; no element may be a source twice.");

    private static async Task<IResult> BeginAsync(BatchKind kind, string type, BatchBody body, AkisDatabase database, ProcessRepair repair, Caller caller, CancellationToken cancel)
    {
        if (Elements(kind == BatchKind.ModifyInstances ? body.MoveInstructions : body.MigrationPlan?.MappingInstructions) is not { } elements) return BadMapping.ToResult();
        var plan = new BatchPlan(body.MigrationPlan?.TargetProcessDefinitionKey is { } target ? V2Json.Key(target) : null, elements.Count > 0 ? elements : null, "API");
        var actor = await caller.ActorAsync();
        var begun = await database.WriteAsync((session, token) => repair.BeginBatchAsync(session, kind, body.Filter ?? default, plan, actor, token), cancel);
        return begun.Problem is { } problem ? problem.ToResult() : Results.Ok(new { batchOperationKey = V2Json.Text(begun.Value.Key), batchOperationType = type });
    }
}
