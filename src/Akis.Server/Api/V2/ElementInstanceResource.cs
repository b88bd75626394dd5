using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Search;

namespace Akis.Server.Api.V2;

/// <summary>Visits of elements, and setting variables in them.</summary>
internal static class ElementInstanceResource
{
    internal sealed record NewValues(JsonElement? Variables, bool? Local, long? OperationReference);

    internal sealed record AdHocElement(string? ElementId, JsonElement? Variables);

    internal sealed record AdHocActivation(IReadOnlyList<AdHocElement>? Elements, bool? CancelRemainingInstances);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapSearch("/element-instances/search", InstanceSearches.Elements, "Searches the elements of the instances that the caller may see");
        v2.MapFind("/element-instances/{key}", InstanceSearches.Elements, "An element instance");
        v2.MapSearch("/element-instances/{key}/incidents/search", WorkSearches.Incidents, "Searches the incidents of an element instance", ("elementInstanceKey", "key")).AddEndpointFilter(Caller.OnlyOperators);
        v2.MapPut("/element-instances/{key}/variables", (string key, NewValues values, V2Commands commands, CancellationToken cancel) =>
            commands.DoAsync((engine, session, actor, token) => engine.SetVariablesAsync(session, V2Json.Key(key), V2Json.Variables(values.Variables), actor, token, values.Local != true), cancel))
            .AddEndpointFilter(Caller.OnlyOperators).WithSummary("Sets variables of an instance or an element: there with local, else in the scope that has them, outwards");
        v2.MapPost("/element-instances/ad-hoc-activities/{key}/activation", (string key, AdHocActivation activation, V2Commands commands, CancellationToken cancel) =>
            activation.Elements is not { Count: > 0 } elements || activation.CancelRemainingInstances == true || elements.Any(element => element.Variables is { ValueKind: JsonValueKind.Object })
                ? Task.FromResult(new Problem("ad-hoc.elements", 400, "elements belirtilmeli; cancelRemainingInstances ve etkinliğe özel variables desteklenmiyor.", "elements are needed; cancelRemainingInstances and variables of an element are not supported.").ToResult())
                : commands.DoAsync((engine, session, actor, token) => engine.ActivateInAdHocAsync(session, V2Json.Key(key), [.. elements.Select(element => element.ElementId ?? "")], actor, token), cancel))
            .AddEndpointFilter(Caller.OnlyOperators).WithSummary("Begins activities of an ad-hoc sub-process");
    }
}
