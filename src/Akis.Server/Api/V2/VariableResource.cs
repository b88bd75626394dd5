using System.Text.Json;
using Akis.Engine.Search;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Akis.Server.Api.V2;

/// <summary>Variables in all their scopes.</summary>
internal static class VariableResource
{
    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/variables/search", ([FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] JsonElement? query, bool? truncateValues, ProcessSearches searches, Caller caller, CancellationToken cancel) =>
            V2Search.RunAsync(Cut(truncateValues), query, searches, caller, cancel)).Accepts<V2Search.SearchBody>(true, "application/json").Produces<V2Search.SearchAnswer>().WithSummary("Searches the variables of the instances that the caller may see");
        v2.MapFind("/variables/{key}", InstanceSearches.WholeVariables, "A variable with its whole value");
    }

    /// <summary>Long values are cut unless the caller wants them whole.</summary>
    public static SearchResource Cut(bool? truncate) => truncate == false ? InstanceSearches.WholeVariables : InstanceSearches.Variables;
}
