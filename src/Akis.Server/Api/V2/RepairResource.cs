using System.Globalization;
using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Repair;

namespace Akis.Server.Api.V2;

/// <summary>
/// Putting instances right: modification, migration and deletion as in Camunda 8; suspending, resuming, restarting and asking before a migration are Akış's own. With the <c>revision</c>
/// of <c>GET /process-instances/{key}</c> in <c>If-Match</c>, a command is refused where somebody else was faster.
/// </summary>
internal static class RepairResource
{
    internal sealed record VariableInstruction(JsonElement? Variables, string? ScopeId);

    internal sealed record ActivateInstruction(string? ElementId, IReadOnlyList<VariableInstruction>? VariableInstructions, string? AncestorElementInstanceKey);

    internal sealed record TerminateInstruction(string? ElementInstanceKey, string? ElementId);

    internal sealed record MoveSource(string? SourceType, string? SourceElementId, string? SourceElementInstanceKey);

    internal sealed record MoveAncestor(string? AncestorScopeType, string? AncestorElementInstanceKey);

    internal sealed record MoveInstruction(MoveSource? SourceElementInstruction, string? TargetElementId, MoveAncestor? AncestorScopeInstruction, IReadOnlyList<VariableInstruction>? VariableInstructions);

    internal sealed record ModificationBody(IReadOnlyList<ActivateInstruction>? ActivateInstructions, IReadOnlyList<MoveInstruction>? MoveInstructions, IReadOnlyList<TerminateInstruction>? TerminateInstructions);

    internal sealed record SuspensionBody(string? Reason);

    internal sealed record MigrationBody(string? TargetProcessDefinitionKey, IReadOnlyList<BatchResource.Move>? MappingInstructions);

