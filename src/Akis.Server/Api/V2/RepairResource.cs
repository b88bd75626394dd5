using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Server.Api.V2;

/// <summary>Putting running instances right: modification as in Camunda 8; suspending and resuming are Akış's own.</summary>
internal static class RepairResource
{
    internal sealed record VariableInstruction(JsonElement? Variables, string? ScopeId);

    internal sealed record ActivateInstruction(string? ElementId, IReadOnlyList<VariableInstruction>? VariableInstructions, string? AncestorElementInstanceKey);

    internal sealed record TerminateInstruction(string? ElementInstanceKey);

    internal sealed record ModificationBody(IReadOnlyList<ActivateInstruction>? ActivateInstructions, IReadOnlyList<TerminateInstruction>? TerminateInstructions);

    internal sealed record SuspensionBody(string? Reason);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/process-instances/{key}/modification", ModifyAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Begins and ends elements by hand, all or nothing");
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

    private static async Task<IResult> ModifyAsync(string key, ModificationBody body, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel)
    {
        var starts = (body.ActivateInstructions ?? []).Select(start => new ElementStart(
            start.ElementId ?? "",
            start.AncestorElementInstanceKey is { Length: > 0 } ancestor && ancestor != "-1" ? V2Json.Key(ancestor) : null,
            [.. (start.VariableInstructions ?? []).Select(instruction => (instruction.ScopeId is { Length: > 0 } scope ? scope : null, V2Json.Variables(instruction.Variables)))])).ToList();
        var ends = (body.TerminateInstructions ?? []).Select(end => V2Json.Key(end.ElementInstanceKey ?? "")).ToList();
        if (starts.Count + ends.Count == 0) return new Problem("modify.empty", 400, "En az bir başlatma ya da sonlandırma belirtilmeli.", "At least one element to activate or terminate is needed.").ToResult();
        var actor = await caller.ActorAsync();
        return (await database.WriteAsync((session, token) => engine.ModifyInstanceAsync(session, V2Json.Key(key), new ModifyInstance(starts, ends), actor, token), cancel)).ToResult();
    }
}