    internal sealed record RestartBody(IReadOnlyList<string>? ElementIds, bool? WithLastVariables, bool? InNewestVersion);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/process-instances/{key}/modification", ModifyAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Begins and ends elements by hand, all or nothing");
        v2.MapPost("/process-instances/{key}/migration", MigrateAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Moves a running instance to another version, all or nothing");
        v2.MapPost("/process-instances/{key}/migration-check", CheckAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("What a migration would meet: what stands in its way, and what changes");
        v2.MapPost("/process-instances/{key}/restart", RestartAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Takes up the work of an ended instance in a new one");
        v2.MapPost("/process-instances/{key}/deletion", async (string key, AkisDatabase database, ProcessRepair repair, CancellationToken cancel) =>
            (await database.WriteAsync((session, token) => repair.DeleteInstanceAsync(session, V2Json.Key(key), token), cancel)).ToResult()).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Removes an ended instance and all that is known of it");
        v2.MapPost("/resources/{key}/deletion", async (string key, AkisDatabase database, ProcessRepair repair, Caller caller, CancellationToken cancel) =>
        {
            var actor = await caller.ActorAsync();
            return (await database.WriteAsync((session, token) => repair.DeleteDefinitionAsync(session, V2Json.Key(key), actor, token), cancel)).ToResult();
        }).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Deletes a version of a process, decision or form");
        v2.MapPost("/process-instances/{key}/suspension", async (string key, SuspensionBody? body, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
        {
            var actor = await caller.ActorAsync();
            return (await database.WriteAsync((session, token) => engine.SuspendInstanceAsync(session, V2Json.Key(key), body?.Reason ?? "", actor, token), cancel)).ToResult();
        }).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Holds an instance until it is resumed");
        v2.MapPost("/process-instances/{key}/resumption", async (string key, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
        {
            var actor = await caller.ActorAsync();
            return (await database.WriteAsync((session, token) => engine.ResumeInstanceAsync(session, V2Json.Key(key), actor, token), cancel)).ToResult();
        }).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Lets a suspended instance go on");
    }

    private static async Task<IResult> MigrateAsync(string key, MigrationBody body, HttpRequest request, AkisDatabase database, ProcessRepair repair, Caller caller, CancellationToken cancel)
    {
        if (BatchResource.Elements(body.MappingInstructions) is not { } elements) return BatchResource.BadMapping.ToResult();
        var actor = await caller.ActorAsync();
        return (await database.WriteAsync(async (session, token) => await SeenAsync(request, session, repair, V2Json.Key(key), token) is { Problem: { } changed }
            ? changed
            : await repair.MigrateInstanceAsync(session, V2Json.Key(key), V2Json.Key(body.TargetProcessDefinitionKey ?? ""), elements, actor, token), cancel)).ToResult();
    }

    private static async Task<IResult> CheckAsync(string key, MigrationBody body, AkisDatabase database, ProcessRepair repair, CancellationToken cancel)
    {
        if (BatchResource.Elements(body.MappingInstructions) is not { } elements) return BatchResource.BadMapping.ToResult();
        var found = await database.WriteAsync((session, token) => repair.CheckMigrationAsync(session, V2Json.Key(key), V2Json.Key(body.TargetProcessDefinitionKey ?? ""), elements, token), cancel);
        if (found.Problem is { } problem) return problem.ToResult();
        var english = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
        return Results.Ok(new { isPossible = !found.Value.Any(finding => finding.Refuses), findings = found.Value.Select(finding => new { elementId = finding.ElementId, refuses = finding.Refuses, code = finding.Code, message = english ? finding.En : finding.Tr }) });
    }

    private static async Task<IResult> RestartAsync(string key, RestartBody? body, AkisDatabase database, ProcessRepair repair, Caller caller, CancellationToken cancel)
    {
        var actor = await caller.ActorAsync();
        var restart = new RestartInstance(V2Json.Key(key), body?.ElementIds ?? [], body?.WithLastVariables ?? false, body?.InNewestVersion ?? false);
        var started = await database.WriteAsync((session, token) => repair.RestartInstanceAsync(session, restart, actor, token), cancel);
        return started.Problem is { } problem ? problem.ToResult() : Results.Ok(new
        {
            processInstanceKey = V2Json.Text(started.Value.Key), processDefinitionKey = V2Json.Text(started.Value.DefinitionKey), processDefinitionId = started.Value.ProcessId, processDefinitionVersion = started.Value.Version, tenantId = V2Json.Tenant,
        });
    }

    // Without If-Match nobody says what he saw.
    private static async Task<Outcome> SeenAsync(HttpRequest request, WriteSession session, ProcessRepair repair, long key, CancellationToken cancel)
    {
        if (request.Headers.IfMatch.ToString().Trim().Trim('"') is not { Length: > 0 } seen) return Outcome.Done;
        return int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? await repair.RequireRevisionAsync(session, key, revision, cancel)
            : new Problem("if-match", 400, "If-Match başlığında örneğin revision değeri bekleniyor.", "If-Match must be the revision of the instance.");
    }

    private static ElementStart Begun(string? elementId, string? ancestor, IReadOnlyList<VariableInstruction>? variables) => new(
        elementId ?? "",
        ancestor is { Length: > 0 } && ancestor != "-1" ? V2Json.Key(ancestor) : null,
        [.. (variables ?? []).Select(instruction => (instruction.ScopeId is { Length: > 0 } scope ? scope : null, V2Json.Variables(instruction.Variables)))]);

    private static async Task<IResult> ModifyAsync(string key, ModificationBody body, HttpRequest request, AkisDatabase database, ProcessEngine engine, ProcessRepair repair, Caller caller, CancellationToken cancel)
    {
        var modification = new ModifyInstance(
            [.. (body.ActivateInstructions ?? []).Select(start => Begun(start.ElementId, start.AncestorElementInstanceKey, start.VariableInstructions))],
            [.. (body.TerminateInstructions ?? []).Where(end => string.IsNullOrEmpty(end.ElementId)).Select(end => V2Json.Key(end.ElementInstanceKey ?? ""))])
        {
            TerminateAt = [.. (body.TerminateInstructions ?? []).Select(end => end.ElementId).OfType<string>().Where(id => id.Length > 0)],
            Move = [.. (body.MoveInstructions ?? []).Select(move => new ElementMove(
                move.SourceElementInstruction?.SourceElementId, move.SourceElementInstruction?.SourceElementInstanceKey is { Length: > 0 } source ? V2Json.Key(source) : null,
                Begun(move.TargetElementId, move.AncestorScopeInstruction?.AncestorElementInstanceKey, move.VariableInstructions)))],
        };
        if (modification.Start.Count + modification.Terminate.Count + modification.TerminateAt.Count + modification.Move.Count == 0) return new Problem("modify.empty", 400, "En az bir başlatma ya da sonlandırma belirtilmeli.", "At least one element to activate or terminate is needed.").ToResult();
        var actor = await caller.ActorAsync();
        return (await database.WriteAsync(async (session, token) => await SeenAsync(request, session, repair, V2Json.Key(key), token) is { Problem: { } changed }
            ? changed
            : await engine.ModifyInstanceAsync(session, V2Json.Key(key), modification, actor, token), cancel)).ToResult();
    }
}
